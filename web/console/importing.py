"""Bring the monthly totals of the years before: checked, previewed, kept and taken back in one piece."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.reports.measures import RULES
from tipline.reports.refusals import TotalsRefused
from tipline.reports.totals import Preview, Year, apply, check, imports, preview, standing, undo
from tipline.reports.totals_file import read_totals, template
from web.console.dates import month_name
from web.console.desk import Posted, PostedList, Signed, SignedIn, page
from web.console.import_words import totals_sentence
from web.forms import Form
from web.who_may import who_may

router = APIRouter()

ADDRESS: Final = "/reports/import"
WHO: Final = "who may close a month"
NOTHING: Final = "Choose a file, or paste its lines. Nothing was kept."
DONE: Final = {
    "kept": "Kept. It stands below, and can be taken back in one piece.",
    "taken-back": "Taken back. Nothing of it is left but the two entries in the audit trail.",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A year of the preview, and what stands here of it."""

    year: int
    brought: Year | None
    here: Year | None


@router.get(f"{ADDRESS}/template.csv")
@who_may(WHO)
def empty(signed: SignedIn) -> Response:
    """A file with every column and no month."""
    signed.require(signed.holder.role.may_close_month)
    headers = {"Content-Disposition": 'attachment; filename="month-totals.csv"'}
    return Response(template(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get(ADDRESS)
@who_may(WHO)
def show(request: Request, signed: SignedIn) -> Response:
    """What was brought, and the box for more."""
    return _page(signed, done=DONE.get(request.query_params.get("done", ""), ""))


@router.post(ADDRESS)
@who_may(WHO)
def look(signed: SignedIn, form: PostedList) -> Response:
    """Check a file, and show what it would bring beside what stands here; nothing is kept."""
    signed.require(signed.holder.role.may_close_month)
    data = data_of(form)
    try:
        totals = read_totals(data)
        with signed.runtime.tips.read() as session:
            check(session, signed.holder.program_id, totals, now=signed.now)
    except TotalsRefused as refused:
        return _page(signed, refused=totals_sentence(refused) if data else NOTHING, text=text_of(form))
    return _page(signed, found=preview(totals), text=data.decode("utf-8-sig"))


@router.post(f"{ADDRESS}/keep")
@who_may(WHO)
def keep(signed: SignedIn, form: PostedList) -> Response:
    """Keep what was shown, all of it or nothing."""
    signed.require(signed.holder.role.may_close_month)
    try:
        totals = read_totals(data_of(form))
        with signed.runtime.tips.transaction() as session:
            apply(session, signed.holder.program_id, totals, by=signed.holder, now=signed.now)
    except TotalsRefused as refused:
        return _page(signed, refused=totals_sentence(refused), text=text_of(form))
    return RedirectResponse(f"{ADDRESS}?done=kept", 303)


@router.post(f"{ADDRESS}/undo")
@who_may(WHO)
def take_back(signed: SignedIn, form: Posted) -> Response:
    """Take back all that one import brought."""
    signed.require(signed.holder.role.may_close_month)
    import_id = b""
    with suppress(ValueError):
        import_id = bytes.fromhex(form.get("import"))
    with signed.runtime.tips.transaction() as session:
        undo(session, signed.holder.program_id, import_id=import_id, by=signed.holder, now=signed.now)
    return RedirectResponse(f"{ADDRESS}?done=taken-back", 303)


def data_of(form: Form) -> bytes:
    """A list as it was sent: the file, else what was pasted."""
    return form.file or form.get("text").strip("\r\n").encode()


def text_of(form: Form) -> str:
    """What was pasted stays in its box; what came as a file is chosen again."""
    return "" if form.file else form.get("text")


def _page(
    signed: Signed, *, refused: str = "", done: str = "", text: str = "", found: Preview | None = None
) -> Response:
    signed.require(signed.holder.role.may_close_month)
    with signed.runtime.tips.read() as session:
        brought = imports(session, signed.holder.program_id)
        here = standing(session, signed.holder.program_id, now=signed.now)
    return page(
        signed,
        "importing.html",
        here="/reports",
        status=422 if refused else 200,
        refused=refused,
        done=done,
        text=text,
        found=found,
        columns=", ".join(RULES[measure].label for measure in found.measures) if found is not None else "",
        years=_beside(found, here) if found is not None else (),
        brought=brought,
        month_name=month_name,
    )


def _beside(found: Preview, here: tuple[Year, ...]) -> tuple[Beside, ...]:
    brought = {one.year: one for one in found.years}
    stands = {one.year: one for one in here}
    return tuple(Beside(year, brought.get(year), stands.get(year)) for year in sorted({*brought, *stands}))
