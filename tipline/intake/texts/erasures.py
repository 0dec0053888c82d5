"""What the carrier still has and must be made to forget: one row a message, until the message is gone there.

The row is written once what the message says is kept here, never before: what is erased there and was not
kept here is lost. Should a process die between the two, the carrier still has the text, and who lists what it
has finds it. Rows name a message by a keyed name and carry its id sealed; their times are quarter-hours, so
that the vault does not say when somebody wrote.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.padding import pad, unpad
from crypto.pseudonym import keyed_name
from crypto.sealing import lock, unlock
from tipline.carrier_watch import LATE, Late
from tipline.intake.texts.addresses import Names
from tipline.log import Event, log
from tipline.store.columns import table
from tipline.store.leases import take_due
from tipline.store.statements import insert_new
from tipline.store.vault_tables import ErasureRow, Remains
from tipline.vocabulary import ID_SIZE, ProgramId, StoreName

NO_PROGRAM: Final = ProgramId(bytes(ID_SIZE))
"""In whose name a message is erased that came to no line of ours; no program has this id."""

QUARTER: Final = timedelta(minutes=15)

LEASE: Final = timedelta(minutes=2)
"""How long an erasure that was taken stays away from other processes: it is several requests."""

STRANGE: Final = timedelta(hours=6)
"""Until a row that does not open rings again."""


@dataclass(frozen=True, slots=True)
class DueErasure:
    """A message to be erased, opened."""

    program_id: ProgramId
    erasure_id: bytes
    row: bytes = field(repr=False)
    """As it is stored."""
    sid: str = field(repr=False)
    media: tuple[str, ...] = field(repr=False)
    """The ids of its pictures, where they are known: each is erased before the message that names it."""
    tries: int


def owe_erasure(
    names: Names,
    *,
    sid: str,
    media: Sequence[str] = (),
    now: datetime,
    due: datetime | None = None,
    kind: Remains | None = None,
    program_id: ProgramId = NO_PROGRAM,
) -> dict[str, Any]:
    """The row by which a message is erased at the carrier, sealed; `add_erasure` writes it.

    Args:
        names: the gateway's keys.
        sid: the carrier's id of the message.
        media: the carrier's ids of its pictures, once they are fetched and kept.
        now: this moment.
        due: not to be erased before; at once where nothing is said.
        kind: what the carrier has; a message with pictures was received, any other one sent, unless told.
        program_id: the first program of the line, by whose id the line's rows in the vault are kept.
    """
    erasure_id = _name(names, sid)
    plain = json.dumps({"sid": sid, "media": list(media)}).encode()
    start = max(due or now, now)
    return {
        "program_id": program_id,
        "erasure_id": erasure_id,
        "kind": kind or (Remains.PICTURES if media else Remains.SENT),
        "sealed": lock(
            pad(plain), names.keys.vault_key, context=context(Purpose.ERASURE, program_id, erasure_id)
        ),
        "owed_at": _quarter(start) + QUARTER,
        "due": _quarter(start),
        "tries": 0,
    }


def add_erasure(connection: Connection, values: dict[str, Any]) -> bool:
    """Owe an erasure; False if it was owed already.

    What is owed already becomes due when it is owed again for an earlier time, and learns of pictures.
    """
    if insert_new(connection, ErasureRow, values):
        return True
    rows = table(ErasureRow)
    this = _this(values["program_id"], values["erasure_id"])
    if values["kind"] is Remains.PICTURES:
        becomes = {name: values[name] for name in ("kind", "sealed", "due", "owed_at")}
        connection.execute(update(rows).where(*this).values(becomes))
    else:
        sooner = {name: values[name] for name in ("due", "owed_at")}
        connection.execute(update(rows).where(*this, rows.c.owed_at > values["owed_at"]).values(sooner))
    return False


def owed_already(connection: Connection, names: Names, sids: Collection[str]) -> set[str]:
    """Which of these messages are kept here already and only wait to be erased there."""
    rows = table(ErasureRow).c
    by_name = {_name(names, sid): sid for sid in sids}
    found = connection.scalars(select(rows.erasure_id).where(rows.erasure_id.in_(by_name)))
    return {by_name[name] for name in found}


def erasures_wait(connection: Connection, *, now: datetime) -> bool:
    """Whether anything is due: a read, to be asked before `take_erasures`, which writes."""
    rows = table(ErasureRow).c
    return bool(connection.scalar(select(exists().where(rows.due <= now))))


def take_erasures(connection: Connection, names: Names, *, now: datetime, limit: int) -> list[DueErasure]:
    """Take erasures that are due, the longest due first, and keep them from other processes for a while.

    A row that does not open was changed from outside: it rings an alarm and is tried again hours later.
    """
    taken = take_due(
        connection,
        ErasureRow,
        lambda row: _opened(row, names),
        now=now,
        limit=limit,
        lease=LEASE,
        strange=STRANGE,
    )
    return [one for _, one in taken]


def erased(connection: Connection, one: DueErasure) -> None:
    """The carrier has forgotten it: so do we, unless more was found meanwhile that it must forget."""
    rows = table(ErasureRow)
    connection.execute(delete(rows).where(*_this(one.program_id, one.erasure_id), rows.c.sealed == one.row))


def erase_later(connection: Connection, one: DueErasure, *, due: datetime) -> None:
    """The carrier could not be made to forget it: try again then."""
    rows = table(ErasureRow)
    this = _this(one.program_id, one.erasure_id)
    connection.execute(update(rows).where(*this, rows.c.sealed == one.row).values(due=due.astimezone(UTC)))


def late_erasures(connection: Connection, *, now: datetime) -> list[Late]:
    """What should have been gone more than an hour ago, in each program's name."""
    rows = table(ErasureRow).c
    found = connection.execute(
        select(rows.program_id, func.count().label("messages"), func.min(rows.owed_at).label("oldest"))
        .where(rows.owed_at < now.astimezone(UTC) - LATE)
        .group_by(rows.program_id)
        .order_by(rows.program_id)
    )
    return [Late(ProgramId(row.program_id), row.messages, row.oldest) for row in found]


