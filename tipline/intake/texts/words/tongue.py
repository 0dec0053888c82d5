"""What a language of the conversation consists of: its keywords, its replies, and how choices are listed."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.intake.texts.transitions import Answer, Wants

_TATWEEL: Final = "\u0640"
"""Draws an Arabic word out; says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """A language: its tag is that of `tipline/languages.py`."""

    tag: str
    keywords: Mapping[Wants, str]
    """Words with spaces between, in any case, with or without marks: see `whole_word`."""
    says: Mapping[Answer, str]
    form: str
    """Where a reward leads; put into `says`."""
    no_form: str
    """Where the gateway does not know the form's address, or it is too long for two segments."""
    choice: str
    choice_short: str = "{keyword}"
    comma: str = ", "
    either: str
    more: str
    """Where a line serves more programs than a text can name."""
    phone: str
    wide: bool = False
    """Written in letters that the GSM alphabet has not: two segments then hold 134, and not 306."""


def plain_letters(text: str) -> str:
    """A text without case and marks, as keywords are compared."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace(_TATWEEL, "")
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def whole_word(text: str) -> str:
    """A whole text as one word: without case, marks, spaces and punctuation ("Opt-Out!", "d'accord")."""
    return "".join(letter for letter in plain_letters(text) if letter.isalnum())
