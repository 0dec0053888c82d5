"""Streets and units of police, in English and French: what a case summary must not name."""

import re
from collections.abc import Iterator
from typing import Final

from tipline.telltale.tokens import Words, listed

_PLAIN_TYPES: Final = listed(
    "street avenue ave road rd boulevard blvd crescent cres highway hwy parkway pkwy expressway terrace"
)
"""Words that stand behind a street's name and mean nothing else."""

_OTHER_TYPES: Final = listed(
    "st drive dr court crt ct lane ln place pl way trail square sq circle gate grove heights "
    "mews row path alley close hill gardens park line sideroad concession"
)
"""Words that stand behind a street's name and mean much else: only with capitals, or behind a number."""

_FRENCH_TYPES: Final = listed(
    "rue chemin ch boulevard boul avenue av route rang impasse allee quai autoroute ruelle montee promenade"
)
_NUMBERED: Final = listed("highway hwy route autoroute hwys concession sideroad line exit sortie rang")
_LINKS: Final = listed("de du des d la le les l saint sainte st ste")
_NO_STREET: Final = listed(
    "the a an this that his her their our my your its same side busy quiet dark residential "
    "public city back high open off on of in at to from by for and or with each every no any "
    "one another main narrow dead rural gravel nearby down up across along over under whole "
    "next other second long short side-street small large both all some which une un private paved "
    "empty major busier drug out into through hit near block mean"
)
_DIRECTIONS: Final = listed("north south east west n s e w nord sud est ouest o")
_CROSSINGS: Final = frozenset({"corner", "intersection", "coin", "angle"})
_POSTCODE: Final = re.compile(r"(?<!\w)[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d(?!\w)")
_OF_STREETS: Final = _NUMBERED | _CROSSINGS | _PLAIN_TYPES | _OTHER_TYPES | _FRENCH_TYPES
_MOST_NAME: Final = 3
_LONGEST_NUMBER: Final = 5


def postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Postal codes, by where they stand in the text."""
    return (found.span() for found in _POSTCODE.finditer(text))


def streets(words: Words) -> Iterator[tuple[int, int]]:
    """Streets and crossings, as the places of first and last words."""
    said = words.words
    for place, word in enumerate(said):
        if (
            word in _NUMBERED
            and place + 1 < len(said)
            and said[place + 1][0].isdecimal()
            and words.joined(place)
        ):
            yield place, place + 1
        elif word in _CROSSINGS and (last := _crossing(words, place)) is not None:
            yield place, last
        if word in _PLAIN_TYPES or word in _OTHER_TYPES:
            first = _named_before(words, place, plain=word in _PLAIN_TYPES)
            if first is not None:
                yield first, _with_direction(words, place)
        if word in _FRENCH_TYPES and (last := _named_after(words, place)) is not None:
            yield _with_number(words, place), last


def _named_before(words: Words, place: int, *, plain: bool) -> int | None:
    """Where "12 Old King Street" begins; None for "the street"."""
    said = words.words
    if (
        place == 0
        or not words.joined(place - 1)
        or (said[place - 1] in _NO_STREET and not words.capital(place - 1))
    ):
        return None
    if said[place - 1] in _NO_STREET and place >= 1 and not _inside(words, place - 1):
        return None
    numbered = _number_before(words, place)
    if numbered is not None:
        return numbered
    if plain:
        return place - 1
    return (
        place - 1 if words.capital(place - 1) and words.capital(place) and _ends_there(words, place) else None
    )


def _inside(words: Words, place: int) -> bool:
    """Whether a word's capital is its own and not that of a sentence's beginning."""
    return place > 0 and words.joined(place - 1)


def _number_before(words: Words, place: int) -> int | None:
    for first in range(place - 1, max(-1, place - 2 - _MOST_NAME), -1):
        if not words.joined(first):
            return None
        number = words.words[first].rstrip("abcd")
        if number.isdecimal() and len(number) <= _LONGEST_NUMBER and first < place - 1:
            return first
        if words.words[first] in _NO_STREET and words.words[first] not in {"main", "high"}:
            return None
    return None


def _ends_there(words: Words, place: int) -> bool:
    """Whether a street's name may end here: "King St" may, "St Clair" may not."""
    after = place + 1
    if after >= len(words.words) or not words.joined(place) or words.words[after] in _DIRECTIONS:
        return True
    return not words.capital(after)


def _with_direction(words: Words, place: int) -> int:
    after = place + 1
    is_direction = after < len(words.words) and words.words[after] in _DIRECTIONS and words.joined(place)
    return after if is_direction else place


