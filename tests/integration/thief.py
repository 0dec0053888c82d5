"""Somebody with a copy of all four stores who tries every key that they have on everything that lies there.

The thief knows the formats: each value is tried under its right context, and what opens is tried in turn.
"""

import base64
import binascii
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cli.demo.config import DemoPerson
from crypto.context import Purpose, context
from crypto.errors import CryptoError
from crypto.keys import PrivateKey
from crypto.locker import PasswordLock, open_lock
from crypto.sealing import open_record, unlock, unseal
from tipline.vocabulary import Process, fold

KEY_SIZE: Final = 32
"""Of a seed, a pepper and a locking key alike."""


@dataclass(frozen=True)
class Word:
    """A record that opened."""

    kind: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Loot:
    """What a thief could open."""

    records: tuple[Word, ...]
    """What the records say that opened."""
    tips: frozenset[bytes]
    """The ids of the tips that they belong to."""
    keys: int
    """How many grants opened."""
    values: int
    """How many locked values and sealed texts of the vault, the outbox and the locks opened."""


NOTHING: Final = Loot((), frozenset(), 0, 0)


@dataclass
class Thief:
    """The four stores, and every secret that was found or is given."""

    data: Path
    secrets: set[bytes] = field(default_factory=set, repr=False)

    def try_everything(self) -> Loot:
        """Open what can be opened, until nothing new comes of it."""
        opened: dict[bytes, PrivateKey] = {}
        grants = list(self._grants())
        fresh = set(self.secrets)
        count = 0
        while fresh:
            keys = [PrivateKey.from_seed(seed) for seed in fresh]
            opened |= {key.seed: key for key in keys}
            fresh = set()
            for sealed, place in grants:
                for key in keys:
                    with suppress(CryptoError):
                        fresh.add(unseal(sealed, key, context=place))
                        count += 1
            fresh -= set(opened)
        words, tips = [], set()
        for sealed, place, tip in self._records():
            for key in opened.values():
                with suppress(CryptoError):
                    said = json.loads(open_record(sealed, key, context=place).content)
                    words.append(Word(said["kind"], said["text"]))
                    tips.add(tip)
        values = sum(1 for _ in self._values(opened.values()))
        return Loot(tuple(words), frozenset(tips), count, values)

    def _grants(self) -> Iterator[tuple[bytes, bytes]]:
        for program, subject, holder, sealed in self.rows(
            "keys", "select program_id, subject_id, holder_id, sealed from epoch_grant"
        ):
            yield sealed, context(Purpose.GRANT, program, holder, subject)
        for program, key, holder, sealed in self.rows(
            "tips", "select program_id, key_id, holder_id, sealed from tip_grant"
        ):
            yield sealed, context(Purpose.GRANT, program, holder, key)

    def _records(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        for program, tip, record, kind, sealed in self.rows(
            "tips", "select program_id, tip_id, record_id, kind, sealed from record"
        ):
            yield sealed, context(Purpose.RECORD, program, tip, record, kind), tip

    def _values(self, keys: Iterable[PrivateKey]) -> Iterator[bytes]:
        """Everything else that is sealed or locked, under every secret."""
        keys = list(keys)
        for sealed, place in self._others():
            for key in keys:
                with suppress(CryptoError):
                    yield unseal(sealed, key, context=place)
            for secret in self.secrets:
                with suppress(CryptoError):
                    yield unlock(sealed, secret, context=place)

    def _others(self) -> Iterator[tuple[bytes, bytes]]:
        for store, purpose, table, identity in (
            ("tips", Purpose.OUTBOX, "outbox", "outbox_id"),
            ("tips", Purpose.OUTBOX, "unsent_text", "outbox_id"),
            ("vault", Purpose.SENT, "sent_text", "sent_id"),
            ("vault", Purpose.RETURN_ADDRESS, "return_address", "route"),
            ("vault", Purpose.PSEUDONYM, "pseudonym", "pseudonym"),
            ("vault", Purpose.CONVERSATION, "conversation", "sender"),
            ("vault", Purpose.HELD_TEXT, "held_text", "held_id"),
            ("vault", Purpose.ERASURE, "erasure", "erasure_id"),
            ("vault", Purpose.ENCLOSURE, "enclosure", "text_id"),
        ):
            for program, name, sealed in self.rows(
                store, f"select program_id, {identity}, sealed from {table}"
            ):
                yield sealed, context(purpose, program, name)
        for program, person, sealed in self.rows(
            "keys", "select program_id, person_id, locked from password_lock"
        ):
            yield sealed, context(Purpose.LOCKER, program, person)
        for process in (Process.PUBLIC, Process.GATEWAY):
            for file in self.spooled(process):
                yield file.read_bytes(), context(Purpose.SPOOL, process, file.name)

    def spooled(self, process: str) -> Iterator[Path]:
        """What waits in the spool of a process."""
        return (path for path in (self.data / "spool" / process).glob("[!.]*") if path.is_file())

    # Any: a row holds what its columns hold
    def rows(self, store: str, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a store says."""
        with closing(sqlite3.connect(self.data / f"{store}.db")) as connection:
            return connection.execute(statement, values).fetchall()


def secrets_of(key_file: Path) -> set[bytes]:
    """Every value in a key file that could be a key, wherever it stands in it."""
    return {value for value in _decoded(json.loads(key_file.read_text())) if len(value) == KEY_SIZE}


def _decoded(value: object) -> Iterator[bytes]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _decoded(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _decoded(inner)
    elif isinstance(value, str):
        with suppress(binascii.Error, ValueError):
            yield base64.b64decode(value, validate=True)


def seed_of(data: Path, person: DemoPerson) -> bytes:
    """A person's own key, as their password and the console's key open it."""
    (console_key,) = secrets_of(data / "keys" / "console" / "console.json")
    thief = Thief(data)
    ((program, person_id),) = thief.rows(
        "tips", "select program_id, person_id from person where sign_in = ?", fold(person.name)
    )
    ((salt, memory, passes, check, locked),) = thief.rows(
        "keys",
        "select salt, memory_kib, passes, check_value, locked from password_lock where person_id = ?",
        person_id,
    )
    lock = PasswordLock(salt=salt, memory_kib=memory, passes=passes, check=check, locked=locked)
    return open_lock(
        lock, password=person.password, console_key=console_key, program=program, person=person_id
    )
