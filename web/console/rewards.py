"""The rewards: what a role has there."""

from fastapi import APIRouter, Response

from web.console.desk import SignedIn, page
from web.console.reward_places import INDEX, places_of
from web.who_may import who_may

router = APIRouter()


@router.get(INDEX)
@who_may("who has anything to do with rewards")
def show(signed: SignedIn) -> Response:
    """The pages that there are for this role."""
    places = places_of(signed.holder.role)
    signed.require(bool(places))
    return page(signed, "rewards.html", here=INDEX, places=places)
