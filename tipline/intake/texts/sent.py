"""How far a text that we sent has come, as the carrier tells it: in any order, twice, of others, or never.

A row names a text by a keyed name of the carrier's id, and holds sealed that id, the tip and the state: no
number and no word of it. It loses id and tip when the carrier has nothing more to say, and ends soon after.
What the carrier never ends is over after four days, and is erased there all the same.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.padding import pad, unpad
from crypto.pseudonym import keyed_name
from crypto.sealing import lock, unlock
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import NO_PROGRAM, add_erasure, owe_erasure
from tipline.intake.texts.senders import ChangedMeanwhile
from tipline.log import Event, log
from tipline.store.columns import table
from tipline.store.statements import insert_new
from tipline.store.vault_tables import SentTextRow
from tipline.vocabulary import ProgramId, StoreName, TipId

OVER: Final = timedelta(days=4)
"""The carrier gives a text up after hours; what it says later is lost."""

KEPT: Final = timedelta(hours=1)
"""After its end, for what comes twice or late; and where we are told of a text that we have not noted yet."""

HOUR: Final = timedelta(hours=1)


class State(StrEnum):
    """How far a text has come, in the carrier's own words."""

    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"
    READ = "read"

    @property
    def rank(self) -> int:
        """A text goes to a higher one and never back: of two ends, the first that is heard counts."""
        return _RANKS[self]

    @property
    def final(self) -> bool:
        """Whether the carrier has brought it or given it up."""
        return self.rank >= State.DELIVERED.rank

    @property
    def lost(self) -> bool:
        """Whether it was given up."""
        return self in {State.UNDELIVERED, State.FAILED, State.CANCELED}


_RANKS: Final[Mapping[State, int]] = {
    State.ACCEPTED: 0,
    State.SCHEDULED: 0,
    State.QUEUED: 1,
    State.SENDING: 2,
    State.SENT: 3,
    State.DELIVERED: 4,
    State.UNDELIVERED: 4,
    State.FAILED: 4,
    State.CANCELED: 4,
    State.READ: 5,
}


@dataclass(frozen=True, slots=True)
class SentText:
    """A text that we sent, and how far it has come."""

    program_id: ProgramId
    tip_id: TipId | None
    """Nothing where it answers no tip, where that is not noted yet, and after its end."""
    state: State
    code: int | None = None
    """The carrier's number for why it was given up."""
    sid: str = field(default="", repr=False)
    """The carrier's id; empty once its erasure is owed."""


def note_sent(
    connection: Connection,
    names: Names,
    *,
    sid: str,
    program_id: ProgramId,
    tip_id: TipId | None,
    now: datetime,
) -> SentText:
    """Note a text that the carrier has just taken; how far it is already, which the carrier may say first."""
    found = _find(connection, names, sid)
    early = found[1] if found else None
    if found is not None:
        connection.execute(delete(table(SentTextRow)).where(*_this(found[0])))
    sent = SentText(program_id, tip_id, State.QUEUED, sid=sid)
    if early is not None:
        sent = replace(sent, state=early.state, code=early.code)
    _add(connection, names, sent, sid=sid, now=now)
    return sent


def heard(connection: Connection, names: Names, *, sid: str, state: State) -> SentText | None:
    """The text that a state is told of, if that is news of a text that we have noted."""
    found = _find(connection, names, sid)
    if found is None or found[1].state.rank >= state.rank:
        return None
    return found[1]


