"""Danger to life: page everybody on duty, and go on up the ladder until somebody has opened and acted.

What somebody has done is read from the audit, where every deed on a tip is written anyway: so no deed must
remember to end a page. All of it is in the store, and changed by one console at a time: another one, or the
same one started again, goes on where this one stopped.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from tipline.alerts.duty import Reach, ladder_now, people_of, role_of
from tipline.alerts.ladder import ROUND
from tipline.alerts.post import owe
from tipline.alerts.texts import owe_text
from tipline.audit import Action
from tipline.barred import barred_from_all
from tipline.letters import Letter, PageWords
from tipline.store.alert_tables import PagedTipRow, PageRow
from tipline.store.columns import table
from tipline.store.program_tables import ProgramRow
from tipline.store.statements import take_turn
from tipline.store.tip_tables import IN_DANGER, TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import PersonId, ProgramId, Status, TeamId, TipId

JOINED: Final = timedelta(minutes=5)
"""A tip that comes so soon after a page began joins it: a flood is one page, with a growing count."""

ACTS: Final = frozenset({"answered", "assigned", "dispatched", "started", "claimed", "told-by-phone"})
"""What ends a page, with having opened the tip. Another priority, and an end, take the tip out of it."""

_OPEN: Final = [status for status in Status if status.open]


@dataclass(frozen=True, slots=True)
class _Tip:
    """A tip in danger, and what is known of its page; `since` is None where there is none yet."""

    tip_id: TipId
    team_id: TeamId
    unread: bool
    since: int | None
    over: bool
    read: bool

    @property
    def settled(self) -> bool:
        """Somebody has acted, and nothing has come since."""
        return self.over and not (self.read and self.unread)


def resting(connection: Connection, program_id: ProgramId) -> bool:
    """Whether there is nothing to do: a read, to be asked before `turn`, which writes."""
    pages, paged = table(PageRow), table(PagedTipRow)
    running = connection.scalar(select(func.count()).where(pages.c.program_id == program_id))
    tips = _tips(connection, program_id)
    kept = connection.scalar(select(func.count()).where(paged.c.program_id == program_id))
    still = all(tip.settled and tip.read == (not tip.unread) for tip in tips)
    return not running and still and kept == len(tips)


def turn(connection: Connection, *, program_id: ProgramId, mails: bool, now: datetime) -> None:
    """Begin, go on with and end the pages of a program, in the caller's transaction.

    Args:
        program_id: whose tips.
        mails: whether letters can be sent at all.
        now: the moment.
    """
    take_turn(connection, program_id=program_id, what="pages")
    tips = _tips(connection, program_id)
    _forget_others(connection, program_id, tips)
    head = _head(connection, program_id)
    deeds = _deeds(connection, program_id, tips)
    waiting, fresh = defaultdict(list), Counter[TeamId]()
    for tip in tips:
        if tip.since is None or (tip.over and tip.read and tip.unread):
            _keep(connection, program_id, tip, since=head, over=False, read=False)
            waiting[tip.team_id].append(tip.tip_id)
            fresh[tip.team_id] += 1
        elif tip.over:
            if not tip.read and not tip.unread:
                _keep(connection, program_id, tip, since=0, over=True, read=True)
        elif _acted(deeds[tip.tip_id]):
            _keep(connection, program_id, tip, since=0, over=True, read=not tip.unread)
        else:
            waiting[tip.team_id].append(tip.tip_id)
    pages = {row.team_id: row for row in _pages(connection, program_id)}
    for team in pages.keys() - waiting.keys():
        rows = table(PageRow)
        connection.execute(delete(rows).where(rows.c.program_id == program_id, rows.c.team_id == team))
    for team, ids in waiting.items():
        page = _page(pages.get(team), fresh=bool(fresh[team]), now=now)
        seen = _acknowledged(page, [deeds[tip_id] for tip_id in ids])
        if seen is not None:
            page = page.resting_until(seen + ROUND)
        if page.due <= now:
            away = barred_from_all(connection, program_id, ids)
            page = _ring(connection, page, program_id=program_id, team=team, away=away, mails=mails, now=now)
        _keep_page(connection, page, program_id=program_id, team=team, new=team not in pages)


@dataclass(frozen=True, slots=True)
class _Deed:
    """An entry of the audit about a tip."""

    at: datetime
    action: str
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class _Page:
    """Where a page stands."""

    begun: datetime
    rung: datetime
    step: int
    due: datetime

    def resting_until(self, due: datetime) -> "_Page":
        """The same, to begin anew then."""
        return _Page(self.begun, self.rung, 0, due)


def _page(row: Row[tuple[object]] | None, *, fresh: bool, now: datetime) -> _Page:
    """Where the page of a team stands; begun anew for a tip that comes too late to join it."""
    if row is None:
        return _Page(begun=now, rung=now, step=0, due=now)
    page = _Page(_utc(row.begun), _utc(row.rung), row.step, _utc(row.due))
    if fresh and now - page.begun >= JOINED:
        return _Page(begun=now, rung=page.rung, step=0, due=now)
    return page


def _ring(
    connection: Connection,
    page: _Page,
    *,
    program_id: ProgramId,
    team: TeamId,
    away: Collection[PersonId],
    mails: bool,
    now: datetime,
) -> _Page:
    """Page whoever stands on this rung, and say when the next one is due.

    Nobody is paged who is barred from every tip that waits, and they are counted as nobody on duty.
    """
    role = role_of(program_id, team)
    reached = {} if role is None else people_of(connection, program_id, role)
    people: Mapping[PersonId, Reach] = {one: reach for one, reach in reached.items() if one not in away}
    rung, following, wait = ladder_now(connection, program_id, people=people, now=now).at(page.step)
    for person_id in rung.people:
        reach = people[person_id]
        if reach.email is not None and mails:
            owe(connection, program_id=program_id, person_id=person_id, letter=Letter.PAGE, now=now)
        if reach.phone is not None:
            owe_text(connection, program_id=program_id, number=reach.phone, words=PageWords.STAFF, now=now)
    programs = table(ProgramRow)
    outside = connection.scalar(select(programs.c.outside).where(programs.c.program_id == program_id))
    if rung.outside and outside:
        owe_text(connection, program_id=program_id, number=outside, words=PageWords.OUTSIDE, now=now)
    return _Page(page.begun, now, following, now + wait)


def _acted(deeds: Sequence[_Deed]) -> bool:
    """Whether one and the same person has opened the tip and acted on it."""
    opened = {deed.by for deed in deeds if deed.action == Action.OPENED}
    return any(deed.action in ACTS and deed.by in opened for deed in deeds)


def _acknowledged(page: _Page, tips: Sequence[Sequence[_Deed]]) -> datetime | None:
    """When the last of the tips was opened for the first time since it rang; None while one was not."""
    firsts = [
        min(
            (deed.at for deed in deeds if deed.action == Action.OPENED and deed.at >= page.rung), default=None
        )
        for deeds in tips
    ]
    known = [first for first in firsts if first is not None]
    return max(known) if known and len(known) == len(firsts) else None


def _tips(connection: Connection, program_id: ProgramId) -> list[_Tip]:
    """Every open tip in danger, and each that is finished in which somebody has written since.

    Who finishes a tip has read it: what is unread there came later, and may say that a life is in danger now.
    They are few, and an index holds them.
    """
    tips, paged = table(TipRow), table(PagedTipRow)
    rows = connection.execute(
        select(tips.c.tip_id, tips.c.team_id, tips.c.unread, paged.c.since, paged.c.over, paged.c.read)
        .outerjoin(paged, (paged.c.program_id == tips.c.program_id) & (paged.c.tip_id == tips.c.tip_id))
        .where(
            tips.c.program_id == program_id,
            tips.c.status.in_(_OPEN) | (tips.c.unread & (tips.c.status != Status.WITHDRAWN)),
            IN_DANGER,
        )
    )
    return [
        _Tip(row.tip_id, row.team_id, row.unread, row.since, bool(row.over), bool(row.read)) for row in rows
    ]


def _deeds(
    connection: Connection, program_id: ProgramId, tips: Sequence[_Tip]
) -> Mapping[TipId, list[_Deed]]:
    """What was done to each tip since it was paged."""
    found: defaultdict[TipId, list[_Deed]] = defaultdict(list)
    since = {tip.tip_id: tip.since for tip in tips if tip.since is not None and not tip.over}
    if not since:
        return found
    rows = table(AuditRow)
    entries = connection.execute(
        select(rows.c.number, rows.c.subject, rows.c.at, rows.c.action, rows.c.person_id).where(
            rows.c.program_id == program_id, rows.c.number > min(since.values())
        )
    )
    for entry in entries:
        if entry.subject in since and entry.number > since[entry.subject]:
            found[entry.subject].append(_Deed(_utc(entry.at), entry.action, entry.person_id))
    return found


def _head(connection: Connection, program_id: ProgramId) -> int:
    rows = table(AuditRow)
    return connection.scalar(select(func.max(rows.c.number)).where(rows.c.program_id == program_id)) or 0


def _pages(connection: Connection, program_id: ProgramId) -> Sequence[Row[tuple[object]]]:
    rows = table(PageRow)
    return connection.execute(select(rows).where(rows.c.program_id == program_id)).all()


def _keep(
    connection: Connection, program_id: ProgramId, tip: _Tip, *, since: int, over: bool, read: bool
) -> None:
    rows, values = table(PagedTipRow), {"since": since, "over": over, "read": read}
    if tip.since is None:
        connection.execute(insert(rows).values(program_id=program_id, tip_id=tip.tip_id, **values))
        return
    connection.execute(
        update(rows).where(rows.c.program_id == program_id, rows.c.tip_id == tip.tip_id).values(values)
    )


def _keep_page(
    connection: Connection, page: _Page, *, program_id: ProgramId, team: TeamId, new: bool
) -> None:
    rows = table(PageRow)
    values = {"begun": page.begun, "rung": page.rung, "step": page.step, "due": page.due}
    if new:
        connection.execute(insert(rows).values(program_id=program_id, team_id=team, **values))
        return
    connection.execute(
        update(rows).where(rows.c.program_id == program_id, rows.c.team_id == team).values(values)
    )


def _forget_others(connection: Connection, program_id: ProgramId, tips: Sequence[_Tip]) -> None:
    """A tip that is closed, or in danger no more, is paged anew should it be so again."""
    rows = table(PagedTipRow)
    kept = set(connection.scalars(select(rows.c.tip_id).where(rows.c.program_id == program_id)))
    gone = kept - {tip.tip_id for tip in tips}
    if gone:
        connection.execute(delete(rows).where(rows.c.program_id == program_id, rows.c.tip_id.in_(gone)))


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
