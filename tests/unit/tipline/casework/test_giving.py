"""A tip is given to a colleague who holds the same inbox: to one of them, by one, and seen by all."""

import threading
from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, Case, Told
from tests.unit.tipline.casework.test_facets import left, scope
from tipline import audit
from tipline.casework.claiming import claim, give_back, on_it
from tipline.casework.giving import give
from tipline.casework.history import history_of
from tipline.casework.keepers import Keeper
from tipline.casework.many import NotThis, give_all
from tipline.casework.queue import Filters, With, queue
from tipline.casework.refusals import ClaimedByAnother, GivenMeanwhile, NotInTheTeam
from tipline.errors import NotPermitted, UnlawfulMove
from tipline.vocabulary import PersonId, Role

JOAN = "Joan Clarke"


@pytest.fixture
def three(case: Case) -> Case:
    """A program with three who hold the inbox."""
    case.program.add(JOAN, Role.COORDINATOR, confirmed_by=ADA)
    return case


def hand(case: Case, told: Told, to: str, *, by: str = ADA, seen: str | None = None) -> None:
    with case.at_work() as (tips, keys):
        give(
            tips,
            keys,
            number=told.number,
            to=case.person(to),
            seen=None if seen is None else case.person(seen),
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def keeper(case: Case, told: Told) -> str | None:
    (line,) = [line for line in case.queue(ADA).lines if line.number == told.number]
    return line.keeper.name if line.keeper else None


def shown(case: Case, name: str, filters: Filters) -> list[str]:
    with case.program.tips.read() as session:
        return [line.number for line in queue(session, scope(case, name), filters).lines]


def test_a_tip_that_is_given_is_with_the_colleague_and_found_by_that(case: Case) -> None:
    told, other = case.tell(), case.tell()

    hand(case, told, GRACE)

    grace = case.person(GRACE)
    mine, hers = Filters(open_only=True, held=With.MINE), Filters(open_only=True, keeper_id=grace)
    nobody = Filters(open_only=True, held=With.NOBODY)
    assert case.queue(ADA, hers).lines[0].keeper == Keeper(grace, GRACE)
    assert [shown(case, name, mine) for name in (GRACE, ADA)] == [[told.number], []]
    assert (shown(case, ADA, hers), shown(case, ADA, nobody)) == ([told.number], [other.number])
    with case.program.tips.read() as session:
        found = on_it(session, case.program.program_id, told.tip_id, now=NOON)
        assert found is not None
        assert found.name == GRACE
        assert on_it(session, case.program.program_id, told.tip_id, now=NOON + timedelta(hours=1)) is None
    assert case.trail()[-1] == ("handed", case.person(ADA), told.tip_id, grace.hex())
    with pytest.raises(ClaimedByAnother):
        case.answer(told, by=ADA)


def test_what_the_filters_count_is_what_they_show(case: Case) -> None:
    told = case.tell()
    case.tell()
    hand(case, told, GRACE)

    ada, grace = left(case, Filters(open_only=True)), left(case, Filters(open_only=True), GRACE)
    hers = left(case, Filters(open_only=True, keeper_id=case.person(GRACE)))

    assert (ada.held, grace.held) == ({With.MINE: 0, With.NOBODY: 1}, {With.MINE: 1, With.NOBODY: 1})
    assert ada.keepers == hers.keepers == {case.person(GRACE): 1}
    assert sum(ada.offences.values()) == 2
    assert sum(hers.offences.values()) == 1


def test_of_two_who_give_the_same_tip_one_wins_and_the_other_is_told(three: Case) -> None:
    case = three
    told = case.tell()
    hand(case, told, GRACE, by=ADA)

    with pytest.raises(GivenMeanwhile) as refused:
        hand(case, told, JOAN, by=GRACE)

    assert (refused.value.who, refused.value.whom, keeper(case, told)) == (ADA, GRACE, GRACE)
    hand(case, told, JOAN, by=ADA, seen=GRACE)
    assert keeper(case, told) == JOAN
    hand(case, told, JOAN, by=GRACE)
    assert [line[0] for line in case.trail()] == ["handed", "handed"]


def test_two_at_the_same_moment_are_one_after_the_other(three: Case) -> None:
    case = three
    told, at_once, refused = case.tell(), threading.Barrier(2), []

    def give_it(to: str) -> None:
        at_once.wait()
        try:
            hand(case, told, to)
        except GivenMeanwhile as why:
            refused.append(why.whom)

    givers = [threading.Thread(target=give_it, args=(to,)) for to in (GRACE, JOAN)]
    for giver in givers:
        giver.start()
    for giver in givers:
        giver.join()

    assert refused == [keeper(case, told)]
    assert [line[0] for line in case.trail()] == ["handed"]


def test_it_is_taken_over_given_back_and_over_with_the_work(case: Case) -> None:
    told = case.tell()
    hand(case, told, GRACE)
    with case.at_work() as (tips, keys):
        claim(tips, keys, number=told.number, take_over=True, by=case.by(ADA), now=NOON)
    assert keeper(case, told) == ADA
    with case.at_work() as (tips, keys):
        give_back(tips, keys, number=told.number, by=case.by(ADA), now=NOON)
    assert keeper(case, told) is None
    hand(case, told, GRACE)
    case.close(told)
    assert keeper(case, told) is None

    with pytest.raises(UnlawfulMove):
        hand(case, told, GRACE)

    with case.at_work() as (tips, keys):
        deeds = history_of(tips, keys, number=told.number, by=case.by(ADA)).deeds
    assert [(deed.action, deed.whom) for deed in deeds][:1] == [(audit.Action.HANDED, GRACE)]


def test_a_third_person_who_is_on_it_is_not_disturbed(three: Case) -> None:
    case = three
    told = case.tell()
    with case.at_work() as (tips, keys):
        claim(tips, keys, number=told.number, by=case.by(JOAN), now=NOON)

    with pytest.raises(ClaimedByAnother) as refused:
        hand(case, told, GRACE)

    assert (refused.value.who, keeper(case, told)) == (JOAN, None)
    hand(case, told, JOAN)
    assert keeper(case, told) == JOAN


@pytest.mark.parametrize("to", [DANA, IDA])
def test_nobody_is_given_what_they_do_not_hold(sqlite_case: Case, to: str) -> None:
    case = sqlite_case
    told = case.tell()

    with pytest.raises(NotInTheTeam):
        hand(case, told, to)

    assert (keeper(case, told), case.trail()) == (None, [])


def test_who_may_not_triage_gives_nothing(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.assign(told, case.person(DANA))

    with pytest.raises(NotPermitted):
        hand(case, told, GRACE, by=DANA)

    assert keeper(case, told) is None


def test_many_are_given_together_or_none(three: Case) -> None:
    case = three
    first, second, third = case.tell(), case.tell(), case.tell()
    hand(case, second, JOAN)

    def all_of_them(seen: dict[str, PersonId]) -> None:
        with case.at_work() as (tips, keys):
            give_all(
                tips,
                keys,
                numbers=[told.number for told in (first, second, third)],
                to=case.person(GRACE),
                seen=seen,
                by=case.by(ADA),
                program=case.keys(),
                now=NOON,
            )

    with pytest.raises(NotThis) as refused:
        all_of_them({})
    assert refused.value.number == second.number
    assert [keeper(case, told) for told in (first, second, third)] == [None, JOAN, None]
    all_of_them({second.number: case.person(JOAN)})
    assert {keeper(case, told) for told in (first, second, third)} == {GRACE}
