"""What is owed to the outside: written with the deed, delivered after it by the process that can open it.

A text is sealed to the gateway's key of the month and signed by the program's voice inside: who can write
the store can neither read what is sent nor make the gateway send anything.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, exists, select, tuple_, update
from sqlmodel import Session

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey, PublicKey
from crypto.sealing import open_record, seal_record
from crypto.signing import SigningKey, VerifyKey
from tipline.store.columns import table
from tipline.store.statements import insert_new
from tipline.store.work_tables import OutboxRow, UnsentTextRow
from tipline.vocabulary import ID_SIZE, ProgramId, TipId

TEXT: Final = "text"
WAITS: Final = "waits"
"""Kind of a question whose reporter was told that it is there, and has not said yet that it is safe."""

TELLING: Final = "telling"
"""Kind of one whose reporter is being told at this moment: an OK may come before the carrier has answered."""

SAFE_FOR: Final = timedelta(days=14)
"""How long a question waits for an OK; then staff are told that none came."""

LEASE: Final = timedelta(minutes=1)
"""How long a text that was taken stays away from other processes."""


@dataclass(frozen=True, slots=True)
class DueText:
    """A text that waits to be sent, still sealed."""

    program_id: ProgramId
    outbox_id: bytes
    sealed: bytes = field(repr=False)
    tries: int
    kind: str = TEXT
    route: bytes | None = field(default=None, repr=False)
    """The tip's keyed name, where its reporter was told of this text before."""

    @property
    def is_safe(self) -> bool:
        """Whether the reporter has said that they can read it now."""
        return self.kind == TEXT and self.route is not None

    @property
    def unanswered(self) -> bool:
        """Whether it waited for an OK that has not come."""
        return self.kind == WAITS


@dataclass(frozen=True, slots=True)
class OutboundText:
    """A text to the reporter of a tip."""

    tip_id: TipId
    text: str = field(repr=False)
    language: str = "en"
    """The tip's, for what is said round it."""
    question: bool = False
    when_safe: bool = False
    """It is not sent before they have replied OK."""
    any_hour: bool = False
    """It does not wait for the program's hours: a life is in danger."""


