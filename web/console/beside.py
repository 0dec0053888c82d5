"""The tips before and after one in the list that it was opened from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tipline.casework.queue import QueueLine
from tipline.casework.views import TipHead
from tipline.vocabulary import Priority


@dataclass(frozen=True, slots=True)
class Beside:
    """The numbers of two tips, where there are such."""

    previous: str | None
    next: str | None


def beside(lines: Sequence[QueueLine], head: TipHead) -> Beside:
    """What stands before and after a tip in a page of the queue.

    By the order and not by the place: a tip that was opened may stand in the list of new ones no more.
    """
    here = _order(head)
    before = [line.number for line in lines if _order(line) > here]
    after = [line.number for line in lines if _order(line) < here]
    return Beside(before[-1] if before else None, after[0] if after else None)


def _order(tip: QueueLine | TipHead) -> tuple[bool, date, str]:
    """As the queue has it, from the end: open danger to life, then the day, then the number."""
    return tip.priority is Priority.DANGER and tip.status.open, tip.received_day, tip.number
