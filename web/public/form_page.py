"""The form as a page: a fresh one is put together from a page that is kept, one with an error made anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tipline.intake.programs import Program
from tipline.intake.report import Detail
from tipline.vocabulary import Offence
from web.forms import Form
from web.public.said import Said
from web.templating import Pages

WHAT: Final = "what"
LINK: Final = "l"
TOKEN: Final = "token"  # noqa: S105 - the name of a field
OFFENCE: Final = "offence"
TEXTS: Final = (Detail.WHEN, Detail.WHERE, Detail.WHO, Detail.VEHICLE)
LABELS: Final = {
    Detail.WHEN: "When did it happen, or when will it?",
    Detail.WHERE: "Where?",
    Detail.WHO: "Who did it, or who knows about it?",
    Detail.VEHICLE: "What does it look like?",
}
"""What stands above the box of each."""
KEPT: Final = "kept_files"
"""The hidden field that carries a reference to files that were sent before."""
TYPED: Final = (WHAT, *TEXTS, KEPT, OFFENCE, Detail.DANGER, Detail.ABOUT_US, Detail.WISH, Detail.REPEAT)
"""The fields whose content is shown again."""

KEPT_AT_MOST: Final = 4_000
"""Pages: two of each program, for more programs than there are."""

_TOKEN_HERE: Final = "~token~here~"  # noqa: S105 - a place to put one
_LINK_HERE: Final = "~link~here~"
_NOTHING: Final = dict.fromkeys(TYPED, "")


@dataclass(frozen=True, slots=True)
class FormPages:
    """The form's pages; of a fresh one only the token and the link differ, so the rest is kept."""

    pages: Pages
    _kept: dict[tuple[str, str, str, bool, bool], tuple[bytes, bytes, bytes]] = field(
        default_factory=dict, repr=False
    )

    def fresh(self, program: Program, *, token: str, link: str, takes_files: bool = False) -> bytes:
        """A form with nothing in it."""
        what = (program.slug, program.name, program.phone, bool(link), takes_files)
        pieces = self._kept.get(what)
        if pieces is None:
            if len(self._kept) >= KEPT_AT_MOST:
                self._kept.clear()
            pieces = self._kept[what] = self._cut(program, by_link=bool(link), takes_files=takes_files)
        before, between, after = pieces
        return b"".join((before, token.encode(), between, link.encode(), after))

    def filled(
        self,
        program: Program,
        *,
        token: str,
        link: str,
        typed: Mapping[str, str],
        said: Said,
        takes_files: bool = False,
    ) -> str:
        """A form with what was typed, and what was wrong with it."""
        return self._render(
            program,
            token=token,
            link=link,
            by_link=bool(link),
            typed=typed,
            said=said,
            takes_files=takes_files,
        )

    def _cut(self, program: Program, *, by_link: bool, takes_files: bool) -> tuple[bytes, bytes, bytes]:
        page = self._render(
            program,
            token=_TOKEN_HERE,
            link=_LINK_HERE,
            by_link=by_link,
            typed=_NOTHING,
            said=None,
            takes_files=takes_files,
        )
        before, rest = page.split(_TOKEN_HERE)
        between, after = rest.split(_LINK_HERE)
        return before.encode(), between.encode(), after.encode()

    def _render(
        self,
        program: Program,
        *,
        token: str,
        link: str,
        by_link: bool,
        typed: Mapping[str, str],
        said: Said | None,
        takes_files: bool,
    ) -> str:
        return self.pages.render(
            "form.html",
            program=program,
            offences=tuple(Offence),
            token=token,
            link=link,
            by_link=by_link,
            typed=typed,
            said=said,
            labels=LABELS,
            takes_files=takes_files,
        )


def typed_in(form: Form) -> dict[str, str]:
    """What was typed into a form, to be shown again."""
    return {name: form.get(name) for name in TYPED}
