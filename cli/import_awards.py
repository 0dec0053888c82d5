"""`tipline import awards`: bring what another system approved and nobody has collected."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlmodel import Session

from cli.compose import Books, SystemClock, books
from cli.read_file import read_file
from cli.tell import Stopped, told
from tipline import key_files
from tipline.access.programs import find_program
from tipline.casework.people import house_of
from tipline.lists import ListRefused
from tipline.reports.months import month_of, written
from tipline.rewards import brought, brought_lists
from tipline.rewards.award_refusals import AlreadyPaid, NoSuchAward
from tipline.rewards.brought import Preview
from tipline.rewards.brought_file import LIMIT, read_awards, template
from tipline.rewards.refusals import AmountRefused, MonthClosed, NotEnough
from tipline.store.program_tables import ProgramRow
from web.console.award_words import dollars
from web.console.bringing import trouble_sentence
from web.console.import_words import list_sentence

TROUBLE: Final = (NotEnough, MonthClosed, AmountRefused, AlreadyPaid)


@told
def awards(
    file: Annotated[Path | None, typer.Argument(help="CSV: code, amount, month, fund.")] = None,
    *,
    program: Annotated[str | None, typer.Option(help="Its address; needed where there are several.")] = None,
    print_template: Annotated[bool, typer.Option("--template", help="Print an empty file.")] = False,
    with_money: Annotated[
        bool, typer.Option("--with-money", help="The money comes along, as an opening balance.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="List what was brought.")] = False,
    take_back: Annotated[str | None, typer.Option("--undo", help="The id of a list to take back.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking.")] = False,
) -> None:
    """Bring awards that another system approved and nobody collected: checked, shown, kept in one piece."""
    if print_template:
        print(template(), end="")
        return
    with books() as opened:
        with opened.tips.read() as tips:
            found = find_program(tips, program)
            today = SystemClock().now().astimezone(house_of(tips, found.program_id).zone).date()
        try:
            if show:
                with opened.ledger.read() as ledger:
                    _show(ledger, found)
            elif take_back is not None:
                _undo(opened, found, take_back, today=today)
            elif file is not None:
                _bring(opened, found, read_file(file, LIMIT), today=today, with_money=with_money, yes=yes)
            else:
                raise Stopped("Name a file, or --template, --list or --undo.")
        except ListRefused as refused:
            raise Stopped(list_sentence(refused)) from None
        except TROUBLE as refused:
            raise Stopped(trouble_sentence(refused)) from None


def _bring(
    opened: Books, program: ProgramRow, data: bytes, *, today: date, with_money: bool, yes: bool
) -> None:
    asked = read_awards(data, this_month=month_of(today))
    folder = opened.settings.key_folder(key_files.LEDGER)
    pepper = key_files.load_ledger(folder, beside=opened.settings.credentials).pepper
    with opened.ledger.read() as ledger:
        _print(brought.check(ledger, program.program_id, asked, pepper=pepper, today=today), program)
    if not yes and not typer.confirm("Keep them?"):
        raise Stopped("Nothing was kept.")
    with opened.ledger.transaction() as ledger, opened.tips.transaction() as tips:
        import_id = brought.keep(
            ledger,
            tips,
            program.program_id,
            asked,
            with_money=with_money,
            by=None,
            pepper=pepper,
            today=today,
            now=SystemClock().now(),
        )
    print("Kept and owed. Two members of the board sign the list on the console; then the desks pay it.")
    print(f"To take it back: tipline import awards --undo {import_id.hex()}")
    print("The file still holds the codes in the clear: destroy it once the board has signed.")


def _print(seen: Preview, program: ProgramRow) -> None:
    awards = f"{seen.count:,} award{'' if seen.count == 1 else 's'}"
    print(f"{program.name}: {awards}, {dollars(seen.total)}, {written(seen.first)} to {written(seen.last)}")
    for name, count, total in seen.funds:
        print(f"  {name}: {count:,}, {dollars(total)}")
    if seen.over:
        print(f"  {seen.over:,} waited longer than the program's term, and go back to the fund next night.")


def _show(ledger: Session, program: ProgramRow) -> None:
    for one in brought_lists.lists(ledger, program.program_id, by=None):
        awards = f"{len(one.awards)} award{'' if len(one.awards) == 1 else 's'}"
        print(f"{one.import_id.hex()}\t{awards}, {dollars(one.total)}\tbrought in {written(one.month)}")


def _undo(opened: Books, program: ProgramRow, typed: str, *, today: date) -> None:
    try:
        import_id = bytes.fromhex(typed)
        with opened.ledger.transaction() as ledger, opened.tips.transaction() as tips:
            brought_lists.take_back(
                ledger,
                tips,
                program.program_id,
                import_id=import_id,
                by=None,
                month=month_of(today),
                now=SystemClock().now(),
            )
    except (ValueError, NoSuchAward):
        raise Stopped("There is no list with this id. --list shows them.") from None
    print("Taken back. The journal has both entries of each award, and nothing is owed for them.")
