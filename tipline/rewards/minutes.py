"""The minutes of a meeting, as data: who was there, what was decided of each letter, and the totals.

They say of a meeting what was said in it: what a later one does with an award that was put off is not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.money import USUAL_CURRENCY, Currency, FundKind
from tipline.reward_words import MeetingId, Outcome, Part
from tipline.rewards.awards import find_award
from tipline.rewards.funds import list_funds
from tipline.rewards.hands import voters
from tipline.rewards.meetings import Item, read_meeting
from tipline.rewards.papers import Paper, case_among, papers_of_each
from tipline.rewards.remarks import Said, reasons, remarks_among
from tipline.vocabulary import AwardId, Cents, Month, PersonId

GIVEN: Final = frozenset({Outcome.APPROVED, Outcome.RATIFIED})
_SIGNED: Final = {
    Outcome.APPROVED: Part.APPROVED,
    Outcome.RATIFIED: Part.APPROVED,
    Outcome.REFUSED: Part.REFUSED,
}
"""Which votes are under what was decided so."""
_ALONE: Final = {Outcome.RATIFIED: Said.RATIFIED, Outcome.DEFERRED: Said.WHY}
"""Which remark is, where one member is enough."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many, and how much in cents."""

    count: int
    amount: Cents


@dataclass(frozen=True, slots=True)
class MinuteItem:
    """A letter of the list: what was proposed, what became of it, and who said so."""

    item: Item
    proposed: Cents
    signers: frozenset[PersonId]
    """The members whose signature under what was decided holds; who ratified it among them."""
    conflicts: frozenset[PersonId]
    """Who declared one in this meeting."""
    notes: tuple[str, ...] = field(repr=False)
    """Why it was deferred or refused here."""

    @property
    def given(self) -> Cents | None:
        """What was approved; nothing where it was not."""
        return self.item.amount if self.item.outcome in GIVEN else None


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
    currency: Currency
    items: tuple[MinuteItem, ...]
    totals: dict[Outcome, Total]
    """Of what was decided: what was approved with the amount given, else with what was proposed."""

    @property
    def undecided(self) -> int:
        """How many the next meeting has before it again."""
        return sum(line.item.outcome is None for line in self.items)


def minutes(
    ledger: Session, keys_session: Session, *, meeting_id: MeetingId, by: Holder, program: ProgramKeys
) -> Minutes:
    """The minutes of a meeting, for its board.

    Raises:
        NotPermitted: `by` is not of the board.
        NoSuchAward: no meeting of this program has this id.
        ApprovalNotProven: who proposed an award was changed in the store.
        CannotOpen: `by` does not hold the board's key, or who sat was changed in the store.
    """
    meeting = read_meeting(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    awards = [item.award_id for item in meeting.items]
    papers = papers_of_each(ledger, keys_session, awards, by=by, program=program)
    items = tuple(
        _line(ledger, item, papers[item.award_id], meeting_id=meeting_id, program=program)
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
        currency=next(
            (fund.currency for fund in list_funds(ledger, by.program_id) if fund.kind is FundKind.REWARDS),
            USUAL_CURRENCY,
        ),
        items=items,
        totals={outcome: _total(items, outcome) for outcome in Outcome},
    )


def _line(
    ledger: Session, item: Item, papers: Sequence[Paper], *, meeting_id: MeetingId, program: ProgramKeys
) -> MinuteItem:
    said = tuple(remark for remark in remarks_among(papers) if remark.meeting_id == meeting_id)
    alone = _ALONE.get(item.outcome) if item.outcome else None
    signers = frozenset(one.by for one in said if one.said is alone)
    part = _SIGNED.get(item.outcome) if item.outcome else None
    if part is not None:
        award = find_award(ledger, program.program_id, item.award_id)
        amount = award.amount if part is Part.APPROVED else Cents(0)
        signers |= voters(ledger, award, part, amount, program=program)
    return MinuteItem(
        item=item,
        proposed=_proposed(papers, item.award_id, program=program) or item.amount,
        signers=signers,
        conflicts=frozenset(one.by for one in said if one.said is Said.CONFLICT),
        notes=reasons(said) if item.outcome in {Outcome.DEFERRED, Outcome.REFUSED} else (),
    )


def _proposed(papers: Sequence[Paper], award_id: AwardId, *, program: ProgramKeys) -> Cents | None:
    """The sum of the proposal, and nothing else of it: also for who has a conflict."""
    try:
        case = case_among(papers, award_id=award_id, program=program)
    except CannotOpen:
        return None
    return case.proposal.share_of(award_id).amount


def _total(items: tuple[MinuteItem, ...], outcome: Outcome) -> Total:
    sums = [line.given or line.proposed for line in items if line.item.outcome is outcome]
    return Total(len(sums), Cents(sum(sums)))
