"""What the gateway tells staff in a thread: that a text did not arrive, that a reporter has ended it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, update

from crypto.signing import SigningKey
from tipline.intake.programs import Program
from tipline.intake.receive import Thread
from tipline.records import EVENT, Record, seal_record
from tipline.store.columns import table
from tipline.store.statements import insert_new
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import Author, RecordId, RecordKind


@dataclass(frozen=True, slots=True)
class SealedNotice:
    """A notice as it will be stored."""

    thread: Thread
    row: dict[str, Any] = field(repr=False)


def prepare_notice(
    text: str,
    *,
    thread: Thread,
    program: Program,
    record_id: RecordId,
    signer: SigningKey,
    now: datetime,
    event: str = "",
) -> SealedNotice:
    """Seal a notice to a tip's thread.

    Args:
        event: what happened, for a program to read.

    Raises:
        MalformedKey: the thread's key must not be sealed to.
    """
    fields = {EVENT: event} if event else {}
    record = Record(kind=RecordKind.SYSTEM, at=now, by=Author.SYSTEM, text=text, fields=fields)
    return SealedNotice(
        thread=thread,
        row={
            "program_id": thread.program_id,
            "record_id": record_id,
            "tip_id": thread.tip_id,
            "key_id": thread.key_id,
            "kind": record.kind,
            "day": program.day(now),
            "sealed": seal_record(
                record,
                to=thread.public,
                signer=signer,
                program_id=thread.program_id,
                tip_id=thread.tip_id,
                record_id=record_id,
            ),
        },
    )


def add_notice(connection: Connection, notice: SealedNotice, *, unread: bool = True) -> bool:
    """Store a notice and mark its tip as unread, if asked to; False if it was stored before."""
    if not insert_new(connection, RecordRow, notice.row):
        return False
    if not unread:
        return True
    tips = table(TipRow)
    connection.execute(
        update(tips)
        .where(tips.c.program_id == notice.thread.program_id, tips.c.tip_id == notice.thread.tip_id)
        .values(unread=True)
    )
    return True