def write_state(
    connection: Connection,
    names: Names,
    *,
    sid: str,
    state: State,
    code: int | None,
    now: datetime,
    program_id: ProgramId = NO_PROGRAM,
) -> None:
    """Write down how far a text has come; at its end its erasure is owed, whoever sent it.

    Args:
        connection: to the vault.
        names: the gateway's keys.
        sid: the carrier's id of the text.
        state: how far it is.
        code: the carrier's number for why it was given up.
        now: this moment.
        program_id: in whose name it is erased, where nobody has noted it: an answer to a text, say.

    Raises:
        ChangedMeanwhile: another process wrote the same: read it again.
    """
    found = _find(connection, names, sid)
    if found is None:
        sent = SentText(program_id, None, state, code, sid)
        if not _add(connection, names, sent, sid=sid, now=now):
            raise ChangedMeanwhile
        return
    row, was = found
    if was.state.rank >= state.rank:
        return
    becomes = _at_its_end(connection, names, replace(was, state=state, code=code, sid=sid), now=now)
    rows = table(SentTextRow)
    changed = connection.execute(
        update(rows)
        .where(*_this(row), rows.c.sealed == row.sealed)
        .values(sealed=_lock(becomes, names, row.sent_id), expires_at=_expires(becomes, now))
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile


def end_old(connection: Connection, names: Names, *, now: datetime) -> int:
    """Let go of the rows whose time is over, and owe the erasure of what never ended; how many."""
    rows = table(SentTextRow)
    over = connection.execute(select(rows).where(rows.c.expires_at <= now).with_for_update()).all()
    for row in over:
        sent = _opened(row, names)
        if sent is not None and sent.sid:
            _owe(connection, names, sent, now=now)
        connection.execute(delete(rows).where(*_this(row)))
    return len(over)


def _add(connection: Connection, names: Names, sent: SentText, *, sid: str, now: datetime) -> bool:
    kept = _at_its_end(connection, names, sent, now=now)
    sent_id = _name(names, sid)
    values = {
        "program_id": sent.program_id,
        "sent_id": sent_id,
        "sealed": _lock(kept, names, sent_id),
        "expires_at": _expires(kept, now),
    }
    return insert_new(connection, SentTextRow, values)


def _at_its_end(connection: Connection, names: Names, sent: SentText, *, now: datetime) -> SentText:
    """What is kept of it: at its end the state alone, and the carrier is to forget the rest."""
    if not sent.state.final:
        return sent
    _owe(connection, names, sent, now=now)
    return replace(sent, tip_id=None, sid="")


def _owe(connection: Connection, names: Names, sent: SentText, *, now: datetime) -> None:
    """The carrier is to forget it, in the name of the program whose staff are told should it be late."""
    add_erasure(connection, owe_erasure(names, sid=sent.sid, now=now, program_id=sent.program_id))


def _expires(sent: SentText, now: datetime) -> datetime:
    """On a full hour: the vault does not say in which minute a text was sent."""
    until = now.astimezone(UTC) + (KEPT if sent.state.final else OVER)
    return until.replace(minute=0, second=0, microsecond=0) + HOUR


def _find(
    connection: Connection, names: Names, sid: str
) -> tuple[Row[tuple[Any, ...]], SentText] | None:  # Any: the columns of the table
    """The row of a text; one that was changed from outside rings an alarm and is written anew."""
    rows = table(SentTextRow)
    for row in connection.execute(select(rows).where(rows.c.sent_id == _name(names, sid)).with_for_update()):
        sent = _opened(row, names)
        if sent is not None:
            return row, sent
        connection.execute(delete(rows).where(*_this(row)))
    return None


def _name(names: Names, sid: str) -> bytes:
    return keyed_name(names.keys.name_key, context(Purpose.SENT, sid))


def _this(row: Row[tuple[Any, ...]]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:  # Any: as above
    rows = table(SentTextRow).c
    return rows.program_id == row.program_id, rows.sent_id == row.sent_id


def _lock(sent: SentText, names: Names, sent_id: bytes) -> bytes:
    content = {
        "tip": sent.tip_id.hex() if sent.tip_id else None,
        "state": sent.state.value,
        "code": sent.code,
        "sid": sent.sid,
    }
    where = context(Purpose.SENT, sent.program_id, sent_id)
    return lock(pad(json.dumps(content).encode()), names.keys.vault_key, context=where)


def _opened(row: Row[tuple[Any, ...]], names: Names) -> SentText | None:  # Any: as above
    program_id = ProgramId(row.program_id)
    where = context(Purpose.SENT, program_id, row.sent_id)
    try:
        content = json.loads(unpad(unlock(row.sealed, names.keys.vault_key, context=where)))
        tip, code = content["tip"], content["code"]
        return SentText(
            program_id=program_id,
            tip_id=TipId(bytes.fromhex(tip)) if tip else None,
            state=State(content["state"]),
            code=None if code is None else int(code),
            sid=str(content["sid"]),
        )
    except (CannotOpen, KeyError, TypeError, ValueError):
        log(Event.CANNOT_OPEN, program=program_id, store=StoreName.VAULT)
        return None
