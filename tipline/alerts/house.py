"""The program's own time, as far as alerts go by it."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import ProgramId


def zone_of(session: Session, program_id: ProgramId) -> ZoneInfo:
    """A program's time zone."""
    return ZoneInfo(
        session.exec(select(col(ProgramRow.time_zone)).where(col(ProgramRow.program_id) == program_id)).one()
    )


def zones(session: Session) -> Mapping[ProgramId, ZoneInfo]:
    """Every program of the deployment, with its time zone."""
    rows = session.exec(select(col(ProgramRow.program_id), col(ProgramRow.time_zone)))
    return {program_id: ZoneInfo(zone) for program_id, zone in rows}


def day_and_hour(now: datetime, *, zone: ZoneInfo) -> tuple[date, int]:
    """The day and the hour that it is in a time zone."""
    local = now.astimezone(zone)
    return local.date(), local.hour
