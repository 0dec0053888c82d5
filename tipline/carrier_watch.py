"""What staff should know of the carrier: what it should have forgotten, and when it was last heard.

The console cannot open the vault, so the gateway writes it into the tips, by the first program of a line: a
count and quarter-hours, and only of what is late. Nothing in it says that anybody has texted lately.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select, update

from tipline.store.columns import table
from tipline.store.program_tables import LineRow
from tipline.store.statements import insert_new
from tipline.store.work_tables import CarrierWatchRow
from tipline.vocabulary import ProgramId

LATE: Final = timedelta(hours=1)
"""After this what the carrier still has is a matter for people."""

SILENT: Final = timedelta(hours=1)
"""After this staff are told that texts may be waiting at the carrier; it is asked every five minutes."""


@dataclass(frozen=True, slots=True)
class Late:
    """Messages that the carrier should have forgotten more than an hour ago."""

    program_id: ProgramId
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class CarrierWatch:
    """What a program's staff should know of the carrier now; nothing where all is well."""

    late: int = 0
    oldest: datetime | None = None
    silent_since: datetime | None = None

    def __bool__(self) -> bool:
        return self.late > 0 or self.silent_since is not None


def note_late(connection: Connection, late: Collection[Late]) -> None:
    """Write down what is late; of every other program, that nothing is."""
    rows = table(CarrierWatchRow)
    known = {
        row.program_id: (row.late, row.oldest)
        for row in connection.execute(select(rows.c.program_id, rows.c.late, rows.c.oldest))
    }
    wanted = dict.fromkeys(known, (0, None)) | {
        one.program_id: (one.count, one.oldest.astimezone(UTC)) for one in late
    }
    for program_id in sorted(wanted):
        count, oldest = wanted[program_id]
        if known.get(program_id) != (count, oldest):
            _put(connection, ProgramId(program_id), {"late": count, "oldest": oldest})


def note_heard(connection: Connection, *, program_id: ProgramId, now: datetime) -> None:
    """Write down that the carrier was asked for all that was texted to a line of this program."""
    _put(connection, program_id, {"heard": now.astimezone(UTC).replace(second=0, microsecond=0)})


def carrier_watch(connection: Connection, *, program_id: ProgramId, now: datetime) -> CarrierWatch:
    """What the staff of a program should know: of its row, and those of the first programs of its lines."""
    lines, watch = table(LineRow), table(CarrierWatchRow).c
    mine, firsts = lines.alias(), lines.alias()
    firsts_of_mine = (
        select(firsts.c.program_id)
        .join(mine, (mine.c.number == firsts.c.number) & (mine.c.program_id == program_id))
        .where(firsts.c.first)
    )
    found = connection.execute(
        select(watch.late, watch.oldest, watch.heard).where(
            (watch.program_id == program_id) | watch.program_id.in_(firsts_of_mine)
        )
    ).all()
    heard = [row.heard for row in found if row.heard is not None]
    oldest = [row.oldest for row in found if row.oldest is not None]
    silent = min(heard, default=now)
    return CarrierWatch(
        late=sum(row.late for row in found),
        oldest=min(oldest, default=None),
        silent_since=silent if now - silent > SILENT else None,
    )


def _put(connection: Connection, program_id: ProgramId, values: dict[str, object]) -> None:
    rows = table(CarrierWatchRow)
    fresh = {"program_id": program_id, "late": 0, "oldest": None, "heard": None} | values
    if not insert_new(connection, CarrierWatchRow, fresh):
        connection.execute(update(rows).where(rows.c.program_id == program_id).values(values))
