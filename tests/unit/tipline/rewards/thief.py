"""Somebody who owns the ledger's database: no trigger, key or check of it stops them."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, insert, text
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from tests.unit.tipline.rewards.books import NOVEMBER, Books
from tipline.rewards.chain import Head, Line, link_of
from tipline.rewards.lines import Lines
from tipline.rewards.refusals import Fault, LedgerBroken
from tipline.rewards.verify import verify
from tipline.store.columns import table
from tipline.store.ledger_tables import PostingRow
from tipline.vocabulary import AwardId, EntryId, Month

CHECKS = ("ck_posting_not_overdrawn", "ck_posting_moves_something")


@contextmanager
def owner(books: Books) -> Generator[Connection, None, None]:
    """A connection of the owner, with everything in its way removed; what it does is undone at the end."""
    engine = create_engine(books.ledger.engine.url, poolclass=NullPool)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
            for check in CHECKS:
                connection.execute(text(f"ALTER TABLE posting DROP CONSTRAINT {check}"))
        else:
            connection.execute(text("PRAGMA ignore_check_constraints = ON"))
            names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            for name in names.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        connection.rollback()


def found(books: Books, connection: Connection) -> tuple[int, Fault] | None:
    """Where the books break, as this connection sees them, and why; None if they hold."""
    try:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            verify(session, books.program_id, books.signers)
    except LedgerBroken as broken:
        return broken.sequence, broken.fault
    return None


def forge(
    connection: Connection,
    books: Books,
    kind: str,
    lines: Lines,
    *,
    award: AwardId | None = None,
    month: Month = NOVEMBER,
    reverses: EntryId | None = None,
    currency: str = "CAD",
    off: int = 0,
) -> int:
    """Add an entry with a right link, whatever it says; its number. Every balance is wrong by `off`."""
    last = connection.execute(
        text("SELECT sequence, link FROM entry WHERE program_id = :p ORDER BY sequence DESC LIMIT 1"),
        {"p": books.program_id},
    ).one()
    head = Head(last.sequence + 1, secrets.token_bytes(16), month, kind, award, reverses, None)
    written = []
    for number, line in enumerate(lines, start=1):
        before = connection.scalar(
            text(
                "SELECT balance_cents FROM posting WHERE program_id = :p AND fund_id = :f AND account = :a "
                "ORDER BY sequence DESC, line DESC LIMIT 1"
            ),
            {"p": books.program_id, "f": line.fund_id, "a": line.account.value},
        )
        balance = (before or 0) + line.amount + off
        written.append(Line(number, line.fund_id, line.account.value, line.amount, currency, balance))
        connection.execute(
            insert(table(PostingRow)),
            {
                "program_id": books.program_id,
                "sequence": head.sequence,
                "line": number,
                "fund_id": line.fund_id,
                "account": line.account,
                "amount_cents": line.amount,
                "currency": currency,
                "balance_cents": balance,
            },
        )
    connection.execute(
        text(
            "INSERT INTO entry (program_id, sequence, entry_id, month, kind, award_id, reverses, link) "
            "VALUES (:p, :s, :e, :m, :k, :a, :r, :l)"
        ),
        {
            "p": books.program_id,
            "s": head.sequence,
            "e": head.entry_id,
            "m": month,
            "k": kind,
            "a": award,
            "r": reverses,
            "l": link_of(last.link, books.program_id, head, written),
        },
    )
    return head.sequence
