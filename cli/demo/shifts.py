"""Let the demo's staff work on the sample tips: read, answer, note, assign, close, each with their keys."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, delete

from cli.demo.arrivals import Arrival
from cli.demo.founding import Founded, Stage, proven
from cli.demo.history import Fate
from tipline.access.epochs import ensure
from tipline.casework.assignment import assign
from tipline.casework.conversation import answer, note
from tipline.casework.progress import close, mark_spam, start
from tipline.casework.tip import announce
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import Disposition, Role

BATCH: Final = 200
"""Deeds that are committed together: one transaction each would wait for the disk a thousand times."""
MONTHS_AHEAD: Final = 3


@dataclass(frozen=True, slots=True)
class _Deed:
    at: datetime
    do: Callable[[Session, Session], None]


def keep_epochs(stage: Stage, founded: Founded, *, since: datetime, until: datetime) -> None:
    """Have the teams' keys made month after month, as the sign-ins of those years would have."""
    coordinator, integrity = founded.holder(0).holdings, founded.holder(2).holdings
    months = max(0, (until - since).days // 28)
    for sign_in in [since + timedelta(days=28 * month) for month in range(0, months, MONTHS_AHEAD)] + [until]:
        for by in (coordinator, integrity):
            program = proven(stage, founded)
            with stage.tips.transaction() as tips, stage.keys.transaction() as keys:
                ensure(tips, keys, program=program, by=by, now=sign_in)


def work(stage: Stage, founded: Founded, arrivals: Sequence[Arrival]) -> None:
    """Do everything that was done, in the order in which it was."""
    program = proven(stage, founded)
    readers = [
        founded.holder(place)
        for place, (_, cast) in enumerate(founded.people)
        if cast.role is Role.INVESTIGATOR
    ]
    deeds = sorted(
        (deed for arrival in arrivals for deed in _deeds(arrival, founded.holder(0), readers, program)),
        key=lambda deed: deed.at,
    )
    for first in range(0, len(deeds), BATCH):
        with stage.tips.transaction() as tips, stage.keys.read() as keys:
            for deed in deeds[first : first + BATCH]:
                deed.do(tips, keys)
                tips.flush()
                tips.expunge_all()
    with stage.tips.transaction() as tips:
        # The answers to texters of those years were delivered long ago.
        tips.execute(delete(OutboxRow))


def _deeds(
    arrival: Arrival, coordinator: Holder, readers: Sequence[Holder], program: ProgramKeys
) -> Iterator[_Deed]:
    """What staff did with one tip."""
    story, number = arrival.story, arrival.number
    if story.about_us or story.fate is Fate.WITHDRAWN or (story.fate is Fate.WAITS and story.answer is None):
        return
    span = max(story.fate_at - story.received, timedelta(minutes=10))
    read_at = story.received + span * 0.2

    def read(tips: Session, keys: Session) -> None:
        announce(tips, keys, number=number, by=coordinator, now=read_at)

    if not story.long_ago:
        yield _Deed(read_at, read)
    if story.answer is not None:
        yield _answer(arrival, coordinator, program)
    if story.fate is Fate.SPAM:
        yield _Deed(
            story.fate_at,
            lambda tips, keys: mark_spam(tips, keys, number=number, by=coordinator, now=story.fate_at),
        )
    if story.reader is not None and story.fate in {Fate.ASSIGNED, Fate.AT_WORK, Fate.CLOSED}:
        yield from _field_work(arrival, coordinator, readers[story.reader % len(readers)], program)
    elif story.disposition is not None:
        yield _close(arrival, coordinator, story.disposition, program)


def _answer(arrival: Arrival, coordinator: Holder, program: ProgramKeys) -> _Deed:
    story, number = arrival.story, arrival.number
    if story.answer is None:
        raise ValueError("no answer was planned")
    at, text = story.answer.at, story.answer.text

    def do(tips: Session, keys: Session) -> None:
        answer(
            tips,
            keys,
            number=number,
            text=text,
            question=text.endswith("?"),
            by=coordinator,
            program=program,
            now=at,
        )

    return _Deed(at, do)


def _field_work(
    arrival: Arrival, coordinator: Holder, reader: Holder, program: ProgramKeys
) -> Iterator[_Deed]:
    """It is given to an investigator, who reads it, takes it up, notes, and in the end closes it."""
    story, number = arrival.story, arrival.number
    span = max(story.fate_at - story.received, timedelta(minutes=10))
    given_at, opened_at, started_at = (story.received + span * part for part in (0.4, 0.5, 0.55))

    def give(tips: Session, keys: Session) -> None:
        assign(tips, keys, number=number, to=reader.person_id, by=coordinator, program=program, now=given_at)

    def take(tips: Session, keys: Session) -> None:
        announce(tips, keys, number=number, by=reader, now=opened_at)

    def begin(tips: Session, keys: Session) -> None:
        start(tips, keys, number=number, by=reader, now=started_at)

    yield _Deed(given_at, give)
    yield _Deed(opened_at, take)
    if story.fate is not Fate.ASSIGNED and not story.long_ago:
        yield _Deed(started_at, begin)
    if story.note is not None:
        written = story.note

        def jot(tips: Session, keys: Session) -> None:
            note(tips, keys, number=number, text=written.text, by=reader, program=program, now=written.at)

        yield _Deed(written.at, jot)
    if story.disposition is not None:
        yield _close(arrival, reader, story.disposition, program)


def _close(arrival: Arrival, by: Holder, disposition: Disposition, program: ProgramKeys) -> _Deed:
    at = arrival.story.fate_at

    def do(tips: Session, keys: Session) -> None:
        close(
            tips,
            keys,
            number=arrival.number,
            disposition=disposition,
            text=disposition.label,
            by=by,
            program=program,
            now=at,
        )

    return _Deed(at, do)
