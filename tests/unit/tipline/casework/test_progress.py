import threading

import pytest
from sqlmodel import col, select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, Case, Told, notes
from tipline.casework import progress
from tipline.casework.views import RecordView
from tipline.errors import NoSuchTip, NotPermitted, UnlawfulMove
from tipline.store.tip_tables import RecordRow, TipMoveRow
from tipline.vocabulary import Disposition, Offence, Priority, RecordKind, Status


def given(case: Case) -> Told:
    told = case.tell()
    case.assign(told, case.person(DANA))
    return told


def moves(case: Case, told: Told) -> set[Status]:
    with case.program.tips.read() as session:
        return set(session.exec(select(col(TipMoveRow.status)).where(TipMoveRow.tip_id == told.tip_id)).all())


def test_closing_keeps_the_outcome_and_its_day(case: Case) -> None:
    told = case.tell()

    case.close(told, disposition=Disposition.RECOVERED, text="Two bikes.")

    row = case.row(told)
    assert (row.status, row.disposition, row.closed_day, row.status_day, row.unread) == (
        Status.CLOSED,
        Disposition.RECOVERED,
        NOON.date(),
        NOON.date(),
        False,
    )
    assert moves(case, told) == {Status.CLOSED}
    assert case.trail() == [("closed", case.person(ADA), told.tip_id, "recovered")]
    (record,) = [record for desk in case.open(told, by=GRACE).desks for record in desk.records]
    assert isinstance(record, RecordView)
    assert (record.outcome, record.text, record.writer) == (Disposition.RECOVERED, "Two bikes.", ADA)


def test_the_words_about_an_outcome_are_sealed(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    sqlite_case.close(told, text="PLANTED-WORDS")

    with sqlite_case.program.tips.read() as session:
        rows = session.exec(select(RecordRow).where(RecordRow.kind == RecordKind.OUTCOME)).all()
    assert [b"PLANTED-WORDS" in row.sealed for row in rows] == [False]


def test_who_was_given_a_tip_first_takes_it_up_and_closes_it(case: Case) -> None:
    told = given(case)

    case.start(told, by=DANA)
    case.close(told, by=DANA, text="Two arrested.")

    assert case.row(told).status is Status.CLOSED
    assert moves(case, told) == {Status.DISPATCHED, Status.INVESTIGATING, Status.CLOSED}
    assert [action for action, *_ in case.trail()] == ["dispatched", "started", "closed"]
    assert notes(case.open(told, by=ADA)) == ["Two arrested."]


def test_who_has_a_tip_for_information_neither_takes_it_up_nor_closes_it(sqlite_case: Case) -> None:
    told = given(sqlite_case)
    sqlite_case.assign(told, sqlite_case.person(ROBIN))

    for deed in (sqlite_case.start, sqlite_case.close):
        with pytest.raises(NotPermitted):
            deed(told, by=DANA)

    assert sqlite_case.row(told).status is Status.DISPATCHED


def test_a_tip_is_taken_up_once(sqlite_case: Case) -> None:
    told = given(sqlite_case)
    sqlite_case.start(told, by=DANA)

    with pytest.raises(UnlawfulMove) as refused:
        sqlite_case.start(told, by=DANA)

    assert (refused.value.at, refused.value.to) == (Status.INVESTIGATING, Status.INVESTIGATING)


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told(case: Case) -> None:
    told = case.tell()
    ready = threading.Barrier(2)
    results: list[Disposition | tuple[Status, Status]] = []

    def closing(name: str, disposition: Disposition) -> None:
        holder, keys = case.by(name), case.keys()
        ready.wait()
        try:
            with case.at_work() as (tips, keys_session):
                progress.close(
                    tips,
                    keys_session,
                    number=told.number,
                    disposition=disposition,
                    text=name,
                    by=holder,
                    program=keys,
                    now=NOON,
                )
        except UnlawfulMove as refused:
            results.append((refused.at, refused.to))
        else:
            results.append(disposition)

    threads = [
        threading.Thread(target=closing, args=(ADA, Disposition.LED_TO_ARREST)),
        threading.Thread(target=closing, args=(GRACE, Disposition.FALSE)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    winner = case.row(told).disposition
    assert sorted(map(str, results)) == sorted(map(str, [winner, (Status.CLOSED, Status.CLOSED)]))
    assert [action for action, *_ in case.trail()] == ["closed"]
    assert len(notes(case.open(told, by=ADA))) == 1


def test_spam_ends_a_tip_and_nothing_more_happens_to_it(sqlite_case: Case) -> None:
    told = sqlite_case.tell()
    with sqlite_case.at_work() as (tips, keys):
        progress.mark_spam(tips, keys, number=told.number, by=sqlite_case.by(ADA), now=NOON)

    with pytest.raises(UnlawfulMove):
        sqlite_case.close(told)

    row = sqlite_case.row(told)
    assert (row.status, row.closed_day, row.disposition) == (Status.SPAM, NOON.date(), None)
    assert sqlite_case.trail() == [("closed", sqlite_case.person(ADA), told.tip_id, "spam")]


def test_a_tip_is_sorted_by_those_whose_it_is(sqlite_case: Case) -> None:
    case = sqlite_case
    told = given(case)

    def sort(name: str) -> None:
        with case.at_work() as (tips, keys):
            progress.sort(
                tips,
                keys,
                number=told.number,
                offence=Offence.ARSON,
                priority=Priority.URGENT,
                by=case.by(name),
                now=NOON,
            )

    with pytest.raises(NotPermitted):
        sort(DANA)
    with pytest.raises(NoSuchTip):
        sort(IDA)
    sort(ADA)

    assert (case.row(told).offence, case.row(told).priority) == (Offence.ARSON, Priority.URGENT)
    assert case.trail()[1:] == [("sorted", case.person(ADA), told.tip_id, "arson, urgent")]


def test_nobody_closes_what_they_do_not_hold(sqlite_case: Case) -> None:
    told = sqlite_case.tell()

    for name in (DANA, IDA):
        with pytest.raises(NoSuchTip):
            sqlite_case.close(told, by=name)

    assert sqlite_case.row(told).status is Status.NEW
