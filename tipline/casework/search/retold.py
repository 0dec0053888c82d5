"""Other tips that tell nearly the same: by the rarest of a text's threes of words, then by all of them."""

from collections.abc import Callable
from typing import Final

from tipline.casework.search.index import Index
from tipline.casework.search.nearly import LEAST, tell_the_same, threes
from tipline.casework.search.words import words_of

LOOKED: Final = 6_000
"""Characters of a text that are compared."""
LONG: Final = 5
"""Letters from which a word may be rare."""
COUNTED: Final = 24
"""Words of a text, the longest, that are counted in the index."""
PROBES: Final = 8
"""Threes that an index is asked for: two texts of which half is the same share one of them nearly always."""
MOST: Final = 300
"""Tips up to which a word is counted."""


def match_of_retold(text: str) -> Callable[[Index], str]:
    """How an index is asked for a text, as FTS5 takes it: any of its threes around its rarest words."""
    words = words_of(text[:LOOKED])

    def match(index: Index) -> str:
        if len(words) < LEAST + 2:
            return ""
        places = {word: place for place, word in reversed(list(enumerate(words[1:-1], start=1)))}
        longest = sorted(places, key=lambda word: (-len(word), word))[:COUNTED]
        counted = {word: index.count(f'"{word}"', most=MOST) for word in longest if len(word) >= LONG}
        elsewhere = [word for word, tips in counted.items() if tips > 1]
        rarest = sorted(elsewhere, key=lambda word: (counted[word], word))[:PROBES] or longest[:PROBES]
        probes = (" ".join(words[places[word] - 1 : places[word] + 2]) for word in rarest)
        return " OR ".join(f'"{probe}"' for probe in dict.fromkeys(probes))

    return match


def retells(text: str) -> Callable[[str], bool]:
    """Whether another text tells most of what this one does, or the other way round."""
    mine = threes(words_of(text[:LOOKED]))

    def fits(there: str) -> bool:
        return tell_the_same(mine, threes(words_of(there[:LOOKED])))

    return fits
