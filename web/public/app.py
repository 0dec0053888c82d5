"""The public site as an application: its routes, its refusals, and what it does by itself while it runs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from functools import partial
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from tipline import loose_blobs
from tipline.errors import StoreTrouble
from tipline.intake import form_tokens
from tipline.intake.code_links import forget_links
from tipline.log import failure
from tipline.runtime import PublicRuntime
from tipline.spool_watch import Standings
from web.errors import Answer, NotFound, NotThisWay, install
from web.forms import FormTrouble, read_form
from web.public import code_links, follow_up, links, numbers, places, pressed, report
from web.public.by_address import TONGUE, ByAddress, tongue_of
from web.public.form_page import typed_in
from web.public.refusals import Fault
from web.public.said import Said
from web.public.site import Site, make_site, site_of
from web.public.wording import ANSWERS, OUT_OF_ORDER
from web.security import PUBLIC_POLICY, Fortress
from web.templating import static_route
from web.tongues import ENGLISH, Tongue

HOUR: Final = 3600.0
DELIVERED_EVERY: Final = 3.0
"""Seconds between two looks into the spool."""

READING: Final = frozenset({"GET", "HEAD"})


ROUTES: Final = (
    Route("/", places.programs, methods=["GET"]),
    Route("/healthz", places.healthz, methods=["GET"]),
    Route("/robots.txt", places.robots, methods=["GET"]),
    Route("/favicon.ico", places.icon, methods=["GET"]),
    Route("/l/{link_id}", links.follow, methods=["GET"]),
    Route("/c/{token}", code_links.show, methods=["GET"]),
    Route("/c/{token}", code_links.spend, methods=["POST"]),
    Route("/{slug}", report.show, methods=["GET"]),
    Route("/{slug}", report.send, methods=["POST"]),
    Route("/{slug}/", report.straighten, methods=["GET"]),
    Route("/{slug}/kept", pressed.back, methods=["GET"]),
    Route("/{slug}/kept", pressed.finish, methods=["POST"]),
    Route("/{slug}/how-anonymous", places.how_anonymous, methods=["GET"]),
    Route("/{slug}/numbers", numbers.latest, methods=["GET"]),
    Route("/{slug}/numbers/{written}.json", numbers.as_json, methods=["GET"]),
    Route("/{slug}/numbers/{written}.csv", numbers.as_csv, methods=["GET"]),
    Route("/{slug}/numbers/{written}", numbers.month, methods=["GET"]),
    Route("/{slug}/follow-up", follow_up.ask, methods=["GET"]),
    Route("/{slug}/follow-up", follow_up.answer, methods=["POST"]),
)
"""Every address of the site, in English; `ByAddress` has taken another language off before.

The fixed ones come first, since a program may have any other name.
"""


def public_app(runtime: PublicRuntime) -> Fortress:
    """The public site over an open runtime, which the caller closes."""
    site = make_site(runtime)
    app = Starlette(lifespan=partial(_alive, site), middleware=[Middleware(ByAddress, site.onion)])
    app.router.redirect_slashes = False
    app.state.site = site
    for kept in (site.sheet, site.proof, site.worker):
        static_route(app, kept)
    app.router.routes.extend(ROUTES)
    install(app, ANSWERS, _refused)
    return Fortress(app, policy=PUBLIC_POLICY, trouble=partial(_trouble, site), visitors=site.visitors)


@asynccontextmanager
async def _alive(site: Site, _: Starlette) -> AsyncGenerator[None]:
    """While the site runs, what is old is forgotten every hour; then the last visits are counted."""
    turning = [asyncio.create_task(each) for each in (_forget_hourly(site), _deliver(site))]
    yield
    for task in turning:
        task.cancel()
    await asyncio.gather(*turning, return_exceptions=True)
    await site.scrubbing.end()
    with suppress(StoreTrouble):
        await site.links.flush()


async def _forget_hourly(site: Site) -> None:
    while True:
        now = site.now()
        try:
            await site.runtime.tips.write(partial(form_tokens.forget_old, now=now))
            await site.runtime.tips.write(partial(forget_links, now=now))
            if not site.reception.waits():  # a tip that waits for the store still needs its files
                await run_in_threadpool(loose_blobs.sweep, site.runtime.tips, site.runtime.blobs, now=now)
        except StoreTrouble as error:
            failure(error)
        site.forget_old()
        await asyncio.sleep(HOUR)


async def _deliver(site: Site) -> None:
    """Deliver what waits for the store, and remember the programs while it can be read."""
    standing = Standings(site.runtime.spool)
    while True:
        now = site.now()
        try:
            await site.programs.refresh(now=now)
            await site.reception.turn(now=now)
        except StoreTrouble:
            pass  # told once when it went away, and by what waits
        except Exception as error:  # noqa: BLE001 - it must go on turning
            failure(error)
        standing.tell(now=now)
        await asyncio.sleep(DELIVERED_EVERY)


async def _refused(request: Request, answer: Answer, error: Exception) -> Response:
    """A refusal outside a form: what went wrong, and the programs that can be told instead."""
    site = site_of(request)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        tongue = tongue_of(request)
        said = Said.of(OUT_OF_ORDER if request.method in READING else answer, error, tongue=tongue)
        return site.page(
            "trouble.html", tongue=tongue, program=None, status=answer.status, said=said, typed=None
        )
    typed = places.NOTHING
    if request.method == "POST" and isinstance(error, NotFound | NotThisWay):
        with suppress(FormTrouble):  # nobody has read the body: there is no form at this address
            typed = typed_in(await read_form(request))
    return await places.elsewhere(site, tongue_of(request), answer, error, typed=typed)


def _trouble(site: Site, scope: Scope) -> Response:
    """The page for an error that nobody foresaw; plain words if even that cannot be made."""
    error = Fault()
    answer = ANSWERS.of(error)
    try:
        tongue: Tongue = scope.get(TONGUE, ENGLISH)
        said = Said.of(answer, error, tongue=tongue)
        return site.page(
            "trouble.html", tongue=tongue, program=None, status=answer.status, said=said, typed=None
        )
    except Exception as broken:  # noqa: BLE001 - this is the last one who can answer
        failure(broken)
        return PlainTextResponse(answer.title, answer.status)
