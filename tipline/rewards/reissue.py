"""A reporter has lost the eight words of an approved award, and wrote again as a new tip.

A coordinator, who has linked the two tips on what only the writer could know, asks; the claim is frozen and
the old thread gets a notice; somebody of the board agrees; 14 days later the claim is made anew for the
reporter of the new tip. Once an award. Where somebody answers in the old thread, it is thawed again.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.numbers import draw_claim_code
from tipline import audit
from tipline.casework.awarding import bring, claimant, filed
from tipline.casework.conversation import answer, write
from tipline.casework.reach import find_own
from tipline.casework.trail import write_down
from tipline.claims import Claim, claim_names, renewal_key
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import REISSUE, REISSUE_TO
from tipline.reward_words import AwardState
from tipline.rewards.award_refusals import (
    ApprovalNotProven,
    NoClaimKey,
    NoSuchAward,
    OnceOnly,
    SamePerson,
    TooLate,
    WrongState,
)
from tipline.rewards.awards import find_award, move
from tipline.rewards.propose import AMOUNT, AWARD, PROPOSAL, own_awards
from tipline.store.award_tables import ReissueRow
from tipline.store.statements import insert_new
from tipline.vocabulary import AwardId, ProgramId, RecordKind, TeamKind, team_id

NOTICE: Final = timedelta(days=14)
"""How long whoever still has the old words has to say so."""


def ask(
    tips: Session,
    keys_session: Session,
    ledger: Session,
    *,
    old: str,
    new: str,
    award_id: AwardId,
    reason: str,
    notice: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Freeze a claim and give notice of it in the old thread; the caller commits the ledger first.

    Args:
        old: the number of the tip that the award is for.
        new: that of the tip whose writer says that they wrote the old one.
        reason: on what the two were linked; for the file.
        notice: what the old thread is told.

    Raises:
        NotPermitted: `by` may not propose awards, or one of the tips is not theirs.
        NoSuchTip: there is none with this number, or none for this person.
        NoSuchAward: the award is not this tip's.
        WrongState: it is not waiting to be collected.
        OnceOnly: its claim was made anew before, or somebody has asked already.
        NoClaimKey: the writer of the new tip has no eight-word code.
        Withdrawn, TextRefused, CannotOpen, NoGrant, NoProvenKey: as `casework.conversation.answer`.
    """
    _own(tips, keys_session, ledger, number=old, award_id=award_id, by=by, program=program)
    to = claimant(tips, keys_session, number=new, by=by, program=program)
    if to.principal is None:
        raise NoClaimKey
    award = find_award(ledger, by.program_id, award_id, lock=True)
    values = {"program_id": by.program_id, "award_id": award_id}
    if award.reissued or not insert_new(ledger.connection(), ReissueRow, values):
        raise OnceOnly
    if award.state is not AwardState.APPROVED:
        raise WrongState(award.state)
    move(ledger, award, to=AwardState.FROZEN)
    answer(tips, keys_session, number=old, text=notice, question=True, by=by, program=program, now=now)
    tip = find_own(tips, keys_session, number=old, by=by)
    write(
        tips,
        keys_session,
        tip=tip,
        kind=RecordKind.NOTE,
        text=reason,
        fields=_request(award_id, to.tip.tip_id),
        by=by,
        program=program,
        now=now,
    )
    write_down(tips, tip, audit.Action.NOTED, by=by, now=now)


def agree(ledger: Session, *, award_id: AwardId, by: Holder) -> None:
    """Agree, as one of the board, that the claim is made anew.

    Raises:
        NotPermitted: `by` is not of the board.
        NoSuchAward: nobody has asked for it.
    """
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    row = ledger.get(ReissueRow, (by.program_id, award_id), populate_existing=True)
    if row is None:
        raise NoSuchAward
    row.signature = by.holdings.signing().sign(b"", context=_agreement(by.program_id, award_id))
    ledger.add(row)
    ledger.flush()