def _named_after(words: Words, place: int) -> int | None:
    """Where "rue de la Montagne" ends; None for "la rue"."""
    last = place + 1
    while (
        last < len(words.words)
        and last < place + 4
        and words.joined(last - 1)
        and words.words[last] in _LINKS
    ):
        last += 1
    if last >= len(words.words) or not words.joined(last - 1):
        return None
    return last if words.capital(last) else None


def _with_number(words: Words, place: int) -> int:
    numbered = place > 0 and words.words[place - 1].isdecimal() and words.joined(place - 1)
    return place - 1 if numbered else place


def _crossing(words: Words, place: int) -> int | None:
    """Where "corner of Jane and Finch" ends."""
    last = place + 1
    while (
        last < len(words.words) and last < place + 3 and words.words[last] in {"of", "de", "des", "du", "la"}
    ):
        last += 1
    if last + 2 < len(words.words) and last > place + 1 and words.words[last + 1] in {"and", "et", "at"}:
        return last + 2 if words.capital(last) and words.capital(last + 2) else None
    return None


_UNIT_WORDS: Final = listed(
    "division div unit squad precinct detachment platoon bureau section branch station force "
    "team unite escouade brigade poste peloton groupe detachement"
)
_UNIT_NAMES: Final = listed(
    "drug drugs gang gangs gun guns homicide robbery fraud vice intelligence traffic canine "
    "k9 tactical surveillance cyber crime crimes emergency response victims investigation "
    "investigations investigative major criminal fugitive holdup marine forensic explosives "
    "task enforcement narcotics trafficking exploitation arson warrant antigang offender "
    "stupefiants moeurs crimes enquetes homicides intervention"
)
_SERVICES: Final = listed("rcmp opp spvm grc siu cbsa fbi dea swat pdq tps prp yrp drps hrps")
_SERVICE_WORDS: Final = frozenset({"police", "sheriff", "sheriffs", "constabulary", "gendarmerie"})
_PROPER_WORDS: Final = listed("division squad precinct detachment platoon unit bureau escouade brigade")
_PROPER: Final = frozenset({"regional", "provincial", "service", "department", "services"})
_NUMBERED_UNIT: Final = re.compile(r"[a-z]?\d{1,3}(?:st|nd|rd|th|e|er|eme|ieme|[a-z])?")
_SHORT_DIVISIONS: Final = frozenset(f"d{number}" for number in range(10, 100))
_OF_UNITS: Final = _SERVICES | _SERVICE_WORDS | _UNIT_WORDS | {"guns", "gun"}


def units(words: Words) -> Iterator[tuple[int, int]]:
    """Police units and services by name or number, as the places of first and last words."""
    said = words.words
    for place in sorted({*words.places_of(_OF_UNITS), *words.places_of(_SHORT_DIVISIONS)}):
        word = said[place]
        if word in _SERVICES or (word in _SHORT_DIVISIONS and words.capital(place)):
            yield place, place
        elif _is_service(words, place):
            yield place - 1, place
        elif word == "police" and place + 1 < len(said) and said[place + 1] in {"service", "department"}:
            yield place, place + 1
        if word in _UNIT_WORDS:
            yield from _unit(words, place)
        elif word in {"guns", "gun"} and said[place + 1 : place + 3] in (["and", "gangs"], ["and", "gang"]):
            yield place, place + 2


def _is_service(words: Words, place: int) -> bool:
    """Whether "Peel Police" stands here, and not "the police"."""
    if words.words[place] not in _SERVICE_WORDS or not place or not words.joined(place - 1):
        return False
    named = words.capital(place - 1) and words.words[place - 1] not in _NO_STREET
    return named and (words.capital(place) or words.words[place - 1] in _PROPER)


def _unit(words: Words, place: int) -> Iterator[tuple[int, int]]:
    said = words.words
    before = place > 0 and words.joined(place - 1)
    after = place + 1 < len(said) and words.joined(place)
    if before and (_is_unit(said[place - 1]) or _is_proper(words, place)):
        yield place - 1, place
    if not after:
        return
    if _NUMBERED_UNIT.fullmatch(said[place + 1]):
        yield place, place + 1
    elif said[place + 1] in {"des", "de", "du", "anti"} and place + 2 < len(said):
        named = said[place + 2]
        if named in _UNIT_NAMES or named[0].isdecimal() or named == "quartier":
            yield place, place + 2


def _is_unit(word: str) -> bool:
    return word in _UNIT_NAMES or _NUMBERED_UNIT.fullmatch(word) is not None


def _is_proper(words: Words, place: int) -> bool:
    """Whether "Integrated Squad" is a name: "Gas Station" and "Air Force" are none of police."""
    capitals = words.capital(place) and words.capital(place - 1)
    return capitals and words.words[place] in _PROPER_WORDS and words.words[place - 1] not in _NO_STREET
