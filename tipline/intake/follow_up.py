"""A reporter comes back with their code: read, add, withdraw. Reading leaves no trace.

A code that never was, one that was mistyped and one whose tip was withdrawn are one answer after the same
questions to the store. What the reporter sees of a tip's life is five words and no more: a suspect may be
looking on.
"""

import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Row, bindparam, delete, select, update
from sqlmodel import Session

from crypto.codes import CodeSecrets
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.signing import SigningKey
from tipline.errors import WrongCode
from tipline.holdings import open_grant
from tipline.intake.beginnings import aside_lookup, aside_signer
from tipline.intake.own_part import is_theirs, mark_unread
from tipline.intake.programs import Desk
from tipline.intake.receive import SealedMessage, Thread, add_message, sealed_record
from tipline.intake.report import TOLD, Detail
from tipline.intake.sent_files import SentFile, sent_with
from tipline.records import CLAIM, EVENT, OpenedRecord, Record, is_proven, open_record
from tipline.store.columns import table
from tipline.store.statements import Values, insert_rows
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipMoveRow, TipRow
from tipline.told import ToldPart, parts_of
from tipline.vocabulary import (
    ID_SIZE,
    Author,
    KeyId,
    RecordId,
    RecordKind,
    Status,
    TeamId,
    TipId,
    TipNumber,
)

QUESTION: Final = "question"
"""The field of an answer's record by which it asks something."""
YES: Final = "yes"

Place: TypeAlias = tuple[date, datetime, bool]
"""Where something stands in a thread: by its day, then by the time inside, a report before what follows."""

WITHDRAWN: Final = "withdrawn"


class State(StrEnum):
    """Where a tip stands, as its reporter is told: never a duplicate, spam, an outcome or a unit."""

    RECEIVED = "received"
    READ = "read"
    WITH_INVESTIGATORS = "with investigators"
    QUESTION = "a question for you"
    FINISHED = "finished"


_STATES: Final = {
    Status.NEW: State.RECEIVED,
    Status.TRIAGED: State.READ,
    Status.DISPATCHED: State.WITH_INVESTIGATORS,
    Status.INVESTIGATING: State.WITH_INVESTIGATORS,
    Status.PASSED_ON: State.WITH_INVESTIGATORS,
    Status.CLOSED: State.FINISHED,
    Status.DUPLICATE: State.FINISHED,
    Status.SPAM: State.FINISHED,
    Status.WITHDRAWN: State.FINISHED,
}


class Trust(StrEnum):
    """Whether what stands in a thread is what its author wrote."""

    PROVEN = "proven"
    NOT_PROVEN = "not proven"
    CANNOT_OPEN = "cannot be opened"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said, as the reporter sees it: a day, never a minute."""

    by_us: bool
    day: date
    trust: Trust
    text: str = field(repr=False)
    details: tuple[tuple[Detail, str], ...] = field(repr=False, default=())
    parts: tuple[ToldPart, ...] = field(repr=False, default=())
    """Persons and vehicles that were told in parts."""
    asks: bool = False
    files: tuple[SentFile, ...] = ()
    """What came with it."""


@dataclass(frozen=True, slots=True)
class SealedClaim:
    """A claim on an award, sealed to the reporter's own key; proven to come from us."""

    key_id: KeyId
    day: date
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One thread of a conversation: the tip's own, or what went aside."""

    thread: Thread
    status: Status
    signer: SigningKey
    key: PrivateKey


