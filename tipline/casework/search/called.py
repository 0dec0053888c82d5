"""Who is named in a text: first and last names, and what somebody is said to be called.

A name is told by its capitals, or by words such as "called" and "goes by" before it. What is asked of a name
is whether another text names the same person: by a nickname, an initial, or spelled nearly the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tipline.casework.search.first_names import SHORT_FOR
from tipline.casework.search.nearly import is_near
from tipline.casework.search.words import words_of
from tipline.look_alikes import plain
from tipline.telltale.places import streets
from tipline.telltale.tokens import Words, listed, take_apart

LOOKED: Final = 6_000
"""Characters of a text that are looked through."""
LONGEST: Final = 3
"""Words of a name."""
BARE: Final = 5
"""Letters that a name of one word has which nothing but its capital shows."""

_CUES: Final = listed(
    "called named nickname nicknamed alias aka name names surname goes known "
    "appelle nomme surnom surnomme nom dit prenom llama llamado apodo alias"
)
_WITHIN: Final = frozenset(" -'’‐‑")
"""What may stand between the words of one name."""
_AFTER: Final = listed("is as by was him her himself the his their est se s")
_NO_NAME: Final = listed(
    "a also an and apartment april apt are at audi august avec avenue bar black blue bmw both but by "
    "can canada chemin chevrolet church city club court dans de december des det detective dimanche do "
    "dodge does dr drive du east elle elles english et facebook february for ford french friday from "
    "gray green grey had has have he her here highway him his honda hospital hotel how hyundai i if il "
    "ils in instagram is it its january je jeep jeudi july june just kia la lane last le les lexus like "
    "lundi ma mall many march mardi may mazda me mercedes mercredi mes miss mlle mme mon monday more "
    "most mr mrs ms my near nissan no north not november now october of off officer old on one ontario "
    "or our out over park pc people plate please police pour que qui red road rue sa samedi saturday "
    "school september ses sgt she shop snapchat so some somebody someone son south station store street "
    "subaru sunday sur tesla than that the their them then there these they this those thursday tiktok "
    "to toronto toyota tuesday two un under une unit up us vendredi was we wednesday were west what "
    "whatsapp when where which while white who why will with you young your "
)


@dataclass(frozen=True, slots=True)
class Called:
    """A name as a text has it."""

    words: tuple[str, ...] = field(repr=False)
    written: str = field(repr=False, compare=False)
    bare: bool = False
    """One word that nothing but a capital shows to be a name."""

    @property
    def last(self) -> str:
        """The last name, or the only one."""
        return self.words[-1]

    @property
    def first(self) -> tuple[str, ...]:
        """The first names."""
        return self.words[:-1]

    def names_the_same(self, other: "Called") -> bool:
        """Whether the two may be one person's; a first name that many have is not enough."""
        if len(self.words) > 1 and len(other.words) > 1:
            return any(
                is_near(self.last, last)
                and any(_first_alike(mine, first) for mine in self.first for first in rest)
                for last, rest in ((other.last, other.first), (other.words[0], other.words[1:]))
            )
        if self.bare and other.bare:
            return False
        return self.last not in SHORT_FOR and other.last not in SHORT_FOR and is_near(self.last, other.last)


def called_in(text: str) -> tuple[Called, ...]:
    """Every name of a text, each once; those with a first name before those of one word."""
    words = take_apart(plain(text[:LOOKED]))
    found: dict[tuple[str, ...], Called] = {}
    for one in _found(words):
        if one.words not in found or found[one.words].bare:
            found[one.words] = one
    return tuple(sorted(found.values(), key=lambda one: (one.bare, -len(one.words))))


def _found(words: Words) -> Iterator[Called]:
    taken = {place for first, last in streets(words) for place in range(first, last + 1)}
    place = 0
    while place < len(words.words):
        run = _run(words, place, taken)
        if len(run) > 1:
            named = _without_verb(words, run)
            yield _called(words, named)
            if (
                _begins(words, run[0])
                and words.words[named[0]] not in SHORT_FOR
                and _is_long(words, named[-1])
            ):
                yield _called(words, named[-1:], bare=True)
        elif run and _stands_out(words, place):
            yield _called(words, run, bare=True)
        if words.words[place] in _CUES:
            said = _after(words, place, taken)
            if said:
                yield _called(words, said)
        place += max(1, len(run))


def _run(words: Words, start: int, taken: set[int]) -> list[int]:
    """Words with capitals that follow one another, from a place."""
    run: list[int] = []
    for place in range(start, min(start + LONGEST, len(words.words))):
        if place in taken or not words.capital(place) or not _may_be_name(words, place):
            break
        if run and not _is_one_name(words, place):
            break
        run.append(place)
    return run


def _without_verb(words: Words, run: list[int]) -> list[int]:
    """Of "Ask Dana Kowalski" the name: what begins a sentence before a first name is none."""
    verb = _begins(words, run[0]) and words.words[run[0]] not in SHORT_FOR
    return run[1:] if verb and run[2:] and words.words[run[1]] in SHORT_FOR else run


def _stands_out(words: Words, place: int) -> bool:
    """Whether one word alone may be a last name: long enough, inside a sentence, no common first name."""
    return _is_long(words, place) and not _begins(words, place)


def _is_long(words: Words, place: int) -> bool:
    return len(words.words[place]) >= BARE and words.words[place] not in SHORT_FOR


def _is_one_name(words: Words, place: int) -> bool:
    """Whether a word belongs to the name before it: no comma parts them, a point after an initial alone."""
    between = words.between(place - 1)
    return between in _WITHIN or (len(words.words[place - 1]) == 1 and between.strip() in {"", "."})


def _after(words: Words, cue: int, taken: set[int]) -> list[int]:
    """What somebody is said to be called: one word or two after such a word."""
    place = cue + 1
    while place < len(words.words) and words.words[place] in _AFTER and place - cue < LONGEST:
        place += 1
    said: list[int] = []
    for at in range(place, min(place + 2, len(words.words))):
        if at in taken or not _may_be_name(words, at) or (said and not words.joined(at - 1)):
            break
        if said and words.capital(said[0]) and not words.capital(at):
            break
        said.append(at)
    return said


def _may_be_name(words: Words, place: int) -> bool:
    word = words.words[place]
    return word not in _NO_NAME and word.isalpha() and (len(word) > 1 or words.capital(place))


def _begins(words: Words, place: int) -> bool:
    """Whether a sentence begins here, so that the capital says nothing."""
    return place == 0 or not words.joined(place - 1)


def _called(words: Words, places: list[int], *, bare: bool = False) -> Called:
    written = " ".join(words.written(place) for place in places)
    folded = tuple("".join(words_of(words.written(place))) for place in places)
    return Called(folded, written, bare=bare)


def _first_alike(one: str, other: str) -> bool:
    if one == other or other in SHORT_FOR.get(one, ()):
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return one not in SHORT_FOR and other not in SHORT_FOR and is_near(one, other)
