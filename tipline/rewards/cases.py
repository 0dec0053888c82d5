"""What a member of the board reads of an award in a meeting: its summary and sheet, never the tip."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reward_words import AwardState, MeetingId, Part
from tipline.rewards.award_refusals import InConflict, NoSuchAward, NotInMeeting
from tipline.rewards.awards import find_award
from tipline.rewards.eligibility import Eligibility
from tipline.rewards.hands import declared, voters
from tipline.rewards.meetings import letter, sitting_of
from tipline.rewards.papers import SignedProposal, case_of
from tipline.rewards.remarks import reasons, remarks_of
from tipline.store.award_tables import AgendaRow, AwardRow
from tipline.vocabulary import AwardId, Cents, ProgramId, Wish


@dataclass(frozen=True, slots=True)
class Case:
    """What a member reads of an award."""

    letter: str
    award_id: AwardId = field(repr=False)
    asked: Cents
    amount: Cents
    """As it stands now."""
    state: AwardState
    wish: Wish
    urgent: bool
    summary: str = field(repr=False)
    sheet: bytes = field(repr=False)
    eligibility: Eligibility
    shares: tuple[str, ...]
    """The letters of the other awards of the same case."""
    notes: tuple[str, ...] = field(repr=False)
    said: tuple[Part, ...]
    """What members have said so far, without their names."""


def read_case(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    award_id: AwardId,
    by: Holder,
    program: ProgramKeys,
) -> Case:
    """The summary and the sheet of an award on a meeting's list.

    Raises:
        NotPermitted: `by` is not of the board.
        NoSuchAward: it is not on this list.
        NotInMeeting: `by` was not there.
        InConflict: they declared a conflict.
        CannotOpen: its paper does not open, or was changed.
    """
    sitting = sitting_of(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    if by.person_id not in sitting.present:
        raise NotInMeeting
    line = line_of(ledger, by.program_id, meeting_id, award_id)
    award = find_award(ledger, by.program_id, award_id)
    case = case_of(ledger, keys_session, award_id=award_id, by=by, program=program)
    refuse_conflict(ledger, case, by=by)
    share = case.proposal.share_of(award_id)
    others = [share.award_id for share in case.proposal.shares if share.award_id != award_id]
    lines = ledger.exec(
        select(AgendaRow).where(
            col(AgendaRow.program_id) == by.program_id,
            col(AgendaRow.meeting_id) == meeting_id,
            col(AgendaRow.award_id).in_(others),
        )
    )
    said = [
        part
        for part in (Part.APPROVED, Part.REFUSED)
        for _ in voters(ledger, award, part, _amount(part, award), program=program)
    ]
    return Case(
        letter=letter(line.place),
        award_id=award_id,
        asked=share.amount,
        amount=award.amount,
        state=award.state,
        wish=share.wish,
        urgent=case.proposal.urgent,
        summary=case.proposal.summary,
        sheet=case.proposal.sheet,
        eligibility=case.proposal.eligibility,
        shares=tuple(letter(place) for place in sorted(line.place for line in lines)),
        notes=reasons(remarks_of(ledger, keys_session, award_id=award_id, by=by, program=program)),
        said=tuple(said),
    )


def line_of(ledger: Session, program_id: ProgramId, meeting_id: MeetingId, award_id: AwardId) -> AgendaRow:
    """An award's line on a meeting's list.

    Raises:
        NoSuchAward: it is not on it.
    """
    line = ledger.get(AgendaRow, (program_id, meeting_id, award_id), populate_existing=True)
    if line is None:
        raise NoSuchAward
    return line


def refuse_conflict(ledger: Session, case: SignedProposal, *, by: Holder) -> None:
    """See that `by` has declared no conflict: one in one share is one in all, since they have one summary.

    Raises:
        InConflict: they have.
    """
    if declared(ledger, [share.award_id for share in case.proposal.shares], by=by):
        raise InConflict


def _amount(part: Part, award: AwardRow) -> Cents:
    return award.amount if part is Part.APPROVED else Cents(0)
