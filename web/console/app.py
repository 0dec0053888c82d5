"""The console as an application: its routes, its headers, and the page for each refusal."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from tipline import audit as trail
from tipline.casework.search.rooms import Rooms
from tipline.errors import NotPermitted, SessionOver, TiplineError
from tipline.rewards.wrong_codes import WrongCodes
from tipline.runtime import ConsoleRuntime
from web.console import (
    alerts,
    apps,
    audit,
    barring,
    book_files,
    bringing,
    canned,
    case,
    cases,
    danger,
    deciding,
    desks,
    dispatching,
    due,
    events,
    files,
    funds,
    giving,
    handed_over,
    importing,
    journal,
    languages,
    lost_words,
    meetings,
    minutes,
    month,
    month_deeds,
    month_files,
    month_part,
    papers,
    payout,
    people,
    program,
    proposing,
    publishing,
    queue,
    relating,
    reward_rules,
    rewards,
    roster,
    scoring,
    scrubbing,
    search,
    shortcuts,
    sign_in,
    surge,
    surge_answer,
    talking,
    texting,
    tip,
    unsent,
)
from web.console.desk import Signed, page, signed_in
from web.console.field_words import FILTERS
from web.console.shown_files import files_origin
from web.console.viewing import Tickets
from web.console.watch import Watch
from web.console.wording import ANSWERS, said_of
from web.errors import Answer, install
from web.security import Fortress, Policy, new_app
from web.styles import CONSOLE
from web.templating import Pages, Script, Stylesheet, static_route
from web.who_may import who_may

CSP: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' {files}; media-src {files}; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Pictures and films come from the files' own origin. Scripts are our own files alone, and talk to us alone;
nothing on these pages needs one."""

SCRIPTS: Final = ("queue", "keys", "alerts", "count")

TROUBLE: Final = (
    "Something went wrong on our side, and what you did was not kept. Go back, and try it once more. "
    "If it stays, tell whoever runs the console."
)

PARTS: Final = (
    sign_in,
    queue,
    events,
    due,
    barring,
    relating,
    cases,
    case,
    surge,
    surge_answer,
    scrubbing,
    search,
    tip,
    files,
    handed_over,
    talking,
    texting,
    giving,
    papers,
    dispatching,
    canned,
    unsent,
    danger,
    proposing,
    meetings,
    minutes,
    deciding,
    lost_words,
    rewards,
    bringing,
    funds,
    journal,
    book_files,
    scoring,
    reward_rules,
    importing,
    month_files,
    month,
    month_part,
    month_deeds,
    languages,
    program,
    apps,
    publishing,
    payout,
    desks,
    people,
    audit,
    roster,
    alerts,
    shortcuts,
)
"""The pages, a file for each place of the rail or a part of one.

`month` comes after `month_files`, whose 2026-10.pdf it would take for a month, and after `importing`.
"""

health = APIRouter()


@health.get("/healthz")
@who_may("anyone")
def healthz(request: Request) -> Response:
    """Answer when its three stores can be reached."""
    runtime: ConsoleRuntime = request.app.state.runtime
    runtime.tips.ping()
    runtime.keys_store.ping()
    runtime.ledger.ping()
    return PlainTextResponse("ok\n")


def console_app(runtime: ConsoleRuntime, tickets: Tickets | None = None) -> Fortress:
    """The staff console over an open runtime."""
    app = new_app()
    sheet = Stylesheet("console", *CONSOLE)
    app.state.runtime = runtime
    scripts = {name: Script(name) for name in SCRIPTS}
    places = {name: script.path for name, script in scripts.items()}
    app.state.pages = Pages("console", filters=FILTERS, stylesheet=sheet.path, scripts=places)
    app.state.watch = Watch(runtime)
    app.state.wrong_codes = WrongCodes()
    app.state.rooms = Rooms(runtime.holders)
    app.state.tickets = tickets or Tickets()
    app.include_router(health)
    for part in PARTS:
        app.include_router(part.router)
    static_route(app, sheet)
    for script in scripts.values():
        static_route(app, script)
    install(app, ANSWERS, _refused)
    app.add_exception_handler(SessionOver, _sign_in_first)
    policy = Policy(CSP.format(files=files_origin(runtime.settings)))
    return Fortress(app, policy=policy, trouble=lambda _: PlainTextResponse(TROUBLE, status_code=500))


def end_streams(console: Fortress) -> None:
    """Let whoever listens go, because the process ends: else it would wait for them."""
    watch: Watch = console.app.state.watch
    watch.end()


def _sign_in_first(request: Request, _: Exception) -> Response:
    wanted = next((word for word, path in sign_in.AFTERWARDS.items() if path == request.url.path), None)
    return RedirectResponse(f"/sign-in?to={wanted}" if wanted else "/sign-in", 303)


async def _refused(request: Request, answer: Answer, error: Exception) -> Response:
    return await run_in_threadpool(_refused_page, request, answer, error)


def _refused_page(request: Request, answer: Answer, error: Exception) -> Response:
    """The page for a refusal; what somebody's role may not do is written down as well."""
    words = said_of(error).words
    signed = _who(request)
    if signed is None:
        body = request.app.state.pages.render("refused_plain.html", heading=answer.title, words=words)
        return Response(body, status_code=answer.status, media_type="text/html; charset=utf-8")
    if isinstance(error, NotPermitted):
        _write_down(signed)
    return page(signed, "refused.html", here="", status=answer.status, heading=answer.title, words=words)


def _who(request: Request) -> Signed | None:
    found: Signed | None = getattr(request.state, "signed", None)
    if found is not None:
        return found
    try:
        return signed_in(request)
    except TiplineError:
        return None


def _write_down(signed: Signed) -> None:
    with signed.runtime.tips.transaction() as session:
        trail.record(
            session,
            program_id=signed.holder.program_id,
            action=trail.Action.NOT_PERMITTED,
            by=signed.holder.person_id,
            at=signed.now,
            signer=signed.holder.holdings.signing(),
        )
