"""A scrubbed copy as the child has it in memory, before it is handed over."""

import io
from dataclasses import dataclass
from typing import Protocol

from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The copy, and what is said of it; the fields are those of `Scrubbed`."""

    kind: FileKind
    content: io.BytesIO
    found: frozenset[Found]
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    still: bytes | None = None


class Scrubber(Protocol):
    """What makes copies of one group of files.

    Raises:
        CannotScrub: there can be no copy.
        MemoryError: the limit on address space was reached.
    """

    def __call__(self, original: io.BytesIO, kind: FileKind, limits: Limits, /) -> Copy:
        """Make the copy."""
        ...
