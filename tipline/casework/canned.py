"""Sentences that a program often answers with, in each of its languages; about no tip."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline import audit
from tipline.errors import NothingHere, NotPermitted, TextEmpty, TextTooLong
from tipline.holdings import Holder
from tipline.store.program_tables import LanguageReaderRow, ProgramRow
from tipline.store.work_tables import CannedAnswerRow
from tipline.vocabulary import ID_SIZE, ProgramId

MOST: Final = 1000
"""Characters of one."""
MOST_ANSWERS: Final = 200


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    """A sentence to choose."""

    answer_id: bytes
    language: str
    words: str


def canned_answers(session: Session, program_id: ProgramId) -> tuple[CannedAnswer, ...]:
    """All of a program's, by language and then by their words."""
    rows = session.exec(select(CannedAnswerRow).where(col(CannedAnswerRow.program_id) == program_id))
    found = [CannedAnswer(row.answer_id, row.language, row.words) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.language, one.words.casefold())))


def languages_of(session: Session, program_id: ProgramId) -> tuple[str, ...]:
    """The languages that a program's pages are in, English always among them."""
    row = session.get_one(ProgramRow, program_id)
    readers = select(LanguageReaderRow.language).where(col(LanguageReaderRow.program_id) == program_id)
    return tuple(
        dict.fromkeys(["en", *filter(None, row.languages.split(",")), *sorted(session.exec(readers))])
    )


def keep(
    session: Session,
    *,
    answer_id: bytes | None,
    language: str,
    words: str,
    by: Holder,
    now: datetime,
) -> None:
    """Add a sentence, or write one anew.

    Raises:
        NotPermitted: `by` answers no reporters.
        TextEmpty, TextTooLong: the words cannot be kept.
        NothingHere: no sentence has this id, there are too many, or the program has no such language.
    """
    if not by.role.may_triage:
        raise NotPermitted(by.role)
    said = words.strip()
    if not said:
        raise TextEmpty
    if len(said) > MOST:
        raise TextTooLong(limit=MOST, found=len(said))
    if language not in languages_of(session, by.program_id):
        raise NothingHere
    if answer_id is None:
        if len(canned_answers(session, by.program_id)) >= MOST_ANSWERS:
            raise NothingHere
        row = CannedAnswerRow(
            program_id=by.program_id,
            answer_id=secrets.token_bytes(ID_SIZE),
            language=language,
            words=said,
        )
    else:
        row = _row(session, answer_id, by=by)
        row.language, row.words = language, said
    session.add(row)
    _write_down(session, by=by, now=now)


def remove(session: Session, *, answer_id: bytes, by: Holder, now: datetime) -> None:
    """Take a sentence off the list; what was answered with it stays.

    Raises:
        NotPermitted: `by` answers no reporters.
        NothingHere: no sentence has this id.
    """
    if not by.role.may_triage:
        raise NotPermitted(by.role)
    session.delete(_row(session, answer_id, by=by))
    _write_down(session, by=by, now=now)


def _row(session: Session, answer_id: bytes, *, by: Holder) -> CannedAnswerRow:
    row = session.get(CannedAnswerRow, (by.program_id, answer_id))
    if row is None:
        raise NothingHere
    return row


def _write_down(session: Session, *, by: Holder, now: datetime) -> None:
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.CANNED_CHANGED,
        by=by.person_id,
        at=now,
        signer=by.holdings.signing(),
    )
