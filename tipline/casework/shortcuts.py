"""The single keys that somebody works with: off until they switch them on, each with a letter of their own.

They are off because a single letter is what somebody who speaks to the machine says by accident, and what a
screen reader takes for itself (WCAG 2.2, 2.1.4).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from tipline.errors import NotPermitted, Refused
from tipline.holdings import Holder
from tipline.store.work_tables import ShortcutsRow


class Shortcut(StrEnum):
    """What a key does."""

    DOWN = "down"
    UP = "up"
    OPEN = "open"
    TICK = "tick"
    SEARCH = "search"
    CLAIM = "claim"
    DISPATCH = "dispatch"
    OUTCOME = "outcome"
    NOTE = "note"
    NEXT = "next"
    PREVIOUS = "previous"
    BACK = "back"
    HELP = "help"

    @property
    def usual(self) -> str:
        """The letter or sign that it has until somebody changes it."""
        return _USUAL[self]


_USUAL: Final[Mapping[Shortcut, str]] = {
    Shortcut.DOWN: "j",
    Shortcut.UP: "k",
    Shortcut.OPEN: "o",
    Shortcut.TICK: "x",
    Shortcut.SEARCH: "/",
    Shortcut.CLAIM: "c",
    Shortcut.DISPATCH: "d",
    Shortcut.OUTCOME: "w",
    Shortcut.NOTE: "n",
    Shortcut.NEXT: "l",
    Shortcut.PREVIOUS: "h",
    Shortcut.BACK: "b",
    Shortcut.HELP: "?",
}

_KINDS: Final = frozenset("LNPS")
"""Letters, digits, and signs: no space, no mark that stands over another letter, nothing that is not seen."""


class NotOneKey(Refused):
    """What was written for a shortcut is not one letter or sign."""

    def __init__(self, shortcut: Shortcut) -> None:
        super().__init__()
        self.shortcut = shortcut


class SharedKey(Refused):
    """Two shortcuts were to have the same letter."""

    def __init__(self, first: Shortcut, second: Shortcut) -> None:
        super().__init__()
        self.first = first
        self.second = second


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """Somebody's keys: each shortcut has one, in the order of the page."""

    switched_on: bool
    letters: Mapping[Shortcut, str]


def shortcuts_of(session: Session, by: Holder) -> Shortcuts:
    """Somebody's keys; the usual ones, switched off, where they never chose."""
    row = session.get(ShortcutsRow, (by.program_id, by.person_id))
    if row is None:
        return Shortcuts(switched_on=False, letters=_USUAL)
    kept = dict(one.split(":", 1) for one in row.letters.split())
    return Shortcuts(row.switched_on, {each: kept.get(each.value, each.usual) for each in Shortcut})


def choose_shortcuts(
    session: Session, *, switched_on: bool, written: Mapping[Shortcut, str], by: Holder
) -> None:
    """Keep somebody's keys for themselves; a capital letter is the same key as its small one.

    Raises:
        NotPermitted: `by` has no queue.
        NotOneKey: one of them is empty, longer than a letter, or nothing that is seen.
        SharedKey: two of them are the same.
    """
    if not by.role.may_work:
        raise NotPermitted(by.role)
    found: dict[str, Shortcut] = {}
    for shortcut in Shortcut:
        letter = _letter(written.get(shortcut, ""))
        if letter is None:
            raise NotOneKey(shortcut)
        if letter in found:
            raise SharedKey(found[letter], shortcut)
        found[letter] = shortcut
    row = session.get(ShortcutsRow, (by.program_id, by.person_id), with_for_update=True)
    if row is None:
        row = ShortcutsRow(program_id=by.program_id, person_id=by.person_id, letters="")
    row.switched_on = switched_on
    row.letters = " ".join(f"{shortcut.value}:{letter}" for letter, shortcut in found.items())
    session.add(row)


def _letter(written: str) -> str | None:
    found = unicodedata.normalize("NFC", written.strip()).lower()
    return found if len(found) == 1 and unicodedata.category(found)[0] in _KINDS else None
