"""The words of the trade as types: ids, channels, roles, states and what each permits, offences, outcomes."""

import hashlib
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final, NewType

from crypto.context import Purpose, context
from tipline.reward_powers import RewardPowers
from tipline.staff_powers import StaffPowers

ID_SIZE: Final = 16
"""Bytes in an id; random, but for the special teams and what a text message names."""

ProgramId = NewType("ProgramId", bytes)
TipId = NewType("TipId", bytes)
KeyId = NewType("KeyId", bytes)
RecordId = NewType("RecordId", bytes)
PersonId = NewType("PersonId", bytes)
TeamId = NewType("TeamId", bytes)
EpochId = NewType("EpochId", bytes)
AppealId = NewType("AppealId", bytes)
CaseId = NewType("CaseId", bytes)
FundId = NewType("FundId", bytes)
AwardId = NewType("AwardId", bytes)
EntryId = NewType("EntryId", bytes)
LinkId = NewType("LinkId", str)
TipNumber = NewType("TipNumber", str)
Month = NewType("Month", int)
"""A month as the number yyyymm."""
Cents = NewType("Cents", int)
"""Money, in whole cents of a fund's currency."""


class Named(StrEnum):
    """A word that people read: its value is what is stored, its label what is shown."""

    @property
    def label(self) -> str:
        """The word as a person reads it, in English."""
        return self.value.replace("-", " ").capitalize()


class StoreName(StrEnum):
    """The four stores."""

    TIPS = "tips"
    KEYS = "keys"
    VAULT = "vault"
    LEDGER = "ledger"


class Process(StrEnum):
    """The processes that open stores, each with powers of its own."""

    PUBLIC = "public"
    GATEWAY = "gateway"
    CONSOLE = "console"
    WORKER = "worker"


class Channel(Named):
    """The door by which a tip came in."""

    TEXT = "text"
    WEB = "web"
    LINK = "link"
    PHONE = "phone"
    WHATSAPP = "whatsapp"
    MESSENGER = "messenger"

    @property
    def label(self) -> str:
        """The word as a person reads it, in English."""
        return "WhatsApp" if self is Channel.WHATSAPP else super().label

    @property
    def by_app(self) -> bool:
        """An app brings it whose company knows who writes; each program decides whether it takes any."""
        return self in {Channel.WHATSAPP, Channel.MESSENGER}

    @property
    def by_text(self) -> bool:
        """Answers go to a phone or an account, by the gateway, and wait on no page of ours."""
        return self is Channel.TEXT or self.by_app


class Role(StaffPowers, RewardPowers, Named):
    """What a person is in a program; what each may do is asked here and nowhere else."""

    COORDINATOR = "coordinator"
    INVESTIGATOR = "investigator"
    CALL_TAKER = "call-taker"
    UNIT_LIAISON = "unit-liaison"
    INTEGRITY = "integrity"
    TRANSLATOR = "translator"
    BOARD = "board"
    TREASURER = "treasurer"
    TELLER = "teller"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class TeamKind(Named):
    """What a team is for."""

    INBOX = "inbox"
    INTEGRITY = "integrity"
    CUSTODIAN_A = "custodian-a"
    CUSTODIAN_B = "custodian-b"
    BOARD = "board"
    HOLD = "hold"
    DIVISION = "division"
    AGENCY = "agency"

    @property
    def closed(self) -> bool:
        """Only the root and its own holders let anybody in: holding the inbox does not help.

        Without that an inbox holder could read the tips that are about them, or open originals alone.
        """
        return self in {TeamKind.INTEGRITY, TeamKind.CUSTODIAN_A, TeamKind.CUSTODIAN_B}

    @property
    def special(self) -> bool:
        """A program has exactly one, and its id follows from the program's."""
        return self not in {TeamKind.DIVISION, TeamKind.AGENCY}


class KeyKind(StrEnum):
    """What a tip's key protects."""

    THREAD = "thread"
    FILE = "file"
    BRIEF = "brief"
    DESK = "desk"


class HolderKind(StrEnum):
    """What kind of principal a grant is sealed to."""

    EPOCH = "epoch"
    PERSON = "person"
    REPORTER = "reporter"


class RecordKind(StrEnum):
    """What a sealed record of a tip is."""

    REPORT = "report"
    MESSAGE = "message"
    ANSWER = "answer"
    NOTE = "note"
    OUTCOME = "outcome"
    BRIEF = "brief"
    SYSTEM = "system"


class Author(StrEnum):
    """In what role a record was written; to a reporter it is never a person."""

    REPORTER = "reporter"
    GATEWAY = "gateway"
    PROGRAM = "program"
    STAFF = "staff"
    SYSTEM = "system"
    IMPORT = "import"
    """Brought from another system, and signed by nobody."""


class Status(Named):
    """Where a tip stands."""

    NEW = "new"
    TRIAGED = "triaged"
    DISPATCHED = "dispatched"
    INVESTIGATING = "under investigation"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    SPAM = "spam"
    PASSED_ON = "passed-on"
    WITHDRAWN = "withdrawn"

    @property
    def next(self) -> frozenset["Status"]:
        """Where a tip may go from here: forward as far as one likes, or out of the open states for good."""
        return _NEXT[self]

    @property
    def open(self) -> bool:
        """Work on the tip is not over."""
        return bool(self.next)


_OPEN: Final = (Status.NEW, Status.TRIAGED, Status.DISPATCHED, Status.INVESTIGATING)
_OVER: Final = frozenset(Status) - frozenset(_OPEN)
_NEXT: Final = {status: _OVER.union(_OPEN[place + 1 :]) for place, status in enumerate(_OPEN)} | {
    status: frozenset[Status]() for status in _OVER
}