def owed_by_day(connection: Connection) -> list[tuple[date, Remains, int]]:
    """What the carrier may still have: by the day on which it should have been gone, and by kind."""
    rows = table(ErasureRow).c
    counts: dict[tuple[date, Remains], int] = {}
    found = connection.execute(
        select(rows.owed_at, rows.kind, func.count().label("messages")).group_by(rows.owed_at, rows.kind)
    )
    for row in found:
        which = row.owed_at.astimezone(UTC).date(), row.kind
        counts[which] = counts.get(which, 0) + row.messages
    return [(day, kind, counts[day, kind]) for day, kind in sorted(counts)]


def _name(names: Names, sid: str) -> bytes:
    return keyed_name(names.keys.name_key, context(Purpose.ERASURE, sid))


def _this(program_id: ProgramId, erasure_id: bytes) -> Iterator[ColumnElement[bool]]:
    rows = table(ErasureRow).c
    return iter((rows.program_id == program_id, rows.erasure_id == erasure_id))


def _quarter(moment: datetime) -> datetime:
    """The quarter-hour that a moment lies in."""
    moment = moment.astimezone(UTC)
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def _opened(row: Any, names: Names) -> DueErasure | None:  # noqa: ANN401  # a row, whose columns no type tells
    program_id = ProgramId(row.program_id)
    try:
        where = context(Purpose.ERASURE, program_id, row.erasure_id)
        content = json.loads(unpad(unlock(row.sealed, names.keys.vault_key, context=where)))
        return DueErasure(
            program_id=program_id,
            erasure_id=row.erasure_id,
            row=row.sealed,
            sid=str(content["sid"]),
            media=tuple(str(one) for one in content["media"]),
            tries=row.tries + 1,
        )
    except (CannotOpen, KeyError, TypeError, ValueError):
        log(Event.CANNOT_OPEN, program=program_id, store=StoreName.VAULT)
        return None
