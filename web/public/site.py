"""What every public page is made with: the programs and links, the templates, the clock."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from tipline.appeals.links import Links
from tipline.intake.programs import Program, Programs
from tipline.reports.published import PublishedMonths
from tipline.runtime import PublicRuntime
from web.public.form_page import FormPages
from web.public.scrubbing import Scrubbing
from web.public.wording import telephone
from web.templating import Pages, Stylesheet
from web.throttle import WrongTries

ELSEWHERE: Final = "https://www.wikipedia.org/"
"""Where the link "Leave" goes: a page that anybody might have open."""

HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Site:
    """The public site while it runs."""

    runtime: PublicRuntime
    programs: Programs
    links: Links
    pages: Pages
    forms: FormPages
    sheet: Stylesheet
    tries: WrongTries
    months: PublishedMonths
    scrubbing: Scrubbing

    def now(self) -> datetime:
        """This moment."""
        return self.runtime.clock.now()

    def page(
        self, name: str, *, program: Program | None, status: int = HTTPStatus.OK, **values: object
    ) -> Response:
        """A page of a program, or of none."""
        return Response(self.pages.render(name, program=program, **values), status, media_type=HTML)


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def make_site(runtime: PublicRuntime) -> Site:
    """Read templates and style once, and start with nothing remembered."""
    sheet = Stylesheet(
        "public", "tokens.css", "public.css", "public_form.css", "public_numbers.css", "public_pages.css"
    )
    pages = Pages("public", style=sheet.path, elsewhere=ELSEWHERE)
    pages.filters["telephone"] = telephone
    return Site(
        runtime=runtime,
        programs=Programs(runtime.tips, runtime.keyring),
        links=Links(runtime.tips),
        pages=pages,
        forms=FormPages(pages),
        sheet=sheet,
        tries=WrongTries(),
        months=PublishedMonths(runtime.tips),
        scrubbing=Scrubbing(runtime.tips, runtime.blobs, runtime.clock),
    )
