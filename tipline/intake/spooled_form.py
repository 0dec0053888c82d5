"""What a form leaves in the spool, as sealed bytes: a tip as its rows, a blob to come, a step that was done.

The rows are as sealed as in the store. What stands in the clear there is locked here as well, under a key of
the public site and bound to the file's name: who takes the folder learns sizes and times.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from sqlmodel import SQLModel

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.padding import pad, unpad
from crypto.sealing import lock, unlock
from tipline.file_words import BlobId
from tipline.intake.form_tokens import TokenHash
from tipline.intake.tip_rows import TipRows
from tipline.store.columns import table
from tipline.store.file_tables import TipFileRow
from tipline.store.statements import Values
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import Process, ProgramId, TipId, TipNumber

Json: TypeAlias = Mapping[str, Any]  # as json gives it: what is not as it should be does not open


@dataclass(frozen=True, slots=True)
class SpooledTip:
    """A tip that waits, with the number that its reporter was shown, and the token of the form."""

    rows: TipRows
    number: TipNumber
    token: TokenHash = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class SpooledBlob:
    """A blob that is being written and that no tip has taken yet."""

    program_id: ProgramId
    blob_id: BlobId


@dataclass(frozen=True, slots=True)
class SpooledStep:
    """The step after a tip under pressure is done."""

    program_id: ProgramId
    tip_id: TipId


Spooled: TypeAlias = SpooledTip | SpooledBlob | SpooledStep

_TIP, _BLOB, _STEP = "tip", "blob", "step"


def lock_spooled(spooled: Spooled, *, key: bytes, name: str) -> bytes:
    """Lock what is to wait in the file of this name."""
    plain = json.dumps(_written(spooled)).encode()
    return lock(pad(plain), key, context=_place(name))


def unlock_spooled(locked: bytes, *, key: bytes, name: str) -> Spooled:
    """Open what waited in the file of this name.

    Raises:
        CannotOpen: it was cut, changed, moved to another name, or written by a later version of this program.
    """
    plain = unpad(unlock(locked, key, context=_place(name)))
    try:
        return _read(json.loads(plain))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CannotOpen from None


def _place(name: str) -> bytes:
    return context(Purpose.SPOOL, Process.PUBLIC, name)


def _written(spooled: Spooled) -> Json:
    match spooled:
        case SpooledBlob():
            return {"kind": _BLOB, "program": spooled.program_id.hex(), "blob": spooled.blob_id.hex()}
        case SpooledStep():
            return {"kind": _STEP, "program": spooled.program_id.hex(), "tip": spooled.tip_id.hex()}
        case SpooledTip():
            return {
                "kind": _TIP,
                "number": spooled.number,
                "token": spooled.token.hex(),
                "at": spooled.at.astimezone(UTC).isoformat(),
                "prefix": spooled.rows.number_prefix,
                "tip": _row(spooled.rows.tip),
                "key": _row(spooled.rows.key),
                "grants": [_row(one) for one in spooled.rows.grants],
                "record": _row(spooled.rows.record),
                "files": [_row(one) for one in spooled.rows.files],
            }


def _read(found: Json) -> Spooled:
    kind = found["kind"]
    if kind == _BLOB:
        return SpooledBlob(ProgramId(bytes.fromhex(found["program"])), BlobId(bytes.fromhex(found["blob"])))
    if kind == _STEP:
        return SpooledStep(ProgramId(bytes.fromhex(found["program"])), TipId(bytes.fromhex(found["tip"])))
    if kind != _TIP:
        raise ValueError(kind)
    return SpooledTip(
        rows=TipRows(
            number_prefix=found["prefix"],
            tip=_values(TipRow, found["tip"]),
            key=_values(TipKeyRow, found["key"]),
            grants=_rows(TipGrantRow, found["grants"]),
            record=_values(RecordRow, found["record"]),
            files=_rows(TipFileRow, found["files"]),
        ),
        number=TipNumber(found["number"]),
        token=TokenHash(bytes.fromhex(found["token"])),
        at=datetime.fromisoformat(found["at"]),
    )


def _row(values: Values) -> Json:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    match value:
        case bytes():
            return b64encode(value).decode()
        case date():
            return value.isoformat()
        case _:
            return value  # text, an enum's word, a truth, a number or nothing, which are JSON as they are


def _rows(row: type[SQLModel], found: Sequence[Json]) -> tuple[Values, ...]:
    return tuple(_values(row, one) for one in found)


def _values(row: type[SQLModel], found: Json) -> Values:
    """A row again, each value of the type that its column has."""
    columns = table(row).c
    return {name: _typed(columns[name].type.python_type, value) for name, value in found.items()}


def _typed(kind: type[Any], value: Any) -> object:  # noqa: ANN401 - see Json
    if value is None:
        return None
    if kind is bytes:
        return b64decode(value, validate=True)
    if kind is date:
        return date.fromisoformat(value)
    return kind(value)
