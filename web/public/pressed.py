"""The step after a tip that came under pressure: a page of its own, and after it the receipt."""

from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from tipline.errors import FormTokenRefused, StoreTrouble
from tipline.intake import finishing
from tipline.intake.finishing import Unfinished
from tipline.intake.programs import Desk
from tipline.log import failure
from web.forms import read_form
from web.public.by_address import tongue_of
from web.public.proof import challenge, proven
from web.public.refusals import NoReceipt, TooSoon
from web.public.said import Said
from web.public.site import Site, site_of
from web.public.wording import ANSWERS
from web.security import SCRIPTED
from web.tongues import Tongue
from web.who_may import who_may

CARRIED: Final = "kept"
PROOF: Final = "proof"

MINUTE: Final = timedelta(minutes=1)


def receipt(site: Site, desk: Desk, tip: Unfinished, tongue: Tongue, *, texted: bool = False) -> Response:
    """What a reporter gets for a tip: its code and its number; or for one that they have texted before."""
    return site.page(
        "receipt.html",
        tongue=tongue,
        program=desk.program,
        number=tip.number,
        code=tip.code,
        danger=tip.danger,
        files=tip.files,
        texted=texted,
    )


def step(
    site: Site, desk: Desk, tip: Unfinished, tongue: Tongue, *, carried: str = "", said: Said | None = None
) -> Response:
    """The page that says that the tip is kept, and asks for work or a minute."""
    key, program_id = site.runtime.keys.form_key, desk.program.program_id
    carried = carried or finishing.carry(tip, key=key, program_id=program_id)
    page = site.page(
        "pressed.html",
        tongue=tongue,
        program=desk.program,
        danger=tip.danger,
        carried=carried,
        challenge=challenge(carried, key=key, program_id=program_id),
        script=site.proof.path,
        worker=site.worker.path,
        said=said,
    )
    page.headers["Content-Security-Policy"] = SCRIPTED
    return page


@who_may("anyone")
async def back(request: Request) -> Response:
    """The address of the step, opened without what it carries: on to the form."""
    site = site_of(request)
    desk = await site.programs.by_slug(request.path_params["slug"], now=site.now())
    address = f"{tongue_of(request).at}/{desk.program.slug}"
    return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": address})


@who_may("anyone")
async def finish(request: Request) -> Response:
    """Show the receipt for work, or after a minute."""
    site, tongue = site_of(request), tongue_of(request)
    now = site.now()
    form = await read_form(request)
    desk = await site.programs.by_slug(request.path_params["slug"], now=now)
    key, program_id, carried = site.runtime.keys.form_key, desk.program.program_id, form.get(CARRIED)
    try:
        tip = finishing.carried(carried, key=key, program_id=program_id, now=now)
    except FormTokenRefused:
        raise NoReceipt from None
    if not proven(form.get(PROOF), carried, key=key, program_id=program_id) and now - tip.since < MINUTE:
        left = (MINUTE - (now - tip.since)).total_seconds()
        error = TooSoon(ceil(left))
        said = Said.of(ANSWERS.of(error), error, tongue=tongue)
        return step(site, desk, tip, tongue, carried=carried, said=said)
    try:
        await site.reception.finish(tip.tip_id, program_id=program_id, now=now)
    except StoreTrouble as error:
        # The tip is there, and its code opens it: the mark is no reason to keep a reporter from it.
        failure(error)
    return receipt(site, desk, tip, tongue)
