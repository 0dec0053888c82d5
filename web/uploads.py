"""A form with files: read as it comes, each file sealed piece by piece, nothing of it in the clear on a disk.

The framework's own reader of forms writes what is longer than a megabyte to a temporary folder; no file goes
by it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from tipline import loose_blobs
from tipline.errors import StoreTrouble
from tipline.file_errors import FileRefused, FilesTooLarge, NoFilesHere, TooManyFiles
from tipline.file_words import BlobId
from tipline.intake.uploading import ArrivingFile, KeptFile, draw_name
from tipline.ports import Blobs
from tipline.store.db import Store
from tipline.vocabulary import ProgramId
from web.forms import (
    BODY_LIMIT,
    FIELDS_LIMIT,
    MULTIPART,
    BodyTooLarge,
    Form,
    MalformedForm,
    Parts,
    read_form,
)

FILES: Final = "files"
"""The field of a form in which files come."""

BATCH: Final = 1_048_576
"""Sealed bytes that wait before they are handed to the disk."""

STALL_SECONDS: Final = 60.0
"""For the next bytes to come, before the sender counts as gone."""

PATIENCE: Final = 2
"""So many times the files' limit is read, and thrown away, so that what was typed behind them is not lost."""

MEGABYTE: Final = 1_000_000

PASSED_OVER: Final = 250
"""Megabytes of files that are read and thrown away where they have no place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of one form go."""

    tips: Store
    blobs: Blobs
    announce: Callable[[BlobId], Awaitable[None]]
    """Says, where it will be found, that a blob is about to be written."""
    program_id: ProgramId
    most: int
    megabytes: int
    opens: bool = True
    """Whether the program takes files."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A form that was read: its fields, the files that are kept, and what was wrong with one."""

    form: Form
    files: tuple[KeptFile, ...] = field(repr=False, default=())
    trouble: Exception | None = None
    """To be said on the form; the other files are kept all the same."""


async def read_upload(request: Request, place: Place | None, *, now: datetime) -> Uploaded:
    """Read a form that may bring files.

    Where it breaks off, or is none, nothing of its files is left.

    Args:
        place: where the files go; without one they are passed over.
        now: the moment at which the form came.

    Raises:
        BodyTooLarge: the fields are longer than `BODY_LIMIT`.
        WrongContentType, MalformedForm: as `read_form`.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != MULTIPART.encode():
        return Uploaded(await read_form(request))
    boundary = options.get(b"boundary")
    if not boundary or request.headers["content-type"].lower().count("boundary=") > 1:
        raise MalformedForm
    reading = _Reading(place, now)
    try:
        async with asyncio.timeout(loose_blobs.UPLOADING.total_seconds()):
            await reading.read(_pieces(request), boundary)
    except (TimeoutError, FormParserError):
        await reading.leave_nothing()
        raise MalformedForm from None
    except BaseException:
        await reading.leave_nothing()
        raise
    return Uploaded(Form(reading.parts.fields), tuple(reading.kept), reading.trouble)


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """What comes, as it comes.

    Raises:
        TimeoutError: nothing has come for too long.
    """
    stream = request.stream().__aiter__()
    while True:
        async with asyncio.timeout(STALL_SECONDS):
            try:
                piece = await anext(stream)
            except StopAsyncIteration:
                return
        yield piece


class _FileParts(Parts):
    """Hands each file's bytes on; fields are gathered, up to a limit."""

    def __init__(self, reading: "_Reading") -> None:
        super().__init__(FIELDS_LIMIT)
        self._reading = reading
        self.count = 0

    def file_begins(self, name: str) -> None:
        self._reading.begin(self.field, name)

    def file_data(self, data: bytes) -> None:
        self._reading.take(data)

    def file_ends(self) -> None:
        self._reading.end()


