"""The board's meetings: open one, see its list, and end it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Path, Response
from fastapi.responses import RedirectResponse

from crypto.errors import CannotOpen
from tipline.casework.people import names_of
from tipline.errors import KeyTrouble, NothingHere, NotPermitted, Refused
from tipline.reward_words import OFFICERS, MeetingId, Outcome
from tipline.rewards.award_refusals import NoSuchAward
from tipline.rewards.meetings import add_present, close_meeting, convene, list_meetings, read_meeting
from tipline.rewards.queue import count_waiting
from tipline.rewards.settings import reward_settings
from tipline.vocabulary import PersonId, TeamKind, team_id
from web.console.award_words import OUTCOMES, STATES, dollars
from web.console.dates import month_name
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.reward_form import identity
from web.console.wording import said_of
from web.who_may import who_may

PREFIX: Final = "/rewards/meetings"
WHO: Final = "who is of the board"
HERE: Final = "/rewards"

router = APIRouter(prefix=PREFIX)

Written = Annotated[str, Path(max_length=32)]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the board."""

    person_id: PersonId
    name: str


@router.get("")
@who_may(WHO)
def show_all(signed: SignedIn) -> Response:
    """How many proposals wait, the meetings so far, and the form that opens one."""
    return _meetings_page(signed)


@router.post("")
@who_may(WHO)
def open_meeting(signed: SignedIn, form: Posted) -> Response:
    """Open a meeting: everything that waits is opened in one batch."""
    signed.require(signed.holder.role.may_decide_award)
    day = _day(form.get("day"))
    present = frozenset(
        PersonId(found) for text in form.all("present") if (found := identity(text)) is not None
    )
    typed = {"day": form.get("day"), "urgent": form.get("urgent")}
    if day is None or day > signed.today:
        words = "Write the day of the meeting as 2026-10-14: today, or a day before. No meeting was opened."
        return _meetings_page(signed, refusal=words, status=422, typed=typed, present=present)
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.ledger.transaction() as ledger:
            meeting_id = convene(
                ledger,
                keys,
                day=day,
                present=present,
                urgent=form.get("urgent") == "yes",
                by=signed.holder,
                program=signed.program,
            )
    except (NotPermitted, NothingHere):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        return _meetings_page(signed, refusal=said.words, status=said.status, typed=typed, present=present)
    return RedirectResponse(f"{PREFIX}/{meeting_id.hex()}", 303)


@router.get("/{written}")
@who_may(WHO)
def show(written: Written, signed: SignedIn) -> Response:
    """A meeting with its list, safe to read aloud."""
    return _meeting_page(signed, meeting_of(written))


@router.post("/{written}/present")
@who_may("who is of the board, and in the meeting")
def add_late(written: Written, signed: SignedIn, form: Posted) -> Response:
    """Somebody of the board came late."""
    meeting_id, person_id = meeting_of(written), identity(form.get("person"))
    signed.require(signed.holder.role.may_decide_award)
    if person_id is None:
        return _meeting_page(signed, meeting_id, refusal="Choose who came. Nothing was changed.", status=422)
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.ledger.transaction() as ledger:
            add_present(
                ledger,
                keys,
                meeting_id=meeting_id,
                person_id=PersonId(person_id),
                by=signed.holder,
                program=signed.program,
            )
    except (NotPermitted, NothingHere):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        return _meeting_page(signed, meeting_id, refusal=said.words, status=said.status)
    return RedirectResponse(f"{PREFIX}/{meeting_id.hex()}", 303)


@router.post("/{written}/close")
@who_may("who is of the board, and in the meeting")
def end(written: Written, signed: SignedIn) -> Response:
    """End the meeting, and show its minutes."""
    meeting_id = meeting_of(written)
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.ledger.transaction() as ledger:
            close_meeting(ledger, keys, meeting_id=meeting_id, by=signed.holder, program=signed.program)
    except (NotPermitted, NothingHere):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        return _meeting_page(signed, meeting_id, refusal=said.words, status=said.status)
    return RedirectResponse(f"{PREFIX}/{meeting_id.hex()}/minutes", 303)


def meeting_of(written: str) -> MeetingId:
    """The meeting that an address names.

    Raises:
        NoSuchAward: it is no id.
    """
    found = identity(written)
    if found is None:
        raise NoSuchAward
    return MeetingId(found)


def _meetings_page(
    signed: Signed,
    *,
    refusal: str = "",
    status: int = 200,
    typed: dict[str, str] | None = None,
    present: frozenset[PersonId] = frozenset(),
) -> Response:
    with signed.runtime.ledger.read() as ledger:
        waiting = count_waiting(ledger, by=signed.holder)
        held = list_meetings(ledger, by=signed.holder)
        quorum = reward_settings(ledger, signed.holder.program_id).quorum
    return page(
        signed,
        "meetings.html",
        here=HERE,
        status=status,
        refusal=refusal,
        waiting=waiting,
        held=[(one.meeting_id.hex(), month_name(one.month), one.over, one.urgent) for one in held],
        quorum=quorum,
        officers=OFFICERS,
        members=_members(signed),
        me=signed.holder.person_id,
        present=present,
        typed={"day": signed.today.isoformat(), "urgent": ""} | (typed or {}),
        today=signed.today.isoformat(),
    )


def _meeting_page(signed: Signed, meeting_id: MeetingId, *, refusal: str = "", status: int = 200) -> Response:
    with signed.runtime.keys_store.read() as keys, signed.runtime.ledger.read() as ledger:
        meeting = read_meeting(ledger, keys, meeting_id=meeting_id, by=signed.holder, program=signed.program)
    names = names_in(signed)
    return page(
        signed,
        "meeting.html",
        here=HERE,
        status=status,
        refusal=refusal,
        meeting=meeting,
        address=f"{PREFIX}/{meeting_id.hex()}",
        month_name=month_name(meeting.month),
        present=sorted(names.get(one, "somebody who is no longer here") for one in meeting.sitting.present),
        mine=signed.holder.person_id in meeting.sitting.present and not meeting.over,
        absent=[one for one in _members(signed) if one.person_id not in meeting.sitting.present],
        states=STATES,
        outcomes=OUTCOMES,
        ratified=Outcome.RATIFIED,
        dollars=dollars,
        total=dollars(sum(item.amount for item in meeting.items)),
    )


def _members(signed: Signed) -> list[Member]:
    """The board, as far as its keys are proven."""
    names = names_in(signed)
    board = team_id(signed.holder.program_id, TeamKind.BOARD)
    members = [
        Member(one.person_id, names[one.person_id])
        for one in signed.program.holders(board)
        if one.person_id in names
    ]
    return sorted(members, key=lambda member: member.name)


def names_in(signed: Signed) -> dict[PersonId, str]:
    """The names of the program's people."""
    with signed.runtime.tips.read() as session:
        people = names_of(session, signed.holder.program_id).people
    return {person_id: person.name for person_id, person in people.items()}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
