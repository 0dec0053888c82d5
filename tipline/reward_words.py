"""The words of the rewards as types: ids, where an award stands and may go, who has what part in it."""

from enum import StrEnum
from typing import Final, NewType

from tipline.vocabulary import Cents, Named

ProposalId = NewType("ProposalId", bytes)
MeetingId = NewType("MeetingId", bytes)

DEFAULT_MAXIMUM: Final = Cents(200_000)
"""Cents, for one case; a program may set another."""
DEFAULT_QUORUM: Final = 3
OFFICERS: Final = 2
"""Who decides what is urgent, between two meetings; and how many must agree on any award."""


class AwardState(Named):
    """Where an award stands."""

    PROPOSED = "proposed"
    DEFERRED = "deferred"
    REFUSED = "refused"
    APPROVED = "approved"
    HELD = "held"
    FROZEN = "frozen"
    PAID = "paid"
    RETURNED = "returned"
    COMMUNITY = "community"
    WAIVED = "waived"
    TAKEN_BACK = "taken-back"
    """Brought from another system, and taken back before anybody was paid."""

    @property
    def next(self) -> frozenset["AwardState"]:
        """Where an award may go from here."""
        return _NEXT[self]

    @property
    def undecided(self) -> bool:
        """The board has it still before it."""
        return self in {AwardState.PROPOSED, AwardState.DEFERRED}

    @property
    def owed(self) -> bool:
        """Approved, and neither paid nor gone back: the money is set aside."""
        return self in {AwardState.APPROVED, AwardState.HELD, AwardState.FROZEN}


_DECIDED: Final = frozenset(
    {AwardState.REFUSED, AwardState.APPROVED, AwardState.COMMUNITY, AwardState.WAIVED}
)
_NEXT: Final = {
    AwardState.PROPOSED: _DECIDED | {AwardState.DEFERRED},
    AwardState.DEFERRED: _DECIDED,
    AwardState.REFUSED: frozenset[AwardState](),
    AwardState.APPROVED: frozenset(
        {AwardState.HELD, AwardState.FROZEN, AwardState.RETURNED, AwardState.TAKEN_BACK}
    ),
    AwardState.HELD: frozenset({AwardState.APPROVED, AwardState.FROZEN, AwardState.PAID}),
    AwardState.FROZEN: frozenset({AwardState.APPROVED}),
    AwardState.PAID: frozenset({AwardState.APPROVED}),
    AwardState.RETURNED: frozenset[AwardState](),
    AwardState.COMMUNITY: frozenset[AwardState](),
    AwardState.WAIVED: frozenset[AwardState](),
    AwardState.TAKEN_BACK: frozenset[AwardState](),
}


class Part(StrEnum):
    """What somebody did with an award; nobody has two parts in one."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    CONFLICTED = "conflicted"
    RATIFIED = "ratified"
    PAID = "paid"

    @property
    def is_vote(self) -> bool:
        """Said by a member of the board, who may say otherwise while nothing is decided."""
        return self in {Part.APPROVED, Part.REFUSED}


class Outcome(Named):
    """What a meeting did with an award on its list."""

    APPROVED = "approved"
    REFUSED = "refused"
    DEFERRED = "deferred"
    RATIFIED = "ratified"


class Ageing(Named):
    """For how long an approved award has waited at least."""

    FRESH = "fresh"
    DAYS_30 = "30"
    DAYS_60 = "60"
    DAYS_90 = "90"
    DAYS_365 = "365"
