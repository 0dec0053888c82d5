from dataclasses import dataclass
from time import perf_counter

import anyio

from web.throttle import WrongTries


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
        await tries.wrong()
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

    assert waits(tries, [0, 1, 599, 601, 602, 1300, 1301, 1302], clock) == [
        False,
        False,
        True,
        False,
        True,
        False,
        False,
        True,
    ]


def test_a_waiting_try_keeps_nobody_else_waiting() -> None:
    tries = WrongTries(limit=1, wait=0.2)

    async def many() -> float:
        await tries.wrong()
        started = perf_counter()
        async with anyio.create_task_group() as group:
            for _ in range(50):
                group.start_soon(tries.wrong)
        return perf_counter() - started

    assert anyio.run(many) < 1
