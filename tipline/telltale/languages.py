"""The lists of every language of the public site, all looked for at once: nobody knows which a text is in.

A class has a name of its own in each list: two of one name would be one.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from tipline.telltale import arabic, chinese, english, french, portuguese, punjabi, somali, spanish
from tipline.telltale.reasons import Reason
from tipline.telltale.tokens import listed


class Lists(Protocol):
    """What a language's file has; each part is told there."""

    CLASSES: Mapping[str, str]
    PHRASES: Mapping[Reason, tuple[str, ...]]
    NO_NAMES: str
    SIGN_OFFS: str
    MINE: str
    FIRST: str
    SAW: str
    SAW_ALONE: str


LISTS: Final[tuple[Lists, ...]] = (
    english,
    french,
    spanish,
    portuguese,
    somali,
    arabic,
    chinese,
    punjabi,
)


def _all(words: Iterator[str]) -> frozenset[str]:
    return listed(" ".join(words))


NO_NAMES: Final = _all(language.NO_NAMES for language in LISTS)
SIGN_OFFS: Final = _all(language.SIGN_OFFS for language in LISTS)
MINE: Final = _all(language.MINE for language in LISTS)
FIRST: Final = _all(language.FIRST for language in LISTS)
SAW: Final = _all(language.SAW for language in LISTS)
SAW_ALONE: Final = _all(language.SAW_ALONE for language in LISTS)
