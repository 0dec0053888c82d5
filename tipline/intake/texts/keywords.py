"""What a text asks for by its first word, or by being one word alone.

Words that end, begin or explain the conversation count only as the whole text: "stop him at the corner"
is a tip. A program's keyword counts as the first word, in any case, before a separator.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from crypto.errors import BadCode
from crypto.numbers import read_number


class Wants(StrEnum):
    """What a text wants of us."""

    STOP = "stop"
    START = "start"
    YES = "yes"
    """START to a carrier, but an answer to a question of ours where there is a thread."""
    HELP = "help"
    REWARD = "reward"
    OK = "ok"
    """Something that waited may be sent now; a message like another where nothing waits."""
    TELL = "tell"
    NOTHING = "nothing"


WHOLE_TEXTS: Final = {
    Wants.STOP: frozenset(
        {"stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout", "arret"}
    ),
    Wants.START: frozenset({"start", "unstop"}),
    Wants.YES: frozenset({"yes"}),
    Wants.HELP: frozenset({"help", "info", "aide"}),
    Wants.REWARD: frozenset({"reward", "rewards", "recompense"}),
    Wants.OK: frozenset({"ok", "okay", "daccord", "vale"}),
}
"""Each word as it is compared: without case, marks, spaces and punctuation."""

NEW_WORD: Final = "new"
"""Starts another tip. "New" before a plain space is only a word ("new car in the yard"); "NEW" is ours."""

_LONGEST_WHOLE: Final = 40
"""Such a word with all the marks and spaces that anybody puts round it."""

_WORD: Final = re.compile(r"\s*([^\W_](?:[^\W_]|['’])*)")
_GAP: Final = re.compile(r"[\s:;,.!?/\\|_()<>\[\]{}=+*#\"“”«»\u2010-\u2015\u2026\-]*")
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


def read_text(body: str, keywords: Collection[str]) -> Asked:
    """Take a text apart; `keywords` are those of the programs that its line serves.

    The rest keeps every character that the reporter typed, but for the keyword and what separates it.
    """
    text = body.strip()
    if not text:
        return Asked(Wants.NOTHING)
    if (whole := _whole(text)) is not None:
        return Asked(whole, rest=text)
    known = {_fold(keyword): keyword for keyword in keywords}
    keyword, rest = _take_keyword(text, known)
    new, rest = _take_new(rest)
    if new and keyword is None:
        keyword, rest = _take_keyword(rest, known)
    if keyword is not None and _whole(rest) is Wants.STOP:
        return Asked(Wants.STOP, rest=rest)
    return Asked(Wants.TELL, keyword=keyword, new=new, rest=rest.strip())


def _whole(text: str) -> Wants | None:
    if len(text) > _LONGEST_WHOLE:
        return None
    word = "".join(letter for letter in _fold(text) if letter.isalnum())
    return next((wants for wants, words in WHOLE_TEXTS.items() if word in words), None)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _take_keyword(text: str, known: dict[str, str]) -> tuple[str | None, str]:
    found = _WORD.match(text)
    if found is None or (keyword := known.get(_fold(found[1]))) is None:
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


def _take_new(text: str) -> tuple[bool, str]:
    found = _WORD.match(text)
    if found is None or found[1].casefold() != NEW_WORD:
        return False, text
    rest = _after(text, found.end())
    between = text[found.end() : len(text) - len(rest)]
    if rest and between == _SPACE and found[1] != NEW_WORD.upper():
        return False, text
    return True, rest


def _after(text: str, place: int) -> str:
    gap = _GAP.match(text, place)
    return text[gap.end() :] if gap else text[place:]
