"""The month, and the year, as files: PDF, workbook, CSV and JSON, of the same numbers as the page."""

from typing import Final

from fastapi import APIRouter, Request, Response

from tipline.reports.documents.kinds import Kind, write
from tipline.reports.documents.reading import read_report, said_in
from tipline.reports.documents.report import asked
from tipline.reports.months import month_of, written
from tipline.reports.refusals import MonthAhead, MonthBeforeBeginning
from web.console.dates import month_name
from web.console.desk import Signed, SignedIn, page
from web.who_may import who_may

router = APIRouter()

NO_FILE: Final = "There is no such file. A month is at 2026-10.pdf, .xlsx, .csv or .json, a year at 2026.pdf."


@router.get("/reports/{name}.{end}")
@who_may("who may see the month")
def download(name: str, end: str, request: Request, signed: SignedIn) -> Response:
    """A document of a month or a year, in the language of the address or the program's first."""
    signed.require(signed.holder.role.may_see_month)
    wanted = asked(name)
    if wanted is None or end not in set(Kind):
        return _no_file(signed, NO_FILE)
    kind = Kind(end)
    with signed.runtime.tips.read() as tips, signed.runtime.ledger.read() as ledger:
        program, words = said_in(
            tips, signed.holder.program_id, wished=request.query_params.get("language", "")
        )
        try:
            report = read_report(
                tips,
                ledger,
                program_id=signed.holder.program_id,
                asked=wanted,
                by=signed.holder.role,
                today=signed.today,
            )
        except MonthAhead:
            return _no_file(signed, f"That {'year' if wanted.yearly else 'month'} has not begun.")
        except MonthBeforeBeginning as none:
            return _no_file(
                signed, f"Nothing is kept of it: the books begin with {month_name(none.beginning)}."
            )
        file_name = report.file_name(program.slug, kind)
    return Response(
        write(report, kind, words),
        media_type=kind.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _no_file(signed: Signed, words: str) -> Response:
    return page(
        signed,
        "no_month.html",
        here="/reports",
        status=404,
        words=words,
        this=written(month_of(signed.today)),
    )
