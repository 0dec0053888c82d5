"""What the board decides: two of its members say the same of an award, each by their own signature.

Nobody decides what they proposed, or what they have declared a conflict in. Another word replaces what a
member said before, until two agree.
"""

from sqlmodel import Session, col, select

from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.money import EntryKind, FundKind
from tipline.reward_words import OFFICERS, AwardState, MeetingId, Outcome, Part
from tipline.rewards.award_refusals import (
    ApprovalNotProven,
    SamePerson,
    WrongState,
)
from tipline.rewards.awards import find_award, move
from tipline.rewards.cases import line_of, refuse_conflict
from tipline.rewards.funds import list_funds
from tipline.rewards.hands import cast_vote, forget_votes, is_approved, take_part, voters
from tipline.rewards.journal import post
from tipline.rewards.lines import approval, to_community
from tipline.rewards.meetings import in_meeting
from tipline.rewards.papers import SignedProposal, case_of
from tipline.rewards.propose import check_amounts
from tipline.rewards.refusals import NoSuchFund
from tipline.rewards.remarks import Said, put_remark
from tipline.rewards.settings import reward_settings
from tipline.rewards.sittings import open_sitting
from tipline.store.award_tables import AwardRow, MeetingRow
from tipline.vocabulary import AwardId, Cents, FundId, Month, ProgramId, TeamKind, Wish, team_id


