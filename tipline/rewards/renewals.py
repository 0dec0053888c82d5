"""Carry out what reporters have asked: another claim code in place of the one before.

The public site cannot write the ledger. It leaves a locked request in the tips, which names neither tip nor
award; the console's process finds out whose it is by trying, with the ledger's pepper. No session is needed,
and nobody sees a code.
"""

from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from tipline.claims import claim_names, open_request
from tipline.reward_words import AwardState
from tipline.rewards.awards import stands_in
from tipline.store.award_tables import AwardRow
from tipline.store.work_tables import ClaimRenewalRow
from tipline.vocabulary import ProgramId


def carry_out_renewals(tips: Session, ledger: Session, *, program_id: ProgramId, pepper: bytes) -> int:
    """Replace the codes that reporters have asked to replace; how many it were.

    To be called before a code is looked for, so that one that was given up is never paid, and by the clock.
    The caller commits the ledger before the tips: done twice, a request changes nothing. While somebody has
    the award in hand its request waits. One that fits no open award is dropped.
    """
    requests = tips.exec(select(ClaimRenewalRow).where(col(ClaimRenewalRow.program_id) == program_id)).all()
    if not requests:
        return 0
    awards = ledger.exec(
        select(AwardRow)
        .where(stands_in(program_id, [state for state in AwardState if state.owed]))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    done = 0
    for request in requests:
        award, asked = _fitting(request, list(awards), pepper=pepper)
        if award is not None and award.state is AwardState.HELD:
            continue
        if award is not None and asked is not None:
            code, number = asked
            if number == award.renewals + 1:
                names = claim_names(code, pepper=pepper, program_id=program_id, award_id=award.award_id)
                award.claim_name, award.claim_tie, award.renewals = names.name, names.tie, number
                ledger.add(award)
                ledger.flush()
                done += 1
        tips.delete(request)
    tips.flush()
    return done


def _fitting(
    request: ClaimRenewalRow, awards: list[AwardRow], *, pepper: bytes
) -> tuple[AwardRow | None, tuple[str, int] | None]:
    for award in awards:
        try:
            asked = open_request(
                request.locked,
                pepper=pepper,
                program_id=award.program_id,
                award_id=award.award_id,
                reissued=award.reissued,
            )
        except CannotOpen:
            continue
        return award, asked
    return None, None
