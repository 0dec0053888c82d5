"""Blobs that belong to no tip: written down before their first byte, struck out when a tip takes them.

So what a process left behind that was killed is found without looking through the place where blobs lie.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select

from tipline.file_errors import FilesGone
from tipline.file_words import BlobId
from tipline.ports import Blobs
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.file_tables import LooseBlobRow
from tipline.store.statements import insert_new
from tipline.vocabulary import ProgramId

KEPT: Final = timedelta(hours=1)
"""How long a file that was sent waits for the rest of its form."""
UPLOADING: Final = timedelta(minutes=20)
"""For a form with files to arrive."""
MARGIN: Final = timedelta(minutes=10)
"""Between the last moment at which a tip can still take a blob and the first at which it may be removed."""
SWEPT_AT_ONCE: Final = 1_000

_rows = table(LooseBlobRow)


def announce(
    connection: Connection, blobs: Iterable[BlobId], *, program_id: ProgramId, now: datetime
) -> None:
    """Say that blobs are about to be written; they are removed again unless a tip takes them in time."""
    until = _whole_hour(now + UPLOADING + KEPT + MARGIN)
    rows = [{"program_id": program_id, "blob_id": blob, "until": until} for blob in blobs]
    if rows:
        connection.execute(insert(_rows), rows)


def announce_again(connection: Connection, *, blob: BlobId, program_id: ProgramId, now: datetime) -> None:
    """As `announce`, late, of a blob that may have been announced before: written since, or being written."""
    until = _whole_hour(now + UPLOADING + KEPT + MARGIN)
    insert_new(connection, LooseBlobRow, {"program_id": program_id, "blob_id": blob, "until": until})


def claim(connection: Connection, blobs: Sequence[BlobId], *, program_id: ProgramId) -> None:
    """Take blobs for a tip, in the transaction that names them.

    Raises:
        FilesGone: one of them is not loose: it was removed, or another tip has it.
    """
    if blobs and _strike_out(connection, blobs, program_id) != len(blobs):
        raise FilesGone


def let_go(connection: Connection, blobs: Iterable[BlobId], *, program_id: ProgramId, now: datetime) -> None:
    """Say that a tip has blobs no more: they are to be removed at the next turn."""
    rows = [{"program_id": program_id, "blob_id": blob, "until": _whole_hour(now) - _HOUR} for blob in blobs]
    if rows:
        connection.execute(insert(_rows), rows)


def drop(store: Store, blobs: Blobs, which: Sequence[BlobId], *, program_id: ProgramId) -> None:
    """Remove blobs that nobody has taken, and strike them out; what cannot be removed now waits for a sweep.

    Raises:
        StoreUnavailable: the store cannot be written.
        BlobsUnavailable: a blob cannot be removed now.
    """
    for blob in which:
        blobs.delete(blob)
    if which:
        store.write_now(lambda connection: _strike_out(connection, which, program_id))


def sweep(store: Store, blobs: Blobs, *, now: datetime) -> int:
    """Remove every blob whose time is over; how many there were.

    Raises:
        StoreUnavailable: the store cannot be read or written.
        BlobsUnavailable: a blob cannot be removed now.
    """
    count = 0
    with store.read() as session:
        found = session.connection().execute(_OVER, {"now": now}).all()
    programs = dict.fromkeys(ProgramId(row.program_id) for row in found)
    for program_id in programs:
        theirs = [BlobId(row.blob_id) for row in found if row.program_id == program_id]
        drop(store, blobs, theirs, program_id=program_id)
        count += len(theirs)
    return count


def _strike_out(connection: Connection, blobs: Sequence[BlobId], program_id: ProgramId) -> int:
    names = {"program": program_id, "blobs": list(blobs)}
    return connection.execute(_STRIKE_OUT, names).rowcount


def _whole_hour(moment: datetime) -> datetime:
    """The next full hour: a minute would be that of an upload."""
    return moment.replace(minute=0, second=0, microsecond=0) + _HOUR


_HOUR: Final = timedelta(hours=1)
_OVER: Final = (
    select(_rows.c.program_id, _rows.c.blob_id)
    .where(_rows.c.until <= bindparam("now"))
    .order_by(_rows.c.until)
    .limit(SWEPT_AT_ONCE)
)
_STRIKE_OUT: Final = delete(_rows).where(
    _rows.c.program_id == bindparam("program"), _rows.c.blob_id.in_(bindparam("blobs", expanding=True))
)
