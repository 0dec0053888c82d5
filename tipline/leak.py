"""What a program says of a leak that it announced, to whoever comes back with a code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from tipline.languages import USUAL
from tipline.store.columns import table
from tipline.store.program_tables import LeakNoticeRow
from tipline.vocabulary import ProgramId


@dataclass(frozen=True, slots=True)
class Leak:
    """A leak that was announced: when, and the words for it in each language that has some."""

    day: date
    words: Mapping[str, str]
    """By the tag of the language; English is always among them."""

    def language(self, tag: str) -> str:
        """The language in which it is told to who reads `tag`: that one, or else English."""
        return tag if tag in self.words else USUAL.tag


def read_leak(connection: Connection, program_id: ProgramId) -> Leak | None:
    """The notice of a program; nothing where it announced no leak, or has taken the notice back."""
    rows = table(LeakNoticeRow)
    found = connection.execute(select(rows).where(rows.c.program_id == program_id)).all()
    words = {row.language: row.words for row in found}
    return Leak(max(row.day for row in found), words) if USUAL.tag in words else None
