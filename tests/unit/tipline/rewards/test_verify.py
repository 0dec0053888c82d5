"""Books that hold are proven; whatever the owner of the database changes in them afterwards is found."""

import secrets
from collections.abc import Mapping

import pytest
from sqlalchemy import Connection, text

from crypto.keys import PrivateKey
from tests.databases import Stores
from tests.unit.tipline.rewards.books import CLERK, DECEMBER, NOVEMBER, Books, an_award
from tests.unit.tipline.rewards.thief import forge, found, owner
from tipline.money import Account, EntryKind
from tipline.rewards import lines
from tipline.rewards.lines import Posting, mirrored
from tipline.rewards.refusals import Fault, LedgerBroken
from tipline.rewards.verify import verify
from tipline.store.columns import table
from tipline.store.ledger_tables import ClosedMonthRow, EntryRow, FundRow, PostingRow
from tipline.vocabulary import AwardId, Cents

TABLES = {table(row).name: table(row) for row in (FundRow, EntryRow, PostingRow, ClosedMonthRow)}
ONE = Cents(10_000)


@pytest.fixture
def award() -> AwardId:
    return an_award()


@pytest.fixture
def full(books: Books, award: AwardId) -> Books:
    """Full books on each database in turn."""
    return fill(books, award)


@pytest.fixture
def quick(sqlite_stores: Stores, award: AwardId) -> Books:
    """Full books on SQLite alone: what is forged with a right link reads the same from both."""
    return fill(Books(sqlite_stores.ledger), award)


def fill(books: Books, award: AwardId) -> Books:
    """Books in which everything happened once, and the month was closed; `award` is paid, another waits."""
    books.post(EntryKind.OPENING, lines.deposit(books.fund, Cents(900_000)))
    books.fill(200_000)
    books.approve(award, ONE)
    books.pay(award, ONE)
    books.post(
        EntryKind.COMMUNITY,
        lines.to_community(books.fund, Cents(5_000), community_id=books.community),
        award=an_award(),
    )
    unclaimed = an_award()
    books.approve(unclaimed, 20_000)
    books.approve(an_award(), 30_000)
    books.close(NOVEMBER)
    books.post(EntryKind.RETURN, lines.unclaimed(books.fund, Cents(20_000)), award=unclaimed, month=DECEMBER)
    books.post(EntryKind.SHORT, lines.short(books.fund, Cents(700), desk_id=books.desk), month=DECEMBER)
    books.reverse(books.deposit(1_000, month=DECEMBER), month=DECEMBER)
    return books


def test_full_books_hold_and_tell_what_stands_where(full: Books) -> None:
    with full.ledger.still() as session:
        proven = verify(session, full.program_id, full.signers)

    assert (proven.count, proven.closed_until) == (15, NOVEMBER)
    assert {place: cents for place, cents in full.balances().items() if cents} == {
        place: cents for place, cents in proven.balances.items() if cents
    }
    with full.ledger.read() as session:
        last = session.connection().scalar(text("SELECT link FROM entry ORDER BY sequence DESC LIMIT 1"))
    assert proven.head == last


def test_empty_books_hold(books: Books) -> None:
    with books.ledger.still() as session:
        proven = verify(session, books.program_id, {})

    assert (proven.count, proven.closed_until, dict(proven.balances)) == (3, None, {})


def test_books_are_proven_while_entries_are_added(full: Books) -> None:
    with full.ledger.still() as session:
        session.connection().execute(text("SELECT 1 FROM entry"))
        full.deposit(1_000, month=DECEMBER)
        proven = verify(session, full.program_id, full.signers)

    assert proven.count == 15


@pytest.mark.parametrize("name", sorted(TABLES))
def test_any_value_that_is_changed_in_any_row_is_found(full: Books, name: str) -> None:
    """In every column of every row; on PostgreSQL in one row of each, which is enough for its types."""
    keys = [column.name for column in TABLES[name].primary_key.columns]
    with owner(full) as connection:
        assert found(full, connection) is None
        rows = [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()]
        if connection.dialect.name == "postgresql":
            rows = rows[-1:]
        missed = [
            (column, row)
            for row in rows
            for column in row
            if not is_found(full, connection, name, row=row, keys=keys, column=column)
        ]

    assert len(rows) > 0
    assert missed == []


@pytest.mark.parametrize("name", sorted(TABLES))
def test_any_row_that_is_deleted_is_found(full: Books, name: str) -> None:
    keys = [column.name for column in TABLES[name].primary_key.columns]
    with owner(full) as connection:
        rows = [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()]
        missed = []
        for row in rows:
            undo = connection.begin_nested()
            where = " AND ".join(f"{key} = :{key}" for key in keys)
            connection.execute(text(f"DELETE FROM {name} WHERE {where}"), row)
            if found(full, connection) is None:
                missed.append(row)
            undo.rollback()

    assert len(rows) > 0
    assert missed == []


def test_an_award_that_was_paid_twice_is_found(quick: Books, award: AwardId) -> None:
    payment = lines.payment(quick.fund, ONE, desk_id=quick.desk)

    assert fault_of(quick, "payment", payment, award=award) is Fault.AWARD


def test_an_award_that_was_approved_twice_is_found(quick: Books, award: AwardId) -> None:
    assert fault_of(quick, "approval", lines.approval(quick.fund, ONE), award=award) is Fault.AWARD


