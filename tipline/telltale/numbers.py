"""Numbers and addresses by which somebody is found: phones, e-mail, social names, plates, tip numbers.

A number counts by how its digits are grouped, since "416-555-0100" is a phone and "2026-11-24 15:20" is not.
"""

import re
from collections.abc import Iterator
from typing import Final

from tipline.telltale.tokens import Words, listed

GROUPINGS: Final = frozenset({(10,), (3, 7), (6, 4), (3, 3, 4), (3, 3, 2, 2)})
"""How ten digits of North America are written."""

TOLL_FREE: Final = frozenset({"800", "822", "833", "844", "855", "866", "877", "880", "888"})
"""Area codes that are nobody's own number."""

_FROM_ZERO: Final = frozenset(
    {(10,), (11,), (2, 2, 2, 2, 2), (5, 6), (3, 4, 4), (5, 3, 3), (4, 3, 4), (4, 6), (4, 7)}
)
"""How national numbers that begin with 0 are written in France and Britain."""

_CUES: Final = listed(
    "call text phone ph tel telephone cell mobile number num no fax contact reach whatsapp "
    "appelez appelle appeler numero cellulaire textez mobile rejoindre joindre"
)
_CUE_BEFORE: Final = 5
_NUMBER_GAP: Final = re.compile(r"[ \t\u00a0\u202f]?[-–‐‑./()_·\u00a0\u202f ]{0,3}")
_MOST_GROUPS: Final = 8
_MOST_DIGITS: Final = 15
"""Of a number with its country's code (ITU-T E.164)."""
_DIGITS: Final = (
    {
        word: str(digit)
        for digit, words in enumerate(
            ("zero oh", "one un", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept")
        )
        for word in words.split()
    }
    | {"eight": "8", "huit": "8", "nine": "9", "neuf": "9", "o": "0", "double": ""}
    | {str(digit): str(digit) for digit in range(10)}
)
_SPELLED: Final = frozenset(_DIGITS)
_SPOKEN_LEAST: Final = 7
_NANP: Final = re.compile(r"[2-9]\d{2}[2-9]\d{6}")


def phones(words: Words) -> Iterator[tuple[int, int]]:
    """Phone numbers, as the places of their first and last words."""
    after = 0
    for place in sorted({*words.figures, *words.places_of(_SPELLED)}):
        if place < after:
            continue
        last = None
        if words.words[place][0].isdecimal():
            last = _phone(words, place)
        if last is None and words.words[place] in _DIGITS:
            said = _spoken(words, place)
            last = said if said - place + 1 >= _SPOKEN_LEAST else None
            after = said if last is None else after  # no number begins inside a shorter one
        if last is not None:
            yield place, last
            after = last + 1


def _phone(words: Words, place: int) -> int | None:
    groups: list[str] = []
    digits = 0
    longest: int | None = None
    plus = words.starts[place] > 0 and words.text[words.starts[place] - 1] in "+＋"
    before = words.text[words.starts[place] - 1] if words.starts[place] else " "
    if before in "$£€#" or (before == "-" and place and words.words[place - 1].isdecimal()):
        return None
    for last in range(place, min(place + _MOST_GROUPS, len(words.words))):
        if last > place and not _NUMBER_GAP.fullmatch(words.between(last - 1)):
            break
        if not words.words[last].isdecimal():
            break
        groups.append(words.words[last])
        digits += len(words.words[last])
        if digits > _MOST_DIGITS or (len(groups[-1]) == 1 and not plus and groups != ["1"]):
            break
        if _is_phone(groups, plus=plus) or (_is_local(groups) and _has_cue(words, place)):
            longest = last
    return longest


def _is_phone(groups: list[str], *, plus: bool) -> bool:
    digits = "".join(groups)
    sizes = tuple(map(len, groups))
    if plus:
        return 8 <= len(digits) <= _MOST_DIGITS  # noqa: PLR2004 - the shortest with a country's code
    if digits.startswith("1") and (len(digits) == 11):  # noqa: PLR2004 - with the country's 1
        digits = digits[1:]
        sizes = sizes[1:] if sizes[0] == 1 else (sizes[0] - 1, *sizes[1:])
    if digits.startswith("0"):
        return sizes in _FROM_ZERO and digits[1] != "0"
    return sizes in GROUPINGS and _NANP.fullmatch(digits) is not None and digits[:3] not in TOLL_FREE


def _is_local(groups: list[str]) -> bool:
    return tuple(map(len, groups)) in {(3, 4), (7,)} and groups[0][0] in "23456789"


def _has_cue(words: Words, place: int) -> bool:
    return any(words.words[near] in _CUES for near in range(max(0, place - _CUE_BEFORE), place))


def _spoken(words: Words, place: int) -> int:
    """The last word of a number that is spelled out, digit by digit."""
    last = place
    while last + 1 < len(words.words) and words.words[last + 1] in _DIGITS and words.joined(last):
        last += 1
    return last


_LOCAL: Final = re.compile(r"[\w.+%\-]{1,64}\Z")
_DOMAIN: Final = re.compile(r"(?:[\w\-]{1,63}\.){1,6}[^\W\d_]{2,24}(?!\w)")
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.]{2,30}")
_AT: Final = frozenset({"at", "arobase"})
_ENDINGS: Final = frozenset({"com", "ca", "org", "net", "fr", "co", "edu", "gov", "info", "me"})
_NOTHING: Final = re.compile(r"[\w@.]")


