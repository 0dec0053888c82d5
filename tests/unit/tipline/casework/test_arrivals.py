from datetime import timedelta

from tests.program import NOON
from tests.unit.tipline.casework.barred import bar
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, Case
from tests.unit.tipline.casework.test_facets import scope
from tipline.casework.arrivals import Mark, arrived, mark
from tipline.casework.queue import Scope
from tipline.vocabulary import TeamKind

TODAY = NOON.date()
NAMES = (ADA, DANA, ROBIN)


def integrity(case: Case) -> Scope:
    return Scope(case.program.program_id, frozenset({case.special(TeamKind.INTEGRITY)}), frozenset())


def marks(case: Case) -> dict[str, Mark]:
    with case.program.tips.read() as session:
        return {name: mark(session, scope(case, name), today=TODAY) for name in NAMES}


def new(case: Case, marked: dict[str, Mark]) -> list[int]:
    with case.program.tips.read() as session:
        found = arrived(session, [scope(case, name) for name in NAMES], since=TODAY - timedelta(days=2))
    return [found.new(scope(case, name), marked[name]) for name in NAMES]


def test_what_came_in_is_new_to_those_whose_it_is_and_to_nobody_else(case: Case) -> None:
    case.tell()
    marked = marks(case)

    told = case.tell()
    case.tell(about_us=True)
    with case.program.tips.read() as session:
        about_us = mark(session, integrity(case), today=TODAY)

    assert new(case, marked) == [1, 0, 0]
    assert about_us == Mark(TODAY - timedelta(days=1), 1)
    case.assign(told, case.division())
    assert new(case, marked) == [1, 1, 0]
    case.assign(told, case.person(ROBIN))
    assert new(case, marked) == [1, 1, 1]


def test_a_tip_from_which_somebody_is_barred_has_not_come_to_them(case: Case) -> None:
    before = case.tell()
    bar(case, before, GRACE)
    with case.program.tips.read() as session:
        marked = mark(session, scope(case, GRACE), today=TODAY)
    told = case.tell()
    bar(case, told, GRACE)
    with case.program.tips.read() as session:
        found = arrived(session, [scope(case, GRACE), scope(case, ADA)], since=marked.since)

    assert (marked.seen, found.new(scope(case, GRACE), marked)) == (0, 0)
    assert found.of(scope(case, ADA), since=marked.since) == 2


def test_work_on_tips_makes_nothing_new_and_nothing_less(case: Case) -> None:
    first, second = case.tell(), case.tell()
    marked = marks(case)

    case.open(first, by=ADA)
    case.close(second)
    case.add(first, "He is back.")

    assert new(case, marked) == [0, 0, 0]
    case.tell()
    assert new(case, marked) == [1, 0, 0]


def test_a_tip_of_before_midnight_that_comes_in_after_it_is_new_and_one_of_a_week_ago_is_not(
    sqlite_case: Case,
) -> None:
    marked = marks(sqlite_case)

    sqlite_case.tell(now=NOON - timedelta(days=1))
    sqlite_case.tell(now=NOON - timedelta(days=7))

    assert new(sqlite_case, marked) == [1, 0, 0]


def test_nobody_who_looks_costs_no_statement(sqlite_case: Case) -> None:
    with sqlite_case.program.tips.read() as session:
        found = arrived(session, [], since=TODAY)

    assert (found.by_day, found.given) == ({}, {})
    assert found.new(scope(sqlite_case, IDA), Mark(TODAY, 5)) == 0
