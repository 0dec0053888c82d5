"""The languages that a program takes tips in: for each but English there is a reader, and a delay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline import audit
from tipline.errors import NothingHere, NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.languages import LANGUAGES, Language
from tipline.store.program_tables import LanguageReaderRow, MemberRow, PersonRow
from tipline.vocabulary import PersonId, PersonState, ProgramId, TeamKind, team_id

MOST_DAYS: Final = 14
"""Who waits longer for an answer than two weeks should not be told that somebody reads their language."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be named: a confirmed member of the inbox."""

    person_id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A language, and who reads it within how many days; nobody where it is switched off."""

    language: Language
    reader: Reader | None = None
    days: int | None = None

    @property
    def on(self) -> bool:
        """The form is offered in it."""
        return self.days is not None


def readers(session: Session, program_id: ProgramId) -> tuple[Reader, ...]:
    """Who can be named as a reader, by name."""
    inbox = team_id(program_id, TeamKind.INBOX)
    found = session.exec(
        select(PersonRow)
        .join(
            MemberRow,
            (col(MemberRow.program_id) == col(PersonRow.program_id))
            & (col(MemberRow.person_id) == col(PersonRow.person_id)),
        )
        .where(col(PersonRow.program_id) == program_id, col(MemberRow.team_id) == inbox)
        .where(col(PersonRow.state) == PersonState.CONFIRMED)
        .order_by(col(PersonRow.name))
    )
    return tuple(Reader(row.person_id, row.name) for row in found)


def readings(session: Session, program_id: ProgramId) -> tuple[Reading, ...]:
    """Every language of the site, and who reads it; English, which everybody does, may have a delay too."""
    rows = session.exec(select(LanguageReaderRow).where(col(LanguageReaderRow.program_id) == program_id))
    kept = {row.language: row for row in rows}
    known = {reader.person_id: reader for reader in readers(session, program_id)}
    return tuple(
        Reading(language, known.get(kept[tag].person_id), kept[tag].days)
        if tag in kept
        else Reading(language)
        for tag, language in LANGUAGES.items()
    )


def without_reader(session: Session, program_id: ProgramId) -> Mapping[str, Language]:
    """The languages that nobody here has said they read; English is never among them."""
    found = readings(session, program_id)
    return {one.language.tag: one.language for one in found[1:] if one.reader is None}


def switch_on(
    session: Session, *, language: str, person_id: PersonId, days: int, by: Holder, now: datetime
) -> None:
    """Offer the form in a language, or change who reads it and how soon.

    Raises:
        NotPermitted: `by` is no coordinator.
        NothingHere: there is no such language, or no such member of the inbox.
        Unsuitable: the days are not from 1 to 14.
    """
    _may(by)
    if language not in LANGUAGES or person_id not in {
        reader.person_id for reader in readers(session, by.program_id)
    }:
        raise NothingHere
    if not 1 <= days <= MOST_DAYS:
        raise Unsuitable("days")
    session.merge(
        LanguageReaderRow(program_id=by.program_id, language=language, person_id=person_id, days=days)
    )
    _write_down(session, audit.Action.LANGUAGE_ON, by=by, now=now)


def switch_off(session: Session, *, language: str, by: Holder, now: datetime) -> None:
    """Offer the form in a language no more; its tips stay, and their reporters come back in it.

    Raises:
        NotPermitted: `by` is no coordinator.
        NothingHere: it is not switched on.
    """
    _may(by)
    row = session.get(LanguageReaderRow, (by.program_id, language))
    if row is None:
        raise NothingHere
    session.delete(row)
    _write_down(session, audit.Action.LANGUAGE_OFF, by=by, now=now)


def _may(by: Holder) -> None:
    if not by.role.may_confirm:
        raise NotPermitted(by.role)


def _write_down(session: Session, action: audit.Action, *, by: Holder, now: datetime) -> None:
    audit.record(
        session,
        program_id=by.program_id,
        action=action,
        by=by.person_id,
        at=now,
        signer=by.holdings.signing(),
    )
