"""Write what whoever comes back is told of a leak that the program announced, and take it back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, delete

from tipline import audit
from tipline.errors import NothingHere, NotPermitted, TextEmpty, TextTooLong, Unsuitable
from tipline.holdings import Holder
from tipline.languages import LANGUAGES, USUAL
from tipline.leak import read_leak
from tipline.store.program_tables import LeakNoticeRow
from tipline.vocabulary import ProgramId

LONGEST: Final = 3_000
"""Characters in one language: it stands above what a reporter came for, on a small screen."""


def tell_of_leak(
    session: Session, *, words: Mapping[str, str], day: date, today: date, by: Holder, now: datetime
) -> None:
    """Put up the notice, or write it anew: from now on it stands before whoever comes back with a code.

    English is asked for, since it is what who has no words in their own language is shown.

    Args:
        words: by the tag of the language; one without words is told in English.
        day: on which the program announced the leak.
        today: the day that it is where the program is.

    Raises:
        NotPermitted: `by` manages nothing here.
        TextEmpty: there are no words in English.
        TextTooLong: the words of a language are longer than `LONGEST`.
        Unsuitable: the day is still to come.
    """
    _may(by)
    if day > today:
        raise Unsuitable("day")
    kept = {tag: words.get(tag, "").strip().replace("\r\n", "\n") for tag in LANGUAGES}
    if not kept[USUAL.tag]:
        raise TextEmpty
    longest = max(map(len, kept.values()))
    if longest > LONGEST:
        raise TextTooLong(limit=LONGEST, found=longest)
    _take_away(session, by.program_id)
    for tag, said in kept.items():
        if said:
            session.add(LeakNoticeRow(program_id=by.program_id, language=tag, day=day, words=said))
    _write_down(session, audit.Action.LEAK_TOLD, by=by, now=now)


def take_back(session: Session, *, by: Holder, now: datetime) -> None:
    """Take the notice down, in every language.

    Raises:
        NotPermitted: `by` manages nothing here.
        NothingHere: there is none.
    """
    _may(by)
    if read_leak(session.connection(), by.program_id) is None:
        raise NothingHere
    _take_away(session, by.program_id)
    _write_down(session, audit.Action.LEAK_TAKEN_BACK, by=by, now=now)


def _take_away(session: Session, program_id: ProgramId) -> None:
    session.exec(delete(LeakNoticeRow).where(col(LeakNoticeRow.program_id) == program_id))


def _may(by: Holder) -> None:
    if not by.role.may_manage:
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
