"""Close a month: its numbers are kept as they are, and signed; what is found later stands as a correction."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from crypto.signing import SigningKey
from tipline import audit
from tipline.errors import NoSuchProgram, NotPermitted
from tipline.holdings import Holder
from tipline.reports.books import Books, corrections_in, kept_month, read_books
from tipline.reports.counting import WHOLE, Counts, count
from tipline.reports.measures import RULES, Over, Unit
from tipline.reports.months import written
from tipline.reports.publishing import publish_month, publishes
from tipline.reports.refusals import EarlierMonthOpen, MonthClosedBefore, MonthNotOver
from tipline.reports.rewards import Rewards
from tipline.store.columns import table
from tipline.store.month_tables import FrozenMonthRow, MonthCountRow
from tipline.store.program_tables import ProgramRow
from tipline.store.statements import insert_rows, take_turn
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import Month, ProgramId

CORRECTED: Final = 24
"""Closed months that are counted again when another is closed. Older ones stay as they are: what is destroyed
when its time has come must not look like a mistake in counting."""


class _Number(TypedDict):
    program_id: ProgramId
    month: Month
    about: Month
    measure: str
    part: str
    value: int
    import_id: bytes | None


@dataclass(frozen=True, slots=True)
class Closed:
    """A month that was closed: how many numbers are kept of it, how many correct earlier months."""

    month: Month
    numbers: int
    corrections: int
    digest: bytes


def close_month(
    session: Session,
    *,
    month: Month,
    by: Holder,
    now: datetime,
    rewards: Rewards | None = None,
    voice: SigningKey | None = None,
) -> Closed:
    """Freeze a month that is over, in order, with an entry in the audit that has the digest of its numbers.

    The ledger closes its months by itself. Where the program publishes its months and `voice`, the key that
    signs for it, is at hand, the month is published with the same stroke; without it somebody does so later.

    Raises:
        NotPermitted: `by` is no coordinator.
        MonthNotOver: it still runs in the program's time zone, or has not begun.
        MonthClosedBefore: it is closed, or older than what was counted here.
        EarlierMonthOpen: another month is to be closed first; which.
    """
    if not by.role.may_close_month:
        raise NotPermitted(by.role)
    program = session.get(ProgramRow, by.program_id)
    if program is None:
        raise NoSuchProgram
    take_turn(session, program_id=by.program_id, what="months")
    today = now.astimezone(ZoneInfo(program.time_zone)).date()
    books = read_books(session, by.program_id, today=today)
    _require_next(books, month)
    counts = count(session, by.program_id, month) | (rewards.of_month(month).counts() if rewards else {})
    values = [*_rows(by.program_id, month, month, counts)]
    numbers = len(values)
    for about in sorted(books.closed)[-CORRECTED:]:
        values += _rows(by.program_id, month, about, _difference(session, by.program_id, about, books))
    digest = digest_of((row["about"], row["measure"], row["part"], row["value"]) for row in values)
    insert_rows(session.connection(), MonthCountRow, values)
    session.add(
        FrozenMonthRow(
            program_id=by.program_id, month=month, day=today, person_id=by.person_id, digest=digest
        )
    )
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.MONTH_CLOSED,
        by=by.person_id,
        detail=_detail(month, digest),
        at=now,
        signer=by.holdings.signing(),
    )
    if voice is not None and publishes(session, by.program_id):
        session.flush()
        publish_month(session, month=month, by=by, voice=voice, now=now)
    return Closed(month, numbers, len(values) - numbers, digest)


def broken_months(session: Session, program_id: ProgramId) -> tuple[Month, ...]:
    """Closed months whose numbers are not those of which the audit has the digest; verify the audit too."""
    run, closed, kept, entry = (
        session.connection().execute,
        table(FrozenMonthRow).c,
        table(MonthCountRow).c,
        table(AuditRow).c,
    )
    said = {
        row.detail
        for row in run(
            select(entry.detail).where(
                entry.program_id == program_id, entry.action == audit.Action.MONTH_CLOSED.value
            )
        )
    }
    months = {row.month for row in run(select(closed.month).where(closed.program_id == program_id))}
    months |= {Month(int(detail[:4]) * 100 + int(detail[5:7])) for detail in said}
    broken = []
    for month in sorted(months):
        rows = run(
            select(kept.about, kept.measure, kept.part, kept.value).where(
                kept.program_id == program_id, kept.month == month, kept.import_id.is_(None)
            )
        )
        if _detail(month, digest_of([tuple(row) for row in rows])) not in said:
            broken.append(month)
    return tuple(broken)


def digest_of(rows: Iterable[tuple[int, str, str, int]]) -> bytes:
    """The SHA-256 of a month's numbers: month they are about, measure, part, value, a line each, sorted."""
    lines = sorted(f"{about}\t{measure}\t{part}\t{value}\n" for about, measure, part, value in rows)
    return hashlib.sha256("".join(lines).encode()).digest()


def _require_next(books: Books, month: Month) -> None:
    if month >= books.now:
        raise MonthNotOver(month)
    if month < books.counted_from or month in books.closed:
        raise MonthClosedBefore(month)
    if books.next_to_close is not None and month != books.next_to_close:
        raise EarlierMonthOpen(month, first=books.next_to_close)


def _difference(session: Session, program_id: ProgramId, about: Month, books: Books) -> Counts:
    """What a closed month would be by now, less what its books and the corrections of it say."""
    difference: Counts = {}
    now = count(session, program_id, about)
    said = kept_month(session, program_id, about)
    for later in books.closed:
        if later > about:
            for each, value in corrections_in(session, program_id, later).get(about, {}).items():
                said[each] = said.get(each, 0) + value
    for each in now.keys() | said.keys():
        rule, whole = RULES[each[0]], (each[0], WHOLE)
        # A measure that was not counted then, or is not counted here, is not corrected.
        if rule.over is Over.SUM and rule.unit is not Unit.DAYS and whole in now and whole in said:
            difference[each] = now.get(each, 0) - said.get(each, 0)
    return {each: value for each, value in difference.items() if value}


def _rows(program_id: ProgramId, month: Month, about: Month, counts: Counts) -> Sequence[_Number]:
    return [
        {
            "program_id": program_id,
            "month": month,
            "about": about,
            "measure": measure.value,
            "part": part,
            "value": value,
            "import_id": None,
        }
        for (measure, part), value in counts.items()
    ]


def _detail(month: Month, digest: bytes) -> str:
    return f"{written(month)} {digest.hex()}"
