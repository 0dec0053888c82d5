"""Propose an award, in the session of somebody whose tip it is.

The claim code is made here, sealed to the reporter's own key, and forgotten. What the board is to read waits
in a queue, sealed to it; which award it will be stands inside, and before the meeting the ledger has none.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from crypto.numbers import draw_claim_code
from tipline.casework.awarding import Claimant, bring, claimant, entries
from tipline.casework.people import house_of
from tipline.claims import Claim, claim_names, renewal_key
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.money import FundKind
from tipline.reward_words import AwardState, ProposalId
from tipline.rewards.award_refusals import AboveMaximum, AlreadyProposed, NoClaimKey, PaperRefused
from tipline.rewards.eligibility import Eligibility, check_eligibility
from tipline.rewards.funds import find_fund
from tipline.rewards.hands import mark
from tipline.rewards.journal import check_room
from tipline.rewards.papers import PAPER_LIMIT, Proposal, SharePaper, write_proposal
from tipline.rewards.refusals import NoSuchFund
from tipline.rewards.settings import reward_settings
from tipline.store.award_tables import AwardRow, ProposalRow
from tipline.store.statements import insert_rows
from tipline.vocabulary import (
    ID_SIZE,
    AwardId,
    Cents,
    FundId,
    Month,
    ProgramId,
    TeamKind,
    Wish,
    team_id,
)

AMOUNT: Final = "amount"
PROPOSAL: Final = "proposal"
AWARD: Final = "award"
"""The facts of an award in a tip's file."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one reporter of a case is to have."""

    number: str
    """Of their tip."""
    amount: Cents


@dataclass(frozen=True, slots=True)
class OwnAward:
    """An award as the file of its tip has it, and where it stands."""

    award_id: AwardId
    amount: Cents
    """As proposed; as decided, once the board has it."""
    state: AwardState | None
    """None while it waits for the board; and where it was lost on the way, see `waiting`."""
    waiting: bool


def propose(
    tips: Session,
    keys_session: Session,
    ledger: Session,
    *,
    shares: Sequence[Share],
    fund_id: FundId,
    summary: str,
    sheet: bytes,
    eligibility: Eligibility,
    urgent: bool = False,
    by: Holder,
    program: ProgramKeys,
    pepper: bytes,
    now: datetime,
) -> tuple[AwardId, ...]:
    """Propose one award, or several that share what one case is worth.

    The caller commits the tips before the ledger. Is the ledger lost between the two, the file says that the
    proposal waits nowhere, and it is made again; the other way round an award could be approved whose
    reporter has no code.

    Args:
        sheet: the filled scoring sheet, kept with the decision as it is.
        eligibility: what `by` has ruled out of every reporter of the case.
        pepper: the ledger's.

    Raises:
        NotPermitted: `by` may not propose, or not for this tip.
        NoSuchTip: there is none with this number, or none for this person.
        Withdrawn: the reporter has withdrawn it.
        NoClaimKey: the reporter has no eight-word code, or nothing proves their key.
        AlreadyProposed: there is an award for this tip.
        AboveMaximum: an amount is nothing, or all of them are more than the program gives for a case.
        NotRuledOut: whether the reporters may have a reward is not answered.
        PaperRefused: there is no summary, or summary and sheet are too long.
        NoSuchFund: the program has no such fund for rewards.
        NotEnough: less is left in it, not promised to others.
        MonthClosed: the month that runs is closed in the books.
        NoProvenKey: the board has no proven key yet.
        CannotOpen: no thread of the tip opens.
        NoGrant: `by` does not hold the program's voice.
    """
    if not by.role.may_propose_award:
        raise NotPermitted(by.role)
    if not summary.strip():
        raise PaperRefused(limit=PAPER_LIMIT, found=0)
    check_eligibility(eligibility)
    check_amounts([share.amount for share in shares], maximum=reward_settings(ledger, by.program_id).maximum)
    if find_fund(ledger, by.program_id, fund_id).kind is not FundKind.REWARDS:
        raise NoSuchFund
    today = now.astimezone(house_of(tips, by.program_id).zone).date()
    board = program.epoch(team_id(by.program_id, TeamKind.BOARD), today)
    proposal_id = ProposalId(secrets.token_bytes(ID_SIZE))
    papers = []
    # In the order of their numbers: two who share the same tips wait for one another, not crosswise.
    for share in sorted(shares, key=lambda share: share.number):
        to = claimant(tips, keys_session, number=share.number, by=by, program=program)
        if to.principal is None:
            raise NoClaimKey
        if _is_proposed(tips, keys_session, ledger, number=share.number, by=by, program=program):
            raise AlreadyProposed
        paper, claim = _share(to, share.amount, by=by, pepper=pepper)
        facts = {
            AWARD: paper.award_id.hex(),
            PROPOSAL: proposal_id.hex(),
            AMOUNT: str(share.amount),
        }
        bring(tips, keys_session, to=to, claim=claim, entry=facts, by=by, program=program, now=now)
        tips.flush()
        papers.append(paper)
    # What a reporter wished none of is never booked.
    asked = Cents(sum(paper.amount for paper in papers if paper.wish is not Wish.NO))
    check_room(ledger, by.program_id, fund_id, asked, month=Month(today.year * 100 + today.month))
    proposal = Proposal(by.person_id, fund_id, urgent, summary.strip(), sheet, eligibility, tuple(papers))
    sealed = write_proposal(
        proposal,
        proposal_id=proposal_id,
        to=board,
        by=by.holdings.signing(),
        program_id=by.program_id,
    )
    row = ProposalRow(
        program_id=by.program_id, proposal_id=proposal_id, epoch_id=board.epoch_id, sealed=sealed
    )
    insert_rows(ledger.connection(), ProposalRow, [row.model_dump()])
    return tuple(paper.award_id for paper in papers)


