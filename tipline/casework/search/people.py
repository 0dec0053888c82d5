"""Other tips that name the same person: what an index is asked for, and who is meant by what it finds."""

from collections.abc import Callable
from typing import Final

from tipline.casework.search.called import Called, called_in
from tipline.casework.search.first_names import SHORT_FOR
from tipline.casework.search.index import Index
from tipline.casework.search.nearly import is_near

MOST: Final = 4
"""Names of one tip that are looked for."""
RARE: Final = 40
"""Tips up to which a last name is so rare that it is looked for without its first name."""
WAYS: Final = 12
"""Ways to write a first name, and a last one, that are looked for."""
BEGINNING: Final = 3
"""Letters by which a last name that may be misspelled is looked up."""


def names_to_look_for(text: str) -> tuple[Called, ...]:
    """The names of a text that may be found elsewhere; a common first name alone is none of them."""
    return tuple(name for name in called_in(text) if len(name.words) > 1 or name.last not in SHORT_FOR)[:MOST]


def match_of(name: Called) -> Callable[[Index], str]:
    """How an index is asked for a name, as FTS5 takes it: the rare last name, or it beside the first name."""

    def match(index: Index) -> str:
        last = name.last
        spelled = {
            word: tips for word, tips in index.spelled(last[:BEGINNING]).items() if is_near(word, last)
        }
        lasts = sorted(spelled, key=lambda word: (word != last, word))[:WAYS]
        if not lasts:
            return ""
        if sum(spelled.values()) <= RARE:
            return " OR ".join(f'"{word}"' for word in lasts)
        if len(name.words) == 1:
            return f'"{last}"'
        ways = (
            way
            for first in name.first
            for way in (first, *sorted(SHORT_FOR.get(first, frozenset())), first[0])
        )
        firsts = list(dict.fromkeys(ways))[:WAYS]
        pairs = [(one, word) for word in lasts for one in firsts]
        return " OR ".join(f'"{one} {word}" OR "{word} {one}"' for one, word in pairs)

    return match


def may_be_named(name: Called) -> Callable[[str], bool]:
    """Whether a text names the person."""

    def fits(text: str) -> bool:
        return any(name.names_the_same(there) for there in called_in(text))

    return fits
