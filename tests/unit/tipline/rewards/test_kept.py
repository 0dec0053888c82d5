"""The database itself refuses to change, delete, unbalance or backdate what is booked, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.databases import Kind
from tests.unit.tipline.rewards.books import DECEMBER, NOVEMBER, Books, an_award
from tests.unit.tipline.store.samples import a_row
from tipline.store.columns import table
from tipline.store.ledger_tables import EntryRow, PostingRow
from tipline.store.tables import METADATA, ROWS
from tipline.vocabulary import StoreName

TABLES = sorted(METADATA[StoreName.LEDGER].tables)
JOURNAL = [table(row) for row in ROWS[StoreName.LEDGER][:4]]


@pytest.fixture
def kept(books: Books) -> Books:
    """Books with a row in each table."""
    books.deposit(50_000)
    books.approve(an_award(), 20_000)
    books.close(NOVEMBER)
    return books


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE fund SET name = 'Mine'",
        "UPDATE entry SET month = 202612",
        "UPDATE entry SET award_id = NULL",
        "UPDATE posting SET amount_cents = amount_cents + 1",
        "UPDATE posting SET balance_cents = 0 WHERE line = 1",
        "UPDATE closed_month SET month = 202601",
        "DELETE FROM fund",
        "DELETE FROM posting",
        "DELETE FROM posting WHERE line = 2",
        "DELETE FROM entry",
        "DELETE FROM closed_month",
    ],
)
def test_what_is_booked_is_neither_changed_nor_deleted(kept: Books, change: str) -> None:
    before = everything(kept)

    with pytest.raises(IntegrityError), kept.ledger.transaction() as session:
        session.connection().execute(text(change))

    assert everything(kept) == before


@pytest.mark.parametrize("name", ["fund", "entry", "posting", "closed_month"])
def test_what_is_booked_is_neither_replaced_nor_truncated(kept: Books, database: Kind, name: str) -> None:
    before = everything(kept)
    change = {
        Kind.SQLITE: f"INSERT OR REPLACE INTO {name} SELECT * FROM {name} LIMIT 1",
        Kind.POSTGRES: f"TRUNCATE {name} CASCADE",
    }[database]

    with pytest.raises(IntegrityError), kept.ledger.transaction() as session:
        session.connection().execute(text(change))

    assert everything(kept) == before


@pytest.mark.parametrize("other", ["entry_id", "reverses"])
def test_an_entry_is_not_replaced_by_one_with_another_number(
    books: Books, database: Kind, other: str
) -> None:
    books.reverse(books.deposit(50_000))
    before = everything(books)
    columns = [
        "program_id",
        "sequence",
        "entry_id",
        "month",
        "kind",
        "award_id",
        "reverses",
        "digest",
        "link",
    ]
    taken = ["program_id", "99", *columns[2:]]
    if other == "reverses":
        taken[2] = "link"
    verb = "INSERT OR REPLACE" if database is Kind.SQLITE else "INSERT"

    with pytest.raises(DBAPIError), books.ledger.transaction() as session:
        session.connection().execute(
            text(
                f"{verb} INTO entry ({', '.join(columns)}) SELECT {', '.join(taken)} FROM entry "
                "WHERE reverses IS NOT NULL"
            )
        )

    assert everything(books) == before


def test_an_entry_that_does_not_balance_is_not_taken(books: Books) -> None:
    assert "entry_balances" in refusal(books, amounts=(5, -4))


def test_an_entry_in_a_closed_month_is_not_taken(kept: Books) -> None:
    assert "entry_is_in_an_open_month" in refusal(kept, amounts=(5, -5), month=NOVEMBER)


def test_an_overdrawn_account_is_not_taken(books: Books) -> None:
    assert "ck_posting_not_overdrawn" in refusal(books, amounts=(5, -5), balances=(5, 1))


def test_a_line_that_moves_nothing_is_not_taken(books: Books) -> None:
    assert "ck_posting_moves_something" in refusal(books, amounts=(0, 0))


def test_lines_without_an_entry_are_not_taken(books: Books) -> None:
    assert refusal(books, amounts=(5, -5), with_entry=False) != ""


def test_an_entry_gets_no_line_afterwards(books: Books) -> None:
    books.deposit(50_000)
    before = everything(books)

    with pytest.raises(IntegrityError), books.ledger.transaction() as session:
        session.connection().execute(
            text(
                "INSERT INTO posting SELECT program_id, sequence, 3, fund_id, account, 1, currency, 1 "
                "FROM posting WHERE account = 'bank'"
            )
        )

    assert everything(books) == before


def test_what_the_database_takes_is_taken(books: Books) -> None:
    """The refusals above are of these very rows."""
    assert refusal(books, amounts=(5, -5)) == ""


def refusal(
    books: Books,
    *,
    amounts: tuple[int, int],
    balances: tuple[int, int] | None = None,
    month: int = DECEMBER,
    with_entry: bool = True,
) -> str:
    """What the database says to an entry of two lines, written past the domain; nothing if it takes it."""
    entry = a_row(table(EntryRow)) | {
        "program_id": books.program_id,
        "sequence": 77,
        "month": month,
        "kind": "deposit",
    }
    line = a_row(table(PostingRow)) | {
        "program_id": books.program_id,
        "sequence": 77,
        "fund_id": books.fund,
        "currency": "CAD",
    }
    try:
        with books.ledger.transaction() as session:
            connection = session.connection()
            for number, account in enumerate(("bank", "available")):
                connection.execute(
                    table(PostingRow).insert(),
                    line
                    | {
                        "line": number + 1,
                        "account": account,
                        "amount_cents": amounts[number],
                        "balance_cents": (balances or amounts)[number],
                    },
                )
            if with_entry:
                connection.execute(table(EntryRow).insert(), entry)
    except IntegrityError as refused:
        return str(refused)
    return ""


def everything(books: Books) -> dict[str, list[tuple[object, ...]]]:
    with books.ledger.read() as session:
        return {
            name: sorted(tuple(row) for row in session.connection().execute(text(f"SELECT * FROM {name}")))
            for name in TABLES
        }
