"""Who is here, and who waits until somebody who holds the inbox has compared fingerprints with them."""

from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.access.confirm import confirm, waiting
from tipline.casework.people import Names, names_of
from tipline.errors import NoSuchPerson, WrongFingerprint
from tipline.holdings import Holder
from tipline.vocabulary import ID_SIZE, PersonId, PersonState, TeamKind, team_id
from web.console.desk import Posted, Signed, SignedIn, page
from web.who_may import who_may

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who is here."""

    name: str
    role: str
    unit: str
    holds: tuple[str, ...]
    """The teams whose keys are proven to be theirs."""
    proven: bool


@router.get("/people")
@who_may("who manages people, or holds integrity")
def show(signed: SignedIn) -> Response:
    """Everybody, and those who wait."""
    return _people_page(signed)


@router.post("/people")
@who_may("who holds the team that confirms the person")
def confirm_person(signed: SignedIn, form: Posted) -> Response:
    """Confirm somebody whose fingerprint was read out, and typed here as it was heard."""
    signed.require(bool(_confirms(signed.holder)))
    try:
        person_id = PersonId(bytes.fromhex(form.get("person")))
    except ValueError:
        raise NoSuchPerson from None
    if len(person_id) != ID_SIZE:
        raise NoSuchPerson
    try:
        with (
            signed.runtime.keys_store.transaction() as keys_session,
            signed.runtime.tips.transaction() as session,
        ):
            confirm(
                session,
                keys_session,
                program=signed.program,
                person_id=person_id,
                fingerprint=form.get("fingerprint"),
                by=signed.holder,
                now=signed.now,
            )
    except WrongFingerprint:
        return _people_page(signed, refused=person_id, typed=form.get("fingerprint"))
    signed.runtime.keyring.forget(signed.holder.program_id)
    return RedirectResponse("/people", 303)


def may_see_people(holder: Holder) -> bool:
    """Who manages people, and who holds integrity, which confirms its own."""
    return holder.role.may_manage or team_id(holder.program_id, TeamKind.INTEGRITY) in holder.teams


def _confirms(holder: Holder) -> frozenset[TeamKind]:
    """The teams whose holders confirm people, as far as this person holds them."""
    kinds = (TeamKind.INBOX, TeamKind.INTEGRITY)
    return frozenset(kind for kind in kinds if team_id(holder.program_id, kind) in holder.teams)


def _people_page(signed: Signed, *, refused: PersonId | None = None, typed: str = "") -> Response:
    signed.require(may_see_people(signed.holder))
    program_id = signed.holder.program_id
    with signed.runtime.tips.read() as session:
        names = names_of(session, program_id)
        waits = waiting(session, program_id)
    return page(
        signed,
        "people.html",
        here="/people",
        status=200 if refused is None else 422,
        lines=_lines(signed, names),
        waits=waits,
        confirms=_confirms(signed.holder),
        refused=refused,
        typed=typed,
    )


def _lines(signed: Signed, names: Names) -> tuple[PersonLine, ...]:
    lines = []
    for person_id, person in names.people.items():
        if person.state is not PersonState.CONFIRMED:
            continue
        proven = signed.program.people.get(person_id)
        teams = sorted(
            names.team(team) or "a team without a name" for team in (proven.teams if proven else ())
        )
        lines.append(
            PersonLine(
                person.name,
                person.role.label,
                names.team(person.unit_id) or "",
                tuple(teams),
                proven is not None,
            )
        )
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))
