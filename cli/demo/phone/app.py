"""The phone page: handsets that text the gateway, the API that the gateway sends by, and people's codes."""

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
from starlette.datastructures import FormData, UploadFile
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
from cli.demo.phone.bringing import Taken, bring
from cli.demo.phone.carrier import OPTED_OUT, REFUSED, accept, is_customer
from cli.demo.phone.handsets import Bubble, Handset, Handsets, Shot, Way, address_of
from cli.demo.phone.journeys import Journeys
from cli.demo.phone.messages import Answer, Message, Messages, refusal
from cli.demo.phone.opting import SAID, OptOuts, OptWord
from cli.demo.phone.views import Line, carrier_holds, lines_of, seen, spoken

HERE: Final = Path(__file__).parent
ASSETS: Final = ("phone.css", "handset.css", "desk.css", "phone.svg", "phone.js")
LONGEST: Final = 1600
"""Characters that a text may have: ten joined segments."""
MOST_PICTURES: Final = 10
LARGEST_PICTURE: Final = 5_000_000
"""Bytes, of each: what the carrier takes from a phone ("Accepted content types for media")."""
SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Types that a browser shows and that can do nothing."""

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
            Route("/now", page.now, methods=["GET"]),
            Route("/reach", page.reach, methods=["POST"]),
            Route("/opt-out", page.opt_out, methods=["POST"]),
            Route("/shots/{shot_id}", page.shot, methods=["GET"]),
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
        self._opt_outs = OptOuts()
        self._journeys = Journeys(config, self._messages)
        self._lines = lines_of(config)
        self._templates = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._templates.filters["number"] = spoken

    async def show(self, request: Request) -> Response:
        """The handset, with one conversation open, and everything else beside it."""
        return self._render(
            "page.html",
            **self._screen(request),
            codes=self._codes(),
            places=self._config.places,
            longest=LONGEST,
            most=MOST_PICTURES,
        )

    async def thread(self, request: Request) -> Response:
        """The messages of one conversation alone."""
        return self._render("thread.html", **self._screen(request))

    async def now(self, request: Request) -> Response:
        """Everything that may have changed, for the script that looks for it."""
        return self._render("now.html", **self._screen(request))

    async def codes(self, _: Request) -> Response:
        """What people sign in with, alone."""
        return self._render("codes.html", codes=self._codes())

    async def send(self, request: Request) -> Response:
        """Send a text with what is to go with it, and show what comes back."""
        async with request.form(max_files=MOST_PICTURES) as form:
            phone, line = self._named(form)
            body, shots = str(form.get("body", ""))[:LONGEST], await _shots(form)
        if any(len(shot.content) > LARGEST_PICTURE for shot in shots):
            return PlainTextResponse("A picture is larger than 5 MB: no carrier takes it.", 413, HEADERS)
        if body.strip() or shots:
            await self._bring(phone, line, body, shots)
        return self._back(phone, line)

    async def another(self, _: Request) -> Response:
        """Take a phone that nobody has used."""
        where = urlencode({"phone": self._handsets.another().number})
        return RedirectResponse(f"/?{where}", 303)

    async def reach(self, request: Request) -> Response:
        """Take a phone out of reach, or bring it back."""
        async with request.form() as form:
            phone, line = self._named(form)
        phone.reachable = not phone.reachable
        return self._back(phone, line)

    async def opt_out(self, request: Request) -> Response:
        """Let the carrier answer STOP, START and HELP by itself, or leave that to us."""
        async with request.form() as form:
            phone, line = self._named(form)
        self._opt_outs.answers_itself = not self._opt_outs.answers_itself
        return self._back(phone, line)

    async def shot(self, request: Request) -> Response:
        """A picture that was sent, as its phone has it."""
        shot = self._handsets.shot(request.path_params["shot_id"])
        if shot is None or shot.kind not in SHOWN:
            return PlainTextResponse("not there", 404, HEADERS)
        return Response(shot.content, headers=HEADERS, media_type=shot.kind)

    async def accept(self, request: Request) -> Response:
        """Stand in for Twilio's API: a text that the gateway sends sets out for its phone."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        async with request.form() as form:
            fields = {name: str(value) for name, value in form.items()}
        taken = accept(self._messages, self._opt_outs, fields, now=_now())
        if isinstance(taken, Message):
            # Written before it goes on its way: the answer says how far it was when it was taken.
            answer = Answer(HTTPStatus.CREATED, self._messages.resource(taken))
            self._set_out(taken, told_at=fields.get("StatusCallback", ""))
            return _told(answer)
        if taken.content is not None and taken.content["code"] == OPTED_OUT and fields["To"] not in REFUSED:
            self._refused(fields["To"], line=fields["From"], text=fields["Body"])
        return _told(taken)

    async def remember(self, request: Request) -> Response:
        """Stand in for Twilio's API: what it remembers, hands out, and can be made to forget."""
        if (stranger := self._stranger(request)) is not None:
            return stranger
        asked = request.method, request.url.path
        if request.method == "GET" and (found := self._messages.content(request.url.path)) is not None:
            kind, content = found
            return Response(content, headers={"Content-Type": kind})
        async with request.form() as form:
            fields = {name: str(value) for name, value in form.items()}
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

    async def _bring(self, phone: Handset, line: Line, body: str, shots: tuple[Shot, ...]) -> None:
        """Bring a text to the gateway, and what comes of it to the phone."""
        address = address_of(phone, line=line.wire)
        word = None if shots else self._opt_outs.understood(body, phone=address, line=line.wire)
        answered = word if self._opt_outs.answers_itself else None
        message = self._messages.receive(
            from_=address,
            to=line.wire,
            body=body,
            now=_now(),
            media=[shot.kind for shot in shots],
            contents=[shot.content for shot in shots],
        )
        if word is OptWord.START:
            self._opt_outs.obey(word, phone=address, line=line.wire)
        taken = await asyncio.to_thread(bring, self._config, message, understood=answered)
        way = Way.TAKEN if taken.delivered else Way.NOT_TAKEN
        phone.show(Bubble(message.at, body, line.wire, way, message.sid, shots=shots))
        if answered is not None:
            phone.show(Bubble(_now(), SAID[answered], line.wire, Way.CARRIERS))
        self._reply(taken, to=address, line=line)
        if word is OptWord.STOP:
            # The answer to it was still taken: nothing after it is.
            self._opt_outs.obey(word, phone=address, line=line.wire)

    def _reply(self, taken: Taken, *, to: str, line: Line) -> None:
        """Take what the gateway answered in the same breath."""
        for reply in taken.replies:
            if self._opt_outs.is_out(to, line.wire):
                self._refused(to, line=line.wire, text=reply.text)
                continue
            fields = {"From": line.wire, "To": to, "Body": reply.text}
            self._set_out(self._messages.send(fields, now=_now()), told_at=reply.told_at)

    def _set_out(self, message: Message, *, told_at: str) -> None:
        phone = self._handsets.at(message.to)
        phone.show(Bubble(message.at, message.body, message.from_, Way.QUEUED, message.sid))
        self._journeys.begin(message, phone, told_at=told_at)

    def _refused(self, to: str, *, line: str, text: str) -> None:
        self._handsets.at(to).show(Bubble(_now(), text, line, Way.REFUSED))

    def _screen(self, request: Request) -> dict[str, object]:
        """One conversation, and all that stands around it; whoever looks has seen it."""
        phone, line = self._chosen(request)
        phone.unseen = 0
        return {
            "phone": phone,
            "phones": self._handsets.all(),
            "line": line,
            "lines": self._lines,
            "bubbles": seen(phone.conversation(line.wire), self._messages),
            "shown": SHOWN,
            "opted_out": self._opt_outs.is_out(address_of(phone, line=line.wire), line.wire),
            "answers_itself": self._opt_outs.answers_itself,
            "held": carrier_holds(self._messages),
        }

    def _named(self, form: FormData) -> tuple[Handset, Line]:
        """The phone and the line that a form names, else the first of each."""
        number = str(form.get("from", "")).strip()
        phone = self._handsets.with_number(number) if number else self._handsets.all()[0]
        return phone, self._line(str(form.get("to", "")))

    def _back(self, phone: Handset, line: Line) -> Response:
        where = urlencode({"phone": phone.number, "to": line.wire})
        return RedirectResponse(f"/?{where}", 303)

    def _chosen(self, request: Request) -> tuple[Handset, Line]:
        """The phone and the conversation that the address names, else the first and its newest."""
        number = request.query_params.get("phone", "")
        known = {one.number: one for one in self._handsets.all()}
        phone = known.get(number, self._handsets.all()[0])
        return phone, self._line(request.query_params.get("to") or phone.last_line or "")

    def _line(self, wire: str) -> Line:
        return next((line for line in self._lines if line.wire == wire), self._lines[0])

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


async def _shots(form: FormData) -> tuple[Shot, ...]:
    """The files that go with a text; a field without one is sent as an empty file."""
    files = [one for one in form.getlist("picture") if isinstance(one, UploadFile) and one.size]
    return tuple(
        [
            Shot(one.filename or "", one.content_type or "application/octet-stream", await one.read())
            for one in files
        ]
    )
