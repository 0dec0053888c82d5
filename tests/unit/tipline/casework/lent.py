"""Deeds with the scrub of a case, lent and shared, as their pages do them."""

from datetime import datetime

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, Case, Told
from tipline.casework.surge import copies, lending, turns
from tipline.casework.surge.copies import Copy
from tipline.casework.surge.lending import Lent
from tipline.casework.surge.turns import LentTip

CALLER = "Carol Shaw"
"""A call-taker."""


def lend(case: Case, number: str, name: str, *, by: str = ADA, now: datetime = NOON) -> Lent:
    """Somebody lends somebody the scrub of a case."""
    with case.at_work() as (tips, keys):
        return lending.lend(
            tips,
            keys,
            number=number,
            person_id=case.person(name),
            by=case.by(by),
            program=case.keys(),
            now=now,
        )


def lend_new(case: Case, number: str, *, by: str = ADA, now: datetime = NOON) -> Lent:
    """Somebody of the inbox opens the room."""
    with case.at_work() as (tips, keys):
        return lending.lend_new(tips, keys, number=number, by=case.by(by), program=case.keys(), now=now)


def end(case: Case, number: str, name: str, *, by: str = ADA, now: datetime = NOON) -> None:
    """Somebody ends a loan."""
    with case.at_work() as (tips, _):
        lending.end(tips, number=number, person_id=case.person(name), by=case.by(by), now=now)


def take(
    case: Case, number: str, name: str, *, passing: str | None = None, now: datetime = NOON
) -> str | None:
    """Somebody asks for the next; the number of what they have in hand then."""
    with case.at_work() as (tips, _):
        found = turns.take(tips, number=number, by=case.by(name), now=now, passing=passing)
    return None if found is None else found.number


def read(case: Case, number: str, tip: str, name: str, *, now: datetime = NOON) -> LentTip:
    """What somebody has in hand, opened."""
    with case.program.tips.read() as tips:
        return turns.read(tips, case=number, number=tip, by=case.by(name), program=case.keys(), now=now)


def scrub(case: Case, number: str, tip: str, name: str, text: str, *, now: datetime = NOON) -> None:
    """Somebody keeps the copy of what they have in hand."""
    covers = frozenset(record.record_id for record in read(case, number, tip, name, now=now).records)
    with case.at_work() as (tips, _):
        copies.keep_copy(
            tips,
            case=number,
            number=tip,
            text=text,
            covers=covers,
            by=case.by(name),
            program=case.keys(),
            now=now,
        )


def copy_of(case: Case, told: Told, *, by: str = ADA) -> Copy | None:
    """The copy that waits, as somebody of the inbox finds it."""
    with case.program.keys_store.read() as keys, case.program.tips.read() as tips:
        return copies.copy_of(tips, keys, tip_id=told.tip_id, by=case.by(by), program=case.keys())
