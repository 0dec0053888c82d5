"""Pictures that came with a text and wait in the vault to be fetched: one row a text, until all are settled.

The row is written before the text is stored, and names by the digest of its key the thread that the text goes
to. The ids of a picture's record and file follow from the text's own id, and its keys are drawn with the row:
so whatever is killed in between, and however often a text is brought, each picture is one file in the end.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, delete, exists, select, update

from crypto.context import Purpose, context
from crypto.derive import KEY_SIZE
from crypto.errors import CannotOpen
from crypto.padding import pad, unpad
from crypto.pseudonym import keyed_name
from crypto.sealing import lock, unlock
from tipline.file_words import FileId
from tipline.intake.texts.addresses import Names
from tipline.intake.uploading import FileKeys, draw_keys
from tipline.log import Event, log
from tipline.store.columns import table
from tipline.store.leases import take_due
from tipline.store.statements import insert_new
from tipline.store.vault_tables import EnclosureRow
from tipline.vocabulary import ProgramId, RecordId, StoreName

LEASE: Final = timedelta(minutes=10)
"""How long a row that was taken stays away from other processes; it is taken anew after each picture."""

STRANGE: Final = timedelta(hours=6)
"""Until a row that does not open rings again."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the carrier says came with one text."""

    sid: str = field(repr=False)
    first: ProgramId
    """The first program of the line."""
    media: tuple[str, ...] = field(repr=False)
    """The carrier's id of each, in their order; empty for one that it does not name as it should."""

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.media)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture that is to be fetched."""

    place: int
    media: str = field(repr=False)
    record_id: RecordId
    file_id: FileId
    keys: FileKeys = field(repr=False)
    settled: bool = False
    """Nothing is left to do about it."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The pictures of one text, and where they go."""

    pictures: Pictures
    program_id: ProgramId
    came_with: RecordId
    """The record that the text became, alone or with others."""
    before: int
    """Pictures of that record which came with other texts, and stand before these."""
    threads: tuple[bytes, ...] = field(repr=False)
    """Digests of the keys that the record's thread may have: no other is sealed to."""
    at: datetime
    keys: tuple[FileKeys, ...] = field(repr=False)
    settled: frozenset[int] = frozenset()
    """Places, from 0."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A row that was taken, opened."""

    text_id: bytes
    row: bytes = field(repr=False)
    owed: Owed
    tries: int


def owed_of(
    pictures: Sequence[Pictures], program_id: ProgramId, *, came_with: RecordId, thread: bytes, now: datetime
) -> tuple[Owed, ...]:
    """The rows of pictures whose texts become one record in a thread; keys are drawn for each."""
    found, before = list[Owed](), 0
    for one in pictures:
        keys = tuple(draw_keys() for _ in one.media)
        found.append(Owed(one, program_id, came_with, before, (thread,), now, keys))
        before += one.count
    return tuple(found)


def listed(owed: Owed, names: Names) -> tuple[Picture, ...]:
    """Each picture of a row, with the ids that it will have."""
    sid = owed.pictures.sid
    return tuple(
        Picture(
            place=owed.before + place + 1,
            media=media,
            record_id=RecordId(_id(names, sid, place, "record")),
            file_id=FileId(_id(names, sid, place, "file")),
            keys=keys,
            settled=place in owed.settled,
        )
        for place, (media, keys) in enumerate(zip(owed.pictures.media, owed.keys, strict=True))
    )


def owe_pictures(connection: Connection, owed: Sequence[Owed], names: Names) -> None:
    """Write down what is to be fetched; of a text that came before, the thread may be this one too."""
    for one in owed:
        values = _values(one, names)
        if not insert_new(connection, EnclosureRow, {**values, "due": one.at.astimezone(UTC), "tries": 0}):
            _owe_again(connection, one, values, names)


def _owe_again(connection: Connection, owed: Owed, values: dict[str, Any], names: Names) -> None:
    rows = table(EnclosureRow)
    this = _this(values["program_id"], values["text_id"])
    sealed = connection.execute(select(rows.c.sealed).where(*this).with_for_update()).scalar_one_or_none()
    known = None if sealed is None else _opened(sealed, names, values["program_id"], values["text_id"])
    if known is None or set(owed.threads) <= set(known.threads):
        return
    both = replace(known, threads=tuple(dict.fromkeys((*known.threads, *owed.threads))))
    connection.execute(update(rows).where(*this).values(sealed=_values(both, names)["sealed"]))


