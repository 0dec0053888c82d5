"""A language as pages speak it: words out of its gettext catalogue; dates, numbers and lists by Babel.

The catalogues are `web/locales/{tag}/LC_MESSAGES/public.po`. English has none: its words are the ones that
the others are translated from. They are compiled in memory, once in the life of a process.
"""

import gettext
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_month_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from tipline.languages import LANGUAGES, USUAL, Language

LOCALES: Final = Path(__file__).parent / "locales"
CENTS: Final = "#,##0.00"


def marked(words: str) -> str:
    """Mark words that are translated where they are shown, so that the catalogues hold them."""
    return words


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, and how numbers and dates are written in it where a program is."""

    language: Language
    locale: Locale

    @property
    def tag(self) -> str:
        """What stands in addresses and on tips."""
        return self.language.tag

    @property
    def at(self) -> str:
        """What its addresses begin with: nothing in English."""
        return "" if self.language is USUAL else f"/{self.tag}"

    @property
    def direction(self) -> str:
        """Which way it is written, in the word of HTML."""
        return "rtl" if self.language.right_to_left else "ltr"

    def where(self, zone: ZoneInfo) -> "Tongue":
        """The same language as it is written in the country of a time zone, where Babel knows that."""
        return tongue(self.tag, get_global("zone_territories").get(zone.key))

    def say(self, words: str) -> str:
        """The words in this language."""
        return catalogue(self.tag).gettext(words) if words else ""

    def fill(self, words: str, facts: Mapping[str, object]) -> str:
        """The words in this language, with facts in the place of their names in braces."""
        return self.say(words).format_map({name: self._fact(fact) for name, fact in facts.items()})

    def number(self, number: int) -> str:
        """A number with its thousands set apart, in Latin digits."""
        return format_decimal(number, locale=self.locale)

    def bytes(self, size: int) -> str:
        """A size of a file as people say it: 2.4 MB, or 340 kB."""
        kilobytes = -(-size // 1_000)
        if kilobytes < 1_000:  # noqa: PLR2004 - of them a megabyte is made
            return format_unit(kilobytes, "digital-kilobyte", "short", locale=self.locale)
        return format_unit(round(size / 1_000_000, 1), "digital-megabyte", "short", locale=self.locale)

    def dollars(self, cents: int) -> str:
        """A sum as it is read: $1,250.50, or $500."""
        whole, rest = divmod(cents, 100)
        said = format_decimal(cents / 100, CENTS, locale=self.locale) if rest else self.number(whole)
        return self.say(marked("${sum}")).format(sum=said)

    def day(self, day: date, *, today: date) -> str:
        """A day as a person says it; never an hour."""
        if day == today:
            return self.say(marked("today"))
        if day == today - timedelta(days=1):
            return self.say(marked("yesterday"))
        return (
            format_skeleton("MMMMd", day, locale=self.locale) if day.year == today.year else self.dated(day)
        )

    def dated(self, day: date) -> str:
        """A day with its year."""
        return format_date(day, "long", locale=self.locale)

    def month(self, day: date) -> str:
        """The month of a day, with its year."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def month_alone(self, day: date) -> str:
        """The month of a day, without its year."""
        return str(get_month_names("wide", "stand-alone", self.locale)[day.month])

    def _fact(self, fact: object) -> object:
        if isinstance(fact, int):
            return self.number(fact)
        if isinstance(fact, tuple):
            return self._list(fact)
        return fact

    def _list(self, items: Sequence[object]) -> str:
        return format_list([str(item) for item in items], locale=self.locale)


@cache
def tongue(tag: str, territory: str | None = None) -> Tongue:
    """The language of a tag, as it is written in a territory where Babel knows that.

    Raises:
        KeyError: it is none of ours (a mistake in the caller).
    """
    language = LANGUAGES[tag]
    plain = Locale.parse(language.lang, sep="-")
    try:
        return Tongue(language, Locale.parse(f"{language.lang}-{territory}", sep="-") if territory else plain)
    except UnknownLocaleError:
        return Tongue(language, plain)


ENGLISH: Final = tongue(USUAL.tag)


@cache
def catalogue(tag: str) -> gettext.NullTranslations:
    """The words of a language; those of English are their own translation.

    Raises:
        OSError: there is no such catalogue.
        PoFileError: it is not one.
    """
    if tag == USUAL.tag:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with catalogue_file(tag).open("rb") as file:
        write_mo(compiled, read_po(file, locale=LANGUAGES[tag].lang.replace("-", "_"), abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def catalogue_file(tag: str) -> Path:
    """Where the words of a language stand."""
    return LOCALES / tag / "LC_MESSAGES" / "public.po"