def own_awards(
    tips: Session,
    keys_session: Session,
    ledger: Session,
    *,
    number: str,
    by: Holder,
    program: ProgramKeys,
) -> tuple[OwnAward, ...]:
    """The awards of a tip, for those whose tip it is.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    found: dict[AwardId, OwnAward] = {}
    for entry in entries(tips, keys_session, number=number, by=by, program=program):
        if not {AWARD, PROPOSAL, AMOUNT} <= entry.facts.keys():
            continue
        award_id = AwardId(bytes.fromhex(entry.facts[AWARD]))
        row = ledger.get(AwardRow, (by.program_id, award_id), populate_existing=True)
        proposal_id = bytes.fromhex(entry.facts[PROPOSAL])
        found[award_id] = OwnAward(
            award_id=award_id,
            amount=Cents(int(entry.facts[AMOUNT])) if row is None else row.amount,
            state=None if row is None else row.state,
            waiting=row is None and _waits(ledger, by.program_id, proposal_id),
        )
    return tuple(found.values())


def check_amounts(amounts: Sequence[Cents], *, maximum: Cents) -> None:
    """See that one case is given something, and no more than the program gives.

    Raises:
        AboveMaximum: it is not.
    """
    for amount in amounts:
        if amount <= 0:
            raise AboveMaximum(maximum=maximum, found=amount)
    if not 0 < sum(amounts) <= maximum:
        raise AboveMaximum(maximum=maximum, found=sum(amounts))


def _share(to: Claimant, amount: Cents, *, by: Holder, pepper: bytes) -> tuple[SharePaper, Claim]:
    award_id = AwardId(secrets.token_bytes(ID_SIZE))
    code = draw_claim_code() if to.wish is Wish.YES else None
    names = None
    if code is not None:
        names = claim_names(code, pepper=pepper, program_id=by.program_id, award_id=award_id)
    renewal = renewal_key(pepper=pepper, program_id=by.program_id, award_id=award_id, reissued=False)
    paper = SharePaper(award_id, amount, to.wish, mark(by, award_id), names)
    return paper, Claim(award_id, amount, code, renewal)


def _is_proposed(
    tips: Session,
    keys_session: Session,
    ledger: Session,
    *,
    number: str,
    by: Holder,
    program: ProgramKeys,
) -> bool:
    own = own_awards(tips, keys_session, ledger, number=number, by=by, program=program)
    over = {AwardState.REFUSED, AwardState.RETURNED}
    return any(award.waiting or (award.state is not None and award.state not in over) for award in own)


def _waits(ledger: Session, program_id: ProgramId, proposal_id: bytes) -> bool:
    found = ledger.exec(
        select(ProposalRow.proposal_id).where(
            col(ProposalRow.program_id) == program_id, col(ProposalRow.proposal_id) == proposal_id
        )
    )
    return found.first() is not None
