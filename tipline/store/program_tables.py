"""Tables of the tips store that say what a program is: its lines, teams, people and their proven keys."""

from datetime import date
from typing import Final

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field

from tipline.store.columns import (
    BY_KEY,
    PUBLIC_KEY_SIZE,
    SIGNATURE_SIZE,
    VERIFY_KEY_SIZE,
    TipsTable,
    identity,
    key,
    maybe_identity,
    month,
    month_key,
    raw,
    text,
    text_key,
    word,
    word_key,
)
from tipline.vocabulary import (
    Channel,
    EpochId,
    Month,
    PersonId,
    PersonState,
    ProgramId,
    Role,
    TeamId,
    TeamKind,
)


class ProgramRow(TipsTable, table=True):
    """A program: a tip line of its own, with its own keys."""

    __tablename__ = "program"
    __table_args__ = (UniqueConstraint("slug"), BY_KEY)

    program_id: ProgramId = key()
    slug: str = text(40)
    name: str = text(120)
    time_zone: str = text(40)
    keyword: str = text(12)
    languages: str = text(80)
    """Language tags with commas between them, the first one first."""
    phone: str = text(24)
    """The number to call, as the pages print it."""
    publishes: bool = False
    """Closed months are published, in their coarse form."""
    outside: str = text(20)
    """The number that is always staffed, for a page that nobody of ours hears."""
    outcome_days: int = Field(default=30, sa_column_kwargs={"server_default": "30"})
    """How many days an agency has to say what became of a tip."""
    report_days: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    """How many days the program has to report an illegal picture."""
    specialist_id: TeamId | None = maybe_identity()
    """The unit that illegal pictures are handed to."""
    answers_from: int = Field(default=10, sa_column_kwargs={"server_default": "10"})
    answers_until: int = Field(default=20, sa_column_kwargs={"server_default": "20"})
    """The hours between which answers leave by text, in the program's time zone."""
    files_most: int | None = None
    """How many files come with one tip at most; None for what the site takes."""
    files_megabytes: int | None = None
    """How many megabytes they have together at most; None for what the site takes."""


class LeakNoticeRow(TipsTable, table=True):
    """What a program has to say of a leak that it announced, in one language, to whoever comes back."""

    __tablename__ = "leak_notice"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    language: str = text_key(8)
    day: date
    """On which it was announced: the same in every language."""
    words: str = Field(sa_type=Text())


OTHER_KINDS: Final = "%:%"
"""How addresses of lines are written at which no phone is reached by SMS."""


class LineRow(TipsTable, table=True):
    """A number that a program is texted on."""

    __tablename__ = "line"
    __table_args__ = (Index(None, "number"), BY_KEY)

    program_id: ProgramId = key()
    number: str = text_key(64)
    """As the carrier writes it: a number, or an address at WhatsApp, Messenger or RCS."""
    first: bool = False
    """A text without a keyword goes to this program in the end."""


class TeamRow(TipsTable, table=True):
    """A team: the inbox, another special one, a division or an agency."""

    __tablename__ = "team"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    team_id: TeamId = key()
    kind: TeamKind = word(TeamKind)
    name: str = text(120)


class PersonRow(TipsTable, table=True):
    """Somebody of the staff."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("sign_in"), BY_KEY)

    program_id: ProgramId = key()
    person_id: PersonId = key()
    name: str = text(120)
    sign_in: str = text(120)
    """The folded name that is typed to sign in."""
    role: Role = word(Role)
    unit_id: TeamId | None = maybe_identity()
    state: PersonState = word(PersonState)
    public_key: bytes = raw(PUBLIC_KEY_SIZE)
    verify_key: bytes = raw(VERIFY_KEY_SIZE)
    added_day: date


class MemberRow(TipsTable, table=True):
    """Who is said to be in a team; what counts is the certificate."""

    __tablename__ = "member"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    team_id: TeamId = key()
    person_id: PersonId = key()


class CertificateRow(TipsTable, table=True):
    """A signed step on the path from the program's root to a key."""

    __tablename__ = "certificate"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    certificate_id: bytes = key()
    kind: str = text(12)
    subject_id: bytes = identity()
    team_id: bytes = identity()
    """Zeros, where no team is meant."""
    public_key: bytes = raw(PUBLIC_KEY_SIZE)
    """Empty, where the subject only signs."""
    verify_key: bytes = raw(VERIFY_KEY_SIZE)
    signer_id: bytes = identity()
    signature: bytes = raw(SIGNATURE_SIZE)
    day: date


class TeamEpochRow(TipsTable, table=True):
    """A team's key of a month."""

    __tablename__ = "team_epoch"
    __table_args__ = (UniqueConstraint("program_id", "team_id", "month"), BY_KEY)

    program_id: ProgramId = key()
    epoch_id: EpochId = key()
    team_id: TeamId = identity()
    month: Month = month()
    not_before: date
    public_key: bytes = raw(PUBLIC_KEY_SIZE)
    signer_id: PersonId = identity()
    signature: bytes = raw(SIGNATURE_SIZE)


class GatewayKeyRow(TipsTable, table=True):
    """The sms gateway's key of a month, signed by the gateway."""

    __tablename__ = "gateway_key"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    month: Month = month_key()
    public_key: bytes = raw(PUBLIC_KEY_SIZE)
    signature: bytes = raw(SIGNATURE_SIZE)


class LanguageReaderRow(TipsTable, table=True):
    """A language that a program takes tips in besides English: who reads them, and within how many days."""

    __tablename__ = "language_reader"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    language: str = text_key(8)
    person_id: PersonId = identity()
    days: int


class OwnWordsRow(TipsTable, table=True):
    """What a program says by text in its own words, where it does not say what every program says."""

    __tablename__ = "own_words"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    language: str = text_key(8)
    answer: str = text_key(20)
    words: str = text(600)


class OpenAppRow(TipsTable, table=True):
    """An app by which a program takes tips, because its board has said so: WhatsApp, Messenger."""

    __tablename__ = "open_app"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    channel: Channel = word_key(Channel)


class WatchedNameRow(TipsTable, table=True):
    """A folded name of somebody of the staff, or of an agency, that sends a tip to integrity."""

    __tablename__ = "watched_name"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    name: str = text_key(120)
