"""What the doctor finds: how grave, and a sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How grave it is."""

    GOOD = "ok"
    NOTE = "note"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    grade: Grade
    words: str

    def __str__(self) -> str:
        return f"{self.grade.value:<8}{self.words}"


def good(words: str) -> Finding:
    """As it should be."""
    return Finding(Grade.GOOD, words)


def note(words: str) -> Finding:
    """Something to know."""
    return Finding(Grade.NOTE, words)


def problem(words: str) -> Finding:
    """Something to put right."""
    return Finding(Grade.PROBLEM, words)
