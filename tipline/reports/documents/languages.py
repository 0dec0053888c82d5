"""The languages that documents are written in."""

from collections.abc import Mapping, Sequence
from typing import Final

from tipline.reports.documents.english import ENGLISH
from tipline.reports.documents.french import FRENCH
from tipline.reports.documents.words import Words

LANGUAGES: Final[Mapping[str, Words]] = {words.code: words for words in (ENGLISH, FRENCH)}


def words_for(wished: str, program: Sequence[str]) -> Words:
    """The words of a document: in the language wished for, else in the program's first, else in English.

    Args:
        wished: two letters; empty where nobody has said.
        program: the program's languages, the usual one first.
    """
    return next((LANGUAGES[code] for code in (wished, *program) if code in LANGUAGES), ENGLISH)
