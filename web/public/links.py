"""A short link: counted, then on to a clean address that says nothing of where it stood."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from web.public.by_address import tongue_of
from web.public.form_page import LINK
from web.public.site import site_of
from web.who_may import who_may


@who_may("anyone")
async def follow(request: Request) -> Response:
    """Send a visitor on to the form; whatever an app has hung onto the link stays behind.

    A link may lead to a language: `/so/l/…` is the same link, to the form in Somali.

    A machine that only looks, as the apps do before they show a post, is sent on and not counted.
    """
    site = site_of(request)
    now = site.now()
    link = await site.links.find(request.path_params["link_id"], now=now)
    if request.method == "GET":
        site.links.count(link, now=now)
    at = tongue_of(request).at
    return Response(
        status_code=HTTPStatus.SEE_OTHER, headers={"Location": f"{at}/{link.slug}?{LINK}={link.link_id}"}
    )
