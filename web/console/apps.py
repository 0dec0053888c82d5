"""WhatsApp and Messenger: whether the program takes tips by them, which its board decides."""

from contextlib import suppress

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from tipline.access import apps
from tipline.errors import NothingHere
from tipline.vocabulary import Channel
from web.console.desk import Posted, SignedIn, page
from web.who_may import who_may

router = APIRouter(prefix="/apps")


@router.get("")
@who_may("the board")
def show(signed: SignedIn) -> Response:
    """Each app, and how it stands."""
    signed.require(signed.holder.role.may_open_apps)
    with signed.runtime.tips.read() as session:
        opened = apps.open_apps(session, signed.holder.program_id)
    every = [(channel, channel in opened) for channel in Channel if channel.by_app]
    return page(signed, "apps.html", here="/apps", every=every)


@router.post("")
@who_may("the board")
def change(signed: SignedIn, form: Posted) -> Response:
    """Open an app, or close it; what is no app changes nothing."""
    signed.require(signed.holder.role.may_open_apps)
    deed = apps.close_app if form.get("deed") == "close" else apps.open_app
    with suppress(ValueError, NothingHere), signed.runtime.tips.transaction() as session:
        deed(session, channel=Channel(form.get("app")), by=signed.holder, now=signed.now)
    return RedirectResponse("/apps", 303)
