"""Whether a text seems to say who wrote it: then its reporter is reminded once that nobody needs to know."""

from tipline.telltale.linter import marks
from tipline.telltale.reasons import Reason


def gives_a_name(text: str) -> bool:
    """Whether the linter of telltale words marks a name of the writer's own; it misses much."""
    return any(mark.reason is Reason.NAME for mark in marks(text))
