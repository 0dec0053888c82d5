"""Whom to call when a life is in danger: the number outside, and the centre of each place."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tipline import audit
from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.private import PhoneNumber
from tipline.store.alert_tables import NUMBER_SIZE, PLACE_SIZE, CentreRow
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import ID_SIZE, ProgramId, Role


@dataclass(frozen=True, slots=True)
class Centre:
    """A communications centre, and the place that it is for."""

    centre_id: bytes
    place: str
    number: str


def outside_of(session: Session, program_id: ProgramId) -> str:
    """The number that is always staffed; empty in a program from before there was one."""
    return session.exec(select(ProgramRow.outside).where(col(ProgramRow.program_id) == program_id)).one()


def centres(session: Session, program_id: ProgramId) -> tuple[Centre, ...]:
    """Every centre of a program, by place."""
    rows = session.exec(select(CentreRow).where(col(CentreRow.program_id) == program_id))
    found = [Centre(row.centre_id, row.place, row.number) for row in rows]
    return tuple(sorted(found, key=lambda one: one.place.casefold()))


def may_set(role: Role) -> bool:
    """Who keeps the program's numbers."""
    return role is Role.COORDINATOR


def set_outside(session: Session, number: PhoneNumber, *, by: Holder, now: datetime) -> None:
    """Change the number outside; there is always one.

    Raises:
        NotPermitted: `by` keeps no numbers.
        Unsuitable: it is a short code (`outside`).
    """
    if not may_set(by.role):
        raise NotPermitted(by.role)
    if number.is_short_code:
        raise Unsuitable("outside")
    row = session.get_one(ProgramRow, (by.program_id,))
    row.outside = number.e164
    session.add(row)
    _write_down(session, by=by, now=now)


def add_centre(session: Session, *, place: str, number: str, by: Holder, now: datetime) -> None:
    """Add the centre of a place, its number as people dial it.

    Raises:
        NotPermitted: `by` keeps no numbers.
        Unsuitable: the place or the number is empty, too long or not on one line (`centre`).
    """
    if not may_set(by.role):
        raise NotPermitted(by.role)
    place, number = (" ".join(unicodedata.normalize("NFC", typed).split()) for typed in (place, number))
    for typed, size in ((place, PLACE_SIZE), (number, NUMBER_SIZE)):
        if not typed or len(typed) > size or not typed.isprintable():
            raise Unsuitable("centre")
    if not any(letter.isdigit() for letter in number):
        raise Unsuitable("centre")
    centre_id = secrets.token_bytes(ID_SIZE)
    session.add(CentreRow(program_id=by.program_id, centre_id=centre_id, place=place, number=number))
    _write_down(session, by=by, now=now)


def take_centre_away(session: Session, centre_id: bytes, *, by: Holder, now: datetime) -> None:
    """Take a centre away; nothing happens where it is gone already.

    Raises:
        NotPermitted: `by` keeps no numbers.
    """
    if not may_set(by.role):
        raise NotPermitted(by.role)
    row = session.get(CentreRow, (by.program_id, centre_id))
    if row is not None:
        session.delete(row)
        _write_down(session, by=by, now=now)


def _write_down(session: Session, *, by: Holder, now: datetime) -> None:
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.NUMBERS_CHANGED,
        by=by.person_id,
        at=now,
        signer=by.holdings.signing(),
    )
