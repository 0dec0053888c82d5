"""An award, as its reporter's own page has it: it waits, unseen, until it is asked for."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from crypto.codes import CodeSecrets
from tipline.errors import StoreTrouble
from tipline.intake.follow_up import Conversation
from tipline.keyring import ProgramKeys
from tipline.log import failure
from tipline.reward_words import Ageing
from tipline.rewards.places import Place, open_places, pick
from tipline.rewards.reporter import OwnClaim, Standing, ask_for_another_code, own_claims
from tipline.runtime import PublicRuntime
from tipline.vocabulary import ProgramId
from web.forms import Form
from web.public.refusals import NoPlace, NotSureAnother
from web.tongues import marked

SHOW: Final = "award"
ANOTHER: Final = "another"
PICK: Final = "pick"
"""Which of the awards a place is picked for."""
PLACE: Final = "place"
SURE: Final = "sure"
YES: Final = "yes"

NUDGES: Final = {
    Ageing.FRESH: "",
    Ageing.DAYS_30: marked("It has waited for more than a month."),
    Ageing.DAYS_60: marked("It has waited for more than two months."),
    Ageing.DAYS_90: marked("It has waited for more than three months. Do not lose it."),
    Ageing.DAYS_365: marked("It has waited for more than a year. Do not lose it."),
}
"""What somebody is reminded of whose award waits."""


@dataclass(frozen=True, slots=True)
class Awards:
    """What a page says of awards."""

    claims: tuple[OwnClaim, ...] = field(repr=False, default=())
    places: tuple[Place, ...] = ()
    """Where one can be collected."""
    unread: bool = False
    """There may be one, but the ledger cannot be asked now."""

    @property
    def waiting(self) -> bool:
        """One of them is to be collected."""
        return any(claim.standing is Standing.READY for claim in self.claims)


def read_awards(
    runtime: PublicRuntime,
    conversation: Conversation,
    *,
    author: CodeSecrets,
    program: ProgramKeys,
    today: date,
) -> Awards:
    """The awards of a conversation; the page is shown without them where the ledger cannot be read."""
    if not conversation.claims:
        return Awards()
    try:
        with runtime.tips.read() as tips, runtime.ledger.read() as ledger:
            places = open_places(ledger, program=program)
            claims = own_claims(
                tips, ledger, conversation=conversation, author=author, places=places, today=today
            )
            return Awards(claims, places)
    except StoreTrouble as error:
        failure(error)
        return Awards(unread=True)


async def get_another(
    runtime: PublicRuntime, awards: Awards, form: Form, *, author: CodeSecrets, program_id: ProgramId
) -> None:
    """Give up the code of an award for another one.

    Raises:
        NotSureAnother: the box was not ticked.
        StoreUnavailable: nothing was changed.
    """
    if form.get(SURE) != YES:
        raise NotSureAnother
    number = form.get(ANOTHER)
    for place, own in enumerate(awards.claims):
        if str(place) == number and own.standing is Standing.READY and own.code and not own.renewing:
            await runtime.tips.write(
                partial(ask_for_another_code, own=own, author=author, program_id=program_id)
            )


async def pick_place(runtime: PublicRuntime, awards: Awards, form: Form, *, program_id: ProgramId) -> None:
    """Note at which desk an award is to be collected; nobody of ours is told.

    Raises:
        NoPlace: none was picked, or it pays no more.
        NotNow: a teller has the award in hand at this moment.
        StoreUnavailable: nothing was changed.
    """
    number, desk = form.get(PICK), form.get(PLACE)
    place = next((place for place in awards.places if place.desk_id.hex() == desk), None)
    if place is None:
        raise NoPlace
    for at, own in enumerate(awards.claims):
        if str(at) == number and own.standing is Standing.READY and (own.to_pick or own.picked):
            await runtime.ledger.write(
                partial(pick, place=place, award_id=own.claim.award_id, program_id=program_id)
            )
