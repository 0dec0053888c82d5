"""How much a scrubbing may cost, and how it ends: with a copy, or with a reason why there is none."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from tipline.errors import Refused
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind

MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one scrubbing may take. Whatever reaches one of these ends in `CannotScrub`."""

    original: int = 256 * MIB
    """Bytes of the file that is scrubbed."""
    copy: int = 256 * MIB
    """Bytes of the scrubbed copy."""
    memory: int = 1536 * MIB
    """Bytes of address space of the child, its libraries (about 300 MiB) among them."""
    cpu_seconds: int = 60
    """Seconds of processor time of the child."""
    wall_seconds: float = 120.0
    """Seconds that the child may take, from its start to its last byte."""
    pixels: int = 110_000_000
    """Pixels of one picture: the largest sensors of telephones' main mode have 108 million."""
    frames: int = 1_000
    """Pictures in one file: of an animation, or pages of a TIFF."""
    pixels_in_all: int = 120_000_000
    """Pixels of all pictures in one file together."""
    unpacked: int = 512 * MIB
    """Bytes that the parts of an Office file come to when they are unpacked."""
    parts: int = 10_000
    """Parts of an Office file."""
    objects: int = 1_000_000
    """Objects of a PDF."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) <= 0:
                raise ValueError(f"{field.name} must be more than nothing")


class Reason(StrEnum):
    """Why there is no scrubbed copy."""

    UNKNOWN = "unknown"
    """A kind, a codec or a part that nothing here knows how to scrub."""
    DOES_NOT_DECODE = "does-not-decode"
    TOO_LARGE_INSIDE = "too-large-inside"
    TOO_SLOW = "too-slow"
    TOO_MUCH_MEMORY = "too-much-memory"
    ENCRYPTED = "encrypted"
    """It opens with a password only."""
    BROKE = "broke"
    """The child ended in a way that it should not."""


class CannotScrub(Refused):
    """There is no scrubbed copy of this file: it is held."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrubbed:
    """What the scrubbed copy is. Its kind may be another than the original's: of a HEIC it is a JPEG."""

    kind: FileKind
    size: int
    """Bytes."""
    found: frozenset[Found]
    width: int | None = None
    """Pixels, as it is shown; nothing for sounds and documents."""
    height: int | None = None
    duration: float | None = None
    """Seconds, of video and sound."""
    still: bytes | None = None
    """Of a video one picture for a page: its first frame, a JPEG of at most 640 pixels a side."""

    @property
    def media_type(self) -> str:
        """Its media type, as IANA registers it."""
        return self.kind.media_type
