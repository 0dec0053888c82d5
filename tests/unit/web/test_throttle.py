from dataclasses import dataclass
from time import perf_counter

import anyio

from web.throttle import Budget, WrongTries
from web.visitors import EVERYBODY, Visitor

ONE = Visitor(b"one")


@dataclass
class Seconds:
    """A clock that a test moves."""

    at: float = 0.0

    def __call__(self) -> float:
        return self.at


def waits(tries: WrongTries, times: list[float], clock: Seconds) -> list[bool]:
    """Whether each wrong try at these times was made to wait."""
    waited = []

    async def one() -> None:
        started = perf_counter()
        await tries.wrong(ONE)
        waited.append(perf_counter() - started >= 0.05)

    for at in times:
        clock.at = at
        anyio.run(one)
    return waited


def test_ten_wrong_tries_are_free_and_each_further_one_waits() -> None:
    clock = Seconds()

    waited = waits(WrongTries(wait=0.05, clock=clock), [float(at) for at in range(13)], clock)

    assert waited == [False] * 10 + [True] * 3


def test_tries_of_long_ago_are_forgotten() -> None:
    clock = Seconds()
    tries = WrongTries(limit=2, window=600, wait=0.05, clock=clock)

    assert waits(tries, [0, 1, 599, 601, 602, 603, 1300, 1301, 1302], clock) == [
        False,
        False,
        True,
        False,
        False,
        True,
        False,
        False,
        True,
    ]


def test_a_waiting_try_keeps_nobody_else_waiting() -> None:
    tries = WrongTries(limit=1, wait=0.2)

    async def many() -> float:
        await tries.wrong(ONE)
        started = perf_counter()
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(tries.wrong, ONE)
        return perf_counter() - started

    assert anyio.run(many) < 1


def test_who_tries_too_often_keeps_no_other_visitor_waiting() -> None:
    tries = WrongTries(limit=2, wait=0.05)

    async def seconds(visitor: Visitor) -> float:
        started = perf_counter()
        await tries.wrong(visitor)
        return perf_counter() - started

    waited = [anyio.run(seconds, who) >= 0.05 for who in (ONE, ONE, ONE, EVERYBODY, EVERYBODY, EVERYBODY)]

    assert waited == [False, False, True, False, False, True]


def test_a_budget_is_spent_by_each_alone_and_what_does_not_fit_is_not_spent() -> None:
    budget = Budget()

    spent = [
        budget.spend(who, limit=5, cost=cost) for who, cost in ((b"a", 4), (b"a", 2), (b"a", 1), (b"b", 5))
    ]

    assert spent == [True, False, True, True]
    assert not budget.spend(b"a", limit=5)


def test_at_the_end_of_its_while_a_budget_forgets_everybody_at_once() -> None:
    clock = Seconds()
    budget = Budget(window=600, clock=clock)
    budget.spend(b"the digest of somebody", limit=1)

    clock.at = 599.9
    budget.forget_old()
    kept = "the digest of somebody" in str(vars(budget))
    clock.at = 600.0
    budget.forget_old()

    assert kept
    assert "the digest of somebody" not in str(vars(budget))
    assert budget.spend(b"the digest of somebody", limit=1)


def test_a_budget_holds_so_many_and_takes_those_who_come_later_for_somebody_who_had_enough() -> None:
    budget = Budget(most=2)

    spent = [budget.spend(who, limit=9) for who in (b"a", b"b", b"c", b"a")]

    assert spent == [True, True, False, True]
