"""What a browser posts: read up to a limit and no further, in both ways of sending it, and never to disk."""

import asyncio
from collections.abc import Iterable
from typing import Final
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

BODY_LIMIT: Final = 1_048_576
"""Bytes: twenty thousand code points of any script fit, as a form sends them, several times over."""

BODY_SECONDS: Final = 120.0
"""For a body to arrive: a megabyte over a bad line; who sends slower on purpose holds no memory for ever."""

FIELDS_LIMIT: Final = 500
"""The public form has some 450 at most, with every person and vehicle that it takes."""

URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


class FormTrouble(Exception):
    """What was sent is no form that we take."""


class BodyTooLarge(FormTrouble):
    """There is more than we read."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class WrongContentType(FormTrouble):
    """It is not sent as a form."""


class MalformedForm(FormTrouble):
    """It calls itself a form, and is none, or a part of one."""


class Form:
    """The fields of a posted form, by name; an absent field is empty, and the repr is mute."""

    __slots__ = ("_fields", "file")

    def __init__(self, fields: Iterable[tuple[str, str]], *, file: bytes = b"") -> None:
        self.file = file
        """What stands in the one file that was asked for; nothing, where none was sent."""
        self._fields: dict[str, list[str]] = {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value)

    def get(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return self._fields.get(name, [""])[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(self._fields.get(name, ()))

    def names(self) -> tuple[str, ...]:
        """The names of its fields, in the order in which they came."""
        return tuple(self._fields)

    def with_value(self, name: str, value: str) -> "Form":
        """The same form, but that one field has this value."""
        changed = Form((), file=self.file)
        changed._fields = {**self._fields, name: [value]}
        return changed

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __repr__(self) -> str:
        return f"Form({len(self._fields)} fields)"


async def read_form(
    request: Request,
    *,
    limit: int = BODY_LIMIT,
    fields: int = FIELDS_LIMIT,
    patience: float = BODY_SECONDS,
    file: str = "",
) -> Form:
    """Read a form that a browser sends.

    Files in it are passed over: they reach neither the disk nor the answer. Where a page asks for the one in
    the field `file`, that one is kept in memory.

    Raises:
        BodyTooLarge: it is longer than `limit` bytes; what comes after them is not read.
        WrongContentType: it is neither of the two kinds of form.
        MalformedForm: it is cut short, not what it says, has more than so many fields, or is late.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind not in {URLENCODED.encode(), MULTIPART.encode()}:
        raise WrongContentType
    try:
        async with asyncio.timeout(patience):
            body = await _read(request, limit)
    except TimeoutError:
        raise MalformedForm from None
    if kind == URLENCODED.encode():
        return Form(_urlencoded(body, most=fields))
    return _multipart(body, options.get(b"boundary"), most=fields, file=file)


async def _read(request: Request, limit: int) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > limit:
        raise BodyTooLarge(limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLarge(limit)
    return bytes(body)


def _urlencoded(body: bytes, *, most: int) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most)
    except ValueError:
        raise MalformedForm from None


def _multipart(body: bytes, boundary: bytes | None, *, most: int, file: str) -> Form:
    if not boundary:
        raise MalformedForm
    parts = Parts(most, file)
    try:
        parser = parts.parser(boundary)
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise MalformedForm from None
    if not parts.ended:
        raise MalformedForm
    return Form(parts.fields, file=bytes(parts.file))


class Parts:
    """What the parser calls back: fields are gathered, and of the files the one that is asked for."""

    def __init__(self, most: int, file: str = "") -> None:
        self._most = most
        self._wanted = file
        self.fields: list[tuple[str, str]] = []
        self.file = bytearray()
        self.ended = False
        self._header = bytearray()
        self._value = bytearray()
        self._disposition = b""
        self._data: bytearray | None = None
        self._name = ""
        self._is_file = False

    def parser(self, boundary: bytes) -> MultipartParser:
        """A parser that calls back here."""
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._part_data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    def _begin(self) -> None:
        self._disposition, self._data, self._name = b"", None, ""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _headers_finished(self) -> None:
        # As UTF-8 in the shape of Latin-1, which is how the library takes a header and gives its parts back.
        _, options = parse_options_header(self._disposition.decode("latin-1"))
        self._is_file = b"filename" in options
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if self._is_file:
            # A browser sends a name as UTF-8; what is none is shown by signs that stand for it.
            self.file_begins(options[b"filename"].decode("utf-8", "replace"))
        if b"name" in options and (not self._is_file or (self._wanted and self._name == self._wanted)):
            self._data = bytearray()

    def file_begins(self, name: str) -> None:
        """A part is a file, and this is its name; nothing is done with it here."""

    def file_data(self, data: bytes) -> None:
        """The next bytes of a file; nothing is done with them here."""

    def file_ends(self) -> None:
        """A file has come to its end; nothing is done here."""

    @property
    def field(self) -> str:
        """The name of the field that is being read."""
        return self._name

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self.file_data(data[start:end])
        if self._data is not None:
            self._data += data[start:end]

    def _part_end(self) -> None:
        if self._is_file:
            self.file_ends()
        if self._data is None:
            return
        if self._is_file:
            self.file = self._data
            return
        if len(self.fields) == self._most:
            raise FormParserError
        self.fields.append((self._name, self._data.decode("utf-8", "replace")))

    def _end(self) -> None:
        self.ended = True