def emails(text: str) -> Iterator[tuple[int, int]]:
    """E-mail addresses, by where they stand in the text."""
    at = text.find("@")
    while at >= 0:
        after = _DOMAIN.match(text, at + 1)
        before = _LOCAL.search(text[max(0, at - 64) : at]) if after else None
        if before and after:
            yield at - (before.end() - before.start()), after.end()
        at = text.find("@", at + 1)


def spelled_emails(words: Words) -> Iterator[tuple[int, int]]:
    """Addresses that are spelled out, "jo at mail dot com", as the places of first and last words."""
    said = words.words
    for place in [at - 1 for at in words.places_of(_AT) if 0 < at < len(said) - 3]:
        if said[place + 2] in {"that", "this", "the"}:
            continue
        at_dot = said[place + 3] in {"dot", "point"}
        if at_dot and said[place + 4] in _ENDINGS:
            yield place, place + 4


def handles(text: str) -> Iterator[tuple[int, int]]:
    """Names on social accounts, "@somebody", by where they stand in the text."""
    at = text.find("@")
    while at >= 0:
        name = _NAME.match(text, at + 1)
        if name and not (at and _NOTHING.match(text, at - 1)):
            yield at, name.end()
        at = text.find("@", at + 1)


_ONE_WORD_PLATE: Final = re.compile(
    r"[a-z]{2,4}\d{2,4}[a-z]?|\d{2,4}[a-z]{2,4}|[a-z]\d{2}[a-z]{3}|\d[a-z]{3}\d{3}"
)
_TWO_WORD_PLATES: Final = re.compile(
    r"[A-Z]{2,4}[ -]\d{3,4}|\d{3}[ -][A-Z]{3}|[A-Z]\d{2}[ -][A-Z]{3}|[A-Z]{3}[ -]\d[A-Z]\d"
)
_UNITS: Final = re.compile(
    r"\d+(?:mg|ml|mcg|kg|km|kmh|kph|mph|lb|lbs|cm|mm|ft|pm|am|th|st|nd|rd|cal|hrs|hr|min|mins|ish|sec|usd|cad|gb|mb|px|x|"
    r"rds|kw|hp|cc|oz|gr|yo|yr|yrs|ans|km2|er|eme|ieme|ppl|txt|sms|call)"
)
_MODELS: Final = re.compile(
    r"(?:ak|ar|sks|uzi|mp|bmw|gti|gtr|crv|rav|glc|glk|slk|hwy|ps|xbox|covid|unit|apt|no|rm)\d+[a-z]?"
)
_HALF: Final = 4
"""Letters of half a plate, or of half a tip number."""
_PLATE_LETTERS: Final = range(5, 9)
_ROOMS: Final = frozenset(
    {
        "UNIT",
        "APT",
        "ROOM",
        "SUITE",
        "HWY",
        "ROUTE",
        "CALL",
        "THE",
        "AND",
        "OVER",
        "AT",
        "FOR",
        "OF",
        "IN",
        "TO",
        "FROM",
        "OPP",
        "RCMP",
        "BMW",
    }
)


def plates(words: Words) -> Iterator[tuple[int, int]]:
    """What is shaped like a licence plate, as the places of its words; in capitals where it is two words."""
    mixed = [place for place, word in enumerate(words.words) if not word.isalpha()]
    for place in mixed:
        if _is_one_word_plate(words.words[place]):
            yield place, place
    if not words.shouted:
        last = len(words.words) - 1
        near = sorted({first for place in mixed for first in (place - 1, place) if 0 <= first < last})
        yield from ((place, place + 1) for place in near if _is_plate(words, place))


def _is_one_word_plate(word: str) -> bool:
    if len(word) not in _PLATE_LETTERS or not _ONE_WORD_PLATE.fullmatch(word):
        return False
    return not (_UNITS.fullmatch(word) or _MODELS.fullmatch(word))


def _is_plate(words: Words, place: int) -> bool:
    """Whether a word and the next are the two halves of a plate."""
    first = words.written(place)
    both = words.text[words.starts[place] : words.ends[place + 1]]
    return (
        len(both) in _PLATE_LETTERS and _TWO_WORD_PLATES.fullmatch(both) is not None and first not in _ROOMS
    )


_TIP_NUMBER: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{4}")
_LONGEST_PREFIX: Final = 12
_DASHES: Final = frozenset("-‐‑–")
_DASHES_AND_SPACES: Final = _DASHES | {" "}


def tip_numbers(words: Words) -> Iterator[tuple[int, int]]:
    """What is written like a tip's number, "TOR-4F7K-92QX", as the places of first and last words."""
    said = words.words
    halves_of = [place for place, word in enumerate(said) if len(word) == _HALF]
    for place in [half - 1 for half in halves_of if 0 < half < len(said) - 1]:
        if len(said[place + 2]) != _HALF:
            continue
        prefix = said[place].isalpha() and 1 < len(said[place]) <= _LONGEST_PREFIX
        halves = _TIP_NUMBER.fullmatch(said[place + 1]) and _TIP_NUMBER.fullmatch(said[place + 2])
        if not (prefix and halves):
            continue
        gaps = {words.between(place), words.between(place + 1)}
        if gaps <= _DASHES or (gaps <= _DASHES_AND_SPACES and _looks_drawn(words, place)):
            yield place, place + 2


def _looks_drawn(words: Words, place: int) -> bool:
    halves = words.words[place + 1 : place + 3]
    return words.written(place).isupper() and all(any(map(str.isdecimal, half)) for half in halves)
