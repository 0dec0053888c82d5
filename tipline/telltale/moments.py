"""Days and times, in English and French."""

import re
from collections.abc import Iterator
from typing import Final

from tipline.telltale.tokens import Words, listed

_WEEKDAYS: Final = listed(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays tues thurs lundi mardi mercredi jeudi vendredi "
    "samedi dimanche lundis mardis mercredis jeudis vendredis samedis dimanches yesterday "
    "today tonight tomorrow hier demain avant-hier christmas halloween easter thanksgiving "
    "noel paques toussaint weekend"
)
_MONTHS: Final = listed(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec janvier fevrier mars avril mai juin "
    "juillet aout septembre octobre novembre decembre"
)
_TWO_WORDS: Final = frozenset(
    pair
    for firsts, seconds in (
        ("last this next", "night morning afternoon evening week"),
        ("that the", "night"),
        ("ce cet cette", "matin soir midi nuit semaine"),
        ("new", "year years"),
        ("canada labour labor victoria boxing family remembrance mother father valentine", "day"),
        ("st saint", "jean"),
        ("jour", "an"),
    )
    for pair in ((first, second) for first in firsts.split() for second in seconds.split())
) | {("aujourd", "hui"), ("semaine", "derniere"), ("nuit", "derniere"), ("fin", "de semaine")}
_SPANS: Final = listed(
    "day days night nights week weeks hour hours minute minutes jour jours semaine semaines heure heures"
)
_COUNTED: Final = listed("a one two three four five six seven few un une deux trois quatre cinq six sept")
_OF_DAYS: Final = _WEEKDAYS | _MONTHS | {first for first, _ in _TWO_WORDS} | {"ago", "a"}
_DAY_NUMBER: Final = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?")
_DATE: Final = re.compile(
    r"(?<![\w/.\-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|[01]\d/[0-3]\d)(?![\w/\-]|\.\d)"
)
_CLOCK: Final = re.compile(
    r"(?<![\w:.,$])(?:"
    r"(?:[01]?\d|2[0-4])\s?[:h]\s?[0-5]\d(?:\s?[ap]\.?m\b\.?)?"
    r"|(?:1[0-2]|0?\d)(?:\.[0-5]\d)?\s?[ap]\.?m\b\.?"
    r"|(?:[01]?\d|2[0-4])\s?h(?:eures?)?\b"
    r"|(?:1[0-2]|\d)\s?o['’]?clock"
    r"|[0-2]\d[0-5]\d\s?(?:hours|hrs|h)\b"
    r")(?!\d)",
    re.IGNORECASE,
)
_CHINESE_CLOCK: Final = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])[点點时時](?:[0-5]?\d分?|半)?")
_HALVES: Final = frozenset({"noon", "midnight", "midi", "minuit", "oclock"})
_A_MATTER: Final = listed("within in for every over after pendant durant en")


def days(words: Words) -> Iterator[tuple[int, int]]:
    """Days by name, date or distance, as the places of first and last words."""
    said = words.words
    for place in sorted({*words.places_of(_OF_DAYS), *words.figures}):
        word = said[place]
        after = said[place + 1] if place + 1 < len(said) else ""
        if word in _WEEKDAYS:
            yield place, place
        elif (word, after) in _TWO_WORDS or (
            word in _MONTHS and _DAY_NUMBER.fullmatch(after) and words.joined(place)
        ):
            yield place, place + 1
        elif _DAY_NUMBER.fullmatch(word):
            later = place + 2 if after in {"of", "de"} else place + 1
            if later < len(said) and said[later] in _MONTHS and words.joined(place):
                yield place, later
        yield from _ago(words, place)


def _ago(words: Words, place: int) -> Iterator[tuple[int, int]]:
    said = words.words
    if said[place] == "ago" and place > 1 and said[place - 1] in _SPANS:
        yield place - 2, place
    elif said[place] == "a" and place >= 1 and said[place - 1 : place + 1] == ["y", "a"]:
        last = place + 2
        if (
            last < len(said)
            and said[last] in _SPANS
            and (said[place + 1] in _COUNTED or said[place + 1].isdecimal())
        ):
            yield place - 1, last


def dates(text: str) -> Iterator[tuple[int, int]]:
    """Dates in figures, by where they stand in the text."""
    return (found.span() for found in _DATE.finditer(text))


def clocks(text: str) -> Iterator[tuple[int, int]]:
    """Times in figures, by where they stand in the text."""
    for found in _CLOCK.finditer(text):
        if not (found[0][-1] in "hH" and _last_word(text, found.start()) in _A_MATTER):
            yield found.span()
    yield from (found.span() for found in _CHINESE_CLOCK.finditer(text))


def halves(words: Words) -> Iterator[tuple[int, int]]:
    """Noon and midnight, as places of words."""
    return ((place, place) for place in words.places_of(_HALVES))


def _last_word(text: str, end: int) -> str:
    before = text[max(0, end - 12) : end].split()
    return before[-1].lower() if before else ""
