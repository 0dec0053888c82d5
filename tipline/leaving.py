"""A program leaves: all that is kept of it goes into one file, sealed to a key that it names.

Inside is a tar of tables, a line of JSON for each row, in members of so many rows. What was sealed stays
sealed to its holders; the grants that open it come along, those of the recovery key among them. Left behind
are numbers that texts came from, passwords, second factors, sessions, and what waits for minutes.

    file = mark || program (16) || file's id (16) || sealed key (1,169) || sealed stream (SPEC, section 6)
"""

import base64
import io
import json
import secrets
import tarfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import BinaryIO, Final

from sqlalchemy import Table, select

from crypto.context import Purpose, context
from crypto.envelope import SEAL_OVERHEAD
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey, PublicKey
from crypto.sealing import seal, unseal
from crypto.stream import FileSealer, open_file
from tipline.store.db import Store
from tipline.store.tables import METADATA
from tipline.vocabulary import ID_SIZE, ProgramId, StoreName

MARK: Final = b"tipline leaving 1\n"
KEY_SIZE: Final = 32
HEAD_SIZE: Final = len(MARK) + 2 * ID_SIZE + KEY_SIZE + SEAL_OVERHEAD
"""Mark (18), two ids (32), sealed key (1,169)."""

ROWS: Final = 2_000
"""In one member of the tar, which is made in memory."""
PIECE: Final = 1 << 20

STORES: Final = (StoreName.TIPS, StoreName.KEYS, StoreName.LEDGER)
"""Not the vault: nobody who leaves may take along what number a text came from."""

STAYS: Final = frozenset(
    {
        "password_lock",
        "code_tries",
        "session",
        "form_token",
        "code_link",
        "outbox",
        "unsent_text",
        "claim_renewal",
    }
)
"""Tables that stay behind: secrets of this deployment, and what waits for minutes."""


def seal_program(
    stores: Mapping[StoreName, Store], program_id: ProgramId, *, to: PublicKey, into: BinaryIO
) -> int:
    """Write all that is kept of a program into a file that only the holder of `to` opens; how many rows.

    Raises:
        MalformedKey: `to` must not be sealed to.
        StoreUnavailable: a store cannot be read.
        OSError: the file cannot be written.
    """
    file_id, key = secrets.token_bytes(ID_SIZE), secrets.token_bytes(KEY_SIZE)
    place = context(Purpose.LEAVING, program_id, file_id)
    into.write(MARK + program_id + file_id + seal(key, to, context=place))
    sealer, count = FileSealer(key, context=place), 0
    with tarfile.open(fileobj=_Sealed(sealer.update, into), mode="w|") as tar:
        for name in STORES:
            for table in tables(name):
                for number, rows in enumerate(_rows(stores[name], table, program_id)):
                    _add(tar, f"{name.value}/{table.name}.{number:06d}.jsonl", rows)
                    count += len(rows)
    into.write(sealer.finalize())
    return count


def open_program(source: BinaryIO, *, key: PrivateKey, into: BinaryIO) -> None:
    """Write the tar that `seal_program` sealed, once the whole of it is known to be right.

    Raises:
        CannotOpen: it is sealed to another key, is no such file, or was changed or cut.
        OSError: a file cannot be read or written.
    """
    head = source.read(HEAD_SIZE)
    if len(head) != HEAD_SIZE or not head.startswith(MARK):
        raise CannotOpen
    program_id, file_id = head[len(MARK) :][:ID_SIZE], head[len(MARK) + ID_SIZE :][:ID_SIZE]
    place = context(Purpose.LEAVING, program_id, file_id)
    content_key = unseal(head[len(MARK) + 2 * ID_SIZE :], key, context=place)
    into.writelines(open_file(_Pieces(source), content_key, context=place))


def tables(name: StoreName) -> tuple[Table, ...]:
    """The tables of a store that a program takes along."""
    return tuple(
        each for each in METADATA[name].sorted_tables if "program_id" in each.c and each.name not in STAYS
    )


class _Sealed(io.RawIOBase):
    """What is written into it goes, sealed, into a file."""

    def __init__(self, update: Callable[[bytes], bytes], into: BinaryIO) -> None:
        self._update = update
        self._into = into

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]  # less is taken
        self._into.write(self._update(bytes(data)))
        return len(data)


class _Pieces:
    """The rest of a file after its head, as often as it is asked for."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def __iter__(self) -> Iterator[bytes]:
        self._source.seek(HEAD_SIZE)
        while piece := self._source.read(PIECE):
            yield piece


def _rows(store: Store, table: Table, program_id: ProgramId) -> Iterator[list[dict[str, object]]]:
    statement = select(table).where(table.c.program_id == program_id).order_by(*table.primary_key.columns)
    with store.read() as session:
        found = session.connection().execution_options(yield_per=ROWS).execute(statement)
        for part in found.mappings().partitions():
            yield [{str(name): _plain(value) for name, value in row.items()} for row in part]


def _plain(value: object) -> object:
    """A value as JSON has it: bytes in base 64, times in UTC."""
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
    return value


def _add(tar: tarfile.TarFile, name: str, rows: list[dict[str, object]]) -> None:
    body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    member = tarfile.TarInfo(name)
    member.size = len(body)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(body))
