"""Who is barred from a tip is given it by nobody, and no count of their queue moves because of it."""

from datetime import timedelta
from functools import partial

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.barred import bar, let_in
from tests.unit.tipline.casework.case import ADA, GRACE, Case
from tests.unit.tipline.casework.test_changes import danger, had, raise_danger, take, told
from tests.unit.tipline.casework.test_facets import OPEN, left, scope
from tests.unit.tipline.casework.test_giving import JOAN, hand, keeper, shown
from tests.unit.tipline.casework.test_withdrawal_races import a_withdrawal
from tipline.casework.claiming import claim, on_it
from tipline.casework.floods import FLOOD, floods
from tipline.casework.many import NotThis, give_all
from tipline.casework.queue import Filters, With, queue
from tipline.casework.refusals import BarredFromTip
from tipline.intake import follow_up
from tipline.vocabulary import Role

MINE = Filters(open_only=True, held=With.MINE)


def test_a_tip_is_not_given_to_a_colleague_who_is_barred_and_the_giver_is_told(case: Case) -> None:
    tip = case.tell()
    bar(case, tip, GRACE)

    with pytest.raises(BarredFromTip) as refused:
        hand(case, tip, GRACE)

    assert (refused.value.who, keeper(case, tip)) == (GRACE, None)
    assert "handed" not in [line[0] for line in case.trail()]
    let_in(case, tip, GRACE)
    hand(case, tip, GRACE)
    assert keeper(case, tip) == GRACE


def test_of_many_that_are_given_none_is_where_one_is_barred(case: Case) -> None:
    tip, other = case.tell(), case.tell()
    bar(case, tip, GRACE)

    with pytest.raises(NotThis) as refused, case.at_work() as (tips, keys):
        give_all(
            tips,
            keys,
            numbers=[tip.number, other.number],
            to=case.person(GRACE),
            seen={},
            by=case.by(ADA),
            program=case.keys(),
            now=NOON,
        )

    assert (refused.value.number, type(refused.value.why)) == (tip.number, BarredFromTip)
    assert (keeper(case, tip), keeper(case, other)) == (None, None)


def test_who_had_it_in_hand_has_it_no_more_once_they_are_barred(case: Case) -> None:
    tip, theirs = case.tell(), case.tell()
    hand(case, tip, GRACE)
    hand(case, theirs, ADA)
    before = left(case, OPEN, GRACE).held[With.MINE], shown(case, GRACE, MINE)

    bar(case, tip, GRACE)
    bar(case, theirs, GRACE)

    assert before == (1, [tip.number])
    assert (left(case, OPEN, GRACE).held, shown(case, GRACE, MINE)) == ({With.MINE: 0, With.NOBODY: 0}, [])
    assert (left(case, OPEN, GRACE).keepers, left(case, OPEN).keepers) == ({}, {case.person(ADA): 1})
    assert (keeper(case, tip), keeper(case, theirs)) == (None, ADA)
    with case.program.tips.read() as session:
        assert on_it(session, case.program.program_id, tip.tip_id, now=NOON) is None
    case.answer(tip)


def test_who_was_on_it_disturbs_nobody_once_they_are_barred(case: Case) -> None:
    case.program.add(JOAN, Role.COORDINATOR, confirmed_by=ADA)
    tip = case.tell()
    take(case, tip, GRACE)

    bar(case, tip, GRACE)
    with case.at_work() as (tips, keys):
        claim(tips, keys, number=tip.number, by=case.by(JOAN), now=NOON)

    with case.program.tips.read() as session:
        found = on_it(session, case.program.program_id, tip.tip_id, now=NOON)
    assert found is not None
    assert found.name == JOAN


def test_no_number_of_a_barred_person_s_open_page_moves(case: Case) -> None:
    tip, other, grave = case.tell(), case.tell(), case.tell(danger=True)
    raise_danger(case, other)
    bar(case, tip, GRACE)
    bar(case, grave, GRACE)
    before = had(case)

    take(case, tip, ADA)
    raise_danger(case, tip)
    case.add(tip, "He is back.")
    case.program.tips.write_now(partial(follow_up.withdraw, sealed=a_withdrawal(case, grave)))

    assert told(case, before) == [2, 0, 0, 0]
    assert danger(case) == [2, 1, 0, 0]
    case.add(other, "She too.")
    take(case, other, ADA)
    assert told(case, before) == [3, 2, 0, 0]


def test_a_flood_is_no_larger_to_who_is_barred_than_what_they_may_open(sqlite_case: Case) -> None:
    case = sqlite_case
    came = [case.tell() for _ in range(FLOOD)]

    def seen(name: str) -> tuple[int, int, int]:
        with case.program.tips.read() as session:
            found = floods(session, scope(case, name), OPEN)
            page = queue(session, scope(case, name), OPEN, left_out=found.left_out)
        return sum(flood.tips for flood in found.found), len(page.lines), page.total

    both = [seen(name) for name in (ADA, GRACE)]
    bar(case, came[0], GRACE)

    assert both == [(FLOOD, 9, FLOOD)] * 2
    assert [seen(name) for name in (ADA, GRACE)] == [(FLOOD, 9, FLOOD), (0, FLOOD - 1, FLOOD - 1)]
    assert sum(left(case, OPEN, GRACE).channels.values()) == FLOOD - 1
    assert left(case, OPEN, GRACE, late=Filters(open_only=True, late_on=NOON.date() + timedelta(1))).late == 0
