"""The apps by which a program takes tips although their company knows who writes: its board says which."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from tipline import audit
from tipline.errors import NothingHere, NotPermitted
from tipline.holdings import Holder
from tipline.store.program_tables import OpenAppRow
from tipline.vocabulary import Channel, ProgramId


def open_apps(session: Session, program_id: ProgramId) -> Collection[Channel]:
    """The apps that the board has opened; none of them at first."""
    rows = session.exec(select(OpenAppRow).where(col(OpenAppRow.program_id) == program_id))
    return frozenset(row.channel for row in rows)


def open_app(session: Session, *, channel: Channel, by: Holder, now: datetime) -> None:
    """Take tips by an app from now on, and keep for the answers who wrote.

    Raises:
        NotPermitted: `by` is not of the board.
        NothingHere: it is no such app.
    """
    _may(by, channel)
    if session.get(OpenAppRow, (by.program_id, channel)) is None:
        session.add(OpenAppRow(program_id=by.program_id, channel=channel))
        _write_down(session, audit.Action.APP_OPENED, channel, by=by, now=now)


def close_app(session: Session, *, channel: Channel, by: Holder, now: datetime) -> None:
    """Begin no conversation by an app any more; one that has begun goes on until it is over.

    Raises:
        NotPermitted: `by` is not of the board.
        NothingHere: it is no such app.
    """
    _may(by, channel)
    row = session.get(OpenAppRow, (by.program_id, channel))
    if row is not None:
        session.delete(row)
        _write_down(session, audit.Action.APP_CLOSED, channel, by=by, now=now)


def _may(by: Holder, channel: Channel) -> None:
    if not by.role.may_open_apps:
        raise NotPermitted(by.role)
    if not channel.by_app:
        raise NothingHere


def _write_down(
    session: Session, action: audit.Action, channel: Channel, *, by: Holder, now: datetime
) -> None:
    audit.record(
        session,
        program_id=by.program_id,
        action=action,
        by=by.person_id,
        detail=channel.value,
        at=now,
        signer=by.holdings.signing(),
    )
