"""The scrub, shared: whoever it is lent to takes one tip after another, and no two have the same in hand.

What is lent opens here and nowhere else: it is no grant, and no search, no queue and no tip's own page know
of it. Nothing of it stays in memory once the page is made, so that a loan that is over opens nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.signing import VerifyKey
from tipline import audit
from tipline.casework.briefs import by_reporter
from tipline.casework.masking import masked, masks_among
from tipline.casework.named import named_in
from tipline.casework.people import names_of
from tipline.casework.surge.lent_keys import open_lent
from tipline.casework.surge.lent_rows import Loan, loans_to, take_back
from tipline.casework.surge.waiting import Waiting, lent_to
from tipline.casework.thread import desk_view, opened, rows_of, words_of
from tipline.casework.tip import NOT_FOR_RECIPIENTS
from tipline.casework.tip_keys import HeldKey
from tipline.casework.trail import write_down
from tipline.casework.views import RecordView
from tipline.errors import NamedInTip, NoSuchCase, NoSuchTip
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.case_tables import CaseFolderRow
from tipline.store.columns import table
from tipline.store.statements import insert_new
from tipline.store.surge_tables import LentKeyRow, ScrubTurnRow
from tipline.store.tip_tables import TipKeyRow, TipRow
from tipline.vocabulary import KeyKind, Offence, Priority

HOLD: Final = timedelta(minutes=20)
"""A tip stays in somebody's hands so long after they have last looked at it."""


@dataclass(frozen=True, slots=True)
class LentTip:
    """A tip as whoever scrubs it sees it: the reporter's words, and nothing that is done with it."""

    number: str
    offence: Offence
    priority: Priority
    language: str
    received_day: date
    records: tuple[RecordView, ...] = field(repr=False)
    closed: int
    """Records that do not open."""


def lent_case(session: Session, *, number: str, by: Holder, now: datetime) -> tuple[CaseFolderRow, Loan]:
    """The case with this number whose scrub is lent to `by` at this moment.

    Raises:
        NoSuchCase: there is none, it is closed, it is not lent to them, or their day is over.
    """
    for case, loan in loans_to(session, program_id=by.program_id, person_id=by.person_id, now=now):
        if case.number == number:
            return case, loan
    raise NoSuchCase


def take(
    session: Session, *, number: str, by: Holder, now: datetime, passing: str | None = None
) -> Waiting | None:
    """Put a tip of a case into somebody's hands: the one that they have, or else the next; nothing is left.

    With `passing`, the number of the tip that they have in hand, that one goes back behind the others. Each
    look is written down before anything is opened.

    Raises:
        NoSuchCase: as `lent_case`.
    """
    case, _ = lent_case(session, number=number, by=by, now=now)
    waiting = lent_to(session, case, person_id=by.person_id, now=now)
    mine = [one for one in waiting if one.held_by == by.person_id]
    passed = next((one for one in mine if one.number == passing), None)
    if passed is not None:
        _let_go(session, passed, by=by, now=now)
    others = [one for one in waiting if one.held_by is None]
    wanted = [one for one in mine if one is not passed] + others + ([passed] if passed else [])
    for one in wanted:
        if _claim(session, one, by=by, now=now):
            tip = session.get_one(TipRow, (by.program_id, one.tip_id))
            write_down(session, tip, audit.Action.OPENED_TO_SCRUB, by=by, now=now)
            return one
    return None


def in_hand(session: Session, *, number: str, by: Holder, now: datetime) -> tuple[str | None, int]:
    """The number of the tip of a case that somebody has in hand, and how many they could take.

    Raises:
        NoSuchCase: as `lent_case`.
    """
    case, _ = lent_case(session, number=number, by=by, now=now)
    waiting = lent_to(session, case, person_id=by.person_id, now=now)
    mine = next((one.number for one in waiting if one.held_by == by.person_id), None)
    return mine, sum(one.held_by is None for one in waiting)


def read(
    session: Session, *, case: str, number: str, by: Holder, program: ProgramKeys, now: datetime
) -> LentTip:
    """Open the tip that somebody has in hand.

    Raises:
        NoSuchCase: as `lent_case`.
        NoSuchTip: it is not in their hands.
        NamedInTip: it names them by now, and is not for them.
    """
    folder, loan = lent_case(session, number=case, by=by, now=now)
    waiting = lent_to(session, folder, person_id=by.person_id, now=now)
    mine = next((one for one in waiting if one.number == number and one.held_by == by.person_id), None)
    if mine is None:
        raise NoSuchTip
    tip = session.get_one(TipRow, (by.program_id, mine.tip_id))
    keys = _keys(session, tip, loan, by=by)
    names = names_of(session, tip.program_id)
    if named := named_in([names.person(by.person_id) or by.name], words_of(session, tip=tip, keys=keys)):
        raise NamedInTip(named)
    rows = rows_of(session, tip=tip, keys=keys)
    masks = masks_among(rows, tip=tip, keys=keys, program=program, names=names)
    views = [
        masked(
            desk_view(
                key,
                opened(
                    rows[key.key_id], held_key=key, program=program, names=names, hidden=NOT_FOR_RECIPIENTS
                ),
                owner=None,
            ),
            masks,
        )
        for key in keys
    ]
    records = [record for view in views for record in view.records]
    said = tuple(record for record in records if isinstance(record, RecordView) and by_reporter(record))
    return LentTip(
        number=tip.number,
        offence=tip.offence,
        priority=tip.priority,
        language=tip.language,
        received_day=tip.received_day,
        records=said,
        closed=sum(not isinstance(record, RecordView) for record in records),
    )