def declare_conflict(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    award_id: AwardId,
    by: Holder,
    program: ProgramKeys,
) -> None:
    """Declare a conflict: from now on `by` reads no summary of this award and decides nothing of it.

    Raises:
        NotPermitted, NotInMeeting, NoSuchAward, CannotOpen: as `vote`.
        InConflict: they did before.
        SamePerson: they have said something of it, or have another part in it.
    """
    meeting = in_meeting(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    line_of(ledger, by.program_id, meeting_id, award_id)
    take_part(ledger, award_id, Part.CONFLICTED, by=by)
    _remark(ledger, keys_session, meeting, Said.CONFLICT, award_id, by=by, program=program)


def vote(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    award_id: AwardId,
    amount: Cents,
    by: Holder,
    program: ProgramKeys,
    month: Month,
) -> AwardState:
    """Approve an award, as it stands or with another amount; approved is what two approve with one amount.

    An award whose approval holds no more, since a member has other keys, is approved again as it was.
    What is approved is owed from then on; what was meant for the community goes to its fund, and for who
    wished none nothing is set aside. Where the award stands then is given back.

    Args:
        month: the month that it is now, in the program's time zone.

    Raises:
        NotPermitted: `by` is not of the board.
        NotInMeeting: the meeting is over, or they are not there.
        NoSuchAward: the award is not on its list.
        WrongState: it is decided, or waits for a meeting that is no urgent sitting.
        SamePerson: they proposed it.
        InConflict: they declared a conflict.
        AlreadySaid: they approved it with this amount.
        AboveMaximum: with its shares, it would be more than the program gives for a case.
        ApprovalNotProven: the proposal, or who proposed it, was changed in the store.
        CannotOpen: its paper does not open.
        LedgerRefused: the fund has too little, or the month is closed.
    """
    meeting, award, case = _before(
        ledger, keys_session, meeting_id=meeting_id, award_id=award_id, by=by, program=program
    )
    others = [share.award_id for share in case.proposal.shares if share.award_id != award_id]
    beside = [
        other.amount
        for other in ledger.exec(
            select(AwardRow).where(
                col(AwardRow.program_id) == by.program_id,
                col(AwardRow.award_id).in_(others),
                col(AwardRow.state) != AwardState.REFUSED,
            )
        )
    ]
    again = award.state is AwardState.APPROVED
    if again and amount != award.amount:
        raise WrongState(award.state)
    check_amounts([amount, *beside], maximum=reward_settings(ledger, by.program_id).maximum)
    cast_vote(ledger, award, Part.APPROVED, amount, by=by)
    if award.amount != amount:
        award.amount = amount
        ledger.add(award)
        ledger.flush()
    if not is_approved(ledger, award, program=program):
        return award.state
    if again:
        _write_outcome(ledger, award, meeting_id, Outcome.RATIFIED)
    else:
        award.to_ratify = meeting.urgent
        ledger.add(award)
        ledger.flush()
        _approve(ledger, award, wish=case.proposal.share_of(award_id).wish, month=month)
        _write_outcome(ledger, award, meeting_id, Outcome.APPROVED)
    return award.state


def refuse(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    award_id: AwardId,
    reason: str,
    by: Holder,
    program: ProgramKeys,
    month: Month,
) -> AwardState:
    """Say no to an award, and why; refused is what two refuse. Its claim code leads nowhere then.

    Raises:
        PaperRefused: the reason is too long.
        NotPermitted, NotInMeeting, NoSuchAward, WrongState, SamePerson, InConflict, AlreadySaid,
            ApprovalNotProven, CannotOpen: as `vote`.
    """
    meeting, award, _ = _before(
        ledger, keys_session, meeting_id=meeting_id, award_id=award_id, by=by, program=program
    )
    _refuse_again(award)
    cast_vote(ledger, award, Part.REFUSED, Cents(0), by=by)
    _remark(ledger, keys_session, meeting, Said.WHY, award_id, text=reason, by=by, program=program)
    if len(voters(ledger, award, Part.REFUSED, Cents(0), program=program)) >= OFFICERS:
        award.claim_name = award.claim_tie = None
        ledger.add(award)
        ledger.flush()
        move(ledger, award, to=AwardState.REFUSED, month=month)
        _write_outcome(ledger, award, meeting_id, Outcome.REFUSED)
    return award.state


def defer(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    award_id: AwardId,
    reason: str,
    by: Holder,
    program: ProgramKeys,
) -> None:
    """Leave an award to the next meeting, and say why; what was said of it so far counts no more.

    Raises:
        PaperRefused: the reason is too long.
        NotPermitted, NotInMeeting, NoSuchAward, WrongState, SamePerson, InConflict, ApprovalNotProven,
            CannotOpen: as `vote`.
    """
    meeting, award, _ = _before(
        ledger, keys_session, meeting_id=meeting_id, award_id=award_id, by=by, program=program
    )
    _refuse_again(award)
    forget_votes(ledger, award)
    if award.state is not AwardState.DEFERRED:
        move(ledger, award, to=AwardState.DEFERRED)
    _remark(ledger, keys_session, meeting, Said.WHY, award_id, text=reason, by=by, program=program)
    _write_outcome(ledger, award, meeting_id, Outcome.DEFERRED)


def ratify(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    award_id: AwardId,
    by: Holder,
    program: ProgramKeys,
) -> None:
    """Ratify in a meeting what two officers decided before it; by somebody who is neither of them.

    Raises:
        WrongState: there is nothing to ratify, or this is no ordinary meeting.
        NotPermitted, NotInMeeting, NoSuchAward, SamePerson, InConflict: as `vote`.
    """
    meeting = in_meeting(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    line_of(ledger, by.program_id, meeting_id, award_id)
    award = find_award(ledger, by.program_id, award_id, lock=True)
    if meeting.urgent or not award.to_ratify:
        raise WrongState(award.state)
    take_part(ledger, award_id, Part.RATIFIED, by=by)
    _remark(ledger, keys_session, meeting, Said.RATIFIED, award_id, by=by, program=program)
    award.to_ratify = False
    ledger.add(award)
    ledger.flush()
    _write_outcome(ledger, award, meeting_id, Outcome.RATIFIED)


def _before(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    award_id: AwardId,
    by: Holder,
    program: ProgramKeys,
) -> tuple[MeetingRow, AwardRow, SignedProposal]:
    """What must hold before somebody decides; the award is locked, and its shares with it."""
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    meeting = in_meeting(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    line_of(ledger, by.program_id, meeting_id, award_id)
    award = find_award(ledger, by.program_id, award_id, lock=True)
    again = award.state is AwardState.APPROVED and not is_approved(ledger, award, program=program)
    if not award.state.undecided and not again:
        raise WrongState(award.state)
    case = case_of(ledger, keys_session, award_id=award_id, by=by, program=program)
    refuse_conflict(ledger, case, by=by)
    # The mark in the store says it too; the paper says it whatever was done to the store.
    if case.proposal.proposer == by.person_id:
        raise SamePerson
    if not case.proven:
        raise ApprovalNotProven
    if meeting.urgent and not case.proposal.urgent:
        raise WrongState(award.state)
    return meeting, award, case


def _refuse_again(award: AwardRow) -> None:
    """What is owed is not refused or put off any more."""
    if not award.state.undecided:
        raise WrongState(award.state)


def _approve(ledger: Session, award: AwardRow, *, wish: Wish, month: Month) -> None:
    if wish is Wish.NO:
        move(ledger, award, to=AwardState.WAIVED, month=month)
        return
    if wish is Wish.COMMUNITY:
        lines = to_community(award.fund_id, award.amount, community_id=_community(ledger, award.program_id))
        kind, state = EntryKind.COMMUNITY, AwardState.COMMUNITY
    else:
        lines = approval(award.fund_id, award.amount)
        kind, state = EntryKind.APPROVAL, AwardState.APPROVED
    move(ledger, award, to=state, month=month)
    post(ledger, award.program_id, kind=kind, postings=lines, month=month, award_id=award.award_id)


def _community(ledger: Session, program_id: ProgramId) -> FundId:
    for fund in list_funds(ledger, program_id):
        if fund.kind is FundKind.COMMUNITY:
            return fund.fund_id
    raise NoSuchFund


def _write_outcome(ledger: Session, award: AwardRow, meeting_id: MeetingId, outcome: Outcome) -> None:
    line = line_of(ledger, award.program_id, meeting_id, award.award_id)
    line.outcome = outcome
    ledger.add(line)
    ledger.flush()


def _remark(
    ledger: Session,
    keys_session: Session,
    meeting: MeetingRow,
    said: Said,
    award_id: AwardId,
    *,
    text: str = "",
    by: Holder,
    program: ProgramKeys,
) -> None:
    day = open_sitting(meeting, keys_session, by=by, program=program).day
    epoch = program.epoch(team_id(by.program_id, TeamKind.BOARD), day)
    put_remark(ledger, said, text=text, meeting_id=meeting.meeting_id, award_id=award_id, to=epoch, by=by)
