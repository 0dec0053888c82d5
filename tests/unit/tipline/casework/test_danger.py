from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, Case, Told, notes
from tipline.alerts.standing import owed_for, standing
from tipline.casework import danger
from tipline.casework.danger import LIMIT, SCRUBBED_WITHIN, TheCall
from tipline.errors import NoSuchTip, NotPermitted, TextTooLong, UnlawfulMove, Unsuitable
from tipline.store.alert_tables import ScrubOwedRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Status

CALL = TheCall(
    whom="Sergeant Li, Toronto communications centre",
    event="E-4711",
    at="12:04",
    what="A man is going to shoot somebody.",
    where="The laundromat on Sherbourne.",
    when="Tonight at ten.",
)


def told(case: Case, tip: Told, call: TheCall = CALL, *, by: str = ADA, now: datetime = NOON) -> None:
    with case.at_work() as (tips, keys):
        danger.told_by_phone(
            tips, keys, number=tip.number, call=call, by=case.by(by), program=case.keys(), now=now
        )


def test_what_was_told_by_phone_is_sealed_in_the_file_and_the_audit_says_only_that_it_was(case: Case) -> None:
    tip = case.tell(danger=True)

    told(case, tip)

    [note] = notes(case.look(tip, by=GRACE))
    assert note == (
        "Passed on by phone at 12:04, to Sergeant Li, Toronto communications centre. Event number: E-4711.\n"
        "What: A man is going to shoot somebody.\nWhere: The laundromat on Sherbourne.\nWhen: Tonight at ten."
    )
    assert case.trail() == [("told-by-phone", case.person(ADA), tip.tip_id, "")]


def test_it_is_to_be_scrubbed_within_a_day_and_the_first_call_counts(case: Case) -> None:
    tip = case.tell(danger=True)
    told(case, tip)
    told(case, tip)

    with case.program.tips.read() as session:
        due = owed_for(session, by=case.by(ADA), number=tip.number)
        others = [standing(session, by=case.by(name), now=NOON).scrub for name in (GRACE, IDA)]

    assert due == NOON + SCRUBBED_WITHIN
    assert [len(each) for each in others] == [1, 0]


def test_a_brief_pays_what_is_owed(case: Case) -> None:
    tip = case.tell(danger=True)
    told(case, tip)
    before = owed(case, tip)

    case.assign(tip, case.person(DANA))

    assert (before is not None, owed(case, tip)) == (True, None)


def owed(case: Case, tip: Told) -> object:
    with case.program.tips.read() as session:
        return owed_for(session, by=case.by(ADA), number=tip.number)


@pytest.mark.parametrize("name", ["whom", "at", "what", "where", "when"])
def test_what_is_missing_is_named_and_nothing_is_kept(sqlite_case: Case, name: str) -> None:
    tip = sqlite_case.tell(danger=True)

    with pytest.raises(Unsuitable) as refused:
        told(sqlite_case, tip, replace(CALL, **{name: " \n "}))

    assert refused.value.what == name
    assert (sqlite_case.trail(), owed(sqlite_case, tip)) == ([], None)


def test_a_line_that_is_too_long_is_refused_and_no_event_number_is_said_so(sqlite_case: Case) -> None:
    tip = sqlite_case.tell(danger=True)
    with pytest.raises(TextTooLong):
        told(sqlite_case, tip, replace(CALL, what="x" * (LIMIT + 1)))

    told(sqlite_case, tip, replace(CALL, event=""))

    [note] = notes(sqlite_case.look(tip, by=ADA))
    assert "Event number: none given." in note


def test_what_is_written_in_a_finished_tip_is_passed_on_as_well_and_no_scrub_is_owed(case: Case) -> None:
    tip = case.tell(danger=True)
    case.close(tip)
    finished = case.look(tip, by=ADA)
    case.add(tip, "He is going to kill her tonight", now=NOON + timedelta(minutes=1))
    written = case.look(tip, by=ADA)

    told(case, tip, now=NOON + timedelta(minutes=2))

    assert [danger.in_danger(view) for view in (finished, written)] == [False, True]
    assert not danger.in_danger(case.look(tip, by=ADA))
    assert [note[:25] for note in notes(case.look(tip, by=GRACE))] == [
        "",
        "Passed on by phone at 12:",
    ]  # the outcome has no words
    assert owed(case, tip) is None


def test_only_danger_of_ones_own_that_was_not_taken_back_is_dealt_with_so(sqlite_case: Case) -> None:
    calm, taken_back, theirs = (
        sqlite_case.tell(),
        sqlite_case.tell(danger=True),
        sqlite_case.tell(danger=True),
    )
    with sqlite_case.program.tips.transaction() as session:
        session.execute(
            update(TipRow).where(col(TipRow.number) == taken_back.number).values(status=Status.WITHDRAWN)
        )
    sqlite_case.assign(theirs, sqlite_case.person(DANA))

    with pytest.raises(Unsuitable):
        told(sqlite_case, calm)
    with pytest.raises(UnlawfulMove):
        told(sqlite_case, taken_back)
    with pytest.raises(NotPermitted):
        told(sqlite_case, theirs, by=DANA)
    with pytest.raises(NoSuchTip):
        told(sqlite_case, theirs, by=IDA)


def test_nothing_of_the_call_stands_in_the_clear(sqlite_case: Case) -> None:
    tip = sqlite_case.tell(danger=True)
    told(sqlite_case, tip)

    with sqlite_case.program.tips.read() as session:
        kept = session.get_one(ScrubOwedRow, (sqlite_case.program.program_id, tip.tip_id))
        assert set(kept.model_dump()) == {"program_id", "tip_id", "due"}