@dataclass(frozen=True, slots=True)
class Conversation:
    """A reporter's tip, opened with their code for the length of one answer."""

    number: TipNumber
    state: State
    said: tuple[Said, ...] = field(repr=False)
    question: Said | None = field(repr=False)
    """What waits for an answer: the last thing that we asked, until the reporter writes again."""
    thread: Thread = field(repr=False)
    parts: tuple[Part, ...] = field(repr=False)
    claims: tuple[SealedClaim, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class SealedWithdrawal:
    """A withdrawal as it will be written."""

    parts: tuple[Part, ...] = field(repr=False)
    day: date
    records: tuple[Values, ...] = field(repr=False)
    moves: tuple[Values, ...] = field(repr=False)


def open_conversation(session: Session, *, desk: Desk, author: CodeSecrets) -> Conversation:
    """Open what a reporter and the program have said to one another.

    Nothing is taken from the store on trust: the thread's key comes out of the reporter's own grant, and what
    says that it is ours must be signed by the program's voice.

    Raises:
        WrongCode: the code leads to nothing, or to what it cannot open.
    """
    connection = session.connection()
    signers = {author.lookup: author.signing, aside_lookup(author): aside_signer(author)}
    names = {"program": desk.program.program_id, "lookups": list(signers)}
    rows = connection.execute(_THREADS, names).all()
    opened = {row.lookup: _part(row, desk=desk, author=author, signer=signers[row.lookup]) for row in rows}
    own = opened.get(author.lookup)
    if own is None:
        raise WrongCode
    parts = tuple(part for part in opened.values() if part is not None)
    read = [one for part in parts for one in _read(connection, part, desk=desk)]
    read.sort(key=itemgetter(0))
    shown = tuple(one for _, one in read if isinstance(one, Said))
    claims = tuple(one for _, one in read if isinstance(one, SealedClaim))
    question = _waiting(shown)
    state = _state(own.status, shown, question)
    number = next(TipNumber(row.number) for row in rows if row.lookup == author.lookup)
    return Conversation(number, state, shown, question, own.thread, parts, claims)


def prepare_withdrawal(conversation: Conversation, *, desk: Desk, now: datetime) -> SealedWithdrawal:
    """Seal the word to staff that a reporter withdraws; signed by the reporter, while they still can."""
    day = desk.program.day(now)
    record = Record(kind=RecordKind.SYSTEM, at=now, by=Author.REPORTER, fields={EVENT: WITHDRAWN})
    return SealedWithdrawal(
        parts=conversation.parts,
        day=day,
        records=tuple(
            sealed_record(
                record,
                thread=part.thread,
                signer=part.signer,
                record_id=RecordId(secrets.token_bytes(ID_SIZE)),
                desk=desk,
            )
            for part in conversation.parts
        ),
        moves=tuple(
            {
                "program_id": part.thread.program_id,
                "move_id": secrets.token_bytes(ID_SIZE),
                "tip_id": part.thread.tip_id,
                "status": Status.WITHDRAWN,
                "day": day,
            }
            for part in conversation.parts
            if Status.WITHDRAWN in part.status.next
        ),
    )


def add(connection: Connection, sealed: SealedMessage, *, thread: Thread) -> bool:
    """Write a reporter's message, if they have not taken the tip back meanwhile; whether it was written now.

    Raises:
        WrongCode: they have; nothing was written.
        StoreUnavailable: as `receive.store`.
    """
    if not is_theirs(connection, thread):
        raise WrongCode
    return add_message(connection, sealed)


def withdraw(connection: Connection, sealed: SealedWithdrawal) -> None:
    """Write a withdrawal: staff are told and keep what they have, and the code opens nothing any more.

    A tip that was finished before stays finished.

    Raises:
        WrongCode: it was withdrawn meanwhile.
    """
    for part in sealed.parts:
        names = {
            "program": part.thread.program_id,
            "tip": part.thread.tip_id,
            "key": part.thread.key_id,
        }
        if connection.execute(_FORGET_GRANT, names).rowcount != 1:
            raise WrongCode
        connection.execute(_FORGET_LOOKUP, names)
        mark_unread(connection, part.thread)
    for move in sealed.moves:
        names = {"program": move["program_id"], "tip": move["tip_id"]}
        if connection.execute(_MOVE, {**names, "to": move["status"], "day": move["day"]}).rowcount:
            insert_rows(connection, TipMoveRow, [move])
    insert_rows(connection, RecordRow, sealed.records)


def _part(
    row: Row[*tuple[Any, ...]],  # Any: its columns are of many types
    *,
    desk: Desk,
    author: CodeSecrets,
    signer: SigningKey,
) -> Part | None:
    program_id, key_id = desk.program.program_id, KeyId(row.key_id)
    try:
        key = open_grant(
            row.sealed, by=author.key, program_id=program_id, holder_id=key_id, subject_id=key_id
        )
    except CannotOpen:
        return None
    thread = Thread(
        program_id, TipId(row.tip_id), key_id, TeamId(row.team_id), TipNumber(row.number), key.public()
    )
    return Part(thread, row.status, signer, key)


def _read(connection: Connection, part: Part, *, desk: Desk) -> list[tuple[Place, Said | SealedClaim]]:
    """What stands in one thread, each with its place."""
    thread = part.thread
    names = {"program": thread.program_id, "tip": thread.tip_id, "key": thread.key_id}
    found: list[tuple[Place, Said | SealedClaim]] = []
    for row in connection.execute(_RECORDS, names):
        by_us = row.kind is RecordKind.ANSWER
        try:
            opened = open_record(
                row.sealed,
                key=part.key,
                program_id=thread.program_id,
                tip_id=thread.tip_id,
                record_id=RecordId(row.record_id),
                kind=row.kind,
            )
        except CannotOpen:
            found.append(((row.day, _EARLIEST, True), Said(by_us, row.day, Trust.CANNOT_OPEN, "")))
            continue
        place = (row.day, opened.record.at, row.kind is not RecordKind.REPORT)
        found.append((place, _shown(opened, row.day, part=part, desk=desk)))
    return found


def _shown(opened: OpenedRecord, day: date, *, part: Part, desk: Desk) -> Said | SealedClaim:
    """A record as the reporter sees it; of what is not proven, not a word: it may be meant to lure them."""
    record = opened.record
    by_us = record.kind is RecordKind.ANSWER
    entitled = record.by is Author.PROGRAM if by_us else record.by in {Author.REPORTER, Author.GATEWAY}
    if not (entitled and is_proven(opened, reporter=part.signer.verify_key(), keys=desk.keys)):
        return Said(by_us, day, Trust.NOT_PROVEN, "")
    if by_us and CLAIM in record.fields:
        try:
            return SealedClaim(part.thread.key_id, day, b64decode(record.fields[CLAIM], validate=True))
        except NotBase64:
            return Said(by_us, day, Trust.CANNOT_OPEN, "")
    details = tuple((detail, record.fields[detail]) for detail in TOLD if record.fields.get(detail))
    return Said(
        by_us,
        day,
        Trust.PROVEN,
        record.text,
        details,
        parts_of(record.fields),
        asks=record.fields.get(QUESTION) == YES,
        files=sent_with(record),
    )


def _state(status: Status, said: tuple[Said, ...], question: Said | None) -> State:
    """Who has an answer from us knows that we have read it, whatever the tip's status says."""
    state = _STATES[status]
    if state is State.FINISHED:
        return state
    if question is not None:
        return State.QUESTION
    answered = any(one.by_us and one.trust is Trust.PROVEN for one in said)
    return State.READ if answered and state is State.RECEIVED else state


def _waiting(said: tuple[Said, ...]) -> Said | None:
    for one in reversed(said):
        if one.trust is not Trust.PROVEN:
            continue
        if not one.by_us:
            return None
        if one.asks:
            return one
    return None


_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)

