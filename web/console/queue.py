"""What waits, and for those who read no tips what else there is for them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.casework.queue import Filters, QueuePage, Scope, queue
from tipline.vocabulary import Channel, Offence, Priority, Status, TeamKind, team_id
from web.console.desk import Signed, SignedIn, page
from web.console.duties import DUTIES
from web.who_may import who_may

router = APIRouter()

DIGITS: Final = 6
"""Of a page's number in an address."""

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the queue an address asks for."""

    filters: Filters
    page: int

    def query(self, **changes: str | int | None) -> str:
        """The address of the same choice with something changed, from the question mark on."""
        values: dict[str, str | int | None] = {
            "status": self.filters.status,
            "channel": self.filters.channel,
            "offence": self.filters.offence,
            "page": self.page if self.page > 1 else None,
        }
        kept = {name: str(value) for name, value in (values | changes).items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def chosen(request: Request) -> Choice:
    """Read the filters of an address; a word that is none of ours counts as no filter."""
    asked = request.query_params
    number = asked.get("page", "")
    return Choice(
        Filters(
            status=_word(Status, asked.get("status")),
            channel=_word(Channel, asked.get("channel")),
            offence=_word(Offence, asked.get("offence")),
        ),
        page=int(number) if number.isascii() and number.isdigit() and len(number) <= DIGITS else 1,
    )


def waiting(signed: Signed, choice: Choice) -> QueuePage:
    """The page of the queue that this person may see."""
    holder = signed.holder
    own = frozenset(team_id(holder.program_id, kind) for kind in (TeamKind.INBOX, TeamKind.INTEGRITY))
    with signed.runtime.keys_store.read() as keys_session:
        principals = holder.holdings.principals(keys_session)
    scope = Scope(
        holder.program_id, holder.teams & own if holder.role.may_triage else frozenset(), principals
    )
    with signed.runtime.tips.read() as session:
        return queue(session, scope, choice.filters, page=choice.page)


@router.get("/")
@who_may("everybody signed in; the queue for those who work on tips")
def show(request: Request, signed: SignedIn) -> Response:
    """The queue, or a page that says what there is for this role."""
    if not signed.holder.role.may_work:
        return page(signed, "duties.html", here="/", duties=DUTIES[signed.holder.role])
    choice = chosen(request)
    return page(
        signed,
        "queue.html",
        here="/",
        choice=choice,
        queue=waiting(signed, choice),
        statuses=tuple(Status),
        channels=tuple(Channel),
        offences=sorted(Offence, key=lambda offence: (offence is Offence.OTHER, offence.label)),
        danger=Priority.DANGER,
    )


@router.get("/tips")
@who_may("everybody signed in; the tip's own page says who may open it")
def go(request: Request, signed: SignedIn) -> Response:
    """Lead from a tip number that was typed to the tip's page."""
    signed.require(signed.holder.role.may_work)
    number = request.query_params.get("number", "").strip().upper()
    return RedirectResponse(f"/tips/{number}" if number.replace("-", "").isalnum() else "/", 303)


def _word(kind: type[Word], value: str | None) -> Word | None:
    return next((word for word in kind if word.value == value), None)
