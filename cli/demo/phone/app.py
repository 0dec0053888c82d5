"""The phone page: a handset that texts the gateway, the API that the gateway sends by, and people's codes."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pyotp
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from cli.demo.components import add_components
from cli.demo.config import DemoPerson, PhoneConfig
from cli.demo.phone.carrier import accept, bring, is_customer
from cli.demo.phone.handsets import Bubble, Handset, Handsets
from cli.demo.phone.messages import Answer, Messages, refusal

HERE: Final = Path(__file__).parent
ASSETS: Final = ("phone.css", "handset.css", "desk.css", "phone.svg", "phone.js")
LONGEST: Final = 1600
"""Characters that a text may have: ten joined segments."""

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A number of ours, as the phone's address book has it."""

    number: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class Code:
    """What one of the demo's people signs in with, just now."""

    person: DemoPerson
    code: str
    seconds: int
    """Until the next code."""


def phone_app(config: PhoneConfig) -> Starlette:
    """The page of one demo. What is typed stays in this process, or goes to the gateway."""
    page = _Page(config)
    app = Starlette(
        routes=[
            Route("/", page.show, methods=["GET"]),
            Route("/send", page.send, methods=["POST"]),
            Route("/another", page.another, methods=["POST"]),
            Route("/thread", page.thread, methods=["GET"]),
            Route("/codes", page.codes, methods=["GET"]),
            Route("/healthz", page.healthz, methods=["GET"]),
            *(Route(f"/{name}", page.asset(name), methods=["GET"]) for name in ASSETS),
            Route("/2010-04-01/Accounts/{sid}/Messages.json", page.accept, methods=["POST"]),
            Route("/2010-04-01/Accounts/{sid}/{rest:path}", page.remember, methods=["GET", "POST", "DELETE"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )
    add_components(app)
    return app


class _Page:
    """The handsets of one page, and what it answers."""

    def __init__(self, config: PhoneConfig) -> None:
        self._config = config
        self._handsets = Handsets()
        self._messages = Messages(config.account_sid)
        self._lines = (
            Line(config.own_number, "Own number", "The program has it alone: no keyword needed."),
            Line(config.shared_number, "Shared number", "Begin with the keyword of your program."),
        )
        self._templates = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._templates.filters["number"] = _spoken

    async def show(self, request: Request) -> Response:
        """The handset, with one conversation open, and everything else beside it."""
        phone, line = self._chosen(request)
        return self._render(
            "page.html",
            phone=phone,
            phones=self._handsets.all(),
            line=line,
            lines=self._lines,
            bubbles=phone.conversation(line.number),
            codes=self._codes(),
            places=self._config.places,
            longest=LONGEST,
        )

    async def thread(self, request: Request) -> Response:
        """The messages of one conversation alone, for the script that looks for new ones."""
        phone, line = self._chosen(request)
        return self._render("thread.html", line=line, bubbles=phone.conversation(line.number))

    async def codes(self, _: Request) -> Response:
        """What people sign in with, alone."""
        return self._render("codes.html", codes=self._codes())

    async def send(self, request: Request) -> Response:
        """Send a text, and show what comes back."""
        async with request.form() as form:
            sender, to, body = (str(form.get(name, "")) for name in ("from", "to", "body"))
        phone = self._handsets.with_number(sender.strip()) if sender.strip() else self._handsets.all()[0]
        line = self._line(to)
        if body.strip():
            await self._bring(phone, line, body[:LONGEST])
        where = urlencode({"phone": phone.number, "to": line.number})
        return RedirectResponse("/" if phone is self._handsets.all()[0] else f"/?{where}", 303)

    async def another(self, _: Request) -> Response:
        """Take a phone that nobody has used."""
        where = urlencode({"phone": self._handsets.another().number})
        return RedirectResponse(f"/?{where}", 303)

    async def accept(self, request: Request) -> Response:
        """Stand in for Twilio's API: a text that the gateway sends arrives on its phone."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        async with request.form() as form:
            fields = {name: str(value) for name, value in form.items()}
        answer = accept(self._messages, fields, now=_now())
        if answer.status is HTTPStatus.CREATED:
            bubble = Bubble(_now(), fields["Body"], mine=False, line=fields["From"])
            self._handsets.with_number(fields["To"]).show(bubble)
        return _told(answer)

    async def remember(self, request: Request) -> Response:
        """Stand in for Twilio's API: what it remembers, and can be made to forget."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        async with request.form() as form:
            fields = {name: str(value) for name, value in form.items()}
        asked = request.method, request.url.path
        return _told(self._messages.answer(*asked, query=request.query_params, fields=fields))

    def _stranger(self, request: Request) -> Response | None:
        """What somebody is told who is not our customer."""
        authorization = request.headers.get("authorization", "")
        if is_customer(self._config, account_sid=request.path_params["sid"], authorization=authorization):
            return None
        return _told(refusal(HTTPStatus.UNAUTHORIZED, 20003, "Authenticate"))

    async def healthz(self, _: Request) -> Response:
        """Whether the page is there."""
        return PlainTextResponse("ok")

    def asset(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """A file of the page."""

        async def asset(_: Request) -> Response:
            return FileResponse(HERE / name, headers=HEADERS)

        return asset

    async def _bring(self, phone: Handset, line: Line, body: str) -> None:
        sent = _now()
        taken = await asyncio.to_thread(
            bring,
            self._config,
            self._messages,
            sender=phone.number,
            line=line.number,
            body=body,
            now=sent,
        )
        phone.show(Bubble(sent, body, mine=True, line=line.number, failed=not taken.delivered))
        for answer in taken.answers:
            phone.show(Bubble(_now(), answer, mine=False, line=line.number))

    def _chosen(self, request: Request) -> tuple[Handset, Line]:
        """The phone and the conversation that the address names, else the first and its newest."""
        number = request.query_params.get("phone", "")
        known = {one.number: one for one in self._handsets.all()}
        phone = known.get(number, self._handsets.all()[0])
        return phone, self._line(request.query_params.get("to") or phone.last_line or "")

    def _line(self, number: str) -> Line:
        return next((line for line in self._lines if line.number == number), self._lines[0])

    def _codes(self) -> list[Code]:
        now = _now()
        return [
            Code(
                one,
                (totp := pyotp.TOTP(one.totp)).at(now),
                totp.interval - int(now.timestamp()) % totp.interval,
            )
            for one in self._config.people
        ]

    def _render(self, name: str, **values: object) -> Response:
        return HTMLResponse(self._templates.get_template(name).render(**values), headers=HEADERS)


def _told(answer: Answer) -> Response:
    if answer.content is None:
        return Response(status_code=answer.status)
    return JSONResponse(answer.content, answer.status)


def _now() -> datetime:
    return datetime.now(UTC)


def _spoken(number: str) -> str:
    """A number as people write it where the demo is set."""
    if len(number) == len("+14165550142") and number.startswith("+1"):
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number