class _Reading:
    """One form while it is read."""

    def __init__(self, place: Place | None, now: datetime) -> None:
        self.parts = _FileParts(self)
        self.kept: list[KeptFile] = []
        self.trouble: Exception | None = None
        self._place = place
        self._now = now
        self._arriving: ArrivingFile | None = None
        self._ended: list[tuple[ArrivingFile, KeptFile]] = []
        self._refused: list[ArrivingFile] = []
        self._announced: list[BlobId] = []
        self._named = 0
        self._bytes = 0
        self._seen = 0

    async def read(self, pieces: AsyncIterator[bytes], boundary: bytes) -> None:
        """Parse what comes, and bring what was sealed of it to the disk before more is taken."""
        parser = self.parts.parser(boundary)
        fields = 0
        async for piece in pieces:
            before = self._seen
            parser.write(piece)
            fields += len(piece) - (self._seen - before)
            if fields > BODY_LIMIT:
                raise BodyTooLarge(BODY_LIMIT)
            await self._hand_on()
            if self._seen > self._most_bytes() * PATIENCE:
                self._complain(self._too_large())
                return
        parser.finalize()
        if not self.parts.ended:
            raise MalformedForm
        await self._hand_on()

    def begin(self, field_name: str, name: str) -> None:
        """A file begins; an empty field for files sends one without a name, which is none."""
        self._arriving = None
        if field_name != FILES or not name:
            return
        self._named += 1
        if self._place is None or not self._place.opens:
            self._complain(NoFilesHere())
        elif self._named > self._place.most:
            self._complain(TooManyFiles(self._place.most))
        elif self._bytes <= self._most_bytes():
            self._arriving = ArrivingFile(
                draw_name(), program_id=self._place.program_id, name=name, place=self._named
            )

    def take(self, data: bytes) -> None:
        """The next bytes of the file."""
        self._seen += len(data)
        arriving = self._arriving
        if arriving is None:
            return
        self._bytes += len(data)
        if self._bytes > self._most_bytes():
            self._refuse(arriving, self._too_large())
            return
        try:
            arriving.take(data)
        except FileRefused as refused:
            self._refuse(arriving, refused)

    def end(self) -> None:
        """The file is whole."""
        arriving, self._arriving = self._arriving, None
        if arriving is None:
            return
        try:
            self._ended.append((arriving, arriving.end(now=self._now)))
        except FileRefused as refused:
            self._refuse(arriving, refused)

    async def leave_nothing(self) -> None:
        """The form broke off: what came of its files is removed, now or, where that fails, by the sweep."""
        if self._arriving is not None:
            self._refused.append(self._arriving)
        for arriving in self._refused:
            arriving.abandon()
        if self._place is not None and self._announced:
            with suppress(StoreTrouble):
                await asyncio.shield(asyncio.to_thread(self._remove, self._place, self._announced))

    async def _hand_on(self) -> None:
        """Bring what is sealed to the disk; where that fails the form says so, and the file is left out."""
        try:
            for arriving in self._refused:
                arriving.abandon()
            self._refused.clear()
            while self._ended:
                arriving, kept = self._ended[0]
                await self._write(arriving)
                await asyncio.to_thread(arriving.finish)
                self.kept.append(kept)
                self._ended.pop(0)
            if self._arriving is not None and len(self._arriving.sealed) >= BATCH:
                await self._write(self._arriving)
        except StoreTrouble as error:
            self._complain(error)
            self._refused += [arriving for arriving, _ in self._ended]
            self._ended.clear()
            if self._arriving is not None:
                self._refuse(self._arriving, error)

    async def _write(self, arriving: ArrivingFile) -> None:
        """Before its first byte a file is written down as one that no tip has: no failure is forgotten."""
        place = self._place
        if place is None:
            return
        if arriving.writer is None:
            blob = arriving.names.original_id
            await place.announce(blob)
            self._announced.append(blob)
            arriving.writer = await asyncio.to_thread(place.blobs.create, blob)
        await asyncio.to_thread(arriving.hand_on)

    def _refuse(self, arriving: ArrivingFile, error: Exception) -> None:
        self._arriving = None
        self._refused.append(arriving)
        self._complain(error)

    def _complain(self, error: Exception) -> None:
        """Of several things that are wrong the first is said."""
        self.trouble = self.trouble or error

    def _too_large(self) -> FilesTooLarge:
        return FilesTooLarge(self._most_bytes() // MEGABYTE)

    def _most_bytes(self) -> int:
        return (self._place.megabytes if self._place is not None else PASSED_OVER) * MEGABYTE

    @staticmethod
    def _remove(place: Place, blobs: Sequence[BlobId]) -> None:
        loose_blobs.drop(place.tips, place.blobs, blobs, program_id=place.program_id)
