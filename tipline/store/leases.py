"""Rows that are due, taken under a lease, so that any number of processes may do what they say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select, tuple_, update
from sqlmodel import SQLModel

from tipline.store.columns import table

T = TypeVar("T")


def take_due(
    connection: Connection,
    of: type[SQLModel],
    opened: Callable[[Row[Any]], T | None],
    *,
    now: datetime,
    limit: int,
    lease: timedelta,
    strange: timedelta,
) -> list[tuple[Row[Any], T]]:
    """Take rows that are due, the longest due first, and keep them from other processes for a while.

    A process that dies with a row in hand leaves it to be taken after its lease.

    Args:
        of: a table whose rows have `due` and `tries`.
        opened: what a row says; nothing where it does not open, because it was changed from outside.
        lease: how long what opens stays away from others.
        strange: how long what does not open is left alone.
    """
    rows = table(of)
    names = list(rows.primary_key)
    due = select(rows).where(rows.c.due <= now).order_by(rows.c.due).limit(limit)
    found = [(row, opened(row)) for row in connection.execute(due.with_for_update(skip_locked=True))]
    for wait, good in ((lease, True), (strange, False)):
        these = [
            tuple(getattr(row, name.name) for name in names)
            for row, says in found
            if (says is not None) is good
        ]
        connection.execute(
            update(rows)
            .where(tuple_(*names).in_(these))
            .values(due=now.astimezone(UTC) + wait, tries=rows.c.tries + 1)
        )
    return [(row, says) for row, says in found if says is not None]
