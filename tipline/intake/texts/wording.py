"""Fill in the words of an automatic reply, so that it stays in two segments, and in the GSM alphabet."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.by_app import BY_APP, FORM, NO_FORM
from tipline.intake.texts.words.tongue import Tongue
from tipline.intake.texts.words.tongues import TONGUES
from tipline.languages import USUAL
from tipline.segments import GSM_BASIC, GSM_EXTENDED, segments
from tipline.vocabulary import Channel, TipNumber

MOST_SEGMENTS: Final = 2

_ENGLISH: Final = TONGUES[USUAL.tag]
_LIKE: Final = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}


@dataclass(frozen=True, slots=True)
class Named:
    """A program as a reply may name it."""

    keyword: str
    name: str
    phone: str


def received(number: TipNumber, tongue: Tongue = _ENGLISH) -> str:
    """The first reply of a tip."""
    return tongue.says[Answer.RECEIVED].format(number=number)


def plain(answer: Answer, tongue: Tongue = _ENGLISH) -> str:
    """A reply with nothing to fill in."""
    return tongue.says[answer]


def helping(program: Named, tongue: Tongue = _ENGLISH) -> str:
    """Who runs the line and how else to reach them; a long name is cut."""
    phone = tongue.phone.format(phone=_spelled(program.phone, tongue)) if program.phone else ""
    words, name = tongue.says[Answer.HELP], _spelled(program.name, tongue)
    while name and not fits(words.format(name=name, phone=phone)):
        name = name[:-1].rstrip()
    return words.format(name=name, phone=phone)


def rewarding(address: str | None, tongue: Tongue = _ENGLISH) -> str:
    """How a reward can be had: by CODE, and with the form's address, where it is known and fits."""
    words = tongue.says[Answer.REWARD]
    if address is not None:
        text = words.format(form=tongue.form.format(address=address))
        if fits(text) and (tongue.wide or _in_alphabet(text)):
            return text
    return words.format(form=tongue.no_form)


def paging(address: str, tongue: Tongue = _ENGLISH) -> str | None:
    """The way to a private page; in English where the address leaves too little room, else nothing."""
    for one in (tongue, _ENGLISH):
        text = one.says[Answer.CODE].format(address=address)
        if fits(text) and _in_alphabet(address):
            return text
    return None


def menu(programs: Sequence[Named], tongue: Tongue = _ENGLISH) -> str:
    """The programs of a shared line: with their names if they fit, else without, else how to call one."""
    for form in (tongue.choice, tongue.choice_short):
        text = tongue.says[Answer.MENU].format(choices=_choices(programs, tongue, form))
        if fits(text):
            return text
    return tongue.says[Answer.MENU].format(choices=tongue.more)


def by_app(
    answer: Answer,
    tongue: Tongue = _ENGLISH,
    *,
    app: Channel,
    number: TipNumber | None = None,
    form: str | None = None,
    program: Named | None = None,
    programs: Sequence[Named] = (),
) -> str:
    """A reply by WhatsApp or Messenger: each that begins something says that the app knows who writes.

    Args:
        answer: which of them; it takes from the rest what it needs.
        tongue: its language.
        app: by which it goes.
        number: the tip's.
        form: the address of the web form, where it is known.
        program: whose line it is.
        programs: those that can be called.
    """
    words = BY_APP[tongue.tag].get(answer, tongue.says.get(answer, ""))
    return words.format(
        app=app.label,
        number=number,
        form=NO_FORM if form is None else FORM[tongue.tag].format(address=form),
        name=program.name if program else "",
        phone=tongue.phone.format(phone=program.phone) if program and program.phone else "",
        choices=_choices(programs, tongue, tongue.choice) if programs else tongue.more,
    )


def fits(text: str) -> bool:
    """Whether a text needs no third segment."""
    return segments(text) <= MOST_SEGMENTS


def gsm(text: str) -> str:
    """The nearest text in the GSM alphabet: one letter outside it makes the whole reply twice as long."""
    swapped = "".join(_LIKE.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
    return "".join(_nearest(letter) for letter in swapped)


def _spelled(text: str, tongue: Tongue) -> str:
    """A name as a reply of this language may have it."""
    return text if tongue.wide else gsm(text)


def _in_alphabet(text: str) -> bool:
    return GSM_BASIC.union(GSM_EXTENDED).issuperset(text)


def _nearest(letter: str) -> str:
    if _in_alphabet(letter):
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if part in GSM_BASIC)
    return bare or "?"


def _choices(programs: Sequence[Named], tongue: Tongue, form: str) -> str:
    named = [form.format(keyword=one.keyword.upper(), name=_spelled(one.name, tongue)) for one in programs]
    return _listed(named, tongue)


def _listed(choices: Sequence[str], tongue: Tongue) -> str:
    if len(choices) == 1:
        return choices[0]
    return tongue.comma.join(choices[:-1]) + tongue.either + choices[-1]
