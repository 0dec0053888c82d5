"""Whether a text tells of danger to life, in any language of the site."""

from collections.abc import Iterable
from typing import Final

from tipline.intake.danger import (
    arabic,
    chinese,
    english,
    french,
    portuguese,
    punjabi,
    somali,
    spanish,
)
from tipline.telltale.phrases import Tree
from tipline.telltale.tokens import take_apart

_LISTS: Final = (english, french, spanish, portuguese, somali, arabic, chinese, punjabi)
_TREE: Final = Tree.of(
    classes=(language.CLASSES for language in _LISTS), phrases=(language.PHRASES for language in _LISTS)
)


def tells_of_danger(texts: Iterable[str]) -> bool:
    """Whether one of the texts has a phrase of the lists; what it costs grows with their length alone."""
    return any(next(_TREE.found(take_apart(text)), None) is not None for text in texts if text)
