"""A short link: counted, then on to a clean address that says nothing of where it stood."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from web.public.form_page import LINK
from web.public.site import site_of
from web.who_may import who_may

router = APIRouter()


@router.get("/l/{link_id}")
@who_may("anyone")
async def follow(request: Request, link_id: str) -> Response:
    """Send a visitor on to the form; whatever an app has hung onto the link stays behind."""
    site = site_of(request)
    now = site.now()
    link = await site.links.find(link_id, now=now)
    site.links.count(link, now=now)
    return Response(
        status_code=HTTPStatus.SEE_OTHER, headers={"Location": f"/{link.slug}?{LINK}={link.link_id}"}
    )


@router.head("/l/{link_id}")
@who_may("anyone")
async def look(request: Request, link_id: str) -> Response:
    """The same for a machine that only looks: nobody has come by it yet, so it is not counted."""
    site = site_of(request)
    link = await site.links.find(link_id, now=site.now())
    return Response(
        status_code=HTTPStatus.SEE_OTHER, headers={"Location": f"/{link.slug}?{LINK}={link.link_id}"}
    )
