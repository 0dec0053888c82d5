"""A month in counts, beside the same month of the year before.

A tip counts in the month of the day on which it was received in the program's time zone; that day was decided
at intake and is a column. Tips about ourselves count in the total and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Column, ColumnElement, func, select
from sqlmodel import Session

from tipline.errors import NotPermitted
from tipline.reports.months import first_day, step
from tipline.store.appeal_tables import AppealRow, LinkRow
from tipline.store.columns import table
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import (
    Channel,
    LinkId,
    LinkKind,
    Month,
    Offence,
    ProgramId,
    RecordKind,
    Role,
    Status,
    TeamId,
    TeamKind,
    team_id,
)

LINK_FLOOR: Final = 5
"""A link's tips are told from this number on: fewer could point at somebody who was seen to follow it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it is, this month and the same month of the year before."""

    label: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One social account or the places of one appeal; nothing for a count from one to four."""

    label: str
    appeal: str
    now: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class MonthReport:
    """The counts of a month."""

    month: Month
    total: Line
    follow_ups: Line
    spam: Line
    by_channel: tuple[Line, ...]
    by_offence: tuple[Line, ...]
    by_link: tuple[LinkLine, ...]


def month_report(session: Session, program_id: ProgramId, month: Month, *, by: Role) -> MonthReport:
    """Count a month and the same month of the year before.

    Raises:
        NotPermitted: counts are not for somebody in this role.
        ValueError: there is no such month.
    """
    if not by.may_see_month:
        raise NotPermitted(by)
    now = _count(session, program_id, month)
    before = _count(session, program_id, step(month, months=-12))
    offences = sorted(
        Offence,
        key=lambda offence: (
            -now.by_offence.get(offence, 0),
            -before.by_offence.get(offence, 0),
            offence.label,
        ),
    )
    return MonthReport(
        month=month,
        total=Line("Tips", now.total, before.total),
        follow_ups=Line("Follow-ups", now.follow_ups, before.follow_ups),
        spam=Line("Spam", now.spam, before.spam),
        by_channel=tuple(
            Line(channel.label, now.by_channel.get(channel, 0), before.by_channel.get(channel, 0))
            for channel in Channel
        ),
        by_offence=tuple(
            Line(offence.label, now.by_offence.get(offence, 0), before.by_offence.get(offence, 0))
            for offence in offences
            if now.by_offence.get(offence) or before.by_offence.get(offence)
        ),
        by_link=_link_lines(session, program_id, now.by_link, before.by_link),
    )


_LinkKey = tuple[LinkKind, bytes | None, LinkId | None]


@dataclass(frozen=True, slots=True)
class _Count:
    total: int
    follow_ups: int
    spam: int
    by_channel: Mapping[Channel, int]
    by_offence: Mapping[Offence, int]
    by_link: Mapping[_LinkKey, int]


def _count(session: Session, program_id: ProgramId, month: Month) -> _Count:
    about_us: TeamId = team_id(program_id, TeamKind.INTEGRITY)
    tip = table(TipRow).c
    kinds = (tip.team_id, tip.status, tip.channel, tip.offence, tip.link_kind, tip.appeal_id, tip.link_id)
    groups = session.connection().execute(
        select(*kinds, func.count())
        .where(tip.program_id == program_id, *_within(tip.received_day, month))
        .group_by(*kinds)
    )
    total = spam = 0
    by_channel: dict[Channel, int] = {}
    by_offence: dict[Offence, int] = {}
    by_link: dict[_LinkKey, int] = {}
    for team, status, channel, offence, link_kind, appeal, link, count in groups:
        total += count
        if team == about_us:
            continue
        spam += count if status is Status.SPAM else 0
        by_channel[channel] = by_channel.get(channel, 0) + count
        by_offence[offence] = by_offence.get(offence, 0) + count
        if link_kind is not None:
            key = (link_kind, appeal, link)
            by_link[key] = by_link.get(key, 0) + count
    return _Count(total, _follow_ups(session, program_id, month), spam, by_channel, by_offence, by_link)


def _follow_ups(session: Session, program_id: ProgramId, month: Month) -> int:
    record, tip = table(RecordRow).c, table(TipRow).c
    about_us = team_id(program_id, TeamKind.INTEGRITY)
    whose = (tip.program_id == record.program_id) & (tip.tip_id == record.tip_id)
    return (
        session.connection().scalar(
            select(func.count())
            .select_from(table(RecordRow).join(table(TipRow), whose))
            .where(
                tip.team_id != about_us,
                record.program_id == program_id,
                record.kind == RecordKind.MESSAGE,
                *_within(record.day, month),
            )
        )
        or 0
    )


def _within(day: Column[date], month: Month) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return day >= first_day(month), day < first_day(step(month, months=1))


def _link_lines(
    session: Session, program_id: ProgramId, now: Mapping[_LinkKey, int], before: Mapping[_LinkKey, int]
) -> tuple[LinkLine, ...]:
    appeal, link = table(AppealRow).c, table(LinkRow).c
    connection = session.connection()
    appeals: dict[bytes, str] = {
        row.appeal_id: row.name
        for row in connection.execute(
            select(appeal.appeal_id, appeal.name).where(appeal.program_id == program_id)
        )
    }
    accounts: dict[LinkId, str] = {
        row.link_id: row.account or row.label
        for row in connection.execute(
            select(link.link_id, link.account, link.label).where(link.program_id == program_id)
        )
    }
    lines = []
    for key in sorted(
        now.keys() | before.keys(), key=lambda key: (-now.get(key, 0), -before.get(key, 0), str(key))
    ):
        kind, appeal_id, link_id = key
        account = accounts.get(link_id, "") if link_id is not None else ""
        lines.append(
            LinkLine(
                label=account if kind is LinkKind.ACCOUNT else "Posters and places",
                appeal=appeals.get(appeal_id, "") if appeal_id is not None else "",
                now=_coarse(now.get(key, 0)),
                before=_coarse(before.get(key, 0)),
            )
        )
    return tuple(lines)


def _coarse(count: int) -> int | None:
    return None if 0 < count < LINK_FLOOR else count
