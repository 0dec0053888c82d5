"""The queue of proposals: opened in one batch, and what a meeting has to decide besides."""

import secrets
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reward_words import OFFICERS, AwardState, Part
from tipline.rewards.hands import approvals
from tipline.rewards.papers import SignedProposal, put_case, read_proposal
from tipline.store.award_tables import AwardHandRow, AwardRow, ProposalRow
from tipline.vocabulary import AwardId, Cents, Month, TeamKind, team_id


def count_waiting(ledger: Session, *, by: Holder) -> int:
    """How many proposals wait, sealed, for the next meeting.

    Raises:
        NotPermitted: `by` is not of the board.
    """
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    return ledger.exec(
        select(func.count()).select_from(ProposalRow).where(col(ProposalRow.program_id) == by.program_id)
    ).one()


def open_queue(
    ledger: Session, keys_session: Session, *, month: Month, day: date, by: Holder, program: ProgramKeys
) -> None:
    """Open everything that waits and opens, and write its awards down in random order."""
    rows = list(ledger.exec(select(ProposalRow).where(col(ProposalRow.program_id) == by.program_id)))
    opened: list[tuple[AwardId, SignedProposal]] = []
    for row in rows:
        try:
            case = read_proposal(
                row.sealed,
                proposal_id=row.proposal_id,
                epoch_id=row.epoch_id,
                by=by,
                keys_session=keys_session,
                program=program,
            )
        except CannotOpen:
            continue
        if case.proven:
            opened += [(share.award_id, case) for share in case.proposal.shares]
            ledger.delete(row)
    ledger.flush()
    secrets.SystemRandom().shuffle(opened)
    to = program.epoch(team_id(by.program_id, TeamKind.BOARD), day)
    for award_id, case in opened:
        share = case.proposal.share_of(award_id)
        ledger.add(
            AwardRow(
                program_id=by.program_id,
                award_id=award_id,
                fund_id=case.proposal.fund_id,
                amount=share.amount,
                state=AwardState.PROPOSED,
                month=month,
                claim_name=None if share.names is None else share.names.name,
                claim_tie=None if share.names is None else share.names.tie,
            )
        )
        ledger.add(
            AwardHandRow(
                program_id=by.program_id,
                award_id=award_id,
                hand=share.mark,
                part=Part.PROPOSED,
                amount=Cents(0),
            )
        )
        put_case(ledger, case, award_id=award_id, to=to, by=by)
        ledger.flush()


def undecided(ledger: Session, program: ProgramKeys, *, urgent: bool) -> list[AwardId]:
    """What a meeting must decide; an ordinary one also what was urgent, and what is not proven any more."""
    before = col(AwardRow.state).in_([AwardState.PROPOSED, AwardState.DEFERRED])
    wanted = before if urgent else before | col(AwardRow.to_ratify)
    rows = ledger.exec(
        select(AwardRow.award_id).where(col(AwardRow.program_id) == program.program_id, wanted)
    )
    found = [AwardId(award_id) for award_id in rows]
    return found if urgent else [*found, *(one for one in _unproven(ledger, program) if one not in found)]


def _unproven(ledger: Session, program: ProgramKeys) -> list[AwardId]:
    """What was approved by signatures that do not hold any more, or never did: the board says it again."""
    return [award.award_id for award, found in approvals(ledger, program=program) if len(found) < OFFICERS]
