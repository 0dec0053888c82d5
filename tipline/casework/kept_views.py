"""Choices of the queue's filters that somebody keeps for themselves."""

from typing import Final

from sqlmodel import Session, col, delete, select

from tipline.casework.refusals import TooOften
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.store.statements import insert_new
from tipline.store.work_tables import QueueViewRow

MOST: Final = 12
"""Of one person: more are no help."""
LONGEST: Final = 200
"""Of a query, in letters."""


def kept_views(session: Session, *, by: Holder) -> tuple[str, ...]:
    """The queries that somebody keeps, in the order of their letters."""
    found = session.exec(
        select(QueueViewRow.query).where(
            col(QueueViewRow.program_id) == by.program_id, col(QueueViewRow.person_id) == by.person_id
        )
    )
    return tuple(sorted(found))


def keep_view(session: Session, query: str, *, by: Holder) -> None:
    """Keep a query; kept twice, it is there once.

    Raises:
        NotPermitted: `by` has no queue.
        TooOften: twelve are kept already.
    """
    if not by.role.may_work:
        raise NotPermitted(by.role)
    if len(kept_views(session, by=by)) >= MOST:
        raise TooOften(MOST)
    values = {"program_id": by.program_id, "person_id": by.person_id, "query": query[:LONGEST]}
    insert_new(session.connection(), QueueViewRow, values)


def forget_view(session: Session, query: str, *, by: Holder) -> None:
    """Keep a query no longer."""
    session.exec(
        delete(QueueViewRow).where(
            col(QueueViewRow.program_id) == by.program_id,
            col(QueueViewRow.person_id) == by.person_id,
            col(QueueViewRow.query) == query,
        )
    )
