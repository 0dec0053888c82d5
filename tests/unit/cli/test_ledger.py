"""`tipline ledger` proves the books at a terminal and writes them out once they are proven."""

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import select

from tests.unit.cli.terminal import TORONTO, Terminal
from tests.unit.tipline.rewards.books import Books, an_award
from tipline.store.db import open_store
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import StoreName


@pytest.fixture
def books(terminal: Terminal) -> Iterator[Books]:
    """Toronto, with a fund, a desk and an award that is paid."""
    terminal.do("keys", "init")
    terminal.do(*TORONTO)
    with (
        closing(open_store(StoreName.TIPS, f"sqlite:///{terminal.folder}/tips.db")) as tips,
        closing(open_store(StoreName.LEDGER, f"sqlite:///{terminal.folder}/ledger.db")) as ledger,
    ):
        with tips.read() as session:
            program_id = session.exec(select(ProgramRow.program_id)).one()
        made, award = Books(ledger, program_id), an_award()  # type: ignore[arg-type]  # SQLModel reads bytes
        made.deposit(500_000)
        made.fill(100_000)
        made.approve(award, 75_000)
        made.pay(award, 75_000)
        yield made


def test_the_books_are_proven_and_their_head_is_told(terminal: Terminal, books: Books) -> None:
    with books.ledger.read() as session:
        head = session.connection().scalar(text("SELECT link FROM entry ORDER BY sequence DESC LIMIT 1"))

    said = terminal.do("ledger", "verify")

    assert f"Toronto Crime Stoppers: all 7 entries hold. Head: {bytes(head or b'').hex()}" in said


def test_broken_books_end_with_a_sentence_and_are_not_written_out(terminal: Terminal, books: Books) -> None:
    engine = create_engine(f"sqlite:///{terminal.folder}/ledger.db")
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER posting_no_update"))
        connection.execute(text("UPDATE posting SET amount_cents = 75001 WHERE amount_cents = 75000"))
    engine.dispose()

    verified = terminal.run("ledger", "verify")
    exported = terminal.run("ledger", "export", "--csv", "--to", str(terminal.folder / "books.csv"))

    assert (verified.exit_code, exported.exit_code) == (1, 1)
    assert "Entry 6 of the ledger does not hold: it was changed" in verified.stdout
    assert "Not verified: Toronto Crime Stoppers" in verified.stderr
    assert "Entry 6 of the ledger does not hold" in exported.stderr
    assert not (terminal.folder / "books.csv").exists()


def test_bean_check_agrees_with_what_is_written(terminal: Terminal, books: Books, tmp_path: Path) -> None:
    file = tmp_path / "toronto.beancount"
    terminal.do("ledger", "export", "--beancount", "--to", str(file))
    check = [str(Path(sys.executable).parent / "bean-check"), "--no-cache", str(file)]

    agreed = subprocess.run(check, capture_output=True, text=True, check=False)
    file.write_text(file.read_text().replace("-750.00 CAD", "-750.01 CAD", 1))
    disagreed = subprocess.run(check, capture_output=True, text=True, check=False)

    assert (agreed.returncode, agreed.stdout + agreed.stderr) == (0, "")
    assert disagreed.returncode == 1


def test_a_file_is_new_and_its_owners_alone(terminal: Terminal, books: Books, tmp_path: Path) -> None:
    file = tmp_path / "books.xlsx"
    terminal.do("ledger", "export", "--xlsx", "--to", str(file))
    first = file.read_bytes()

    again = terminal.run("ledger", "export", "--xlsx", "--to", str(file))

    assert (stat.S_IMODE(file.stat().st_mode), first[:2]) == (0o600, b"PK")
    assert (again.exit_code, file.read_bytes()) == (1, first)
    assert "is there already" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Say which one"),
        (["--csv", "--xlsx"], "Say which one"),
        (["--xlsx"], "A workbook needs a file"),
        (["--csv", "--to", "/no/such/folder/books.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said(
    terminal: Terminal, books: Books, words: list[str], said: str
) -> None:
    result = terminal.run("ledger", "export", *words)

    assert (result.exit_code, said in result.stderr) == (1, True)


def test_the_csv_goes_to_standard_output(terminal: Terminal, books: Books) -> None:
    said = terminal.do("ledger", "export", "--csv")

    assert said.startswith("entry,month,kind,fund,account,debit,credit")
    assert said.count("\n") == 1 + 2 + 4 + 2 + 4
