"""The page behind a texter's link: a button, and behind the button eight words, once.

Opening it spends nothing, for phones and carriers open what is sent through them to draw a picture of it. So
it says neither whose it is nor what was told. A link that was used, is too old or never was has one answer.
"""

import asyncio
from datetime import datetime
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from crypto.codes import code_secrets, draw_code
from tipline.code_links import CodeLink, LinkOver, check_link, read_token
from tipline.errors import KeyTrouble, NoSuchProgram, StoreTrouble, StoreUnavailable
from tipline.intake import code_links
from tipline.intake.code_links import Whose, WhoseChanged
from tipline.intake.finishing import Unfinished
from tipline.intake.programs import Desk
from tipline.log import failure
from tipline.vocabulary import StoreName
from web.errors import Answer
from web.public.by_address import tongue_of
from web.public.pressed import receipt
from web.public.refusals import Fault
from web.public.said import Said
from web.public.site import Site, site_of
from web.public.wording import ANSWERS, NO_PAGE_YET
from web.tongues import Tongue
from web.who_may import who_may

ATTEMPTS: Final = 5
"""Somebody is barred from the tip at the very moment: it is sealed again, for the others."""


@who_may("anyone: it shows a button")
async def show(request: Request) -> Response:
    """The button; nothing of the program, the tip or who is asked stands on the page."""
    site, tongue, token = site_of(request), tongue_of(request), request.path_params["token"]
    try:
        await _find(site, token, now=site.now())
    except LinkOver as error:
        return _over(site, tongue, error)
    return _page(site, tongue, token)


@who_may("the texter, by the link that they were sent")
async def spend(request: Request) -> Response:
    """Use the link up, begin a thread with a code in the tip, and show the code."""
    site, tongue, token = site_of(request), tongue_of(request), request.path_params["token"]
    try:
        return await _until_unchanged(site, tongue, token)
    except LinkOver as error:
        return _over(site, tongue, error)
    except (StoreTrouble, KeyTrouble) as error:
        return _page(site, tongue, token, NO_PAGE_YET, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the link still stands, and so must its page
        failure(error)
        return _page(site, tongue, token, NO_PAGE_YET, Fault())


async def _until_unchanged(site: Site, tongue: Tongue, token: str) -> Response:
    for _ in range(ATTEMPTS):
        try:
            return await _spend(site, tongue, token, now=site.now())
        except WhoseChanged:
            continue
    raise StoreUnavailable(StoreName.TIPS)


async def _spend(site: Site, tongue: Tongue, token: str, *, now: datetime) -> Response:
    link, desk = await _find(site, token, now=now)
    program_id, pepper = link.program_id, site.runtime.keys.code_pepper

    def read() -> Whose:
        with site.runtime.tips.read() as session:
            return code_links.whose_tip(session.connection(), link)

    whose = await asyncio.to_thread(read)
    code = draw_code(tongue.tag)
    sealed = code_links.prepare_thread(
        link,
        read_token(token),
        whose=whose,
        desk=desk,
        author=code_secrets(code, pepper=pepper, program=program_id),
        language=tongue.tag,
        now=now,
    )
    number = await site.runtime.tips.write(lambda connection: code_links.spend(connection, sealed))
    tip = Unfinished(code, number, link.tip_id, danger=False, files=0, since=now)
    return receipt(site, desk, tip, tongue, texted=True)


async def _find(site: Site, written: str, *, now: datetime) -> tuple[CodeLink, Desk]:
    """A link that still stands, and the desk of its program.

    Raises:
        LinkOver: it does not.
        StoreUnavailable: it cannot be read.
        NoProvenKey: this process has no root of its program.
    """
    token = read_token(written)

    def read() -> CodeLink:
        with site.runtime.tips.read() as session:
            return code_links.find_link(session.connection(), token)

    link = await asyncio.to_thread(read)
    try:
        desk = await site.programs.by_id(link.program_id, now=now)
    except NoSuchProgram:
        raise LinkOver from None
    check_link(link, gateway=desk.keys.gateway, now=now)
    return link, desk


def _page(
    site: Site, tongue: Tongue, token: str, answer: Answer | None = None, error: Exception | None = None
) -> Response:
    return site.page(
        "code_link.html",
        tongue=tongue,
        program=None,
        here=f"/c/{token}",
        status=answer.status if answer else HTTPStatus.OK,
        said=Said.of(answer, error, tongue=tongue) if answer and error else None,
    )


def _over(site: Site, tongue: Tongue, error: LinkOver) -> Response:
    answer = ANSWERS.of(error)
    return site.page(
        "trouble.html",
        tongue=tongue,
        program=None,
        status=answer.status,
        said=Said.of(answer, error, tongue=tongue),
        typed=None,
    )