def test_a_payment_of_another_sum_than_was_approved_is_found(quick: Books) -> None:
    award = an_award()
    approval = lines.approval(quick.fund, ONE)
    with owner(quick) as connection:
        forge(connection, quick, "approval", approval, award=award, month=DECEMBER)
        held = found(quick, connection)
        payment = lines.payment(quick.fund, Cents(ONE + 1), desk_id=quick.desk)
        # The rest is owed for another award, so that the account itself is not overdrawn.
        forge(connection, quick, "approval", approval, award=an_award(), month=DECEMBER)
        number = forge(connection, quick, "payment", payment, award=award, month=DECEMBER)
        broken = found(quick, connection)

    assert (held, broken) == (None, (number, Fault.AWARD))


def test_a_payment_of_no_award_is_found(quick: Books) -> None:
    gift = lines.to_community(quick.fund, ONE, community_id=quick.community)

    assert fault_of(quick, "community", gift) is Fault.AWARD
    assert fault_of(quick, "deposit", lines.deposit(quick.fund, ONE), award=an_award()) is Fault.AWARD


def test_lines_that_do_not_balance_or_are_of_another_deed_are_found(quick: Books) -> None:
    bank, available = lines.deposit(quick.fund, ONE)
    short = Posting(quick.fund, Account.AVAILABLE, Cents(-ONE + 1))

    assert fault_of(quick, "deposit", (bank, short)) is Fault.LINES
    assert fault_of(quick, "deposit", mirrored((bank, available))) is Fault.LINES
    assert fault_of(quick, "deposit", ()) is Fault.LINES
    assert fault_of(quick, "closing", (bank, available)) is Fault.LINES
    assert fault_of(quick, "deposit", lines.deposit(quick.desk, ONE)) is Fault.LINES


def test_a_balance_that_is_not_what_it_comes_to_is_found(quick: Books) -> None:
    assert fault_of(quick, "deposit", lines.deposit(quick.fund, ONE), off=-1) is Fault.BALANCE


def test_an_overdrawn_account_is_found(quick: Books) -> None:
    assert fault_of(quick, "withdrawal", lines.withdrawal(quick.fund, Cents(5_000_000))) is Fault.OVERDRAWN


def test_a_line_in_another_currency_is_found(quick: Books) -> None:
    assert fault_of(quick, "deposit", lines.deposit(quick.fund, ONE), currency="USD") is Fault.FUND


def test_an_unknown_word_is_found(quick: Books) -> None:
    assert fault_of(quick, "present", lines.deposit(quick.fund, ONE)) is Fault.WORDS


def test_a_backdated_entry_in_a_closed_month_is_found(quick: Books) -> None:
    assert fault_of(quick, "deposit", lines.deposit(quick.fund, ONE), month=NOVEMBER) is Fault.MONTH


def test_a_reversal_of_nothing_or_of_something_else_is_found(quick: Books) -> None:
    back = mirrored(lines.deposit(quick.fund, ONE))
    deposit = quick.deposit(ONE, month=DECEMBER)

    assert fault_of(quick, "reversal", back) is Fault.REVERSAL
    assert fault_of(quick, "reversal", back, reverses=secrets.token_bytes(16)) is Fault.REVERSAL
    assert fault_of(quick, "reversal", mirrored(back), reverses=deposit) is Fault.REVERSAL
    assert fault_of(quick, "reversal", back, reverses=deposit, award=an_award()) is Fault.REVERSAL
    assert fault_of(quick, "deposit", mirrored(back), reverses=deposit) is Fault.REVERSAL


def test_a_month_that_nobody_of_the_program_closed_is_found(quick: Books) -> None:
    strangers = [{}, {CLERK: PrivateKey.generate().signing().verify_key()}]

    for signers in strangers:
        with quick.ledger.still() as session, pytest.raises(LedgerBroken) as broken:
            verify(session, quick.program_id, signers)
        assert broken.value.fault is Fault.CLOSING


def test_an_end_that_was_cut_off_after_the_last_closed_month_shows_in_the_head_alone(quick: Books) -> None:
    """What no chain can show, said in docs/ledger.md: so the head is written down elsewhere."""
    with owner(quick) as connection:
        for name in ("posting", "entry"):
            connection.execute(text(f"DELETE FROM {name} WHERE sequence = 15"))
        after = found(quick, connection)

    assert after is None


def fault_of(books: Books, kind: str, postings: lines.Lines, **more: object) -> Fault | None:
    """What is found wrong with a forged entry that is linked as it should be."""
    options = {"month": DECEMBER} | more
    with owner(books) as connection:
        number = forge(connection, books, kind, postings, **options)  # type: ignore[arg-type]  # each is forge's own
        broken = found(books, connection)
    assert broken is None or broken[0] == number
    return broken[1] if broken else None


def is_found(
    books: Books,
    connection: Connection,
    name: str,
    *,
    row: Mapping[str, object],
    keys: list[str],
    column: str,
) -> bool:
    """Whether one changed value is found; it is changed back."""
    where = " AND ".join(f"{key} = :key_{key}" for key in keys)
    values = {f"key_{key}": row[key] for key in keys} | {
        "value": other_than(row[column], column, far=column in keys)
    }
    undo = connection.begin_nested()
    connection.execute(text(f"UPDATE {name} SET {column} = :value WHERE {where}"), values)
    is_broken = found(books, connection) is not None
    undo.rollback()
    return is_broken


def other_than(value: object, column: str, *, far: bool) -> object:
    """The same value with one bit, digit or letter changed; `far`: so that it is no other row's."""
    match value:
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case int():
            return value + (1_000 if far else 1)
        case str():
            return "USD" if column == "currency" else value[:-1]
        case _:
            return bytes(32 if column == "digest" else 16)
