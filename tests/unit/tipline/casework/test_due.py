from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.databases import StoreUrls
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, ROBIN, Case, Told
from tipline.casework import due, progress
from tipline.casework.due import Due, Stage
from tipline.casework.refusals import TooEarly, TooOften
from tipline.errors import NotPermitted, UnlawfulMove, Unsuitable
from tipline.store import schema
from tipline.store.tip_tables import TipDueRow
from tipline.vocabulary import Disposition, StoreName

DAY = NOON.date()
DUE = DAY + timedelta(days=30)


def given(case: Case, to: str = DANA) -> Told:
    told = case.tell()
    case.assign(told, case.person(to))
    return told


def still_working(case: Case, told: Told, until: date, *, by: str = DANA, days: int = 0) -> None:
    with case.at_work() as (tips, keys):
        due.still_working(
            tips, keys, number=told.number, until=until, by=case.by(by), now=NOON + timedelta(days=days)
        )


def own(case: Case, on: date, *, by: str = DANA) -> tuple[Due, ...]:
    with case.program.tips.read() as session:
        return due.own_due(session, by=case.by(by), on=on)


def late(case: Case, on: date) -> tuple[Due, ...]:
    with case.program.tips.read() as session:
        return due.all_due(session, by=case.by(ADA), on=on)


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (29, Stage.NOT_YET),
        (30, Stage.REMIND),
        (36, Stage.REMIND),
        (37, Stage.LIAISON),
        (45, Stage.COMMANDER),
        (59, Stage.COMMANDER),
        (60, Stage.NO_ANSWER),
        (400, Stage.NO_ANSWER),
    ],
)
def test_it_grows_later_day_by_day(days: int, stage: Stage) -> None:
    assert due.stage_on(DAY + timedelta(days=days), due=DUE) is stage


def test_an_outcome_is_due_thirty_days_after_the_dispatch(case: Case) -> None:
    told = given(case)
    waits = case.tell()

    found = own(case, DUE)

    assert [(one.number, one.due_day, one.stage, one.extensions) for one in found] == [
        (told.number, DUE, Stage.REMIND, 0)
    ]
    assert [one.number for one in late(case, DUE)] == [told.number]
    assert (own(case, DUE - timedelta(days=8)), late(case, DUE - timedelta(days=1))) == ((), ())
    assert [one.stage for one in own(case, DUE - timedelta(days=7))] == [Stage.NOT_YET]
    assert waits.number not in {one.number for one in late(case, DUE)}
    assert own(case, DUE, by=ROBIN) == ()


def test_what_is_over_is_not_due(case: Case) -> None:
    closed, spam = given(case), given(case)

    case.close(closed, by=DANA)
    with case.at_work() as (tips, keys):
        progress.mark_spam(tips, keys, number=spam.number, by=case.by(ADA), now=NOON)

    assert late(case, DUE) == ()
    with case.program.tips.read() as session:
        assert session.exec(select(TipDueRow)).all() == []


def test_still_working_puts_it_off_three_times_at_most(case: Case) -> None:
    told = given(case)
    days = [DUE + timedelta(days=10 * times) for times in range(4)]

    for times in range(3):
        still_working(case, told, days[times], days=times)
    with pytest.raises(TooOften):
        still_working(case, told, days[3], days=3)

    (found,) = own(case, days[2])
    assert (found.due_day, found.extensions, found.may_extend) == (days[2], 3, False)
    assert late(case, days[2] - timedelta(days=1)) == ()
    assert [entry[0] for entry in case.trail()] == ["dispatched", "extended", "extended", "extended"]


@pytest.mark.parametrize("days", [-1, 0, 93])
def test_a_day_that_is_over_or_far_away_changes_nothing(sqlite_case: Case, days: int) -> None:
    told = given(sqlite_case)

    with pytest.raises(Unsuitable):
        still_working(sqlite_case, told, DAY + timedelta(days=days))

    assert [one.due_day for one in own(sqlite_case, DUE)] == [DUE]


def test_only_those_whose_outcome_counts_say_that_they_work_on_it(sqlite_case: Case) -> None:
    told = given(sqlite_case)
    sqlite_case.assign(told, sqlite_case.person(ROBIN))
    closed = given(sqlite_case)
    sqlite_case.close(closed, by=DANA)

    for name in (DANA, ADA):
        with pytest.raises(NotPermitted):
            still_working(sqlite_case, told, DUE, by=name)
    with pytest.raises(UnlawfulMove):
        still_working(sqlite_case, closed, DUE)


def test_no_answer_is_said_after_sixty_days_by_the_coordinator(case: Case) -> None:
    told, waits = given(case), case.tell()
    silent = Disposition.NO_ANSWER

    for tip, name, error, days in (
        (told, ADA, TooEarly, 59),
        (told, DANA, NotPermitted, 60),
        (waits, ADA, TooEarly, 400),
    ):
        with pytest.raises(error):
            case.close(tip, by=name, disposition=silent, now=NOON + timedelta(days=days))
    before = [case.row(tip).status.open for tip in (told, waits)]
    case.close(told, disposition=silent, now=NOON + timedelta(days=60))

    assert before == [True, True]
    assert (case.row(told).disposition, case.row(waits).status.open) == (silent, True)


def test_what_was_dispatched_before_there_were_days_has_them_afterwards(
    case: Case, migrated_urls: StoreUrls
) -> None:
    told, closed, _ = given(case), given(case), case.tell()
    case.start(told, by=DANA)
    case.close(closed, by=DANA)
    url = migrated_urls.of(StoreName.TIPS)

    schema.downgrade(StoreName.TIPS, url, to="tips_0005")
    schema.migrate(StoreName.TIPS, url)

    assert [(one.number, one.due_day) for one in late(case, DUE)] == [(told.number, DUE)]