class Priority(Named):
    """How fast somebody must read a tip."""

    ROUTINE = "routine"
    URGENT = "urgent"
    DANGER = "danger"

    @property
    def label(self) -> str:
        """The word as a person reads it, in English."""
        return "Danger to life" if self is Priority.DANGER else super().label


class Wish(Named):
    """What a reporter wishes of a reward."""

    YES = "yes"
    NO = "no"
    COMMUNITY = "community"


class LinkKind(Named):
    """Where a link hangs: on a social account, or at a place."""

    ACCOUNT = "account"
    PLACE = "place"


class PersonState(Named):
    """How far a person has come: an account waits until somebody who holds the inbox confirms its keys."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    GONE = "gone"


class Offence(Named):
    """What a tip is about."""

    HOMICIDE = "homicide"
    SHOOTING = "shooting"
    FIREARM = "firearm"
    WEAPONS = "weapons"
    ROBBERY = "robbery"
    CARJACKING = "carjacking"
    HOME_INVASION = "home-invasion"
    ASSAULT = "assault"
    SEXUAL_ASSAULT = "sexual-assault"
    DOMESTIC_VIOLENCE = "domestic-violence"
    ELDER_ABUSE = "elder-abuse"
    HUMAN_TRAFFICKING = "human-trafficking"
    CHILD_EXPLOITATION = "child-exploitation"
    THREAT = "threat"
    SELF_HARM = "self-harm"
    DRUG_TRAFFICKING = "drug-trafficking"
    DRUG_POSSESSION = "drug-possession"
    DRUG_PRODUCTION = "drug-production"
    BREAK_AND_ENTER = "break-and-enter"
    THEFT = "theft"
    THEFT_OF_VEHICLE = "theft-of-vehicle"
    THEFT_FROM_VEHICLE = "theft-from-vehicle"
    STOLEN_PROPERTY = "stolen-property"
    FRAUD = "fraud"
    EXTORTION = "extortion"
    CORRUPTION = "corruption"
    ARSON = "arson"
    MISCHIEF = "mischief"
    HATE_CRIME = "hate-crime"
    GANG = "gang"
    TERRORISM = "terrorism"
    IMPAIRED_DRIVING = "impaired-driving"
    HIT_AND_RUN = "hit-and-run"
    BREACH = "breach"
    WANTED_PERSON = "wanted-person"
    MISSING_PERSON = "missing-person"
    ANIMAL_CRUELTY = "animal-cruelty"
    COLD_CASE = "cold-case"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The offence as a person reads it, in English."""
        return _OFFENCES.get(self, super().label)


_OFFENCES: Final = {
    Offence.THREAT: "Threat to a school or crowd",
    Offence.SELF_HARM: "Suicide or self-harm",
    Offence.DRUG_TRAFFICKING: "Drugs: trafficking",
    Offence.DRUG_POSSESSION: "Drugs: possession",
    Offence.DRUG_PRODUCTION: "Drugs: production",
    Offence.MISCHIEF: "Mischief and graffiti",
    Offence.BREACH: "Breach of conditions",
}


class Disposition(Named):
    """What became of a tip."""

    LED_TO_ARREST = "led-to-arrest"
    LED_TO_CHARGES = "led-to-charges"
    CLEARED = "cleared"
    RECOVERED = "recovered"
    INTELLIGENCE = "intelligence"
    ALREADY_KNOWN = "already-known"
    UNABLE_TO_PROCEED = "unable-to-proceed"
    INCOMPLETE = "incomplete"
    FALSE = "false"
    NO_ACTION = "no-action"
    NO_ANSWER = "no-answer"

    @property
    def label(self) -> str:
        """The outcome as a person reads it, in English."""
        return _DISPOSITIONS.get(self, super().label)


_DISPOSITIONS: Final = {
    Disposition.RECOVERED: "Property or drugs recovered",
    Disposition.INTELLIGENCE: "Intelligence only",
    Disposition.NO_ANSWER: "No answer from the agency",
}


def team_id(program_id: ProgramId, kind: TeamKind) -> TeamId:
    """The id of a program's special team.

    It follows from the program and the kind, so that nobody who can write the store renames one team
    into another: a key proven for the inbox is never a key for integrity.

    Raises:
        ValueError: a program may have many teams of this kind; their ids are random.
    """
    if not kind.special:
        raise ValueError(f"a team of kind {kind.value} has a random id")
    return TeamId(hashlib.sha256(context(Purpose.TEAM, program_id, kind.value)).digest()[:ID_SIZE])


SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
"""What a program's address on the public site may be, wherever it was read from."""


def fold(text: str) -> str:
    """A name as names are compared: without case, marks and punctuation, its words one space apart.

    Digits stay: "51 Division" must not become every division.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_SWELLING)).casefold())
    return " ".join("".join(map(_kept, plain)).split())


_SWELLING: Final = {0xFDFA: " ", 0xFDFB: " "}
"""Two signs that stand for a whole phrase, of 18 letters and of 8; in no name."""


@lru_cache(maxsize=4096)
def _kept(letter: str) -> str:
    """What a folded letter leaves: nothing of a mark, a space of what is no letter.

    Remembered, because a text has 20,000 letters and what decomposes more: asked anew each time, one tip
    kept a process busy for seconds.
    """
    if unicodedata.category(letter).startswith("M"):
        return ""
    return letter if letter.isalnum() else " "
