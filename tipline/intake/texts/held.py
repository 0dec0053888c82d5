"""Texts that wait in the vault: for the keyword that says whose they are, or for the tips to take them.

Two hours at most, then a text goes to the line's first program: it is never dropped. When a sender ends
the conversation their texts lose the number at once and are owed to the program without it; so is the
notice that staff get.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, delete, select, update

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.padding import pad, unpad
from crypto.sealing import lock, unlock
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.pictures import Pictures
from tipline.intake.texts.senders import ChangedMeanwhile, Known
from tipline.log import Event, log
from tipline.store.columns import table
from tipline.store.statements import insert_new
from tipline.store.vault_tables import HeldTextRow
from tipline.vocabulary import ID_SIZE, Channel, ProgramId, RecordId, StoreName, TipId

WAITS: Final = timedelta(hours=2)
SOON: Final = timedelta(minutes=1)
"""When the clockwork does what this process was about to do, had it not died."""
LOST: Final = timedelta(days=7)


class HeldKind(StrEnum):
    """What waits."""

    TEXT = "text"
    STOPPED = "stopped"
    """Staff are owed the notice that a reporter has ended the conversation."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something that waits, opened."""

    kind: HeldKind
    program_id: ProgramId
    """Whose it is, or whose it becomes if nobody says otherwise."""
    tip_id: TipId
    record_id: RecordId
    at: datetime
    text: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    """Empty where the number is to be forgotten."""
    line: str = field(default="", repr=False)
    key: bytes = field(default=b"", repr=False)
    """Of a notice: the digest of the key that it may be sealed to."""
    sid: str = field(default="", repr=False)
    media: tuple[str, ...] = field(default=(), repr=False)
    """Of a text with pictures: the carrier's ids of it and of them."""
    channel: Channel = Channel.TEXT


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Something that waits, and the row that it stands in."""

    first: ProgramId
    held_id: bytes
    who: bytes
    row: bytes = field(repr=False)
    held: Held

    @property
    def pictures(self) -> tuple[Pictures, ...]:
        """What came with the text."""
        return (Pictures(self.held.sid, self.first, self.held.media),) if self.held.media else ()


def held_values(
    held: Held,
    names: Names,
    *,
    first: ProgramId,
    who: bytes,
    expires_at: datetime,
    held_id: bytes | None = None,
) -> dict[str, Any]:
    """A row for something that waits, sealed; under the id that it had, or one from its record."""
    held_id = held_id or names.held(held.record_id)
    return {
        "program_id": first,
        "held_id": held_id,
        "sender": who,
        "sealed": _lock(held, names.keys.vault_key, first=first, held_id=held_id),
        "expires_at": expires_at.astimezone(UTC),
    }


def nobody() -> bytes:
    """Who wrote a text whose sender is forgotten: found by nothing, equal to nobody."""
    return secrets.token_bytes(ID_SIZE)


def stop_notices(
    known: Iterable[Known], names: Names, *, record_id: RecordId, now: datetime
) -> Iterator[Held]:
    """What staff are told in each thread that ends."""
    for one in known:
        for thread in one.correspondent.threads:
            yield Held(
                kind=HeldKind.STOPPED,
                program_id=one.program_id,
                tip_id=thread.tip_id,
                record_id=names.notice(record_id, thread.tip_id),
                at=now,
                key=thread.key,
            )


def hold(connection: Connection, values: dict[str, Any]) -> bool:
    """Keep something until its time; False if it is kept already."""
    return insert_new(connection, HeldTextRow, values)


def read_held(connection: Connection, names: Names, *, first: ProgramId, who: bytes) -> list[HeldRow]:
    """What a sender on a line has told without a keyword, the oldest first."""
    return _opened(connection, _OF_SENDER, names, {"of_program": first, "of_sender": who})


def read_expired(connection: Connection, names: Names, *, now: datetime, limit: int) -> list[HeldRow]:
    """What has waited long enough."""
    rows = table(HeldTextRow)
    statement = select(rows).where(rows.c.expires_at <= now).order_by(rows.c.expires_at).limit(limit)
    return _opened(connection, statement, names)


def decide_held(connection: Connection, chosen: Sequence[tuple[HeldRow, dict[str, Any]]]) -> None:
    """Write down whose texts these are now.

    Raises:
        ChangedMeanwhile: another process decided since they were read.
    """
    rows = table(HeldTextRow)
    for was, becomes in chosen:
        changed = connection.execute(
            update(rows)
            .where(rows.c.program_id == was.first, rows.c.held_id == was.held_id, rows.c.sealed == was.row)
            .values(sealed=becomes["sealed"], sender=becomes["sender"], expires_at=becomes["expires_at"])
        )
        if changed.rowcount != 1:
            raise ChangedMeanwhile


def forget_lost(connection: Connection, *, now: datetime) -> int:
    """Destroy what has been tried for a week and cannot be opened or told to anybody; how many rows."""
    rows = table(HeldTextRow)
    return connection.execute(delete(rows).where(rows.c.expires_at < now - LOST)).rowcount


def forget_held(connection: Connection, gone: Sequence[HeldRow]) -> None:
    """What waited is where it belongs."""
    rows = table(HeldTextRow)
    for one in gone:
        connection.execute(delete(rows).where(rows.c.program_id == one.first, rows.c.held_id == one.held_id))


# Built once: every text asks for them.
_OF_SENDER: Final = select(table(HeldTextRow)).where(
    table(HeldTextRow).c.program_id == bindparam("of_program"),
    table(HeldTextRow).c.sender == bindparam("of_sender"),
)


def _opened(
    connection: Connection,
    statement: Select[tuple[Any, ...]],  # the columns of the table
    names: Names,
    values: dict[str, bytes] | None = None,
) -> list[HeldRow]:
    opened = []
    for row in connection.execute(statement, values):
        try:
            held = _unlock(row.sealed, names.keys.vault_key, first=row.program_id, held_id=row.held_id)
        except CannotOpen:
            log(Event.CANNOT_OPEN, program=row.program_id, store=StoreName.VAULT)
            continue
        opened.append(HeldRow(ProgramId(row.program_id), row.held_id, row.sender, row.sealed, held))
    return sorted(opened, key=lambda one: (one.held.at, one.held_id))


def _lock(held: Held, key: bytes, *, first: ProgramId, held_id: bytes) -> bytes:
    content = {
        "kind": held.kind.value,
        "program": held.program_id.hex(),
        "tip": held.tip_id.hex(),
        "record": held.record_id.hex(),
        "at": held.at.astimezone(UTC).isoformat(),
        "text": held.text,
        "sender": held.sender,
        "line": held.line,
        "key": held.key.hex(),
        "sid": held.sid,
        "media": list(held.media),
        "channel": held.channel.value,
    }
    plain = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return lock(pad(plain), key, context=context(Purpose.HELD_TEXT, first, held_id))


def _unlock(sealed: bytes, key: bytes, *, first: ProgramId, held_id: bytes) -> Held:
    plain = unpad(unlock(sealed, key, context=context(Purpose.HELD_TEXT, first, held_id)))
    try:
        content: dict[str, Any] = json.loads(plain)  # Any: JSON that we wrote ourselves
        return Held(
            kind=HeldKind(content["kind"]),
            program_id=ProgramId(bytes.fromhex(content["program"])),
            tip_id=TipId(bytes.fromhex(content["tip"])),
            record_id=RecordId(bytes.fromhex(content["record"])),
            at=datetime.fromisoformat(content["at"]),
            text=content["text"],
            sender=content["sender"],
            line=content["line"],
            key=bytes.fromhex(content["key"]),
            sid=content.get("sid", ""),
            media=tuple(content.get("media", ())),
            channel=Channel(content.get("channel", Channel.TEXT)),
        )
    except (KeyError, TypeError, ValueError):
        raise CannotOpen from None
