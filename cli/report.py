"""`tipline report`: a month or a year as a document, of the same numbers as the console's page."""

import sys
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from cli.compose import SystemClock, books
from cli.new_file import write_new
from cli.tell import Stopped, told
from tipline.access.programs import find_program
from tipline.reports.documents.kinds import Kind, write
from tipline.reports.documents.languages import LANGUAGES
from tipline.reports.documents.reading import read_report, said_in
from tipline.reports.documents.report import asked
from tipline.reports.months import written
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from tipline.vocabulary import Role

STANDARD_OUTPUT: Final = Path("-")


@told
def report(
    time: Annotated[str, typer.Argument(metavar="MONTH", help="A month, 2026-10, or a year, 2026.")],
    *,
    pdf: Annotated[bool, typer.Option("--pdf", help="To be handed on, and read aloud.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook, a sheet a table.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="A line a number.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One object, for programs.")] = False,
    program: Annotated[str | None, typer.Option(help="Its address; not needed if there is one.")] = None,
    language: Annotated[str, typer.Option(help="en or fr; the program's first if not given.")] = "",
    out: Annotated[Path | None, typer.Option(help="A new file; - is the standard output.")] = None,
) -> None:
    """Write a month or a year as a document. It is counted from what is in the clear; no tip is opened."""
    kinds = [kind for kind, wanted in zip(Kind, (pdf, xlsx, csv, json), strict=True) if wanted]
    if len(kinds) != 1:
        raise Stopped("Say which one: --pdf, --xlsx, --csv or --json.")
    wanted = asked(time)
    if wanted is None:
        raise Stopped("That is no month and no year. Write it as 2026-10, or 2026.")
    if language and language not in LANGUAGES:
        raise Stopped(f"Documents are written in {' or '.join(LANGUAGES)}.")
    with books() as opened, opened.tips.read() as tips, opened.ledger.read() as ledger:
        found = find_program(tips, program)
        row, words = said_in(tips, found.program_id, wished=language)
        today = SystemClock().now().astimezone(ZoneInfo(row.time_zone)).date()
        try:
            read = read_report(
                tips, ledger, program_id=row.program_id, asked=wanted, by=Role.ANALYST, today=today
            )
        except MonthAhead:
            raise Stopped(f"{time} has not begun.") from None
        except MonthBeforeBeginning as none:
            raise Stopped(
                f"Nothing is kept of {time}: the books begin with {written(none.beginning)}."
            ) from None
        slug = row.slug
    content = write(read, kinds[0], words)
    if out == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    path = out or Path(read.file_name(slug, kinds[0]))
    write_new(path, content)
    print(f"Written: {path}")
