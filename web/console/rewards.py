"""The rewards: how they stand, and what a role has there."""

from collections.abc import Iterator

from fastapi import APIRouter, Response

from tipline.rewards.ageing import unclaimed_awards
from tipline.rewards.queue import count_waiting
from tipline.vocabulary import Cents
from web.console.award_words import dollars
from web.console.desk import Signed, SignedIn, page
from web.console.reward_places import INDEX, places_of
from web.who_may import who_may

router = APIRouter()


@router.get(INDEX)
@who_may("who has anything to do with rewards")
def show(signed: SignedIn) -> Response:
    """How the rewards stand in a sentence or two, and the pages that there are for this role."""
    places = places_of(signed.holder.role)
    signed.require(bool(places))
    return page(signed, "rewards.html", here=INDEX, places=places, standing=tuple(_standing(signed)))


def _standing(signed: Signed) -> Iterator[str]:
    """What waits for the board, and what waits for reporters, for whoever may know it."""
    holder = signed.holder
    with signed.runtime.ledger.read() as ledger:
        if holder.role.may_decide_award:
            yield _waiting(count_waiting(ledger, by=holder))
        if holder.role.may_read_books:
            found = unclaimed_awards(ledger, holder.program_id, today=signed.today).values()
            yield _unclaimed(sum(one.count for one in found), Cents(sum(one.amount for one in found)))


def _waiting(count: int) -> str:
    if count == 0:
        return "No proposal waits for the board."
    waits = "proposal waits" if count == 1 else "proposals wait"
    return f"{count:,} {waits} for the board, sealed until it meets."


def _unclaimed(count: int, amount: Cents) -> str:
    if count == 0:
        return "Every award that was approved has been collected, or none was approved yet."
    if count == 1:
        return f"One award of {dollars(amount)} is approved and not collected yet."
    return f"{count:,} awards are approved and not collected yet, {dollars(amount)} together."
