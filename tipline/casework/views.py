"""What a page is given of a tip: frozen, and nothing that could be asked for more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from tipline.enclosures import Enclosed
from tipline.figures import Figure
from tipline.records import EVENT, MOVED
from tipline.vocabulary import (
    Author,
    Channel,
    Disposition,
    KeyId,
    KeyKind,
    Offence,
    PersonId,
    Priority,
    RecordId,
    RecordKind,
    Role,
    Status,
    TeamId,
    TipId,
)

QUESTION: Final = "question"
"""The field of an answer's record that makes it a question for the reporter."""
YES: Final = "yes"
WORD: Final = "word"
"""The field of a brief with what the dispatcher says to the recipients."""
COVERS: Final = "covers"
"""The field of a brief with the ids of the reporter's records that it passes on."""
UNSCRUBBED: Final = "unscrubbed"
"""The field of a note under a brief: the tip left before it was scrubbed, because a life was in danger."""
DISPOSITION: Final = "disposition"
MASK_ID: Final = "mask-id"
UNMASK: Final = "unmask"
"""The fields by which a record hides words, and by which a later one shows them again."""
PROPOSES: Final = "proposes"
"""The field of a note at a desk that makes it a question for the reporter, if a coordinator sends it."""
SETTLES: Final = "settles"
ASKED: Final = "asked"
"""The fields of a note at a desk: which proposal is done with, and whether it was asked."""
_CARD: Final = (
    "when",
    "where",
    "who",
    "vehicle",
    "drugs",
    "weapons",
    "kept_at",
    "how_known",
    "danger",
    "about_us",
    "wish",
    "repeat",
    "continues",
    "number_before",
    "status_before",
)
_NOT_ON_THE_CARD: Final = frozenset(
    {
        QUESTION,
        DISPOSITION,
        EVENT,
        WORD,
        COVERS,
        UNSCRUBBED,
        MASK_ID,
        UNMASK,
        PROPOSES,
        SETTLES,
        ASKED,
    }
)
"""What a record says of itself, and what is shown in another place than a card."""


@dataclass(frozen=True, slots=True)
class TipHead:
    """What stands in the clear about a tip, for those who have a grant for it."""

    tip_id: TipId
    number: str
    team_id: TeamId
    channel: Channel
    source: str | None
    """The account or the appeal through which the reporter came, for those whose tip it is."""
    language: str
    received_day: date
    status: Status
    status_day: date
    offence: Offence
    priority: Priority
    assignee: str | None
    unit: str | None
    disposition: Disposition | None
    closed_day: date | None
    brought: bool
    """From another system, where it was received and counted."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """One opened record; what cannot be opened is an `Unopened`."""

    record_id: RecordId
    kind: RecordKind
    day: date
    at: datetime
    by: Author
    writer: str | None
    """The name of the member of staff who wrote it; none for a reporter, a gateway or the program itself."""
    role: Role | None
    proven: bool
    language: str
    text: str = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)
    brings_award: bool = False
    person_id: PersonId | None = None
    """Of the member of staff who wrote it."""
    enclosed: Enclosed | None = None
    """What came of the pictures that came with a text."""

    @property
    def is_question(self) -> bool:
        """Whether the reporter is asked to answer this."""
        return self.kind is RecordKind.ANSWER and self.fields.get(QUESTION) == YES

    @property
    def is_withdrawal(self) -> bool:
        """Whether the reporter withdraws the tip with this."""
        return self.fields.get(EVENT) == "withdrawn"

    @property
    def is_move(self) -> bool:
        """Whether with this a reporter who texted goes on in a thread with a code."""
        return self.fields.get(EVENT) == MOVED

    @property
    def proposes(self) -> bool:
        """Whether somebody would like this to be asked."""
        return self.fields.get(PROPOSES) == YES

    @property
    def settles(self) -> bool:
        """Whether this says what became of a proposed question."""
        return SETTLES in self.fields

    @property
    def hides(self) -> bool:
        """Whether words are hidden by this."""
        return MASK_ID in self.fields

    @property
    def shows_again(self) -> bool:
        """Whether words are shown again by this."""
        return UNMASK in self.fields

    @property
    def keeps_back(self) -> int:
        """How many of the reporter's records this note keeps from those who have the tip."""
        covers = self.fields.get(COVERS, "") if self.kind is RecordKind.NOTE else ""
        return len(covers.split(",")) if covers else 0

    @property
    def outcome(self) -> Disposition | None:
        """What became of the tip, where this record closes it."""
        return next((word for word in Disposition if word.value == self.fields.get(DISPOSITION)), None)

    @property
    def card(self) -> Mapping[str, str]:
        """The fields that the reporter filled in, in the order in which they were asked."""
        names = [name for name in _CARD if name in self.fields]
        names += sorted(self.fields.keys() - _NOT_ON_THE_CARD - set(_CARD))
        return {name: self.fields[name] for name in names}


@dataclass(frozen=True, slots=True)
class Unopened:
    """A record, or a whole key, whose sealed value does not open: changed, swapped or cut short."""

    record_id: RecordId
    kind: RecordKind
    day: date


@dataclass(frozen=True, slots=True)
class DeskView:
    """The records under one key: a thread, the program's own file, or the desk of one recipient."""

    key_id: KeyId
    kind: KeyKind
    owner: str | None
    """The team or the person whose desk it is; none for a thread, a file and a brief."""
    records: tuple[RecordView | Unopened, ...]
    unproven: tuple[RecordView, ...]
    proven: bool
    """False where somebody has changed or added the key in the store: what is sealed to it may go to them."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody outside the tip's own team who holds a grant for it."""

    holder: str
    primary: bool
    recipient_id: PersonId | TeamId
    is_team: bool
    original: bool
    """Whether they read the reporter's own words, beside the brief."""


@dataclass(frozen=True, slots=True)
class BriefView:
    """What was passed on of a tip to those it was given to."""

    desks: tuple[DeskView, ...]
    """The briefs, the oldest first."""
    scrubbed: bool
    """Whether there is a copy that somebody has looked over."""
    pending: tuple[RecordView, ...]
    """The reporter's records that nobody has passed on, for those whose tip it is."""
    scrub_due: datetime | None
    """By when a tip that left before it was scrubbed must be."""


@dataclass(frozen=True, slots=True)
class HiddenName:
    """Words that say who a reporter is, and that nobody is shown: who hid them, and when."""

    mask_id: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Permits:
    """What the reader of this page may do with this tip."""

    answer: bool
    assign: bool
    sort: bool
    start: bool
    close: bool
    figures: bool
    note: bool


@dataclass(frozen=True, slots=True)
class TipView:
    """A tip, opened with what one person holds."""

    head: TipHead
    threads: tuple[DeskView, ...]
    brief: BriefView
    desks: tuple[DeskView, ...]
    given_to: tuple[Holding, ...]
    figures: Mapping[Figure, int]
    """What came of it in numbers, corrections in it."""
    permits: Permits
    hidden: tuple[HiddenName, ...]
    settled: Mapping[RecordId, bool]
    """Of the proposed questions that are done with, whether they were asked."""
    by_text: bool
    """Whether an answer leaves as a text message."""
    ended: bool
    """Whether the reporter has texted STOP, so that no answer can leave any more."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person or a team whom a tip may be given to."""

    recipient_id: PersonId | TeamId
    is_team: bool
    name: str
    about: str
    """The unit of a person, or what a team is."""
