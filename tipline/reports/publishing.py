"""Publish a closed month in its coarse form: made once, in the console, signed, and never changed.

The public site cannot read a month's true numbers: it shows what is made here, if the voice has signed it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlmodel import Session

from crypto.signing import SigningKey, VerifyKey
from tipline import audit
from tipline.errors import NoSuchProgram, NotPermitted
from tipline.figures import Figure
from tipline.holdings import Holder
from tipline.reports.books import kept_month
from tipline.reports.coarsening import coarse_month, coarse_year
from tipline.reports.counting import Counts, about_us, count
from tipline.reports.measures import Measure
from tipline.reports.months import written
from tipline.reports.public_month import PublicMonth, PublicYear, to_bytes
from tipline.reports.published import place, read_published
from tipline.reports.refusals import MonthNotClosed, MonthPublished, NotPublishing
from tipline.store.columns import table
from tipline.store.month_tables import FigureRow, FrozenMonthRow, PublishedMonthRow
from tipline.store.program_tables import ProgramRow
from tipline.store.statements import take_turn
from tipline.vocabulary import Month, ProgramId

DECEMBER: Final = 12


def publishes(session: Session, program_id: ProgramId) -> bool:
    """Whether a program publishes its months.

    Raises:
        NoSuchProgram: there is none with this id.
    """
    return _program(session, program_id).publishes


def set_publishing(session: Session, *, on: bool, by: Holder, now: datetime) -> None:
    """Begin to publish, or end it: the pages are then gone. Begun again, they are back with what was out.

    Raises:
        NotPermitted: `by` is no coordinator.
    """
    if not by.role.may_close_month:
        raise NotPermitted(by.role)
    if publishes(session, by.program_id) is on:
        return
    rows = table(ProgramRow)
    session.connection().execute(update(rows).where(rows.c.program_id == by.program_id).values(publishes=on))
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.PUBLISHING_BEGUN if on else audit.Action.PUBLISHING_ENDED,
        by=by.person_id,
        at=now,
        signer=by.holdings.signing(),
    )


def preview_month(session: Session, *, month: Month, by: Holder, voice: VerifyKey | None) -> PublicMonth:
    """What the public would see of a month; of one that is not closed yet, as it is counted now.

    Args:
        voice: the program's proven voice, by which the months that are out are known.

    Raises:
        NotPermitted: `by` is no coordinator.
    """
    if not by.role.may_close_month:
        raise NotPermitted(by.role)
    return _coarse(session, by.program_id, month, voice=voice)


def publish_month(
    session: Session, *, month: Month, by: Holder, voice: SigningKey, now: datetime
) -> PublicMonth:
    """Publish a closed month, with an entry in the audit that has its digest.

    Raises:
        NotPermitted: `by` is no coordinator.
        NotPublishing: nobody has switched it on.
        MonthNotClosed: its numbers may still change.
        MonthPublished: it is out.
    """
    if not by.role.may_close_month:
        raise NotPermitted(by.role)
    take_turn(session, program_id=by.program_id, what="months")
    if not publishes(session, by.program_id):
        raise NotPublishing
    if session.get(FrozenMonthRow, (by.program_id, month)) is None:
        raise MonthNotClosed(month)
    if session.get(PublishedMonthRow, (by.program_id, month)) is not None:
        raise MonthPublished(month)
    public = _coarse(session, by.program_id, month, voice=voice.verify_key())
    content = to_bytes(public)
    signature = voice.sign(content, context=place(by.program_id, month))
    session.add(
        PublishedMonthRow(program_id=by.program_id, month=month, content=content, signature=signature)
    )
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.MONTH_PUBLISHED,
        by=by.person_id,
        detail=f"{written(month)} {hashlib.sha256(content).hexdigest()}",
        at=now,
        signer=by.holdings.signing(),
    )
    return public


def unpublished(session: Session, program_id: ProgramId) -> tuple[Month, ...]:
    """Closed months that are not out, the latest first."""
    closed, out = table(FrozenMonthRow).c, table(PublishedMonthRow).c
    published = select(out.month).where(out.program_id == program_id)
    found = select(closed.month).where(closed.program_id == program_id, closed.month.not_in(published))
    return tuple(Month(month) for month in session.connection().scalars(found.order_by(closed.month.desc())))


def _coarse(session: Session, program_id: ProgramId, month: Month, *, voice: VerifyKey | None) -> PublicMonth:
    slug = _program(session, program_id).slug
    closed = session.get(FrozenMonthRow, (program_id, month)) is not None
    counts = kept_month(session, program_id, month) if closed else count(session, program_id, month)
    behind = _behind(session, program_id, month)
    public = coarse_month(counts, program=slug, month=month, behind=behind)
    if month % 100 != DECEMBER:
        return public
    return replace(public, year=_year(session, program_id, (public, counts), voice=voice))


def _year(
    session: Session, program_id: ProgramId, last: tuple[PublicMonth, Counts], *, voice: VerifyKey | None
) -> PublicYear | None:
    """The months of a year that are out, and its December, together."""
    december = last[0].month
    out = read_published(session.connection(), program_id, voice=voice)
    return coarse_year(
        [
            *(
                (public, kept_month(session, program_id, month))
                for month, public in out.items()
                if december // 100 == month // 100 and month < december
            ),
            last,
        ]
    )


def _behind(session: Session, program_id: ProgramId, month: Month) -> Mapping[Measure, int]:
    """How many tips are behind each result of a month; of what was corrected to nothing none."""
    row = table(FigureRow).c
    each = (
        select(row.kind, row.tip_id)
        .where(row.program_id == program_id, row.month == month, row.tip_id.not_in(about_us(program_id)))
        .group_by(row.kind, row.tip_id)
        .having(func.sum(row.value) > 0)
        .subquery()
    )
    found = session.connection().execute(select(each.c.kind, func.count()).group_by(each.c.kind))
    return {Measure(Figure(kind).value): number for kind, number in found}


def _program(session: Session, program_id: ProgramId) -> ProgramRow:
    program = session.get(ProgramRow, program_id)
    if program is None:
        raise NoSuchProgram
    return program