def make_anew(
    tips: Session,
    keys_session: Session,
    ledger: Session,
    *,
    old: str,
    new: str,
    award_id: AwardId,
    by: Holder,
    program: ProgramKeys,
    pepper: bytes,
    now: datetime,
) -> None:
    """Make the claim anew for the writer of the new tip; the caller commits the tips first.

    Raises:
        TooLate: the days of the notice are not over, or nobody has asked for this.
        ApprovalNotProven: nobody of the board has agreed.
        SamePerson: it was `by` who agreed.
        NotPermitted, NoSuchTip, NoSuchAward, NoClaimKey, WrongState, OnceOnly, Withdrawn, CannotOpen,
            NoGrant, NoProvenKey: as `ask`.
    """
    _own(tips, keys_session, ledger, number=old, award_id=award_id, by=by, program=program)
    to = claimant(tips, keys_session, number=new, by=by, program=program)
    if to.principal is None:
        raise NoClaimKey
    asked = [
        record.at
        for record in filed(tips, keys_session, number=old, by=by, program=program)
        if record.fields.items() >= _request(award_id, to.tip.tip_id).items()
    ]
    if not asked or now - max(asked) < NOTICE:
        raise TooLate
    award = find_award(ledger, by.program_id, award_id, lock=True)
    if award.reissued:
        raise OnceOnly
    _check_agreement(ledger, award_id, by=by, program=program)
    if award.state is not AwardState.FROZEN:
        raise WrongState(award.state)
    code = draw_claim_code()
    names = claim_names(code, pepper=pepper, program_id=by.program_id, award_id=award_id)
    award.claim_name, award.claim_tie, award.renewals, award.reissued = names.name, names.tie, 0, True
    award.desk_id = None
    ledger.add(award)
    ledger.flush()
    move(ledger, award, to=AwardState.APPROVED)
    renewal = renewal_key(pepper=pepper, program_id=by.program_id, award_id=award_id, reissued=True)
    facts = {
        AWARD: award_id.hex(),
        PROPOSAL: award_id.hex(),
        AMOUNT: str(award.amount),
    }
    claim = Claim(award_id, award.amount, code, renewal)
    bring(tips, keys_session, to=to, claim=claim, entry=facts, by=by, program=program, now=now)


def _own(
    tips: Session,
    keys_session: Session,
    ledger: Session,
    *,
    number: str,
    award_id: AwardId,
    by: Holder,
    program: ProgramKeys,
) -> None:
    """See that an award is that of a tip of `by`.

    Raises:
        NotPermitted: `by` may not propose awards, or the tip is not theirs.
        NoSuchTip: as `own_awards`.
        NoSuchAward: the award is not this tip's.
    """
    if not by.role.may_propose_award:
        raise NotPermitted(by.role)
    own = own_awards(tips, keys_session, ledger, number=number, by=by, program=program)
    if all(award.award_id != award_id for award in own):
        raise NoSuchAward


def _request(award_id: AwardId, tip_id: bytes) -> dict[str, str]:
    return {REISSUE: award_id.hex(), REISSUE_TO: tip_id.hex()}


def _agreement(program_id: ProgramId, award_id: AwardId) -> bytes:
    return context(Purpose.AWARD, program_id, award_id, "reissue")


def _check_agreement(ledger: Session, award_id: AwardId, *, by: Holder, program: ProgramKeys) -> None:
    row = ledger.get(ReissueRow, (by.program_id, award_id), populate_existing=True)
    if row is None or row.signature is None:
        raise ApprovalNotProven
    for member in program.holders(team_id(by.program_id, TeamKind.BOARD)):
        try:
            member.verify.verify(row.signature, b"", context=_agreement(by.program_id, award_id))
        except NotProven:
            continue
        if member.person_id == by.person_id:
            raise SamePerson
        return
    raise ApprovalNotProven
