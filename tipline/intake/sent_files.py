"""The files that came with a record, as who sent them is told: what they are and how large, no name."""

from dataclasses import dataclass

from tipline.files import brought_by
from tipline.records import Record
from tipline.scrub.kinds import FileGroup


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that somebody sent; without a kind and a size where its record is older than those words."""

    group: FileGroup | None
    size: int
    """Bytes, rounded up to two digits; 0 where it is not known."""


def sent_with(record: Record) -> tuple[SentFile, ...]:
    """The files that came with a record, in their order."""
    return tuple(SentFile(file.group, file.size) for file in brought_by(record))