def hand_back(session: Session, *, case: str, number: str, by: Holder, now: datetime) -> None:
    """Give a tip back that names whoever has it in hand: its key goes, and they do not get it again.

    Raises:
        NoSuchCase: as `lent_case`.
    """
    folder, _ = lent_case(session, number=case, by=by, now=now)
    for one in lent_to(session, folder, person_id=by.person_id, now=now):
        if one.number == number:
            take_back(
                session,
                program_id=by.program_id,
                case_id=folder.case_id,
                person_id=by.person_id,
                tip_id=one.tip_id,
            )
            end_turn(session, one, by=by)


def end_turn(session: Session, one: Waiting, *, by: Holder) -> None:
    """Take a tip out of somebody's hands for good."""
    session.exec(
        delete(ScrubTurnRow).where(
            col(ScrubTurnRow.program_id) == by.program_id,
            col(ScrubTurnRow.tip_id) == one.tip_id,
            col(ScrubTurnRow.person_id) == by.person_id,
        )
    )


def _claim(session: Session, one: Waiting, *, by: Holder, now: datetime) -> bool:
    """Whether the tip is in the hands of `by` now: of two who ask at once, one has it."""
    values = {
        "program_id": by.program_id,
        "tip_id": one.tip_id,
        "person_id": by.person_id,
        "until": now + HOLD,
        "passed": 0,
    }
    if insert_new(session.connection(), ScrubTurnRow, values):
        return True
    turn = table(ScrubTurnRow)
    free = or_(turn.c.until <= now, turn.c.person_id == by.person_id)
    claimed = session.connection().execute(
        update(turn)
        .where(turn.c.program_id == by.program_id, turn.c.tip_id == one.tip_id, free)
        .values(person_id=by.person_id, until=now + HOLD)
    )
    return claimed.rowcount == 1


def _let_go(session: Session, one: Waiting, *, by: Holder, now: datetime) -> None:
    turn = table(ScrubTurnRow)
    session.connection().execute(
        update(turn)
        .where(
            turn.c.program_id == by.program_id,
            turn.c.tip_id == one.tip_id,
            turn.c.person_id == by.person_id,
        )
        .values(until=now, passed=turn.c.passed + 1)
    )


def _keys(session: Session, tip: TipRow, loan: Loan, *, by: Holder) -> Sequence[HeldKey]:
    """The threads of a tip that are lent to somebody, opened with their own key."""
    rows = session.exec(
        select(TipKeyRow, LentKeyRow.sealed)
        .join(
            LentKeyRow,
            (col(LentKeyRow.program_id) == TipKeyRow.program_id)
            & (col(LentKeyRow.key_id) == TipKeyRow.key_id),
        )
        .where(
            col(LentKeyRow.program_id) == tip.program_id,
            col(LentKeyRow.case_id) == loan.case_id,
            col(LentKeyRow.person_id) == by.person_id,
            col(LentKeyRow.tip_id) == tip.tip_id,
            col(TipKeyRow.tip_id) == tip.tip_id,
            col(TipKeyRow.kind) == KeyKind.THREAD,
        )
    ).all()
    return tuple(_held(row, _opened(sealed, row, loan, by=by)) for row, sealed in rows)


def _opened(sealed: bytes, row: TipKeyRow, loan: Loan, *, by: Holder) -> PrivateKey | None:
    try:
        return open_lent(
            sealed,
            by.holdings.key,
            program_id=row.program_id,
            loan=loan,
            tip_id=row.tip_id,
            key_id=row.key_id,
        )
    except CannotOpen:
        return None


def _held(row: TipKeyRow, key: PrivateKey | None) -> HeldKey:
    return HeldKey(
        key_id=row.key_id,
        kind=row.kind,
        recipient=None,
        with_code=row.lookup is not None,
        reporter=None if row.verify_key is None else VerifyKey(row.verify_key),
        key=key,
        proven=key is not None and key.public().raw == row.public_key,
        made=None,
    )
