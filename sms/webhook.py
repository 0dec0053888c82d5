"""The gateway as an application: the carrier's doors, and a way to see whether they are open."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeAlias
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sms.clockwork import Clockwork
from sms.delivery import Delivery
from sms.edge import Edge, read_body
from sms.eraser import Eraser
from sms.inbound import read_inbound
from sms.pace import Pace
from sms.pager import Pager
from sms.pictures import Fetching
from sms.reconcile import Reconciler
from sms.replies import twiml
from sms.signature import Fields, Signatures, read_params
from sms.spooled import Spooled
from sms.status import Reports, read_report
from sms.telling import Telling
from tipline.errors import KeyTrouble, StoreTrouble
from tipline.intake.texts.erasures import NO_PROGRAM
from tipline.intake.texts.reception import TextReception
from tipline.intake.texts.texting import Texting
from tipline.log import Event, failure, log
from tipline.runtime import GatewayRuntime
from tipline.settings import Settings
from tipline.spool_errors import SpoolUnavailable

BODY_LIMIT: Final = 1_048_576
STATUS: Final = "/sms/status"

_PATH_SAFE: Final = "/%:@!$&'()*+,;=-._~"


def gateway_app(
    runtime: GatewayRuntime, *, texting: Texting | None = None, reception: TextReception | None = None
) -> ASGIApp:
    """The gateway: the webhook, and while it runs the delivery of answers and the clockwork.

    Args:
        texting: the conversations, where they are begun already.
        reception: what takes texts in for them, where it does already.
    """
    texting = texting or Texting(runtime)
    reports = Reports(runtime, Telling(runtime, texting))
    pace = Pace(runtime.settings.sms_segments_per_second)
    delivery = Delivery(runtime, texting, reports=reports, pace=pace)
    reception = reception or TextReception(runtime, texting)
    clockwork = Clockwork(runtime, texting, reports)
    eraser = Eraser(runtime)
    reconciler = Reconciler(runtime, texting, eraser, reception=reception)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with asyncio.TaskGroup() as tasks:
            turning = (
                delivery.run(),
                clockwork.run(),
                Spooled(runtime, texting, reception).run(),
                Pager(runtime, pace=pace).run(),
                eraser.run(),
                reconciler.run(),
                Fetching(runtime, texting.programs).run(),
            )
            running = [tasks.create_task(each) for each in turning]
            yield
            for task in running:
                task.cancel()

    routes = [
        Route("/sms/inbound", _inbound(runtime, texting, reception, eraser, reconciler), methods=["POST"]),
        Route(STATUS, _status(runtime, reports), methods=["POST"]),
        Route("/healthz", _healthz(runtime), methods=["GET"]),
    ]
    return Edge(Starlette(routes=routes, lifespan=lifespan))


_Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def status_url(settings: Settings) -> str:
    """Where the carrier tells how far a text has come."""
    return _public_url(settings) + STATUS


def _inbound(
    runtime: GatewayRuntime,
    texting: Texting,
    reception: TextReception,
    eraser: Eraser,
    reconciler: Reconciler,
) -> _Endpoint:
    read = _signed_reader(runtime)
    told = status_url(runtime.settings)

    async def inbound(request: Request) -> Response:
        """Take a text in, if the carrier signed it for our account; nothing is stored otherwise.

        What is signed is answered with TwiML, silent or not, and its erasure at the carrier is owed once the
        answer has left. So it is while a store is away: an error would leave text and number in the carrier's
        log. Only what not even the spool could keep is answered with one, by which the carrier knows to bring
        it elsewhere or again; it is asked for again soon.
        """
        fields = await read(request)
        if isinstance(fields, Response):
            return fields
        text = read_inbound(fields, carrier_url=runtime.settings.carrier_url)
        if text is None:
            return twiml(None)
        now = runtime.clock.now()
        try:
            answer = twiml(await reception.receive(text, now=now), status_url=told)
            first = texting.first_of(text.line, now=now) or NO_PROGRAM
            answer.background = BackgroundTask(eraser.owe, text, program_id=first, now=now)
            return answer
        except StoreTrouble as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
        except KeyTrouble as trouble:
            failure(trouble)
        reconciler.hurry()
        return PlainTextResponse("not received", 503)

    inbound.__who_may__ = "the carrier, by its signature"  # type: ignore[attr-defined]
    return inbound


def _status(runtime: GatewayRuntime, reports: Reports) -> _Endpoint:
    read = _signed_reader(runtime)

    async def status(request: Request) -> Response:
        """Hear how far a text of ours has come, if the carrier signed it for our account.

        Always answered with silence: an error would make the carrier keep the whole request for its debugger.
        """
        fields = await read(request)
        if isinstance(fields, Response):
            return fields
        report = read_report(fields)
        if report is not None:
            try:
                await reports.take(report, now=runtime.clock.now())
            except Exception as error:  # noqa: BLE001 - whatever it is, the carrier is not told
                failure(error)
        return twiml(None)

    status.__who_may__ = "the carrier, by its signature"  # type: ignore[attr-defined]
    return status


def _signed_reader(runtime: GatewayRuntime) -> Callable[[Request], Awaitable[Fields | Response]]:
    """Reads the fields of what the carrier signed for our account; everything else is refused.

    Of what it signed and is no form, nothing is read, and it is answered with silence: somebody has set it up
    for JSON, and an error would leave whatever is in it in the carrier's log.
    """
    signatures = Signatures(public_url=_public_url(runtime.settings), tokens=runtime.keys.auth_tokens)
    account = runtime.keys.account_sid

    async def read(request: Request) -> Fields | Response:
        body = await read_body(request.receive, limit=BODY_LIMIT)
        if body is None:
            return PlainTextResponse("too long", 413)
        params = read_params(body, kind=request.headers.get("content-type", ""))
        signature = request.headers.get("x-twilio-signature", "")
        if params is None or not signatures.holds(
            target=_target(request), params=params, signature=signature
        ):
            return _not_signed()
        if not isinstance(params, Fields):
            return twiml(None)
        return params if params.get("AccountSid") == account else _not_signed()

    return read


def _healthz(runtime: GatewayRuntime) -> _Endpoint:
    async def healthz(_: Request) -> Response:
        """Whether a text can be kept: in the stores, or in the spool until they are back."""
        try:
            for store in (runtime.tips, runtime.vault):
                await asyncio.to_thread(store.ping)
        except StoreTrouble as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
            try:
                await asyncio.to_thread(runtime.spool.check)
            except SpoolUnavailable:
                return PlainTextResponse("a store does not answer", 503)
            return PlainTextResponse("a store does not answer; what comes is kept in the spool")
        return PlainTextResponse("ok")

    healthz.__who_may__ = "anyone"  # type: ignore[attr-defined]
    return healthz


def _public_url(settings: Settings) -> str:
    return settings.sms_public_url or f"http://{settings.host}:{settings.sms_port}"


def _not_signed() -> Response:
    return PlainTextResponse("not signed", 403)


def _target(request: Request) -> str:
    """Path and query as they were sent, still encoded: that is what was signed."""
    raw = request.scope.get("raw_path")
    path = raw.decode("latin-1") if raw else quote(request.scope["path"], safe=_PATH_SAFE)
    query = request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path
