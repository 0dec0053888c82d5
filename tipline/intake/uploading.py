"""Files as they come in: sealed piece by piece, under keys that nobody in the door can open again later.

Two keys are drawn for each: that of the original, from two halves for the custodians, and that of the
scrubbed copy, for who reads the tip. Nothing of a file is held but the piece that is being sealed.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from crypto.derive import KEY_SIZE
from crypto.stream import FileSealer, original_key
from tipline.file_errors import FileEmpty, FileUnknown
from tipline.file_words import HELD_NAME_LIMIT, BlobId, FileId
from tipline.files import FileKey, Part, about, place_of
from tipline.ports import BlobWriter
from tipline.scrub.kinds import HEAD_SIZE, FileKind, UnknownKind, recognise
from tipline.vocabulary import ID_SIZE, ProgramId


@dataclass(frozen=True, slots=True)
class FileName:
    """The ids of a file that is about to come, drawn before its first byte."""

    file_id: FileId
    original_id: BlobId


@dataclass(frozen=True, slots=True)
class FileKeys:
    """The two halves of an original's key, and the key of the copy; the repr is mute."""

    half_a: bytes = field(repr=False)
    half_b: bytes = field(repr=False)
    copy_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that has come in and is sealed; its keys are in memory alone, and the repr is mute."""

    file_id: FileId
    original_id: BlobId
    kind: FileKind
    half_a: bytes = field(repr=False)
    half_b: bytes = field(repr=False)
    copy_key: bytes = field(repr=False)
    digest: bytes = field(repr=False)
    size: int = field(repr=False)
    name: str = field(repr=False)
    sent_at: int = field(repr=False)
    """Seconds since 1970: from then on it waits for the rest of its form."""

    @property
    def key(self) -> bytes:
        """The key of the original."""
        return original_key(self.half_a, self.half_b)


def draw_name() -> FileName:
    """Ids for a file."""
    return FileName(FileId(secrets.token_bytes(ID_SIZE)), BlobId(secrets.token_bytes(ID_SIZE)))


def draw_keys() -> FileKeys:
    """Keys for a file."""
    return FileKeys(*(secrets.token_bytes(KEY_SIZE) for _ in range(3)))


def keys_for_record(files: Iterable[KeptFile]) -> tuple[FileKey, ...]:
    """What a record says of the files that it brings."""
    return tuple(FileKey(file.file_id, file.copy_key, file.kind.group, about(file.size)) for file in files)


def without_doubles(files: Sequence[KeptFile]) -> tuple[tuple[KeptFile, ...], tuple[KeptFile, ...]]:
    """The files, each once, and those that are the same as an earlier one."""
    first: dict[bytes, KeptFile] = {}
    for file in files:
        first.setdefault(file.digest, file)
    once = tuple(first.values())
    return once, tuple(file for file in files if file not in once)


class ArrivingFile:
    """One file on its way in.

    `take` seals and gives back nothing: what is sealed waits in `sealed` until it is handed on, so that a
    slow disk holds up the sender and does not fill the memory.
    """

    __slots__ = (
        "_digest",
        "_head",
        "_keys",
        "_name",
        "_place",
        "_sealer",
        "_size",
        "kind",
        "names",
        "sealed",
        "writer",
    )

    def __init__(
        self,
        names: FileName,
        *,
        program_id: ProgramId,
        name: str,
        place: int,
        keys: FileKeys | None = None,
    ) -> None:
        """Begin a file; its keys are drawn here, where none are given."""
        keys = keys or draw_keys()
        self.names = names
        self.writer: BlobWriter | None = None
        self.kind: FileKind | None = None
        self.sealed = bytearray()
        self._keys = keys
        self._sealer = FileSealer(
            original_key(keys.half_a, keys.half_b),
            context=place_of(Part.ORIGINAL, program_id=program_id, file_id=names.file_id),
        )
        self._digest = sha256()
        self._head = bytearray()
        self._size = 0
        self._name = name[:HELD_NAME_LIMIT]
        self._place = place

    def take(self, data: bytes) -> None:
        """Seal the next bytes.

        Raises:
            FileUnknown: the file is of no kind that we take; seen as soon as its head has come.
        """
        self._size += len(data)
        self._digest.update(data)
        if self.kind is None:
            self._head += data[: HEAD_SIZE - len(self._head)]
            if len(self._head) >= HEAD_SIZE:
                self._recognise()
        self.sealed += self._sealer.update(data)

    def end(self, *, now: datetime) -> KeptFile:
        """Seal the end; the caller then finishes the writer.

        Raises:
            FileEmpty: there was nothing in it.
            FileUnknown: as `take`.
        """
        if not self._size:
            raise FileEmpty(self._place)
        kind = self.kind or self._recognise()
        self.sealed += self._sealer.finalize()
        return KeptFile(
            file_id=self.names.file_id,
            original_id=self.names.original_id,
            kind=kind,
            half_a=self._keys.half_a,
            half_b=self._keys.half_b,
            copy_key=self._keys.copy_key,
            digest=self._digest.digest(),
            size=self._size,
            name=self._name,
            sent_at=int(now.timestamp()),
        )

    def hand_on(self) -> None:
        """Write what is sealed; for a thread, while nobody else touches this file.

        Raises:
            BlobsUnavailable: it cannot be kept.
        """
        sealed = bytes(self.sealed)
        self.sealed.clear()
        if self.writer is not None:
            self.writer.write(sealed)

    def finish(self) -> None:
        """Have all of it on the disk.

        Raises:
            BlobsUnavailable: it cannot be kept.
        """
        if self.writer is not None:
            self.writer.finish()

    def abandon(self) -> None:
        """Leave nothing of it."""
        self.sealed.clear()
        if self.writer is not None:
            self.writer.abandon()

    def _recognise(self) -> FileKind:
        try:
            self.kind = recognise(bytes(self._head))
        except UnknownKind:
            raise FileUnknown(self._place) from None
        self._head.clear()
        return self.kind
