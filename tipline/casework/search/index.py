"""The index itself: the words of a team's tips in one SQLite database that is nowhere but in memory."""

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final, NamedTuple, Self

from tipline.casework.search.words import words_of
from tipline.vocabulary import TipId

VERSION: Final = 2
"""Of the tables; an index of another version is made anew."""
CHANCE: Final = 32
"""Bits under the day in a tip's place: tips of one day stand in no order that tells which came first."""

_TABLES: Final = (
    f"PRAGMA user_version = {VERSION}",
    """
    CREATE TABLE tip (
        place INTEGER PRIMARY KEY, tip_id BLOB NOT NULL UNIQUE, state BLOB NOT NULL,
        said TEXT NOT NULL, notes TEXT NOT NULL
    )
    """,
    "CREATE TABLE known (holders BLOB, kind TEXT, day TEXT, count INTEGER)",
    # The words are folded before they come here; the tokenizer only parts them at their spaces.
    "CREATE VIRTUAL TABLE word USING fts5(said, notes, content='', columnsize=0, tokenize='unicode61')",
)
_SPELLING: Final = "CREATE VIRTUAL TABLE temp.spelling USING fts5vocab('main', 'word', 'row')"
"""The words of the index, as a table; of the connection, and in no image of it."""


class IndexClosed(Exception):
    """Nobody who shares the index is signed in any more: it is gone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A tip as the index has it."""

    tip_id: TipId
    day: date
    state: bytes
    """What the tip consisted of when it was read."""
    said: str = field(repr=False)
    notes: str = field(repr=False)


class Seen(NamedTuple):
    """A tip of the index, without its words."""

    state: bytes
    day: int
    """Of its place, as an ordinal."""


@dataclass(frozen=True, slots=True)
class Match:
    """A tip that was found, and its place in the order of all: the newest day first."""

    place: int
    tip_id: TipId


