"""What every door hands to intake: one report, clean and in memory alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tipline.intake.danger.words import tells_of_danger
from tipline.intake.uploading import KeptFile
from tipline.vocabulary import AppealId, Channel, LinkId, LinkKind, Offence


class Detail(StrEnum):
    """What a reporter may add to what happened; each is a field of the sealed record, and of the web form."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    VEHICLE = "vehicle"
    DRUGS = "drugs"
    WEAPONS = "weapons"
    KEPT_AT = "kept_at"
    """Where drugs or weapons are kept."""
    HOW_KNOWN = "how_known"
    DANGER = "danger"
    ABOUT_US = "about_us"
    WISH = "wish"
    REPEAT = "repeat"
    CONTINUES = "continues"
    NUMBER_BEFORE = "number_before"
    STATUS_BEFORE = "status_before"
    """Of a tip that was brought: what it was called, and where it stood, in the other system."""


TOLD: Final = (
    Detail.WHEN,
    Detail.WHERE,
    Detail.WHO,
    Detail.VEHICLE,
    Detail.DRUGS,
    Detail.WEAPONS,
    Detail.KEPT_AT,
    Detail.HOW_KNOWN,
)
"""The details that are words of the reporter's, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The link by which a reporter came; of a link at a place, the id is not kept."""

    appeal_id: AppealId
    kind: LinkKind
    link_id: LinkId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A tip as a door has it; what was typed is mute."""

    channel: Channel
    text: str = field(repr=False)
    details: Mapping[str, str] = field(repr=False, default_factory=dict)
    """By `Detail`, and by the names of what is told in parts."""
    language: str = "en"
    offence: Offence = Offence.OTHER
    danger: bool = False
    """The reporter says so; `in_danger` is what counts."""
    about_us: bool = False
    origin: Origin | None = None
    files: tuple[KeptFile, ...] = field(repr=False, default=())
    announced: int = 0
    """Pictures that came with a text and are fetched after it."""

    @property
    def in_danger(self) -> bool:
        """Whether it comes as danger to life: the reporter says so, or their words do."""
        return self.danger or tells_of_danger(self.texts())

    def texts(self) -> Iterator[str]:
        """Everything that was typed freely, for what must be looked for in it."""
        yield self.text
        yield from self.details.values()
