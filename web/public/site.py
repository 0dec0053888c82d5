"""What every public page is made with: the programs and links, the templates, the clock."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from tipline.appeals.links import Links
from tipline.intake.programs import Program, Programs
from tipline.intake.reception import Reception
from tipline.languages import LANGUAGES
from tipline.reports.published import PublishedMonths
from tipline.runtime import PublicRuntime
from web.public.by_address import offered
from web.public.form_page import FormPages
from web.public.pressure import Pressure
from web.public.scrubbing import Scrubbing
from web.public.wording import PHONES
from web.styles import PUBLIC
from web.templating import Pages, Script, Stylesheet
from web.throttle import WrongTries
from web.tongues import Tongue, tongue
from web.visitors import Visitors

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
    proof: Script
    worker: Script
    """Of the one page that has a script."""
    visitors: Visitors
    tries: WrongTries
    pressure: Pressure
    months: PublishedMonths
    scrubbing: Scrubbing
    reception: Reception

    def now(self) -> datetime:
        """This moment."""
        return self.runtime.clock.now()

    def forget_old(self) -> None:
        """Forget every visitor whose time is over."""
        self.visitors.forget_old()
        self.tries.forget_old()
        self.pressure.forget_old()

    @property
    def onion(self) -> str:
        """The site's address inside Tor; empty if it has none."""
        return self.runtime.settings.onion_origin or ""

    def page(
        self,
        name: str,
        *,
        tongue: Tongue,
        program: Program | None,
        status: int = HTTPStatus.OK,
        here: str | None = None,
        form: str | None = None,
        **values: object,
    ) -> Response:
        """A page of a program, or of none, in a language.

        Args:
            here: its address in English, where it can be had in another language.
            form: the form on it whose content goes along.
        """
        page = self.pages.render(
            name,
            tongue=tongue,
            program=program,
            offered=offered(program, tongue) if here is not None else (),
            here=here or "",
            form=form,
            **values,
        )
        return Response(page, status, media_type=HTML)


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.app.state.site
    return site


def make_site(runtime: PublicRuntime) -> Site:
    """Read templates and style once, and start with nothing remembered."""
    sheet = Stylesheet("public", *PUBLIC)
    pages = Pages(
        "public",
        tongues=tuple(map(tongue, LANGUAGES)),
        filters=PHONES,
        style=sheet.path,
        elsewhere=runtime.settings.leave_to,
    )
    return Site(
        runtime=runtime,
        programs=Programs(runtime.tips, runtime.keyring),
        links=Links(runtime.tips),
        pages=pages,
        forms=FormPages(pages, runtime.settings.onion_origin or ""),
        sheet=sheet,
        proof=Script("proof"),
        worker=Script("altcha/pbkdf2"),
        visitors=Visitors(proxies=runtime.settings.proxies),
        tries=WrongTries(),
        pressure=Pressure(runtime.settings),
        months=PublishedMonths(runtime.tips),
        scrubbing=Scrubbing(runtime.tips, runtime.blobs, runtime.clock),
        reception=Reception(runtime.tips, runtime.spool, key=runtime.keys.form_key),
    )
