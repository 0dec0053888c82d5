"""A public month as lines to read: for the public's page, and for its preview in the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.reports.measures import RULES, Measure
from tipline.reports.months import first_day
from tipline.reports.public_month import YEARLY, Numbers, Part, PublicMonth, PublicYear
from tipline.vocabulary import Channel, Month, Offence
from web.tongues import Tongue, marked

HEADINGS: Final[Mapping[Part, str]] = {
    Part.CHANNELS: marked("How the tips came"),
    Part.OFFENCES: marked("What the tips were about"),
    Part.RESULTS: marked("What came of tips"),
    Part.AWARDS: marked("Rewards"),
}
CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.TEXT: marked("Text message"),
    Channel.WEB: marked("Web form"),
    Channel.LINK: marked("A link on social media or a poster"),
    Channel.PHONE: marked("Phone"),
}
AWARDS: Final = {
    Measure.AWARDS_APPROVED.value: marked("Rewards agreed to"),
    Measure.AWARDS_PAID.value: marked("Rewards paid out"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; None is withheld."""

    label: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A table with its heading; without lines where all of it is withheld."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart: its length in hundredths of the longest, and how far down it stands."""

    label: str
    number: int
    length: int
    top: int


BAR_HEIGHT: Final = 40
MOST_BARS: Final = 12


def month_words(month: Month, tongue: Tongue) -> str:
    """A month as somebody says it: October 2026."""
    return tongue.month(first_day(month))


def sentence(public: PublicMonth, tongue: Tongue) -> str:
    """The month in one sentence."""
    when = month_words(public.month, tongue)
    if public.tips is None:
        return tongue.fill(marked("We do not tell how many tips came in {when}."), {"when": when})
    return tongue.fill(marked("{number} tips came in {when}."), {"number": public.tips, "when": when})


def tables(public: PublicMonth, tongue: Tongue) -> tuple[Lines, ...]:
    """The month's tables, and the year's where there is one; those of a month that is withheld are none."""
    found = []
    if not public.is_withheld:
        found = [_table(part, public.parts[part], tongue) for part in Part]
        first = found[0].lines
        found[0] = Lines(
            found[0].heading, (*first, Line(tongue.say(marked("All tips")), public.tips)) if first else first
        )
        later = Line(tongue.say(marked("Later messages about a tip")), public.follow_ups)
        found.append(Lines(tongue.say(marked("Messages")), (later,)))
    return tuple(found)


def year_tables(year: PublicYear, tongue: Tongue) -> tuple[Lines, ...]:
    """The tables of a year's told months together."""
    return tuple(_table(part, year.parts[part], tongue) for part in YEARLY)


def year_sentence(year: PublicYear, tongue: Tongue) -> str:
    """A year in one sentence."""
    words = marked("{number} tips came in the {months} months of {year} that we tell.")
    facts = {"months": len(year.months), "year": str(year.months[0] // 100), "number": year.tips}
    return tongue.fill(words, facts)


def bars(public: PublicMonth, tongue: Tongue) -> tuple[Bar, ...]:
    """The chart: what most tips were about, of what is told; the longest first."""
    told = [
        (line.label, line.number)
        for line in _lines(Part.OFFENCES, public.parts[Part.OFFENCES], tongue)
        if line.number is not None
    ]
    told.sort(key=lambda each: -each[1])
    widest = told[0][1] if told else 1
    return tuple(
        Bar(label, number, max(1, round(number * 100 / widest)), place * BAR_HEIGHT)
        for place, (label, number) in enumerate(told[:MOST_BARS])
    )


def _table(part: Part, numbers: Numbers | None, tongue: Tongue) -> Lines:
    return Lines(tongue.say(HEADINGS[part]), _lines(part, numbers, tongue))


def _lines(part: Part, numbers: Numbers | None, tongue: Tongue) -> tuple[Line, ...]:
    """What is told first, the most first; a table that cannot be protected has no lines."""
    lines = [(name, Line(tongue.say(_label(part, name)), number)) for name, number in (numbers or {}).items()]
    order = _order(part)
    lines.sort(
        key=lambda each: (each[1].number is None, -(each[1].number or 0), order.get(each[0], len(order)))
    )
    return tuple(line for _, line in lines)


def _order(part: Part) -> Mapping[str, int]:
    words = {Part.CHANNELS: Channel, Part.OFFENCES: Offence}.get(part, Measure)
    return {word.value: place for place, word in enumerate(words)}


def _label(part: Part, name: str) -> str:
    """What a row is called; a word that this version does not know is its own name."""
    try:
        match part:
            case Part.CHANNELS:
                return CHANNELS[Channel(name)]
            case Part.OFFENCES:
                return Offence(name).label
            case Part.RESULTS:
                return RULES[Measure(name)].label
            case Part.AWARDS:
                return AWARDS[name]
    except (ValueError, KeyError):
        return name
