"""The minutes of a meeting, as data: who was there, what was decided of each letter, and the totals."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reward_words import AwardState, MeetingId, Outcome
from tipline.rewards.meetings import Item, read_meeting
from tipline.rewards.papers import notes_of
from tipline.vocabulary import Cents, Month, PersonId


@dataclass(frozen=True, slots=True)
class Total:
    """How many, and how much in cents."""

    count: int
    amount: Cents


@dataclass(frozen=True, slots=True)
class MinuteItem:
    """A letter of the list, what became of it, and why where the board said so."""

    item: Item
    notes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Minutes:
    """What a meeting did."""

    day: date
    month: Month
    urgent: bool
    over: bool
    chair: PersonId
    present: frozenset[PersonId]
    quorum: int
    items: tuple[MinuteItem, ...]
    totals: dict[Outcome, Total]
    """Of what was decided; an approved award counts with the amount that was approved."""
    undecided: int


def minutes(
    ledger: Session, keys_session: Session, *, meeting_id: MeetingId, by: Holder, program: ProgramKeys
) -> Minutes:
    """The minutes of a meeting, for its board.

    Raises:
        NotPermitted: `by` is not of the board.
        NoSuchAward: no meeting of this program has this id.
        CannotOpen: `by` does not hold the board's key, or who sat was changed in the store.
    """
    meeting = read_meeting(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    told = {Outcome.DEFERRED, Outcome.REFUSED}
    items = tuple(
        MinuteItem(
            item,
            notes_of(ledger, keys_session, award_id=item.award_id, by=by, program=program)
            if item.outcome in told
            else (),
        )
        for item in meeting.items
    )
    return Minutes(
        day=meeting.sitting.day,
        month=meeting.month,
        urgent=meeting.urgent,
        over=meeting.over,
        chair=meeting.sitting.chair,
        present=meeting.sitting.present,
        quorum=meeting.sitting.quorum,
        items=items,
        totals={outcome: _total(meeting.items, outcome) for outcome in Outcome},
        undecided=sum(
            item.outcome is None and item.state in {AwardState.PROPOSED, AwardState.DEFERRED}
            for item in meeting.items
        ),
    )


def _total(items: tuple[Item, ...], outcome: Outcome) -> Total:
    amounts = [item.amount for item in items if item.outcome is outcome]
    return Total(len(amounts), Cents(sum(amounts)))
