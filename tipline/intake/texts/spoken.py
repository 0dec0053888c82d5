"""In which language a text is written, by its script and by the small words that every sentence has.

Two or three words are often all there is, and a name of a street is of no language. So nothing is said where
the small words do not decide: who is answered in a language that they do not read may not see the 911 in it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from tipline.telltale.tokens import listed, take_apart

FEWEST: Final = 2
"""Different small words of one language that a text must have."""

_ARABIC: Final = re.compile("[\u0621-\u064a]")
_NOT_ARABIC: Final = re.compile("[\u0679-\u06d3\u06d5]")
"""Letters that Persian, Urdu, Pashto and Kurdish add: who writes them does not write Arabic."""
_CHINESE: Final = re.compile("[\u3400-\u9fff]")
_JAPANESE: Final = re.compile("[\u3040-\u30ff]")
_GURMUKHI: Final = re.compile("[\u0a01-\u0a76]")
_FEWEST_LETTERS: Final = 2

_SMALL: Final[Mapping[str, frozenset[str]]] = {
    "en": listed(
        "the and is are was were he she they his her their this that there with have has had been will would "
        "from what who when where you your of in on at it its not just going about someone i me my we can do "
        "no so if but get got go dont u ur now how out up all him them"
    ),
    "fr": listed(
        "le la les de des du et est sont un une dans avec pour qui que il elle ils elles je nous vous ne pas "
        "sur au aux ce cette ces sa ses leur chez mais ou depuis quelqu ont était sera"
    ),
    "es": listed(
        "el la los las del y es son una en con para que hay está están un se su sus por de lo al pero yo mi "
        "esta este eso esa ahí aquí donde cuando muy tiene tienen ellos ella usted alguien vende"
    ),
    "pt": listed(
        "os dos das uma com para que há está estão um seu sua por não ele ela eles elas mas tem muito aqui "
        "ali quando onde você alguém pelo pela ao"
    ),
    "so": listed(
        "waa iyo oo ka ku uu ay waxay wuxuu waxaan waxaa ayaa baa buu soo aan inuu inay nin naag guri guriga "
        "halkan halkaas waxa ma kuma xagga hadda ayuu ayay wax badan lagu kala"
    ),
}
"""Small words of each language that is written in our letters; those of two languages count for both.

No single letters: they are how people shorten English.
"""


def spoken(text: str) -> str | None:
    """The tag of the language that a text is written in, if that is plain.

    Never one that `tipline/languages.py` does not know. At most some milliseconds for the longest text.
    """
    if (script := _by_script(text)) is not None:
        return script or None
    said = frozenset(take_apart(text).words)
    found = Counter({tag: len(small & said) for tag, small in _SMALL.items()})
    (first, most), (_, next_most) = found.most_common(2)
    return first if most >= FEWEST and most > next_most else None


def _by_script(text: str) -> str | None:
    """The language that a script is of; empty where it is of none that we know, nothing where it is ours."""
    if text.isascii():
        return None
    counts = {
        "ar": len(_ARABIC.findall(text)),
        "zh": len(_CHINESE.findall(text)),
        "pa": len(_GURMUKHI.findall(text)),
    }
    tag = max(counts, key=counts.__getitem__)
    if counts[tag] < _FEWEST_LETTERS or counts[tag] * 3 < sum(map(str.isalpha, text)):
        return None
    other = {"ar": _NOT_ARABIC, "zh": _JAPANESE}.get(tag)
    return "" if other is not None and other.search(text) else tag
