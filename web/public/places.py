"""The pages around the form: who takes tips here, how anonymous it is, and what machines ask for."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from tipline.errors import StoreTrouble
from tipline.intake.programs import Listing
from tipline.languages import LANGUAGES
from tipline.spool_errors import SpoolUnavailable
from web.errors import Answer
from web.public.by_address import tongue_of
from web.public.form_page import WHAT
from web.public.said import Said
from web.public.site import Site, site_of
from web.tongues import Tongue
from web.who_may import who_may

ROBOTS: Final = "\n".join(
    ("User-agent: *", "Disallow: /l/", *(f"Disallow: /{tag}/l/" for tag in LANGUAGES), "")
)
NOTHING: Final[Mapping[str, str]] = MappingProxyType({WHAT: ""})
"""Typed, where nothing was."""

A_DAY: Final = "public, max-age=86400"


@who_may("anyone")
async def programs(request: Request) -> Response:
    """Every program that takes tips here."""
    site = site_of(request)
    listed = await site.programs.listed(now=site.now())
    return site.page(
        "programs.html",
        tongue=tongue_of(request),
        program=None,
        here="/",
        programs=listed,
        said=None,
        typed=NOTHING,
    )


async def elsewhere(
    site: Site, tongue: Tongue, answer: Answer, error: Exception, *, typed: Mapping[str, str] = NOTHING
) -> Response:
    """There is nothing at this address: who takes tips here, and to whom what was typed can be taken."""
    listed: tuple[Listing, ...] = ()
    with suppress(StoreTrouble):
        listed = await site.programs.listed(now=site.now())
    return site.page(
        "programs.html",
        tongue=tongue,
        program=None,
        status=answer.status,
        said=Said.of(answer, error, tongue=tongue),
        programs=listed,
        typed=typed,
    )


@who_may("anyone")
async def healthz(request: Request) -> Response:
    """Whether a tip can be kept: in the store, or in the spool until that is back.

    A balancer must not turn reporters away while they are received. How many wait is said to nobody here.
    """
    runtime = site_of(request).runtime
    try:
        await asyncio.to_thread(runtime.tips.ping)
    except StoreTrouble:
        try:
            await asyncio.to_thread(runtime.spool.check)
        except SpoolUnavailable:
            return PlainTextResponse("the store does not answer", HTTPStatus.SERVICE_UNAVAILABLE)
        return PlainTextResponse("the store does not answer; what comes is kept in the spool")
    return PlainTextResponse("ok")


@who_may("anyone")
async def robots(_: Request) -> Response:
    """Search engines may find the form; a link that they follow would be counted as a visit."""
    return PlainTextResponse(ROBOTS, headers={"Cache-Control": A_DAY})


@who_may("anyone")
async def icon(_: Request) -> Response:
    """No picture: in a row of tabs the name is telling enough."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": A_DAY})


@who_may("anyone")
async def how_anonymous(request: Request) -> Response:
    """What we know, what others may know, what a reporter can do."""
    site = site_of(request)
    desk = await site.programs.by_slug(request.path_params["slug"], now=site.now())
    return site.page(
        "anonymous.html",
        tongue=tongue_of(request),
        program=desk.program,
        here=f"/{desk.program.slug}/how-anonymous",
        onion=site.onion,
    )