_tips, _keys, _grants, _records = table(TipRow), table(TipKeyRow), table(TipGrantRow), table(RecordRow)

_THREADS: Final = (
    select(
        _keys.c.lookup,
        _keys.c.key_id,
        _keys.c.tip_id,
        _tips.c.number,
        _tips.c.team_id,
        _tips.c.status,
        _grants.c.sealed,
    )
    .join(_tips, (_tips.c.program_id == _keys.c.program_id) & (_tips.c.tip_id == _keys.c.tip_id))
    .join(
        _grants,
        (_grants.c.program_id == _keys.c.program_id)
        & (_grants.c.key_id == _keys.c.key_id)
        & (_grants.c.holder_id == _keys.c.key_id),
    )
    .where(
        _keys.c.program_id == bindparam("program"), _keys.c.lookup.in_(bindparam("lookups", expanding=True))
    )
)
_RECORDS: Final = select(_records.c.record_id, _records.c.kind, _records.c.day, _records.c.sealed).where(
    _records.c.program_id == bindparam("program"),
    _records.c.tip_id == bindparam("tip"),
    _records.c.key_id == bindparam("key"),
    _records.c.kind.in_([RecordKind.REPORT, RecordKind.MESSAGE, RecordKind.ANSWER]),
)
_FORGET_GRANT: Final = delete(_grants).where(
    _grants.c.program_id == bindparam("program"),
    _grants.c.key_id == bindparam("key"),
    _grants.c.holder_id == bindparam("key"),
)
_FORGET_LOOKUP: Final = (
    update(_keys)
    .where(_keys.c.program_id == bindparam("program"), _keys.c.key_id == bindparam("key"))
    .values(lookup=None)
)
_MOVE: Final = (
    update(_tips)
    .where(
        _tips.c.program_id == bindparam("program"),
        _tips.c.tip_id == bindparam("tip"),
        _tips.c.status.in_([status for status in Status if Status.WITHDRAWN in status.next]),
    )
    .values(status=bindparam("to"), status_day=bindparam("day"))
)