def put_text(
    session: Session,
    *,
    program_id: ProgramId,
    tip_id: TipId,
    text: str,
    to: PublicKey,
    voice: SigningKey,
    language: str = "en",
    question: bool = False,
    when_safe: bool = False,
    any_hour: bool = False,
    now: datetime,
) -> None:
    """Owe the reporter of a tip a text, in the transaction of the deed that it tells of.

    Args:
        when_safe: it says too much for a phone that somebody else may hold: they are told that it is there,
            and get it when they have replied OK.
        any_hour: it leaves at night too.

    Raises:
        MalformedKey: `to` must not be sealed to.
    """
    outbox_id = secrets.token_bytes(ID_SIZE)
    content = {
        "tip": tip_id.hex(),
        "text": text,
        "language": language,
        "question": question,
        "when_safe": when_safe,
        "any_hour": any_hour,
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    session.add(
        OutboxRow(
            program_id=program_id,
            outbox_id=outbox_id,
            kind=TEXT,
            sealed=seal_record(body, to, by=voice, context=_place(program_id, outbox_id)),
            due=now,
        )
    )


def waiting(connection: Connection, *, now: datetime) -> bool:
    """Whether anything is due: a read, to be asked before `due`, which writes."""
    rows = table(OutboxRow)
    return bool(connection.scalar(select(exists().where(rows.c.kind.in_(_KINDS), rows.c.due <= now))))


def due(connection: Connection, *, now: datetime, limit: int) -> list[DueText]:
    """Take texts that are due, the oldest first, and keep them from other processes for a minute.

    A process that dies with a text in hand leaves it to be sent after that.
    """
    rows = table(OutboxRow)
    chosen = connection.execute(
        select(rows)
        .where(rows.c.kind.in_(_KINDS), rows.c.due <= now)
        .order_by(rows.c.due)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    names = [(row.program_id, row.outbox_id) for row in chosen]
    connection.execute(
        update(rows)
        .where(tuple_(rows.c.program_id, rows.c.outbox_id).in_(names))
        .values(due=now + LEASE, tries=rows.c.tries + 1)
    )
    return [
        DueText(ProgramId(row.program_id), row.outbox_id, row.sealed, row.tries + 1, row.kind, row.route)
        for row in chosen
    ]


def open_text(row: DueText, *, keys: Iterable[PrivateKey], voice: VerifyKey | None) -> OutboundText:
    """Open a text with whichever key of the gateway's months it was sealed to.

    Raises:
        CannotOpen: none of them opens it, or the program's voice did not sign it.
    """
    place = _place(row.program_id, row.outbox_id)
    for key in keys:
        try:
            opened = open_record(row.sealed, key, context=place)
        except CannotOpen:
            continue
        if voice is None or not opened.signed_by(voice):
            break
        return _read(opened.content)
    raise CannotOpen


def done(connection: Connection, row: DueText) -> None:
    """The text was handed over: nothing of it stays."""
    rows = table(OutboxRow)
    connection.execute(delete(rows).where(*_this(row)))


def later(connection: Connection, row: DueText, *, due: datetime) -> None:
    """The text could not be handed over: try again then."""
    rows = table(OutboxRow)
    connection.execute(update(rows).where(*_this(row)).values(due=due.astimezone(UTC)))


def give_back(connection: Connection, row: DueText, *, due: datetime) -> None:
    """The text was taken and not tried: it counts as if nobody had taken it, and may be taken again then."""
    rows = table(OutboxRow)
    values = {"due": due.astimezone(UTC), "tries": row.tries - 1}
    connection.execute(update(rows).where(*_this(row)).values(values))


def telling(connection: Connection, row: DueText, *, route: bytes) -> None:
    """The reporter is about to be told that it is there: from now on an OK finds it."""
    rows = table(OutboxRow)
    connection.execute(update(rows).where(*_this(row)).values(kind=TELLING, route=route))


def park(connection: Connection, row: DueText, *, now: datetime) -> None:
    """The reporter was told that it is there: it waits for their OK, unless that has come already."""
    rows = table(OutboxRow)
    values = {"kind": WAITS, "due": (now + SAFE_FOR).astimezone(UTC), "tries": 0}
    connection.execute(update(rows).where(*_this(row), rows.c.kind == TELLING).values(values))


def waits_for_ok(connection: Connection, *, program_id: ProgramId, route: bytes) -> bool:
    """Whether this reporter was told that something waits for their OK, or is being told."""
    return bool(connection.scalar(select(exists().where(*_parked(program_id, route)))))


def parked(connection: Connection) -> list[DueText]:
    """Every text that waits for its reporter's OK."""
    rows = table(OutboxRow)
    found = connection.execute(select(rows).where(rows.c.kind == WAITS).order_by(rows.c.due)).all()
    return [
        DueText(ProgramId(row.program_id), row.outbox_id, row.sealed, row.tries, row.kind, row.route)
        for row in found
    ]


def waits_still(connection: Connection, row: DueText) -> bool:
    """Whether a text waits for its OK at this moment, which stays so until the end of the transaction."""
    rows = table(OutboxRow)
    this = (*_this(row), rows.c.kind == WAITS)
    return connection.execute(select(rows.c.outbox_id).where(*this).with_for_update()).first() is not None


def was_told(connection: Connection, *, program_id: ProgramId, route: bytes) -> bool:
    """Whether this reporter was told of something before: a second knock would say no more."""
    rows = table(OutboxRow)
    waits = (*_parked(program_id, route), rows.c.kind == WAITS)
    return bool(connection.scalar(select(exists().where(*waits))))


def release(connection: Connection, *, program_id: ProgramId, route: bytes, now: datetime) -> int:
    """The reporter has replied OK: what waited may leave, in its order; how many texts that are."""
    rows = table(OutboxRow)
    found = connection.execute(
        select(rows.c.outbox_id).where(*_parked(program_id, route)).order_by(rows.c.due)
    ).scalars()
    released = list(found)
    for place, outbox_id in enumerate(reversed(released)):
        connection.execute(
            update(rows)
            .where(*_parked(program_id, route), rows.c.outbox_id == outbox_id)
            .values(kind=TEXT, due=now.astimezone(UTC) - timedelta(microseconds=place), tries=0)
        )
    return len(released)


def knock_again(connection: Connection, *, program_id: ProgramId, route: bytes, now: datetime) -> int:
    """Have a reporter told once more that something waits for their OK; how many texts wait."""
    rows = table(OutboxRow)
    values = {"kind": TEXT, "route": None, "due": now.astimezone(UTC), "tries": 0}
    waits = (*_parked(program_id, route), rows.c.kind == WAITS)
    return connection.execute(update(rows).where(*waits).values(values)).rowcount


def drop_parked(connection: Connection, *, program_id: ProgramId, route: bytes) -> int:
    """The reporter has ended the conversation: nothing of what waited for their OK is kept."""
    rows = table(OutboxRow)
    return connection.execute(delete(rows).where(*_parked(program_id, route))).rowcount


_KINDS: Final = (TEXT, TELLING, WAITS)
_WAITING: Final = (TELLING, WAITS)


def _parked(program_id: ProgramId, route: bytes) -> tuple[ColumnElement[bool], ...]:
    rows = table(OutboxRow)
    return rows.c.program_id == program_id, rows.c.route == route, rows.c.kind.in_(_WAITING)


def set_aside(connection: Connection, row: DueText, *, tip_id: TipId, day: date) -> None:
    """The text was given up: it is kept, sealed as it is, with its tip, for staff to send it again."""
    values = {
        "program_id": row.program_id,
        "outbox_id": row.outbox_id,
        "tip_id": tip_id,
        "sealed": row.sealed,
        "day": day,
    }
    insert_new(connection, UnsentTextRow, values)
    done(connection, row)


def take_up_again(session: Session, unsent: UnsentTextRow, *, now: datetime) -> None:
    """Owe a text again that was given up: it is tried as if it had just been written."""
    session.add(
        OutboxRow(
            program_id=unsent.program_id,
            outbox_id=unsent.outbox_id,
            kind=TEXT,
            sealed=unsent.sealed,
            due=now,
        )
    )
    session.delete(unsent)


def forget_unsent(connection: Connection, *, before: date) -> int:
    """Let go of what was given up long ago: nobody can be answered by it any more. How many there were."""
    rows = table(UnsentTextRow)
    return connection.execute(delete(rows).where(rows.c.day < before)).rowcount


def _this(row: DueText) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    rows = table(OutboxRow)
    return rows.c.program_id == row.program_id, rows.c.outbox_id == row.outbox_id


def _place(program_id: ProgramId, outbox_id: bytes) -> bytes:
    return context(Purpose.OUTBOX, program_id, outbox_id)


def _read(content: bytes) -> OutboundText:
    try:
        body: dict[str, Any] = json.loads(content)  # Any: JSON, checked in the next line
        return OutboundText(
            tip_id=TipId(bytes.fromhex(body["tip"])),
            text=str(body["text"]),
            language=str(body.get("language", "en")),
            question=body.get("question") is True,
            when_safe=body.get("when_safe") is True,
            any_hour=body.get("any_hour") is True,
        )
    except (ValueError, KeyError, TypeError):
        raise CannotOpen from None
