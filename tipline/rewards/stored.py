"""The journal as it is stored, in order and in one pass: nothing is believed, and little is built.

To be read in a session that sees one state of the store (`Store.still`).
"""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, TextClause, text
from sqlmodel import Session

from tipline.rewards.chain import Head, Line
from tipline.vocabulary import ProgramId

_BATCH: Final = 250
"""Rows that are fetched at once. So many that the server is seldom asked, and so few that they are gone again
before Python's collector would look for circles among them: it does after some hundred new objects."""
_ENTRIES: Final = text(
    "SELECT sequence, entry_id, month, kind, award_id, reverses, digest, link FROM entry "
    "WHERE program_id = :program ORDER BY sequence"
)
_FUNDS: Final = text(
    "SELECT fund_id, kind, name, currency FROM fund WHERE program_id = :program ORDER BY name"
)
_REVERSED: Final = text("SELECT reverses FROM entry WHERE program_id = :program AND reverses IS NOT NULL")
_NONE: Final = (None, ())
_WITHOUT_NUMBER: Final = itemgetter(slice(1, None))
_LINES: Final = text(
    "SELECT sequence, line, fund_id, account, amount_cents, currency, balance_cents FROM posting "
    "WHERE program_id = :program ORDER BY sequence, line"
)


class StoredFund(NamedTuple):
    """A fund's row, whatever its words are."""

    fund_id: bytes
    kind: str
    name: str
    currency: str


class StoredEntry(NamedTuple):
    """An entry with its lines and its link."""

    head: Head
    lines: tuple[Line, ...]
    link: bytes


class LooseLines(Exception):
    """Lines that belong to no entry, and the number that they name."""

    def __init__(self, sequence: int) -> None:
        super().__init__(sequence)
        self.sequence = sequence


def stored_funds(session: Session, program_id: ProgramId) -> list[StoredFund]:
    """Every fund of a program, by its name."""
    return [StoredFund._make(row) for row in session.connection().execute(_FUNDS, {"program": program_id})]


def reversed_ids(session: Session, program_id: ProgramId) -> set[bytes]:
    """The ids of the entries that others say they reverse: few, so that no other must be remembered."""
    return set(session.connection().scalars(_REVERSED, {"program": program_id}))


@contextmanager
def stored_entries(session: Session, program_id: ProgramId) -> Generator[Iterator[StoredEntry], None, None]:
    """Every entry of a program with its lines, in their order.

    Raises:
        LooseLines: there are lines without an entry.
    """
    connection = session.connection()
    with (
        _rows(connection, _ENTRIES, program_id) as entries,
        _rows(connection, _LINES, program_id) as lines,
    ):
        yield _joined(entries, groupby(lines, key=itemgetter(0)))


# Any: the columns are of several types, and what stands in them is what is to be found out
def _joined(
    entries: Iterator[Row[Any]], lines: Iterator[tuple[int, Iterator[Row[Any]]]]
) -> Iterator[StoredEntry]:
    number, group = next(lines, _NONE)
    for row in entries:
        sequence = row[0]
        if number is not None and number < sequence:
            raise LooseLines(number)
        mine: tuple[Line, ...] = ()
        if number == sequence:
            mine = tuple(map(Line._make, map(_WITHOUT_NUMBER, group)))
            number, group = next(lines, _NONE)
        yield StoredEntry(Head._make(row[:-1]), mine, row[-1])
    if number is not None:
        raise LooseLines(number)


@contextmanager
def _rows(
    connection: Connection, statement: TextClause, program_id: ProgramId
) -> Generator[Iterator[Row[Any]], None, None]:
    found = connection.execute(statement, {"program": program_id}, execution_options={"yield_per": _BATCH})
    with closing(found):
        yield chain.from_iterable(found.partitions(_BATCH))
