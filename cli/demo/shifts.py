"""Let the demo's staff work on the sample tips: read, answer, note, assign, close, each with their keys."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from cli.demo.arrivals import Arrival
from cli.demo.deeds import Deed, OpenStores
from cli.demo.founding import Founded, Stage, proven
from cli.demo.history import Fate
from tipline.access.epochs import ensure
from tipline.casework.conversation import answer, note
from tipline.casework.dispatch import Order, dispatch
from tipline.casework.progress import close, mark_spam, start
from tipline.casework.tip import announce
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import Disposition, RecordId, RecordKind, Role
from web.console.scrub_words import take_all_out

MONTHS_AHEAD: Final = 3
BOARD_SINCE: Final = timedelta(days=250)
"""For how long the board has met: its keys of the months before would be made for nobody."""


def keep_epochs(stage: Stage, founded: Founded, *, since: datetime, until: datetime) -> None:
    """Have the teams' keys made month after month, as the sign-ins of those years would have."""
    coordinator, integrity = founded.holder(0).holdings, founded.holder(2).holdings
    board = founded.of_role(Role.BOARD).holdings
    months = max(0, (until - since).days // 28)
    for sign_in in [since + timedelta(days=28 * month) for month in range(0, months, MONTHS_AHEAD)] + [until]:
        meets = (board,) if until - sign_in < BOARD_SINCE else ()
        for by in (coordinator, integrity, *meets):
            program = proven(stage, founded)
            with stage.tips.transaction() as tips, stage.keys.transaction() as keys:
                ensure(tips, keys, program=program, by=by, now=sign_in)


def shift_deeds(stage: Stage, founded: Founded, arrivals: Sequence[Arrival]) -> Iterator[Deed]:
    """Everything that was done with the tips."""
    program = proven(stage, founded)
    readers = [
        founded.holder(place)
        for place, (_, cast) in enumerate(founded.people)
        if cast.role is Role.INVESTIGATOR
    ]
    for arrival in arrivals:
        yield from _deeds(arrival, founded.holder(0), readers, program)


def _deeds(
    arrival: Arrival, coordinator: Holder, readers: Sequence[Holder], program: ProgramKeys
) -> Iterator[Deed]:
    """What staff did with one tip."""
    story, number = arrival.story, arrival.number
    if story.about_us or story.fate is Fate.WITHDRAWN or (story.fate is Fate.WAITS and story.answer is None):
        return
    span = max(story.fate_at - story.received, timedelta(minutes=10))
    read_at = story.received + span * 0.2

    def read(stores: OpenStores) -> None:
        announce(stores.tips, stores.keys, number=number, by=coordinator, now=read_at)

    if not story.long_ago:
        yield Deed(read_at, read)
    if story.answer is not None:
        yield _answer(arrival, coordinator, program)
    if story.fate is Fate.SPAM:
        yield Deed(
            story.fate_at,
            lambda stores: mark_spam(
                stores.tips, stores.keys, number=number, by=coordinator, now=story.fate_at
            ),
        )
    if story.reader is not None and story.fate in {Fate.ASSIGNED, Fate.AT_WORK, Fate.CLOSED}:
        yield from _field_work(arrival, coordinator, readers[story.reader % len(readers)], program)
    elif story.disposition is not None:
        yield _close(arrival, coordinator, story.disposition, program)


def _answer(arrival: Arrival, coordinator: Holder, program: ProgramKeys) -> Deed:
    story, number = arrival.story, arrival.number
    if story.answer is None:
        raise ValueError("no answer was planned")
    at, text = story.answer.at, story.answer.text

    def do(stores: OpenStores) -> None:
        answer(
            stores.tips,
            stores.keys,
            number=number,
            text=text,
            question=text.endswith("?"),
            by=coordinator,
            program=program,
            now=at,
        )

    return Deed(at, do)


def _field_work(
    arrival: Arrival, coordinator: Holder, reader: Holder, program: ProgramKeys
) -> Iterator[Deed]:
    """It is given to an investigator, who reads it, takes it up, notes, and in the end closes it."""
    story, number = arrival.story, arrival.number
    span = max(story.fate_at - story.received, timedelta(minutes=10))
    given_at, opened_at, started_at = (story.received + span * part for part in (0.4, 0.5, 0.55))

    def give(stores: OpenStores) -> None:
        order = Order(
            primary=reader.person_id,
            text=take_all_out(story.text),
            covers=_told_so_far(stores.tips, coordinator, number),
        )
        dispatch(
            stores.tips,
            stores.keys,
            number=number,
            order=order,
            by=coordinator,
            program=program,
            now=given_at,
        )

    def take(stores: OpenStores) -> None:
        announce(stores.tips, stores.keys, number=number, by=reader, now=opened_at)

    def begin(stores: OpenStores) -> None:
        start(stores.tips, stores.keys, number=number, by=reader, now=started_at)

    yield Deed(given_at, give)
    yield Deed(opened_at, take)
    if story.fate is not Fate.ASSIGNED and not story.long_ago:
        yield Deed(started_at, begin)
    if story.note is not None:
        written = story.note

        def jot(stores: OpenStores) -> None:
            note(
                stores.tips,
                stores.keys,
                number=number,
                text=written.text,
                by=reader,
                program=program,
                now=written.at,
            )

        yield Deed(written.at, jot)
    if story.disposition is not None:
        yield _close(arrival, reader, story.disposition, program)


def _told_so_far(tips: Session, by: Holder, number: str) -> frozenset[RecordId]:
    """What the reporter had written when the copy was made."""
    found = tips.exec(
        select(col(RecordRow.record_id))
        .join(
            TipRow,
            (col(TipRow.program_id) == RecordRow.program_id) & (col(TipRow.tip_id) == RecordRow.tip_id),
        )
        .where(
            col(TipRow.program_id) == by.program_id,
            col(TipRow.number) == number,
            col(RecordRow.kind).in_([RecordKind.REPORT, RecordKind.MESSAGE]),
        )
    )
    return frozenset(RecordId(record_id) for record_id in found)


def _close(arrival: Arrival, by: Holder, disposition: Disposition, program: ProgramKeys) -> Deed:
    at = arrival.story.fate_at

    def do(stores: OpenStores) -> None:
        close(
            stores.tips,
            stores.keys,
            number=arrival.number,
            disposition=disposition,
            text="",
            figures=arrival.story.figures,
            by=by,
            program=program,
            now=at,
        )

    return Deed(at, do)
