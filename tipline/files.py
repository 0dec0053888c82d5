"""A file of a tip: what its bytes are bound to, how its key travels in a record, and what scrubbing told.

The original and the scrubbed copy are sealed under keys of their own before anybody knows their tip; what
leads to those keys (a record, a custodian's half) is bound to the tip.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from crypto.context import Purpose, context
from crypto.derive import KEY_SIZE, expand
from tipline.file_words import FileId
from tipline.records import EVENT, FILES, PASSED_FILES, Record
from tipline.scrub.kinds import FileGroup
from tipline.vocabulary import ID_SIZE, Author, ProgramId, RecordKind, TeamKind, TipId

SCRUBBED: Final = "scrubbed"
"""The event of a system record that says what a scrubbed copy is, and what was taken out of it."""
_FILE: Final = "file"
_TYPE: Final = "type"
_SIZE: Final = "size"
_FOUND: Final = "found"
_STILL: Final = "still"


class Part(StrEnum):
    """Which of them."""

    ORIGINAL = "original"
    COPY = "copy"
    STILL = "still"
    """Of a video: one picture out of the scrubbed copy."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """A file that came with a record, the key of its scrubbed copy, and what it is to who sent it."""

    file_id: FileId
    key: bytes = field(repr=False)
    group: FileGroup | None = None
    """None where the record is older than this word, or does not know it."""
    size: int = 0
    """Bytes, rounded up to two digits (`about`): the exact size is the custodians' alone."""


@dataclass(frozen=True, slots=True)
class ScrubbedFile:
    """What is known of a scrubbed copy: its type, its size, and the kinds of what was found, no values."""

    file_id: FileId
    media_type: str
    size: int
    found: tuple[str, ...]
    still: int = 0
    """Bytes of the still of a video; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class PassedFile:
    """A scrubbed copy that goes with a brief: what its readers need, and not what was taken out."""

    file_id: FileId
    key: bytes = field(repr=False)
    media_type: str
    size: int
    still: int = 0
    """As of `ScrubbedFile`."""


def about(size: int) -> int:
    """A size in bytes, rounded up to two digits, by which no file is found again: 2,345,678 is 2,400,000."""
    step = int(10 ** max(0, len(str(size)) - 2))
    return -(-size // step) * step


def still_key(copy_key: bytes, *, program_id: ProgramId, file_id: FileId) -> bytes:
    """The key of a video's still: who has that of the copy has it, and no record needs to carry it."""
    return expand(copy_key, place_of(Part.STILL, program_id=program_id, file_id=file_id))


def place_of(part: Part, *, program_id: ProgramId, file_id: FileId) -> bytes:
    """What the sealed bytes of an original, a copy or a still are bound to."""
    return context(Purpose.FILE, program_id, file_id, part.value)


def place_of_half(team: TeamKind, *, program_id: ProgramId, tip_id: TipId, file_id: FileId) -> bytes:
    """What a custodian's half is bound to."""
    return context(Purpose.ORIGINAL, program_id, tip_id, file_id, team.value)


def written(keys: Iterable[FileKey]) -> dict[str, str]:
    """The field of a record that brings files; none where it brings none."""
    files = [
        [file.file_id.hex(), b64encode(file.key).decode(), *([file.group, file.size] if file.group else [])]
        for file in keys
    ]
    return {FILES: json.dumps(files, separators=(",", ":"))} if files else {}


def brought_by(record: Record) -> tuple[FileKey, ...]:
    """The files that came with a record, in their order; what is none is left out."""
    try:
        found = [
            FileKey(FileId(bytes.fromhex(name)), b64decode(key, validate=True), *_told(*said))
            for name, key, *said in json.loads(record.fields.get(FILES, "[]"))
        ]
    except (ValueError, TypeError, NotBase64, RecursionError):
        return ()
    return tuple(file for file in found if len(file.file_id) == ID_SIZE and len(file.key) == KEY_SIZE)


def _told(group: str = "", size: int = 0) -> tuple[FileGroup | None, int]:
    """What a record says of a file beside its key; a word of a later version is none."""
    known = next((one for one in FileGroup if one == group), None)
    return known, int(size)


def passing(files: Iterable[PassedFile]) -> dict[str, str]:
    """The field of a brief that files go with; none where it goes alone."""
    said = [
        [
            file.file_id.hex(),
            b64encode(file.key).decode(),
            file.media_type,
            file.size,
            *([file.still] if file.still else []),
        ]
        for file in files
    ]
    return {PASSED_FILES: json.dumps(said, separators=(",", ":"))} if said else {}


def passed_by(record: Record) -> tuple[PassedFile, ...]:
    """The files that go with a brief, in their order; what is none is left out."""
    try:
        found = [
            PassedFile(
                FileId(bytes.fromhex(name)),
                b64decode(key, validate=True),
                str(media_type),
                int(size),
                int(still[0]) if still else 0,
            )
            for name, key, media_type, size, *still in json.loads(record.fields.get(PASSED_FILES, "[]"))
        ]
    except (ValueError, TypeError, NotBase64, RecursionError):
        return ()
    return tuple(file for file in found if len(file.file_id) == ID_SIZE and len(file.key) == KEY_SIZE)


def fields_of(scrubbed: ScrubbedFile) -> dict[str, str]:
    """The fields of the system record that tells of a scrubbed copy."""
    return {
        EVENT: SCRUBBED,
        _FILE: scrubbed.file_id.hex(),
        _TYPE: scrubbed.media_type,
        _SIZE: str(scrubbed.size),
        _FOUND: ",".join(sorted(scrubbed.found)),
        **({_STILL: str(scrubbed.still)} if scrubbed.still else {}),
    }


def told_by(record: Record) -> ScrubbedFile | None:
    """What a system record tells of a scrubbed copy; nothing where it is about something else."""
    fields = record.fields
    if record.kind is not RecordKind.SYSTEM or record.by not in _TELL or fields.get(EVENT) != SCRUBBED:
        return None
    try:
        file_id, size = FileId(bytes.fromhex(fields[_FILE])), int(fields[_SIZE])
        found = tuple(word for word in fields[_FOUND].split(",") if word)
        return ScrubbedFile(file_id, fields[_TYPE], size, found, int(fields.get(_STILL, "0")))
    except (KeyError, ValueError):
        return None


_TELL: Final = (Author.REPORTER, Author.GATEWAY)
"""Whose keys the door has while it scrubs."""