class Index:
    """The words of some tips, in memory."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Over a database in memory, which nobody else has."""
        self._lock = Lock()
        self._database: sqlite3.Connection | None = database

    def __repr__(self) -> str:
        return "Index(…)"

    @classmethod
    def empty(cls) -> Self:
        """An index of nothing."""
        database = _database()
        for statement in (*_TABLES, _SPELLING):
            database.execute(statement)
        return cls(database)

    @classmethod
    def loaded(cls, image: bytes) -> Self | None:
        """An index as `image` gave it; nothing where it is none of this version."""
        if not image:
            return None
        database = _database()
        try:
            database.deserialize(image)
            (version,) = database.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error:
            version = None
        if version != VERSION:
            database.close()
            return None
        database.execute(_SPELLING)
        return cls(database)

    @property
    def is_open(self) -> bool:
        """Whether it is still in memory."""
        return self._database is not None

    def seen(self) -> dict[TipId, Seen]:
        """What each tip consisted of when it was read."""
        with self._lock:
            rows = self._open().execute("SELECT tip_id, state, place FROM tip")
            return {tip_id: Seen(state, place >> CHANCE) for tip_id, state, place in rows}

    def know(self, holders: bytes, counts: Mapping[tuple[str, date], int]) -> None:
        """Remember up to which counts the index is complete for whoever holds these."""
        with self._lock, self._open() as database:
            database.execute("DELETE FROM known")
            database.executemany(
                "INSERT INTO known VALUES (?, ?, ?, ?)",
                [(holders, kind, day.isoformat(), count) for (kind, day), count in counts.items()],
            )

    def known(self, holders: bytes) -> dict[tuple[str, date], int]:
        """What was remembered for whoever holds these, if anything."""
        with self._lock:
            rows = self._open().execute("SELECT kind, day, count FROM known WHERE holders = ?", (holders,))
            return {(kind, date.fromisoformat(day)): count for kind, day, count in rows}

    def put(self, entries: Iterable[Entry]) -> None:
        """Add tips, or what they have become."""
        folded = [(entry, _text(entry.said), _text(entry.notes)) for entry in entries]
        with self._lock, self._open() as database:
            for entry, said, notes in folded:
                _take_out(database, entry.tip_id)
                place = _free_place(database, entry.day)
                database.execute(
                    "INSERT INTO tip VALUES (?, ?, ?, ?, ?)",
                    (place, entry.tip_id, entry.state, entry.said, entry.notes),
                )
                database.execute(
                    "INSERT INTO word (rowid, said, notes) VALUES (?, ?, ?)", (place, said, notes)
                )

    def forget(self, tips: Iterable[TipId]) -> None:
        """Take tips out so that nothing of them is left.

        FTS5 drops the words of what is taken out when it next merges its parts, so they are merged now.
        """
        with self._lock, self._open() as database:
            for tip_id in tips:
                _take_out(database, tip_id)
            database.execute("INSERT INTO word (word) VALUES ('optimize')")

    def find(self, match: str, *, low: int, high: int, limit: int) -> list[Match]:
        """The tips in which everything asked for stands, from a place downwards.

        Args:
            match: what `Query.match` gives.
            low, high: places, both included.
            limit: how many at most.
        """
        with self._lock:
            found = self._open().execute(
                "SELECT place, tip_id FROM tip WHERE place IN (SELECT rowid FROM word WHERE word MATCH ? "
                "AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?) ORDER BY place DESC",
                (match, low, high, limit),
            )
            return [Match(place, tip_id) for place, tip_id in found]

    def texts(self, places: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """What was said, and the notes, of the tips at some places."""
        with self._lock:
            database = self._open()
            found = {}
            for place in places:
                row = database.execute("SELECT said, notes FROM tip WHERE place = ?", (place,)).fetchone()
                if row is not None:
                    found[place] = row
            return found

    def said_in(self, tips: Iterable[TipId]) -> dict[TipId, str]:
        """What was said in some tips, as far as they are in the index."""
        with self._lock:
            database = self._open()
            found = {}
            for tip_id in tips:
                row = database.execute("SELECT said FROM tip WHERE tip_id = ?", (tip_id,)).fetchone()
                if row is not None:
                    found[tip_id] = row[0]
            return found

    def spellings(self, beginning: str) -> list[str]:
        """The folded words that begin so, in whatever tip they stand."""
        with self._lock:
            found = self._open().execute(
                "SELECT term FROM temp.spelling WHERE term >= ? AND term < ?",
                (beginning, beginning + "\U0010ffff"),
            )
            return [term for (term,) in found]

    def spelled(self, beginning: str) -> dict[str, int]:
        """The words that begin so, and in how many tips each stands."""
        with self._lock:
            found = self._open().execute(
                "SELECT term, doc FROM temp.spelling WHERE term >= ? AND term < ?",
                (beginning, beginning + chr(0x10FFFF)),
            )
            return dict(found.fetchall())

    def count(self, match: str, *, most: int) -> int:
        """In how many tips something stands, counted no further than `most`."""
        with self._lock:
            counted = self._open().execute(
                "SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT ?)", (match, most)
            )
            return int(counted.fetchone()[0])

    def image(self) -> bytes:
        """All of it, to be sealed."""
        with self._lock:
            return self._open().serialize()

    def close(self) -> None:
        """Let the memory go."""
        with self._lock:
            database, self._database = self._database, None
        if database is not None:
            database.close()

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            raise IndexClosed
        return self._database


def first_place(day: date) -> int:
    """The lowest place of a day."""
    return day.toordinal() << CHANCE


def last_place(day: date) -> int:
    """The highest place of a day."""
    return first_place(day) + (1 << CHANCE) - 1


def _database() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level="IMMEDIATE")
    # Whatever is sorted, and whatever was deleted, stays in memory and leaves nothing behind.
    for statement in ("PRAGMA temp_store = MEMORY", "PRAGMA secure_delete = ON"):
        with closing(database.execute(statement)):
            pass
    return database


def _take_out(database: sqlite3.Connection, tip_id: TipId) -> None:
    row = database.execute("SELECT place, said, notes FROM tip WHERE tip_id = ?", (tip_id,)).fetchone()
    if row is None:
        return
    place, said, notes = row
    # The table of words keeps no text of its own, and must be told what it had been given.
    database.execute(
        "INSERT INTO word (word, rowid, said, notes) VALUES ('delete', ?, ?, ?)",
        (place, _text(said), _text(notes)),
    )
    database.execute("DELETE FROM tip WHERE place = ?", (place,))


def _free_place(database: sqlite3.Connection, day: date) -> int:
    for place in _drawn(day):
        if database.execute("SELECT 1 FROM tip WHERE place = ?", (place,)).fetchone() is None:
            return place
    raise AssertionError


def _drawn(day: date) -> Iterator[int]:
    while True:
        yield first_place(day) + secrets.randbits(CHANCE)


def _text(text: str) -> str:
    return " ".join(words_of(text))
