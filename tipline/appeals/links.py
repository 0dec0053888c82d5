"""Short links: where one leads, and how many follow it in a day.

A visit is a number in memory that becomes part of a day's total; nothing of the visitor is ever held.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from tipline.errors import NoSuchLink, StoreTrouble
from tipline.log import failure
from tipline.store.appeal_tables import AppealRow, LinkRow, LinkVisitRow
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import AppealId, LinkId, LinkKind, ProgramId

LINK_SIZE: Final = 8
KEPT: Final = timedelta(seconds=30)
KEPT_AT_MOST: Final = 10_000
"""Links remembered at once; then all are read again, lest made-up ones fill the memory."""

FLUSHED_AFTER: Final = 0.5
"""Seconds that a visit waits for others to be counted with it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its program, its appeal, and whether it hangs on an account or at a place."""

    program_id: ProgramId
    slug: str
    zone: ZoneInfo
    link_id: LinkId
    appeal_id: AppealId
    appeal: str
    kind: LinkKind
    account: str


class Links:
    """The links of a store: a short memory of where they lead, and the visits that wait to be written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[datetime, Link | None]] = {}
        self._visits: Counter[tuple[ProgramId, LinkId, date]] = Counter()
        self._flush: asyncio.Task[None] | None = None

    async def find(self, link_id: str, *, now: datetime) -> Link:
        """Where a link leads.

        Raises:
            NoSuchLink: nowhere.
            StoreUnavailable: the store cannot be read.
        """
        if not (len(link_id) == LINK_SIZE and link_id.isascii() and link_id.isalnum()):
            raise NoSuchLink
        since, link = self._known.get(link_id, (None, None))
        if since is None or abs(now - since) >= KEPT:
            link = await asyncio.to_thread(self._read, LinkId(link_id))
            if len(self._known) >= KEPT_AT_MOST:
                self._known.clear()
            self._known[link_id] = (now, link)
        if link is None:
            raise NoSuchLink
        return link

    def count(self, link: Link, *, now: datetime) -> None:
        """Count a visit on the day that it is where the program is; written within a second."""
        self._visits[link.program_id, link.link_id, now.astimezone(link.zone).date()] += 1
        if self._flush is None or self._flush.done():
            self._flush = asyncio.create_task(self._flush_soon())

    async def flush(self) -> None:
        """Write what was counted; what cannot be written now waits for the next time.

        Raises:
            StoreUnavailable: nothing was written.
        """
        visits, self._visits = self._visits, Counter()
        if not visits:
            return
        try:
            await self._store.write(lambda connection: add_visits(connection, visits))
        except BaseException:
            self._visits.update(visits)
            raise

    async def _flush_soon(self) -> None:
        await asyncio.sleep(FLUSHED_AFTER)
        try:
            await self.flush()
        except StoreTrouble as error:
            failure(error)

    def _read(self, link_id: LinkId) -> Link | None:
        links, appeals, programs = table(LinkRow), table(AppealRow), table(ProgramRow)
        statement = (
            select(
                links.c.program_id,
                links.c.appeal_id,
                links.c.kind,
                links.c.account,
                appeals.c.name,
                programs.c.slug,
                programs.c.time_zone,
            )
            .join(
                appeals,
                (appeals.c.program_id == links.c.program_id) & (appeals.c.appeal_id == links.c.appeal_id),
            )
            .join(programs, programs.c.program_id == links.c.program_id)
            .where(links.c.link_id == link_id)
        )
        with self._store.read() as session:
            row = session.connection().execute(statement).one_or_none()
        if row is None:
            return None
        return Link(
            program_id=ProgramId(row.program_id),
            slug=row.slug,
            zone=ZoneInfo(row.time_zone),
            link_id=link_id,
            appeal_id=AppealId(row.appeal_id),
            appeal=row.name,
            kind=row.kind,
            account=row.account,
        )


def add_visits(connection: Connection, visits: Counter[tuple[ProgramId, LinkId, date]]) -> None:
    """Add visits to their days' totals."""
    rows = table(LinkVisitRow)
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    new = make(rows)
    statement = new.on_conflict_do_update(
        index_elements=[rows.c.program_id, rows.c.link_id, rows.c.day],
        set_={"visits": rows.c.visits + new.excluded.visits},
    )
    # In one order always: two processes that add to the same days must not wait for one another in a circle.
    connection.execute(
        statement,
        [
            {"program_id": program_id, "link_id": link_id, "day": day, "visits": number}
            for (program_id, link_id, day), number in sorted(visits.items())
        ],
    )


def appeal_names(session: Session, program_id: ProgramId) -> Mapping[AppealId, str]:
    """The names of a program's appeals, those that are over among them."""
    rows = session.execute(
        select(col(AppealRow.appeal_id), col(AppealRow.name)).where(col(AppealRow.program_id) == program_id)
    )
    return {AppealId(appeal_id): name for appeal_id, name in rows}
