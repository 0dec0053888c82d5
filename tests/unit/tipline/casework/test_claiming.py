from datetime import datetime, timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Case, Told, texts
from tipline.casework.claiming import OnIt, claim, give_back, on_it
from tipline.casework.dispatch import Order
from tipline.casework.refusals import ClaimedByAnother
from tipline.errors import NotPermitted

LATER = NOON + timedelta(minutes=29)
OVER = NOON + timedelta(minutes=30)


def take(case: Case, told: Told, by: str, *, at: datetime = NOON, over: bool = False) -> None:
    with case.at_work() as (tips, keys):
        claim(tips, keys, number=told.number, take_over=over, by=case.by(by), now=at)


def who(case: Case, told: Told, *, at: datetime = NOON) -> OnIt | None:
    with case.program.tips.read() as session:
        return on_it(session, case.program.program_id, told.tip_id, now=at)


def test_who_is_on_a_tip_answers_and_nobody_else_until_it_is_over(case: Case) -> None:
    told = case.tell()

    take(case, told, ADA)

    assert who(case, told, at=LATER) == OnIt(case.person(ADA), ADA, OVER)
    with pytest.raises(ClaimedByAnother) as refused:
        case.answer(told, by=GRACE, now=LATER)
    assert (refused.value.who, refused.value.until) == (ADA, OVER)
    assert texts(case.look(told, by=ADA))[1:] == []
    case.answer(told, "Mine.", by=ADA, now=LATER)
    assert who(case, told, at=OVER) is None
    case.answer(told, "Later.", by=GRACE, now=OVER)
    assert texts(case.look(told, by=ADA))[1:] == ["Mine.", "Later."]


def test_of_two_who_are_on_it_the_second_is_told_and_may_take_it_over(case: Case) -> None:
    told = case.tell()
    take(case, told, ADA)

    with pytest.raises(ClaimedByAnother):
        take(case, told, GRACE)
    with pytest.raises(ClaimedByAnother):
        back(case, told, GRACE)
    take(case, told, GRACE, over=True)

    found = who(case, told)
    assert found is not None
    assert found.name == GRACE
    back(case, told, GRACE)
    assert who(case, told) is None
    assert [line[0] for line in case.trail()] == ["claimed", "claimed", "given-back"]


def test_it_is_for_those_who_answer(sqlite_case: Case) -> None:
    case = sqlite_case
    told, other = case.tell(), case.tell()
    case.dispatch(told, Order(primary=case.person(DANA), text="Guns."))

    with pytest.raises(NotPermitted):
        take(case, told, DANA)
    take(case, other, ADA)

    assert who(case, told) is None


def back(case: Case, told: Told, by: str) -> None:
    with case.at_work() as (tips, keys):
        give_back(tips, keys, number=told.number, by=case.by(by), now=NOON)
