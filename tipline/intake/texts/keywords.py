"""What a text asks for by its first word, or by being one word alone.

Words that end, begin or explain the conversation count only as the whole text: "stop him at the corner"
is a tip. A program's keyword counts as the first word, in any case, before a separator.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from crypto.errors import BadCode
from crypto.numbers import read_number
from tipline.intake.texts.inbound import InboundText, OptOut
from tipline.intake.texts.transitions import Wants
from tipline.intake.texts.words.tongue import plain_letters, whole_word
from tipline.intake.texts.words.tongues import FAMILIES, SPEAKS

_ENGLISH_NEW: Final = "NEW"
"""Ours before a plain space too, where another word of its family is only a word ("new car in the yard")."""

_AFTER_A_KEYWORD: Final = frozenset({Wants.STOP, Wants.CODE})
"""What rules after a program's keyword too: "TOR STOP" is no tip, and "TOR CODE" means one of several."""

_LONGEST_WHOLE: Final = 40
"""Such a word with all the marks and spaces that anybody puts round it."""

_WORD: Final = re.compile(r"\s*([^\W_](?:[^\W_]|['’])*)")
_MARKS: Final = r"[:;,.!?/\\|_=>)\]}\u2010-\u2015\u2026\-]+"
_GAP: Final = re.compile(rf"{_MARKS}\s*|\s+{_MARKS}(?:\s+|$)|\s+")
"""What separates a word from what follows: marks close to it, or alone between spaces ("TOR - he").

What stands close to the next word is the reporter's: "TOR (he", "TOR +1416", "TOR -5".
"""
_TIP_NUMBER: Final = re.compile(r"\s*([A-Za-z]{1,12}[-\s]?[0-9A-Za-z]{4}[-\s]?[0-9A-Za-z]{4})(?![0-9A-Za-z])")
_SPACE: Final = " "


@dataclass(frozen=True, slots=True)
class Asked:
    """A text, taken apart."""

    wants: Wants
    keyword: str | None = field(default=None, repr=False)
    """The program that is called, as the line writes it."""
    new: bool = False
    """Another tip, even where there is a thread."""
    rest: str = field(default="", repr=False)
    """What is left to tell; empty where the text only calls a program, or only says NEW."""
    speaks: str | None = None
    """The language of the word that rules, where it is of one language alone."""


def read_text(body: str, keywords: Collection[str]) -> Asked:
    """Take a text apart; `keywords` are those of the programs that its line serves.

    The rest keeps every character that the reporter typed, but for the keyword and what separates it.
    """
    text = body.strip()
    if not text:
        return Asked(Wants.NOTHING)
    if (word := _ruling(text)) is not None:
        return Asked(FAMILIES[word], rest=text, speaks=SPEAKS.get(word))
    known = {plain_letters(keyword): keyword for keyword in keywords}
    keyword, rest = _take_keyword(text, known)
    new, rest = _take_new(rest)
    if new and keyword is None:
        keyword, rest = _take_keyword(rest, known)
    if keyword is not None and (word := _ruling(rest)) is not None and FAMILIES[word] in _AFTER_A_KEYWORD:
        return Asked(FAMILIES[word], keyword=keyword, rest=rest, speaks=SPEAKS.get(word))
    rest, speaks = rest.strip(), SPEAKS.get(new) if new else None
    wants = (Wants.NEW if new else Wants.TELL) if rest else Wants.CALL
    return Asked(wants, keyword=keyword, new=bool(new), rest=rest, speaks=speaks)


def _ruling(text: str) -> str | None:
    """The word that the whole text is, if it is one that rules the conversation."""
    if len(text) > _LONGEST_WHOLE:
        return None
    word = whole_word(text)
    return word if FAMILIES.get(word, Wants.NEW) is not Wants.NEW else None


def _take_keyword(text: str, known: dict[str, str]) -> tuple[str | None, str]:
    found = _WORD.match(text)
    if found is None or (keyword := known.get(plain_letters(found[1]))) is None:
        return None, text
    if _quotes_a_number(text):
        return keyword, text
    return keyword, _after(text, found.end())


def _quotes_a_number(text: str) -> bool:
    """The text begins with a tip number, which begins with a keyword but says more than that."""
    found = _TIP_NUMBER.match(text)
    if found is None:
        return False
    try:
        read_number(found[1])
    except BadCode:
        return False
    return True


def _take_new(text: str) -> tuple[str, str]:
    """The word by which a text begins another tip, and what follows it; no word where it does not."""
    found = _WORD.match(text)
    if found is None or FAMILIES.get(word := whole_word(found[1])) is not Wants.NEW:
        return "", text
    rest = _after(text, found.end())
    between = text[found.end() : len(text) - len(rest)]
    if rest and between == _SPACE and found[1] != _ENGLISH_NEW:
        return "", text
    return word, rest


def _after(text: str, place: int) -> str:
    gap = _GAP.match(text, place)
    return text[gap.end() :] if gap else text[place:]


def wanted(asked: Asked, text: InboundText) -> Wants:
    """What the carrier has understood goes before what the words say; a YES may be both.

    A picture tells something, whatever word comes with it, but for STOP.
    """
    wants = asked.wants
    if text.opt_out is OptOut.STOP or wants is Wants.STOP:
        return Wants.STOP
    if text.media:
        return Wants.NEW if asked.new else Wants.TELL
    if text.opt_out is OptOut.HELP:
        return Wants.HELP
    if text.opt_out is OptOut.START and wants is not Wants.YES:
        return Wants.START
    return wants
