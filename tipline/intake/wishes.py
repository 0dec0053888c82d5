"""Who should get a reward, as a reporter last said it: in the report, or changed later with their code.

A change is a record of the system's kind, signed by the reporter: it answers no question and is counted as no
message.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.errors import WrongCode
from tipline.intake.follow_up import Conversation, Part
from tipline.intake.own_part import is_theirs, mark_unread
from tipline.intake.programs import Desk
from tipline.intake.receive import Thread, sealed_record
from tipline.intake.report import Detail
from tipline.records import EVENT, WISHED, OpenedRecord, Record, is_proven, open_record
from tipline.store.columns import table
from tipline.store.statements import Values, insert_rows
from tipline.store.tip_tables import RecordRow
from tipline.vocabulary import ID_SIZE, Author, RecordId, RecordKind, Wish


@dataclass(frozen=True, slots=True)
class SealedWish:
    """A changed wish as it will be written."""

    thread: Thread
    record: Values = field(repr=False)


def wish_of(session: Session, conversation: Conversation, *, desk: Desk) -> Wish | None:
    """What the reporter wished last; nothing, where they never said."""
    part = _own(conversation)
    rows = session.connection().execute(
        _RECORDS,
        {"program": part.thread.program_id, "tip": part.thread.tip_id, "key": part.thread.key_id},
    )
    said = []
    for row in rows:
        try:
            opened = open_record(
                row.sealed,
                key=part.key,
                program_id=part.thread.program_id,
                tip_id=part.thread.tip_id,
                record_id=RecordId(row.record_id),
                kind=row.kind,
            )
        except CannotOpen:
            continue
        if _says_wish(opened) and is_proven(opened, reporter=part.signer.verify_key(), keys=desk.keys):
            said.append((opened.record.at, opened.record.fields[Detail.WISH]))
    last = max(said, default=None)
    return next((wish for wish in Wish if last is not None and wish.value == last[1]), None)


def prepare_wish(conversation: Conversation, wish: Wish, *, desk: Desk, now: datetime) -> SealedWish:
    """Seal a changed wish to the reporter's own thread."""
    part = _own(conversation)
    record = Record(
        kind=RecordKind.SYSTEM,
        at=now,
        by=Author.REPORTER,
        fields={EVENT: WISHED, Detail.WISH: wish.value},
    )
    sealed = sealed_record(
        record,
        thread=part.thread,
        signer=part.signer,
        record_id=RecordId(secrets.token_bytes(ID_SIZE)),
        desk=desk,
    )
    return SealedWish(part.thread, sealed)


def change_wish(connection: Connection, sealed: SealedWish) -> None:
    """Write it, and mark the tip as unread.

    Raises:
        WrongCode: the tip was withdrawn meanwhile; nothing was written.
    """
    if not is_theirs(connection, sealed.thread):
        raise WrongCode
    insert_rows(connection, RecordRow, [sealed.record])
    mark_unread(connection, sealed.thread)


def _own(conversation: Conversation) -> Part:
    return next(part for part in conversation.parts if part.thread.key_id == conversation.thread.key_id)


def _says_wish(opened: OpenedRecord) -> bool:
    record = opened.record
    if record.by is not Author.REPORTER or not record.fields.get(Detail.WISH):
        return False
    return record.kind is RecordKind.REPORT or record.fields.get(EVENT) == WISHED


_records = table(RecordRow)
_RECORDS: Final = select(_records.c.record_id, _records.c.kind, _records.c.sealed).where(
    _records.c.program_id == bindparam("program"),
    _records.c.tip_id == bindparam("tip"),
    _records.c.key_id == bindparam("key"),
    _records.c.kind.in_([RecordKind.REPORT, RecordKind.SYSTEM]),
)
