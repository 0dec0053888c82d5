"""The exports say what the journal says: Beancount agrees, the CSV balances, the workbook has numbers."""

import csv
import zipfile
from io import BytesIO, StringIO

import pytest
from beancount import loader
from beancount.core.data import Balance, Transaction

from tests.databases import Stores
from tests.unit.tipline.rewards.books import DECEMBER, NOVEMBER, Books, an_award
from tipline.money import EntryKind, FundKind
from tipline.rewards import lines
from tipline.rewards.books import Entered, decimal, entries
from tipline.rewards.export_beancount import beancount_lines
from tipline.rewards.export_csv import COLUMNS, csv_lines
from tipline.rewards.export_xlsx import xlsx_bytes
from tipline.vocabulary import Cents


@pytest.fixture
def written(sqlite_stores: Stores) -> list[Entered]:
    """A journal in which most things happened, with funds whose names are hard to write."""
    books = Books(sqlite_stores.ledger)
    odd = books.make('=cmd|"/c calc"!A1')
    alike = books.make("Rewards!")
    award, gift = an_award(), an_award()
    books.deposit(900_050)
    books.fill(200_000)
    books.approve(award, 75_025)
    books.pay(award, 75_025)
    to_parks = lines.to_community(books.fund, Cents(5_000), community_id=books.community)
    books.post(EntryKind.COMMUNITY, to_parks, award=gift)
    books.close(NOVEMBER)
    for fund in (odd, alike):
        books.post(EntryKind.DEPOSIT, lines.deposit(fund, Cents(1)), month=DECEMBER)
    books.reverse(books.deposit(3_000, month=DECEMBER), month=DECEMBER)
    with books.ledger.still() as session:
        return list(entries(session, books.program_id))


def test_beancount_finds_no_fault_and_the_same_balances(written: list[Entered]) -> None:
    text = "\n".join(beancount_lines(written, title='Toronto "Crime" Stoppers'))

    found, errors, _ = loader.load_string(text)

    balances = {entry.account: str(entry.amount) for entry in found if isinstance(entry, Balance)}
    assert errors == []
    assert len([entry for entry in found if isinstance(entry, Transaction)]) == 9
    assert balances == {
        "Assets:Rewards:Bank": "6950.50 CAD",
        "Assets:Rewards:At-Desks": "1249.75 CAD",
        "Assets:Parks:Bank": "50.00 CAD",
        "Assets:Front-desk:Float": "1249.75 CAD",
        "Assets:Cmd-c-calc-A1:Bank": "0.01 CAD",
        "Assets:Rewards-2:Bank": "0.01 CAD",
        "Equity:Rewards:Available": "-8200.25 CAD",
        "Equity:Parks:Available": "-50.00 CAD",
        "Equity:Cmd-c-calc-A1:Available": "-0.01 CAD",
        "Equity:Rewards-2:Available": "-0.01 CAD",
        "Liabilities:Rewards:Owed": "0.00 CAD",
        "Liabilities:Front-desk:Entrusted": "-1249.75 CAD",
    }


def test_beancount_does_see_a_fault(written: list[Entered]) -> None:
    """The check above can fail: one cent too much, and it does."""
    text = "\n".join(beancount_lines(written, title="Toronto"))

    _, errors, _ = loader.load_string(text.replace("750.25 CAD", "750.26 CAD", 1))

    assert len(errors) > 0


def test_an_empty_journal_is_an_empty_file_that_beancount_takes() -> None:
    _, errors, _ = loader.load_string("\n".join(beancount_lines([], title="Toronto")))

    assert (errors, list(csv_lines([]))) == ([], [",".join(COLUMNS) + "\r\n"])


def test_the_csv_balances_entry_by_entry(written: list[Entered]) -> None:
    rows = list(csv.DictReader(StringIO("".join(csv_lines(written)))))
    debit = {row["entry"]: 0 for row in rows}
    credit = dict(debit)
    for row in rows:
        debit[row["entry"]] += cents(row["debit"])
        credit[row["entry"]] += cents(row["credit"])

    assert debit == credit
    assert min(debit.values()) > 0
    assert len(rows) == sum(len(entry.lines) for entry in written)
    assert {row["month"] for row in rows} == {"2026-11", "2026-12"}


def test_no_name_of_a_fund_is_a_formula_in_a_spreadsheet(written: list[Entered]) -> None:
    whole = "".join(csv_lines(written))
    names = {row["fund"] for row in csv.DictReader(StringIO(whole))}

    assert '\'=cmd|"/c calc"!A1' in names
    assert [name for name in names if name[0] in "=+-@"] == []


def test_the_workbook_has_numbers_and_no_formula_or_link(written: list[Entered]) -> None:
    with zipfile.ZipFile(BytesIO(xlsx_bytes(written))) as book:
        sheets = {name: book.read(name).decode() for name in book.namelist() if "worksheets/" in name}

    journal = sheets["xl/worksheets/sheet1.xml"]
    assert sorted(sheets) == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]
    assert "<v>9000.5</v>" in journal
    assert "<v>750.25</v>" in journal
    assert [sheet for sheet in sheets.values() if "<f>" in sheet or "hyperlink" in sheet] == []


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-100, "-1.00")]
)
def test_an_amount_is_written_in_whole_cents(amount: int, text: str) -> None:
    assert decimal(amount) == text


def test_a_desk_is_a_fund_with_accounts_of_its_own(written: list[Entered]) -> None:
    accounts = {line.account for entry in written for line in entry.lines if line.fund == "Front desk"}

    assert {account.value for account in accounts} == {"float", "entrusted"}
    assert FundKind.DESK.label == "Desk"


def cents(text: str) -> int:
    """What a column of money says, in whole cents."""
    return int(text.replace(".", "")) if text else 0
