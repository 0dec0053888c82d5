"""Amounts of money, in figures and in words: what a case summary must not name, round or not."""

import re
from collections.abc import Iterator
from typing import Final

from tipline.telltale.tokens import Words, listed

_FIGURES: Final = r"\d{1,12}(?:[ ,.\u00a0\u202f]\d{2,3}){0,4}"
_SUM: Final = re.compile(
    rf"(?<![\w.])(?:(?:ca|us|c|cad|usd|eur)?\s?[$€£¥]\s?{_FIGURES}(?:\s?(?:k|m|million|grand|thousand|mille)\b)?"
    rf"|{_FIGURES}\s?(?:k\s?)?[$€£])",
    re.IGNORECASE,
)
_MONEY: Final = listed(
    "dollar dollars buck bucks cad usd eur euro euros cents grand quid pounds piastre piastres cent"
)
_AMOUNTS: Final = listed(
    "hundred hundreds thousand thousands million millions dozen couple cents mille milliers "
    "deux trois quatre cinq six sept huit neuf dix vingt trente quarante cinquante soixante "
    "cent one two three four five seven eight nine ten eleven twelve fifteen twenty thirty "
    "forty fifty sixty seventy eighty ninety"
)
_FILLERS: Final = frozenset({"of", "de", "a", "and", "et"})
_THOUSANDS: Final = re.compile(r"\d{1,4}k")
_FIGURE: Final = re.compile(r"\d+k?")
_MOST_WORDS: Final = 6
_NO_MONEY_BEFORE: Final = frozenset({"per", "pour", "cent"})
_WEIGHED: Final = frozenset({"pounds", "cent", "grand"})
"""Words that are money only behind an amount in figures, and not before another noun."""


def sums(text: str) -> Iterator[tuple[int, int]]:
    """Sums with a sign, "$1,250" or "1 250 $", by where they stand in the text."""
    return (found.span() for found in _SUM.finditer(text))


def spoken_sums(words: Words) -> Iterator[tuple[int, int]]:
    """Sums with a word, "two thousand dollars", "20 grand", "5k", as the places of first and last words."""
    said = words.words
    for place in sorted({*words.places_of(_MONEY), *words.figures}):
        word = said[place]
        if _THOUSANDS.fullmatch(word) and place and words.joined(place - 1):
            yield place, place
        elif word in _MONEY:
            first = place
            while (
                first > 0
                and place - first < _MOST_WORDS
                and words.joined(first - 1)
                and _amount(said[first - 1])
            ):
                first -= 1
            while first < place and said[first] in _FILLERS:
                first += 1
            if first < place and (word not in _WEIGHED or _is_money(words, first, place)):
                yield first, place


def _amount(word: str) -> bool:
    return word in _AMOUNTS or word in _FILLERS or _FIGURE.fullmatch(word) is not None


def _is_money(words: Words, first: int, place: int) -> bool:
    """Whether "20 grand" is money; "20 pounds of cocaine" and "dix pour cent" are not."""
    return (
        words.words[place] == "grand"
        and words.words[first][0].isdecimal()
        and not (place + 1 < len(words.words) and words.words[place + 1] in {"theft", "frere", "pere"})
    )
