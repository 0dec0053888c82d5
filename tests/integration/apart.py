"""Try to match payments with tips, as somebody would who has both stores whole and both key files.

Each function looks for one kind of road and says what it found; `faults` tries them all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Final, TypeAlias

from sqlalchemy import select, text

from crypto.context import Purpose, context
from crypto.pseudonym import keyed_name
from tipline.store.db import Store
from tipline.store.tables import METADATA

Row: TypeAlias = Mapping[str, object]
Dump: TypeAlias = dict[str, list[Row]]
"""The rows of each table, in the order in which the database has them on its disk."""

OF_AWARD: Final = "award_id"
OF_TIP: Final = ("tip_id", "subject")
ORDERED: Final = ("award", "award while it waits", "award_hand", "award_paper", "agenda", "entry", "payout")
TOO_ALIKE: Final = 0.85
"""Of 16 in an order drawn at random, one in 40,000 is so like another order."""
SMALL: Final = 1_000
"""Numbers below are counts and places, which every row has."""


@dataclass(frozen=True)
class Booty:
    """What was stolen, and what is known besides: in which order the tips were proposed."""

    tips: Dump
    ledger: Dump
    files: bytes = field(repr=False)
    """Everything that lies on the disk of the ledger, journals too."""
    keys: tuple[bytes, ...] = field(repr=False)
    program_id: bytes
    truth: Sequence[tuple[bytes, bytes]]
    """Tip and award, in the order of the proposals: to see whether an order tells, never used to match."""
    words: tuple[str, ...]
    """Of the summaries, and the figures of the sheets."""


def dump(store: Store) -> Dump:
    """Every row of a store."""
    order = text("ctid") if store.engine.dialect.name == "postgresql" else None
    found: Dump = {}
    with store.read() as session:
        for table in METADATA[store.name].sorted_tables:
            rows = session.connection().execute(select(table).order_by(order))
            found[table.name] = [dict(row._mapping) for row in rows]
    return found


def faults(booty: Booty) -> list[str]:
    """Every road that was found from a payment to a tip."""
    roads: tuple[Callable[[Booty], Iterator[str]], ...] = (values, keyed, times, orders, sizes, words)
    return sorted({fault for road in roads for fault in road(booty)})


def values(booty: Booty) -> Iterator[str]:
    """A value that some awards and some tips have, and not all of either."""
    tips, awards = _sets(booty.tips, OF_TIP), _sets(booty.ledger, (OF_AWARD,))
    for value, where in _telling(awards).items():
        if value in _telling(tips):
            yield f"value: {where}"
    whole = b"".join(
        value
        for rows in booty.tips.values()
        for row in rows
        for value in row.values()
        if isinstance(value, bytes)
    )
    for _, award_id in booty.truth:
        if award_id in whole:
            yield "value: an award's id in the tips"
    for tip_id, _ in booty.truth:
        if tip_id in booty.files:
            yield "value: a tip's id in the ledger"


def keyed(booty: Booty) -> Iterator[str]:
    """A value of an award that follows from one of a tip, by a key that was in the files."""
    awards = {value for found in _sets(booty.ledger, (OF_AWARD,)).values() for value, _ in found}
    for found in _sets(booty.tips, OF_TIP).values():
        for value, where in found:
            if not isinstance(value, bytes | str) or len(value) > 64:
                continue
            for key in booty.keys:
                for purpose in (Purpose.CLAIM, Purpose.AWARD, Purpose.HAND, Purpose.PROPOSAL, Purpose.TIP):
                    for place in (context(purpose, booty.program_id, value), context(purpose, value)):
                        if keyed_name(key, place) in awards:
                            yield f"keyed: {where}"


def times(booty: Booty) -> Iterator[str]:
    """A day, or a time: the ledger has months."""
    for table, rows in booty.ledger.items():
        for row in rows:
            for column, value in row.items():
                if isinstance(value, date):
                    yield f"time: {table}.{column}"


def orders(booty: Booty) -> Iterator[str]:
    """Awards that lie on the disk as their tips were proposed."""
    rank = {award_id: place for place, (_, award_id) in enumerate(booty.truth)}
    for table in ORDERED:
        seen = list(dict.fromkeys(row[OF_AWARD] for row in booty.ledger[table] if row[OF_AWARD] in rank))
        if len(seen) == len(rank) and abs(_likeness([rank[bytes_of(award)] for award in seen])) >= TOO_ALIKE:
            yield f"order: {table}"
    if any("rowid" in row for rows in booty.ledger.values() for row in rows):
        yield "order: a row number"


def sizes(booty: Booty) -> Iterator[str]:
    """Sealed values of more than one length."""
    for table, rows in booty.ledger.items():
        for column in ("sealed",):
            lengths = {len(bytes_of(row[column])) for row in rows if column in row}
            if len(lengths) > 1:
                yield f"size: {table}.{column}"


def words(booty: Booty) -> Iterator[str]:
    """A word of a summary, or a figure of a sheet, anywhere on the disk."""
    for word in booty.words:
        if word.encode() in booty.files:
            yield f"word: {word}"


def bytes_of(value: object) -> bytes:
    """A value that is bytes."""
    assert isinstance(value, bytes)
    return value


def files_of(store: Store, rows: Dump) -> bytes:
    """What lies on the disk of a store: its files on SQLite, its values on PostgreSQL."""
    database = store.engine.url.database or ""
    if store.engine.dialect.name == "sqlite":
        with open(database, "rb") as file:  # noqa: PTH123 - a path of SQLAlchemy's
            found = file.read()
        try:
            with open(f"{database}-wal", "rb") as file:  # noqa: PTH123 - as above
                found += file.read()
        except FileNotFoundError:
            pass
        return found
    return b"\0".join(
        value if isinstance(value, bytes) else str(value).encode()
        for table in rows.values()
        for row in table
        for value in row.values()
    )


_Found: TypeAlias = set[tuple[object, str]]


def _sets(rows: Dump, names: Sequence[str]) -> dict[bytes, _Found]:
    """The values that stand beside each tip or award, in any table, with where they stand."""
    found: dict[bytes, _Found] = {}
    for table, listed in rows.items():
        for row in listed:
            for name in names:
                subject = row.get(name)
                if isinstance(subject, bytes):
                    found.setdefault(subject, set()).update(
                        (value, f"{table}.{column}")
                        for column, value in row.items()
                        if value is not None
                        and not isinstance(value, bool)
                        and not (isinstance(value, int) and value < SMALL)
                    )
    return found


def _telling(sets: dict[bytes, _Found]) -> dict[object, str]:
    """The values that some have and others have not."""
    common = set.intersection(*({value for value, _ in found} for found in sets.values())) if sets else set()
    return {value: where for found in sets.values() for value, where in found if value not in common}


def _likeness(ranks: Sequence[int]) -> float:
    """Kendall's tau of an order with the true one: 1 the same, -1 the reverse."""
    pairs = list(combinations(ranks, 2))
    return sum(1 if first < second else -1 for first, second in pairs) / len(pairs)