def pictures_wait(connection: Connection, *, now: datetime) -> bool:
    """Whether anything is due: a read, to be asked before `take_pictures`, which writes."""
    return bool(connection.scalar(select(exists().where(table(EnclosureRow).c.due <= now))))


def take_pictures(connection: Connection, names: Names, *, now: datetime, limit: int) -> list[DueRow]:
    """Take what is due, and keep it from other processes for a while.

    A row that does not open was changed from outside: it rings an alarm and is tried again hours later.
    """
    taken = take_due(
        connection,
        EnclosureRow,
        lambda row: _opened(row.sealed, names, ProgramId(row.program_id), row.text_id),
        now=now,
        limit=limit,
        lease=LEASE,
        strange=STRANGE,
    )
    return [DueRow(row.text_id, row.sealed, owed, row.tries + 1) for row, owed in taken]


def settle_picture(connection: Connection, row: DueRow, place: int, names: Names, *, now: datetime) -> DueRow:
    """Write down that nothing is left to do about one picture, and take the rest for another while."""
    owed = replace(row.owed, settled=row.owed.settled | {place})
    rows, sealed = table(EnclosureRow), _values(owed, names)["sealed"]
    connection.execute(
        update(rows)
        .where(*_this(owed.pictures.first, row.text_id), rows.c.sealed == row.row)
        .values(sealed=sealed, due=now.astimezone(UTC) + LEASE)
    )
    return replace(row, owed=owed, row=sealed)


def pictures_later(connection: Connection, row: DueRow, *, due: datetime) -> None:
    """Something could not be fetched or kept: try again then."""
    rows = table(EnclosureRow)
    connection.execute(
        update(rows)
        .where(*_this(row.owed.pictures.first, row.text_id), rows.c.tries == row.tries)
        .values(due=due.astimezone(UTC))
    )


def pictures_settled(connection: Connection, row: DueRow) -> bool:
    """Nothing is left to do for this text; False where another process has said so before."""
    rows = table(EnclosureRow)
    this = _this(row.owed.pictures.first, row.text_id)
    return connection.execute(delete(rows).where(*this)).rowcount == 1


def _this(first: ProgramId, text_id: bytes) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    rows = table(EnclosureRow).c
    return rows.program_id == first, rows.text_id == text_id


def _id(names: Names, sid: str, place: int, what: str) -> bytes:
    return keyed_name(names.keys.name_key, context(Purpose.ENCLOSURE, sid, place, what))


def _values(owed: Owed, names: Names) -> dict[str, Any]:
    first = owed.pictures.first
    text_id = keyed_name(names.keys.name_key, context(Purpose.ENCLOSURE, owed.pictures.sid))
    content = {
        "sid": owed.pictures.sid,
        "media": list(owed.pictures.media),
        "program": owed.program_id.hex(),
        "record": owed.came_with.hex(),
        "before": owed.before,
        "threads": [one.hex() for one in owed.threads],
        "at": owed.at.astimezone(UTC).isoformat(),
        "keys": [b64encode(one.half_a + one.half_b + one.copy_key).decode() for one in owed.keys],
        "settled": sorted(owed.settled),
    }
    place = context(Purpose.ENCLOSURE, first, text_id)
    sealed = lock(pad(json.dumps(content).encode()), names.keys.vault_key, context=place)
    return {"program_id": first, "text_id": text_id, "sealed": sealed}


def _opened(sealed: bytes, names: Names, first: ProgramId, text_id: bytes) -> Owed | None:
    place = context(Purpose.ENCLOSURE, first, text_id)
    try:
        content = json.loads(unpad(unlock(sealed, names.keys.vault_key, context=place)))
        return Owed(
            pictures=Pictures(content["sid"], first, tuple(content["media"])),
            program_id=ProgramId(bytes.fromhex(content["program"])),
            came_with=RecordId(bytes.fromhex(content["record"])),
            before=int(content["before"]),
            threads=tuple(bytes.fromhex(one) for one in content["threads"]),
            at=datetime.fromisoformat(content["at"]),
            keys=tuple(_keys(b64decode(one)) for one in content["keys"]),
            settled=frozenset(content["settled"]),
        )
    except (CannotOpen, KeyError, TypeError, ValueError):
        log(Event.CANNOT_OPEN, program=first, store=StoreName.VAULT)
        return None


def _keys(raw: bytes) -> FileKeys:
    return FileKeys(*(raw[at : at + KEY_SIZE] for at in range(0, 3 * KEY_SIZE, KEY_SIZE)))
