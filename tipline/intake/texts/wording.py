"""Fill in the words of an automatic reply, so that it stays in the GSM alphabet and in two segments."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tipline.intake.texts.replies import (
    CHOICE,
    CHOICE_SHORT,
    COMMA,
    FORM,
    MORE,
    NO_FORM,
    OR,
    PHONE,
    SEPTETS,
    WORDS,
    Answer,
)
from tipline.segments import GSM_BASIC, GSM_EXTENDED
from tipline.vocabulary import TipNumber

_LIKE: Final = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}


@dataclass(frozen=True, slots=True)
class Named:
    """A program as a reply may name it."""

    keyword: str
    name: str
    phone: str


def received(number: TipNumber) -> str:
    """The first reply of a tip."""
    return WORDS[Answer.RECEIVED].format(number=number)


def plain(answer: Answer) -> str:
    """A reply with nothing to fill in."""
    return WORDS[answer]


def helping(program: Named) -> str:
    """Who runs the line and how else to reach them; a long name is cut."""
    phone = PHONE.format(phone=gsm(program.phone)) if program.phone else ""
    room = SEPTETS - septets(WORDS[Answer.HELP].format(name="", phone=phone))
    return WORDS[Answer.HELP].format(name=_cut(gsm(program.name), room), phone=phone)


def rewarding(address: str | None) -> str:
    """How a reward can be had: the form's address, where it is known and fits."""
    words = WORDS[Answer.REWARD]
    if address is not None:
        text = words.format(form=FORM.format(address=address))
        if set(text) <= GSM_BASIC | GSM_EXTENDED and septets(text) <= SEPTETS:
            return text
    return words.format(form=NO_FORM)


def menu(programs: Sequence[Named]) -> str:
    """The programs of a shared line: with their names if they fit, else without, else how to call one."""
    for form in (CHOICE, CHOICE_SHORT):
        choices = [form.format(keyword=one.keyword.upper(), name=gsm(one.name)) for one in programs]
        text = WORDS[Answer.MENU].format(choices=_listed(choices))
        if septets(text) <= SEPTETS:
            return text
    return WORDS[Answer.MENU].format(choices=MORE)


def gsm(text: str) -> str:
    """The nearest text in the GSM alphabet: one letter outside it makes the whole reply twice as long."""
    swapped = "".join(_LIKE.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
    return "".join(_nearest(letter) for letter in swapped)


def septets(text: str) -> int:
    """How many septets a text in the GSM alphabet takes.

    Raises:
        ValueError: a letter is outside the alphabet: a mistake in the words, or a name without `gsm`.
    """
    if strange := set(text) - GSM_BASIC - GSM_EXTENDED:
        raise ValueError(f"{len(strange)} letters outside GSM-7")
    return sum(2 if letter in GSM_EXTENDED else 1 for letter in text)


def _nearest(letter: str) -> str:
    if letter in GSM_BASIC or letter in GSM_EXTENDED:
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if part in GSM_BASIC)
    return bare or "?"


def _cut(text: str, room: int) -> str:
    while septets(text) > room:
        text = text[:-1]
    return text.rstrip()


def _listed(choices: Sequence[str]) -> str:
    if len(choices) == 1:
        return choices[0]
    return COMMA.join(choices[:-1]) + OR + choices[-1]
