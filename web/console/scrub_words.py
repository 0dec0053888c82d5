"""The scrub step's text: what it begins with, what is taken out of it, and what is still marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tipline.casework.views import RecordView
from tipline.intake.normalise import clean
from tipline.telltale.linter import marks
from tipline.telltale.reasons import Mark
from tipline.told import parts_of
from web.console.field_words import field_label
from web.console.mark_words import WHY

GAP: Final = "[…]"
"""What stands where something was taken out: a reader must not take the rest for all that was told."""

NEEDED: Final = ("when", "where", "who", "vehicle", "drugs", "weapons", "kept_at")
"""Fields of a report that an inquiry needs; the others are between the reporter and the program."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of a text that may tell who wrote it, and the button that takes them out."""

    words: str = field(repr=False)
    why: str
    take: str = field(repr=False)
    """What the button sends: where the words stand, and the words."""


def begin(records: Iterable[RecordView]) -> str:
    """The reporter's own words as the editor begins with them, the oldest first."""
    return "\n\n".join(text for text in map(_said, records) if text)


def _said(record: RecordView) -> str:
    fields = [f"{field_label(name)}: {record.fields[name]}" for name in NEEDED if record.fields.get(name)]
    parts = [
        f"{part.kind.value.capitalize()} {part.number}: "
        + "; ".join(f"{what}: {words}" for what, words in part.fields.items())
        for part in parts_of(record.fields)
    ]
    return "\n".join([*([record.text] if record.text else []), *fields, *parts])


def marked(text: str) -> tuple[Marked, ...]:
    """The list of marks: what an eye sees as coloured words, for the ear, each with why and its button."""
    return tuple(Marked(mark.words, WHY[mark.reason], f"{mark.start}:{mark.words}") for mark in marks(text))


def take_out(text: str, asked: str) -> str | None:
    """The text without the words that a button names, or nothing where they are not in it any more.

    Somebody may have typed since the button was made: the words nearest to where they stood are taken.
    """
    place, _, words = asked.partition(":")
    words = clean(words)
    if not (place.isascii() and place.isdigit()) or not words:
        return None
    found = _nearest(text, words, int(place[:6]))
    return None if found is None else text[:found] + GAP + text[found + len(words) :]


def take_all_out(text: str) -> str:
    """The text without any word that is marked."""
    for start, end in reversed(_stretches(marks(text))):
        text = text[:start] + GAP + text[end:]
    return text


def _nearest(text: str, words: str, place: int) -> int | None:
    before, after = text.rfind(words, 0, place + len(words)), text.find(words, place)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - place), default=None)


def _stretches(found: Sequence[Mark]) -> list[tuple[int, int]]:
    """Marks that overlap are one stretch: two reasons for the same words leave one gap."""
    stretches: list[tuple[int, int]] = []
    for mark in found:
        if stretches and mark.start < stretches[-1][1]:
            start, end = stretches[-1]
            stretches[-1] = (start, max(end, mark.end))
        else:
            stretches.append((mark.start, mark.end))
    return stretches
