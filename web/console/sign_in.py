"""Come in, and go."""

from contextlib import suppress
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from tipline.access.sessions import decode_token, encode_token, resume, sign_in, sign_out
from tipline.errors import NotConfirmed, SessionOver, SignInRefused, TooBusy
from tipline.runtime import ConsoleRuntime
from web.console.desk import COOKIE, Posted
from web.who_may import who_may

router = APIRouter()

REFUSED: Final = (
    "That name, password and code do not open a session. Check all three: the code changes every half minute."
)
NOT_CONFIRMED: Final = (
    "Nobody has confirmed your keys yet. Read your fingerprint to {who}, who can do it; then sign in again."
)
BUSY: Final = "Many people are signing in at this moment. Wait ten seconds and press the button again."


AFTERWARDS: Final = {"due": "/due"}
"""Where somebody wanted to go before they signed in; such an address names nothing and opens nothing."""


@router.get("/sign-in")
@who_may("anyone")
def show(request: Request) -> Response:
    """The form, or the desk for whoever is signed in."""
    runtime: ConsoleRuntime = request.app.state.runtime
    try:
        resume(runtime, decode_token(request.cookies.get(COOKIE, "")), now=runtime.clock.now())
    except SessionOver:
        return _form(request, to=request.query_params.get("to", ""))
    return RedirectResponse(AFTERWARDS.get(request.query_params.get("to", ""), "/"), 303)


@router.post("/sign-in")
@who_may("anyone")
def enter(request: Request, form: Posted) -> Response:
    """Open a session, or say in one sentence that this is not it."""
    runtime: ConsoleRuntime = request.app.state.runtime
    name, to = form.get("name"), form.get("to")
    try:
        signed = sign_in(
            runtime,
            name=name,
            password=form.get("password"),
            totp=form.get("totp"),
            now=runtime.clock.now(),
        )
    except SignInRefused:
        return _form(request, name=name, to=to, refused=REFUSED, status=403)
    except NotConfirmed as waits:
        who = " or ".join(waits.confirmers) or "somebody who holds the inbox"
        return _form(request, name=name, to=to, refused=NOT_CONFIRMED.format(who=who), status=403)
    except TooBusy:
        return _form(request, name=name, to=to, refused=BUSY, status=503)
    answer = RedirectResponse(AFTERWARDS.get(to, "/"), 303)
    answer.set_cookie(
        COOKIE, encode_token(signed.token), secure=True, httponly=True, samesite="strict", path="/"
    )
    return answer


@router.post("/sign-out")
@who_may("anyone")
def leave(request: Request, form: Posted) -> Response:  # noqa: ARG001 - read for where it came from
    """End the session: its row goes, and what was open is wiped."""
    runtime: ConsoleRuntime = request.app.state.runtime
    with suppress(SessionOver):
        sign_out(runtime, decode_token(request.cookies.get(COOKIE, "")), now=runtime.clock.now())
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict", path="/")
    return answer


def _form(
    request: Request, *, name: str = "", to: str = "", refused: str = "", status: int = 200
) -> Response:
    kept = to if to in AFTERWARDS else ""
    body = request.app.state.pages.render("sign_in.html", typed=name, to=kept, refused=refused)
    return Response(body, status_code=status, media_type="text/html; charset=utf-8")
