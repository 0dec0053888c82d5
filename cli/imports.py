"""`tipline import`: bring what was kept before this system."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from cli.compose import Office, SystemClock, office
from cli.import_awards import awards
from cli.import_tips import tips
from cli.read_file import read_file
from cli.tell import Stopped, told
from tipline.access.programs import find_program
from tipline.errors import NothingHere
from tipline.reports.months import written
from tipline.reports.refusals import TotalsRefused
from tipline.reports.totals import Preview, apply, check, imports, preview, undo
from tipline.reports.totals_file import LIMIT, Totals, read_totals, template
from tipline.store.program_tables import ProgramRow
from web.console.import_words import totals_sentence

app = typer.Typer(no_args_is_help=True, help="Bring what was kept before this system.")
app.command("awards")(awards)
app.command("tips")(tips)


@app.command("month-totals")
@told
def month_totals(
    file: Annotated[Path | None, typer.Argument(help="CSV, a line a month.")] = None,
    *,
    program: Annotated[str | None, typer.Option(help="Its address; needed where there are several.")] = None,
    print_template: Annotated[
        bool, typer.Option("--template", help="Print an empty file with every column.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="List what was imported.")] = False,
    take_back: Annotated[str | None, typer.Option("--undo", help="The id of an import to take back.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking.")] = False,
) -> None:
    """Bring a program's monthly totals from the years before: checked, shown, kept in one piece."""
    if print_template:
        print(template(), end="")
        return
    totals = _read(file) if file is not None and take_back is None and not show else None
    with office() as opened:
        with opened.tips.read() as tips:
            found = find_program(tips, program)
            if show:
                _show(tips, found)
                return
        if take_back is not None:
            _undo(opened, found, take_back)
        elif totals is not None:
            _bring(opened, found, totals, yes=yes)
        else:
            raise Stopped("Name a file, or --template, --list or --undo.")


def _read(file: Path) -> Totals:
    try:
        return read_totals(read_file(file, LIMIT))
    except TotalsRefused as refused:
        raise Stopped(totals_sentence(refused)) from None


def _bring(opened: Office, program: ProgramRow, totals: Totals, *, yes: bool) -> None:
    now = SystemClock().now()
    try:
        with opened.tips.read() as tips:
            check(tips, program.program_id, totals, now=now)
        _print(preview(totals), program)
        if not yes and not typer.confirm("Keep them?"):
            raise Stopped("Nothing was kept.")
        with opened.tips.transaction() as tips:
            import_id = apply(tips, program.program_id, totals, by=None, now=now)
    except TotalsRefused as refused:
        raise Stopped(totals_sentence(refused)) from None
    print(f"Kept. To take it back: tipline import month-totals --undo {import_id.hex()}")


def _print(seen: Preview, program: ProgramRow) -> None:
    print(f"{program.name}: {written(seen.first)} to {written(seen.last)}")
    for year in seen.years:
        months = f"{year.months} month{'' if year.months == 1 else 's'}"
        print(f"  {year.year}: {months}, {year.tips:,} tips")
    print(f"  Measures: {', '.join(measure.value for measure in seen.measures)}")
    if seen.missing:
        print(f"  Not in the file, and not known then: {', '.join(map(written, seen.missing))}")


def _show(tips: Session, program: ProgramRow) -> None:
    for one in imports(tips, program.program_id):
        print(f"{one.import_id.hex()}\t{written(one.first)} to {written(one.last)}\tkept {one.day}")


def _undo(opened: Office, program: ProgramRow, typed: str) -> None:
    try:
        import_id = bytes.fromhex(typed)
        with opened.tips.transaction() as tips:
            undo(tips, program.program_id, import_id=import_id, by=None, now=SystemClock().now())
    except (ValueError, NothingHere):
        raise Stopped("There is no import with this id. --list shows them.") from None
    print("Taken back. Nothing of it is left but the two entries in the audit trail.")
