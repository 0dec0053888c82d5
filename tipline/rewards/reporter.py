"""What a reporter sees of their award, with their eight words: where and when it waits, and the code.

The public site opens the claim while the words are in the request, and asks the ledger where the award of
that id stands, which desks there are, and whether it goes back some day. It writes one thing there: the desk
that the reporter picks (`tipline.rewards.places`). The code is shown once that is picked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import Session

from crypto.codes import CodeSecrets
from crypto.errors import CannotOpen
from tipline.claims import Claim, lock_request, open_claim, renewed_code, request_id
from tipline.intake.follow_up import Conversation
from tipline.reward_words import Ageing, AwardState
from tipline.rewards.ageing import ageing, last_chance
from tipline.rewards.places import Place
from tipline.store.award_tables import AwardRow
from tipline.store.columns import table
from tipline.store.statements import insert_new
from tipline.store.work_tables import ClaimRenewalRow
from tipline.vocabulary import Cents, Month, ProgramId


class Standing(StrEnum):
    """Where an award stands, as its reporter is told."""

    READY = "ready"
    """To be collected. Held and frozen look the same: somebody may be looking on."""
    COLLECTED = "collected"
    GIVEN = "given to the community"
    OVER = "gone back"


_STANDINGS: Final = {
    AwardState.APPROVED: Standing.READY,
    AwardState.HELD: Standing.READY,
    AwardState.FROZEN: Standing.READY,
    AwardState.PAID: Standing.COLLECTED,
    AwardState.COMMUNITY: Standing.GIVEN,
    AwardState.RETURNED: Standing.OVER,
}


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """An award, for its reporter alone; before the board has approved it there is none."""

    standing: Standing
    amount: Cents
    code: str | None = field(repr=False)
    """While it is ready, and once they have picked where to collect it."""
    picked: Place | None = field(repr=False)
    """Where that is; None also where the desk that they picked pays no more."""
    to_pick: bool
    """It is ready and has a code, and they have yet to pick a desk."""
    waiting: Ageing
    """How long it has waited, to remind them by."""
    until: date | None
    """The last day on which it waits for sure, where the program has set a term."""
    renewing: bool
    """Another code has been asked for; this is it, and it counts as soon as a desk has heard of it."""
    claim: Claim = field(repr=False)
    renewals: int


def own_claims(
    tips: Session,
    ledger: Session,
    *,
    conversation: Conversation,
    author: CodeSecrets,
    places: Sequence[Place],
    today: date,
) -> tuple[OwnClaim, ...]:
    """The awards that wait for a reporter, or did, the oldest first.

    Args:
        places: the desks that may be picked, as `open_places` gives them.

    Raises:
        StoreUnavailable: a store cannot be read.
    """
    program_id = conversation.thread.program_id
    visit = _Visit(tips, ledger, author, program_id, places, today)
    found: dict[bytes, OwnClaim] = {}
    for sealed in conversation.claims:
        try:
            claim = open_claim(sealed.sealed, key=author.key, program_id=program_id, key_id=sealed.key_id)
        except CannotOpen:
            continue
        own = _own(visit, claim)
        if own is not None:
            found[claim.award_id] = own
    return tuple(found.values())


def ask_for_another_code(
    connection: Connection, own: OwnClaim, *, author: CodeSecrets, program_id: ProgramId
) -> str:
    """Give up a code and get another, which is given back; asked for twice, it is the same.

    The code before it is void as soon as a desk hears of it, and a desk asks before it looks for any code.
    """
    number = own.renewals + 1
    code = renewed_code(author.key, program_id=program_id, award_id=own.claim.award_id, number=number)
    if own.standing is Standing.READY:
        values = {
            "program_id": program_id,
            "request_id": request_id(
                author.key, program_id=program_id, award_id=own.claim.award_id, number=number
            ),
            "locked": lock_request(code, number, claim=own.claim, program_id=program_id),
        }
        insert_new(connection, ClaimRenewalRow, values)
    return code


@dataclass(frozen=True, slots=True)
class _Visit:
    tips: Session
    ledger: Session
    author: CodeSecrets
    program_id: ProgramId
    places: Sequence[Place]
    today: date


def _own(visit: _Visit, claim: Claim) -> OwnClaim | None:
    author, program_id = visit.author, visit.program_id
    rows = table(AwardRow)
    row = (
        visit.ledger.connection()
        .execute(
            select(rows.c.amount, rows.c.state, rows.c.month, rows.c.renewals, rows.c.desk_id).where(
                rows.c.program_id == program_id, rows.c.award_id == claim.award_id
            )
        )
        .one_or_none()
    )
    standing = None if row is None else _STANDINGS.get(row.state)
    if row is None or standing is None:
        return None
    code, renewing, until = None, False, None
    ready = standing is Standing.READY and claim.code is not None
    picked = next((place for place in visit.places if place.desk_id == row.desk_id), None) if ready else None
    if ready:
        until = last_chance(visit.ledger, program_id, Month(row.month))
    if ready and picked is not None:
        renewing = _asked(visit.tips, author, claim, program_id=program_id, number=row.renewals + 1)
        number = row.renewals + renewing
        code = claim.code
        if number:
            code = renewed_code(author.key, program_id=program_id, award_id=claim.award_id, number=number)
    return OwnClaim(
        standing=standing,
        amount=Cents(row.amount),
        code=code,
        picked=picked,
        to_pick=ready and picked is None,
        waiting=ageing(Month(row.month), today=visit.today),
        until=until,
        renewing=renewing,
        claim=claim,
        renewals=row.renewals,
    )


def _asked(tips: Session, author: CodeSecrets, claim: Claim, *, program_id: ProgramId, number: int) -> bool:
    rows = table(ClaimRenewalRow)
    wanted = request_id(author.key, program_id=program_id, award_id=claim.award_id, number=number)
    found = tips.connection().execute(
        select(rows.c.request_id).where(rows.c.program_id == program_id, rows.c.request_id == wanted)
    )
    return found.first() is not None
