"""Up to when all that was texted to a line has been received: the carrier is asked for the rest."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select, update

from tipline.store.columns import table
from tipline.store.statements import insert_new
from tipline.store.vault_tables import HeardLineRow
from tipline.vocabulary import ProgramId

FIRST: Final = timedelta(days=1)
"""How far back the carrier is asked about a number that is new here; what is older was for another."""

LEASE: Final = timedelta(minutes=10)
"""How long a line that one gateway asks about stays away from the others."""


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line whose turn it is."""

    program_id: ProgramId
    number: str = field(repr=False)
    since: datetime
    """What was texted before is not asked for."""
    heard: datetime
    """Everything until then is received."""


def take_line(
    connection: Connection, *, program_id: ProgramId, number: str, now: datetime, at_once: bool
) -> HeardLine | None:
    """Take a line if its time has come, and keep it from other processes for a while; else nothing.

    Args:
        connection: to the vault.
        program_id: the line's first program.
        number: the line.
        now: this moment.
        at_once: whether or not its time has come.
    """
    rows = table(HeardLineRow)
    start = now.astimezone(UTC) - FIRST
    insert_new(
        connection,
        HeardLineRow,
        {"program_id": program_id, "number": number, "since": start, "heard": start, "due": now},
    )
    this = (rows.c.program_id == program_id, rows.c.number == number)
    row = connection.execute(select(rows).where(*this).with_for_update()).one()
    if row.due > now and not at_once:
        return None
    connection.execute(update(rows).where(*this).values(due=now.astimezone(UTC) + LEASE))
    return HeardLine(program_id, number, row.since, row.heard)


def heard_until(connection: Connection, *, line: HeardLine, heard: datetime, due: datetime) -> None:
    """Write down up to when a line has been heard, and when it is asked about again; it never goes back."""
    rows = table(HeardLineRow)
    this = (rows.c.program_id == line.program_id, rows.c.number == line.number)
    connection.execute(update(rows).where(*this).values(due=due.astimezone(UTC)))
    connection.execute(
        update(rows).where(*this, rows.c.heard < heard.astimezone(UTC)).values(heard=heard.astimezone(UTC))
    )
