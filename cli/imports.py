"""`tipline import`: bring what was kept before this system."""

from pathlib import Path
from typing import Annotated, Final

import typer
from sqlmodel import Session

from cli.compose import Office, SystemClock, office
from cli.tell import Stopped, told
from tipline.access.programs import find_program
from tipline.errors import NothingHere
from tipline.reports.months import written
from tipline.reports.refusals import Fault, TotalsRefused
from tipline.reports.totals import Preview, apply, check, imports, preview, undo
from tipline.reports.totals_file import LIMIT, Totals, read_totals, template
from tipline.store.program_tables import ProgramRow

app = typer.Typer(no_args_is_help=True, help="Bring what was kept before this system.")

WORDS: Final = {
    Fault.TOO_LARGE: "The file is larger than a megabyte; earlier totals are far smaller.",
    Fault.NOT_TEXT: "The file cannot be read as CSV in UTF-8. Save it as “CSV UTF-8 (comma delimited)”.",
    Fault.EMPTY: "The file has no month in it.",
    Fault.WRONG_DELIMITER: "Columns must be parted by commas. This file parts them by something else.",
    Fault.NO_MONTH_COLUMN: "There is no column “month”. The first line must name the columns.",
    Fault.NO_TIPS_COLUMN: "There is no column “tips”; it is the only one that every month must have.",
    Fault.UNKNOWN_MEASURE: "There is no measure “{column}”. --template prints every column that there is.",
    Fault.COLUMN_TWICE: "The column “{column}” is there twice.",
    Fault.TWO_HEADERS: "A second line of headings. Leave only the first.",
    Fault.UNEVEN: "The line has more or fewer columns than the first.",
    Fault.FORMULA: "A formula in the column “{column}”. Save values, not formulas.",
    Fault.NO_MONTH: "No month. Write it as 2009-03.",
    Fault.MONTH_TWICE: "{month} is there twice.",
    Fault.MONTH_KEPT: "{month} is counted here already: earlier totals end before this system's first tip.",
    Fault.MONTH_IMPORTED: "{month} was imported before. Undo that import first (--list, --undo).",
    Fault.NO_TIPS: "The month has no number of tips.",
    Fault.NEGATIVE: "A number below zero in the column “{column}”.",
    Fault.NO_NUMBER: "No whole number, or no amount such as 1250.50, in the column “{column}”.",
    Fault.TOO_MANY: "The number in the column “{column}” is too large to be true.",
    Fault.MORE_THAN_TIPS: "“{column}” comes to more than the month's tips.",
}


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
        with file.open("rb") as opened:
            data = opened.read(LIMIT + 1)
    except OSError:
        raise Stopped(f"The file {file} cannot be read.") from None
    try:
        return read_totals(data)
    except TotalsRefused as refused:
        raise Stopped(sentence(refused)) from None


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
        raise Stopped(sentence(refused)) from None
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


def sentence(refused: TotalsRefused) -> str:
    """What is wrong with a file, where, and that nothing was kept."""
    month = written(refused.month) if refused.month is not None else ""
    said = WORDS[refused.fault].format(column=refused.column, month=month)
    where = f"Line {refused.line}: " if refused.line else ""
    return f"{where}{said} Nothing was kept."
