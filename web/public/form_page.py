"""The form as a page: a fresh one is put together from a page that is kept, one with an error made anew."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tipline.file_limits import FileLimits
from tipline.intake.programs import Program
from tipline.intake.report import TOLD, Detail
from tipline.told import PartKind
from tipline.vocabulary import Offence
from web.forms import Form
from web.public.by_address import offered
from web.public.parts import sections, typed_parts
from web.public.said import Said
from web.public.web_views import ORDINARY, Opened
from web.templating import Pages
from web.tongues import Tongue, marked

WHAT: Final = "what"
LINK: Final = "l"
TOKEN: Final = "token"  # noqa: S105 - the name of a field
TRAP: Final = "homepage"
"""The box that no person sees: what fills it in is a machine, or a browser that helps too much."""
OFFENCE: Final = "offence"
TONGUE: Final = "tongue"
"""Pressed to have the page in another language: nothing is sent, and everything that was typed stays."""
LABELS: Final = {
    Detail.WHEN: marked("When did it happen, or when will it?"),
    Detail.WHERE: marked("Where?"),
    Detail.WHO: marked("Who did it, or who knows about it?"),
    Detail.VEHICLE: marked("What does it look like?"),
    Detail.DRUGS: marked("What drugs, and how much?"),
    Detail.WEAPONS: marked("What weapons?"),
    Detail.KEPT_AT: marked("Where are they kept?"),
    Detail.HOW_KNOWN: marked("How do you know?"),
}
"""What stands above the box of each."""
KEPT: Final = "kept_files"
"""The hidden field that carries a reference to files that were sent before."""
TYPED: Final = (WHAT, *TOLD, KEPT, OFFENCE, Detail.DANGER, Detail.ABOUT_US, Detail.WISH, Detail.REPEAT)
"""The fields whose content is shown again."""

_THINGS: Final = frozenset({"things"})
_WHO: Final = frozenset({"who"})
_VEHICLE: Final = frozenset({"vehicle"})
FOLLOWS: Final[Mapping[str, frozenset[str]]] = {
    Offence.HOMICIDE: _WHO | _THINGS,
    Offence.SHOOTING: _WHO | _THINGS,
    Offence.FIREARM: _WHO | _THINGS,
    Offence.WEAPONS: _WHO | _THINGS,
    Offence.GANG: _WHO | _THINGS,
    Offence.ROBBERY: _WHO | _VEHICLE | _THINGS,
    Offence.DRUG_TRAFFICKING: _WHO | _THINGS,
    Offence.DRUG_POSSESSION: _THINGS,
    Offence.DRUG_PRODUCTION: _THINGS,
    Offence.CARJACKING: _WHO | _VEHICLE,
    Offence.HOME_INVASION: _WHO | _VEHICLE,
    Offence.BREAK_AND_ENTER: _WHO | _VEHICLE,
    Offence.HUMAN_TRAFFICKING: _WHO | _VEHICLE,
    Offence.THEFT_OF_VEHICLE: _VEHICLE,
    Offence.THEFT_FROM_VEHICLE: _VEHICLE,
    Offence.IMPAIRED_DRIVING: _VEHICLE,
    Offence.HIT_AND_RUN: _VEHICLE,
    Offence.ASSAULT: _WHO,
    Offence.SEXUAL_ASSAULT: _WHO,
    Offence.WANTED_PERSON: _WHO,
    Offence.MISSING_PERSON: _WHO,
}
"""The sections that open by themselves for a kind of crime."""

KEPT_AT_MOST: Final = 4_000
"""Pages: one of each program and language, and those for social apps, for more programs than there are."""

_HERE: Final = "~{}~here~"
_PLACES: Final = re.compile(r"~(token|link|site)~here~")
"""What differs from one fresh form to the next."""
_NOTHING: Final = dict.fromkeys(TYPED, "")


@dataclass(frozen=True, slots=True)
class FormPages:
    """The form's pages; of a fresh one only the token, the link and the host differ, so the rest is kept."""

    pages: Pages
    onion: str = ""
    """The site's address inside Tor, if it has one."""
    _kept: dict[tuple[object, ...], list[bytes | str]] = field(default_factory=dict, repr=False)

    def fresh(
        self,
        program: Program,
        *,
        tongue: Tongue,
        token: str,
        link: str,
        site: str = "",
        opened: Opened = ORDINARY,
        takes_files: FileLimits | None = None,
    ) -> bytes:
        """A form with nothing in it; `site` is the host that its address can be copied with."""
        what = (program.shown, tongue.tag, opened, bool(link) and bool(opened.app), takes_files)
        pieces = self._kept.get(what)
        if pieces is None:
            if len(self._kept) >= KEPT_AT_MOST:
                self._kept.clear()
            pieces = self._kept[what] = self._cut(
                program, tongue, by_link=bool(link), opened=opened, takes_files=takes_files
            )
        here = {"token": token, "link": link, "site": site}
        return b"".join(here[piece].encode() if isinstance(piece, str) else piece for piece in pieces)

    def filled(
        self,
        program: Program,
        *,
        tongue: Tongue,
        token: str,
        link: str,
        typed: Mapping[str, str],
        said: Said | None = None,
        takes_files: FileLimits | None = None,
        place: str = "",
    ) -> str:
        """A form with what was typed, and what was wrong with it if something was."""
        return self._render(
            program,
            tongue,
            token=token,
            link=link,
            typed=typed,
            said=said,
            opened=ORDINARY,
            address="",
            takes_files=takes_files,
            place=place,
        )

    def _cut(
        self,
        program: Program,
        tongue: Tongue,
        *,
        by_link: bool,
        opened: Opened,
        takes_files: FileLimits | None,
    ) -> list[bytes | str]:
        """The pieces of a page: bytes as they are, and the names of what goes between."""
        link = _HERE.format("link")
        page = self._render(
            program,
            tongue,
            token=_HERE.format("token"),
            link=link,
            typed=_NOTHING,
            said=None,
            opened=opened,
            address=f"{_HERE.format('site')}{tongue.at}/{program.slug}{f'?{LINK}={link}' if by_link else ''}",
            takes_files=takes_files,
        )
        pieces = _PLACES.split(page)
        return [piece if place % 2 else piece.encode() for place, piece in enumerate(pieces)]

    def _render(
        self,
        program: Program,
        tongue: Tongue,
        *,
        token: str,
        link: str,
        typed: Mapping[str, str],
        said: Said | None,
        opened: Opened,
        address: str,
        takes_files: FileLimits | None,
        place: str = "",
    ) -> str:
        return self.pages.render(
            "form.html",
            tongue=tongue,
            program=program,
            offered=offered(program, tongue),
            here=f"/{program.slug}",
            form="tip",
            delay=program.reads.get(tongue.tag),
            opened=opened,
            address=address,
            onion=self.onion and f"{self.onion}{tongue.at}/{program.slug}",
            offences=tuple(Offence),
            token=token,
            link=link,
            typed=typed,
            said=said,
            labels=LABELS,
            persons=sections(PartKind.PERSON, typed, tongue),
            vehicles=sections(PartKind.VEHICLE, typed, tongue),
            follows=FOLLOWS.get(typed.get(OFFENCE, ""), frozenset()),
            place=place,
            takes_files=takes_files,
        )


def typed_in(form: Form) -> dict[str, str]:
    """What was typed into a form, to be shown again."""
    return {name: form.get(name) for name in TYPED} | typed_parts(form)
