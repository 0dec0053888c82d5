"""`tipline ledger`: prove the books of the rewards, and write them out for an auditor."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from cli.compose import Books, books
from cli.new_file import write_new
from cli.tell import Stopped, sentence, told
from crypto.signing import VerifyKey
from tipline.access.programs import find_program, programs
from tipline.keyring import load
from tipline.rewards.books import entries, month_text
from tipline.rewards.export_beancount import beancount_lines
from tipline.rewards.export_csv import csv_lines
from tipline.rewards.export_xlsx import xlsx_bytes
from tipline.rewards.refusals import LedgerBroken
from tipline.rewards.verify import Proven
from tipline.rewards.verify import verify as verify_books
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import PersonId

app = typer.Typer(no_args_is_help=True, help="The books of the rewards.")

Program = Annotated[str | None, typer.Option(help="Its address; not needed if there is one program.")]


@app.command("verify")
@told
def verify(
    program: Annotated[str | None, typer.Option(help="Its address; all programs if not given.")] = None,
) -> None:
    """Prove each program's books: chain, balance, nothing paid twice, closed months; status 1 if not."""
    broken = []
    with books() as opened, opened.tips.read() as tips:
        chosen = programs(tips) if program is None else [find_program(tips, program)]
        for one in chosen:
            with opened.ledger.still() as ledger:
                try:
                    proven = _prove(opened, tips, ledger, one)
                except LedgerBroken as error:
                    print(f"{one.name}: {sentence(error)}")
                    broken.append(one.name)
                    continue
            until = f", closed to {month_text(proven.closed_until)}" if proven.closed_until else ""
            print(f"{one.name}: all {proven.count} entries hold{until}. Head: {proven.head.hex()}")
    if broken:
        raise Stopped(f"Not verified: {', '.join(broken)}")
    print("Keep the head elsewhere: it is what shows if the end of the books is cut off.")


@app.command("export")
@told
def export(
    beancount: Annotated[bool, typer.Option("--beancount", help="As Beancount text.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, a line for each line of an entry.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="As a workbook.")] = False,
    to: Annotated[Path | None, typer.Option(help="A new file; a workbook needs one.")] = None,
    program: Program = None,
) -> None:
    """Write a program's whole journal, once it is proven, to a new file or to standard output."""
    if [beancount, csv, xlsx].count(True) != 1:
        raise Stopped("Say which one: --beancount, --csv or --xlsx.")
    if xlsx and to is None:
        raise Stopped("A workbook needs a file: --to books.xlsx")
    with books() as opened, opened.tips.read() as tips, opened.ledger.still() as ledger:
        one = find_program(tips, program)
        _prove(opened, tips, ledger, one)
        if xlsx:
            content = xlsx_bytes(entries(ledger, one.program_id))
        elif csv:
            content = "".join(csv_lines(entries(ledger, one.program_id))).encode()
        else:
            whole = list(entries(ledger, one.program_id))
            content = "".join(f"{line}\n" for line in beancount_lines(whole, title=one.name)).encode()
    if to is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    write_new(to, content)
    print(f"Written: {to}")


def _prove(opened: Books, tips: Session, ledger: Session, program: ProgramRow) -> Proven:
    """The program's books, proven.

    Raises:
        LedgerBroken: they do not hold.
        Stopped: the program has no root here, so nobody's signature can be proven.
    """
    root = opened.settings.roots.get(program.program_id)
    if root is None:
        raise Stopped(f"{program.name}: no root in the settings, so no closed month of it can be verified.")
    keys = load(tips.connection(), program.program_id, VerifyKey(root), watch_staff=False)
    signers = {PersonId(person_id): person.verify for person_id, person in keys.people.items()}
    return verify_books(ledger, program.program_id, signers)
