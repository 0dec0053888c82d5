from threading import Event, Thread
from time import sleep

import pytest

from tipline.errors import TooBusy
from tipline.turnstile import Turnstile


class Crowd:
    """Threads that go through a turnstile and stay inside until they are let go."""

    def __init__(self, turnstile: Turnstile, count: int) -> None:
        self.inside: list[int] = []
        self.refused: list[int] = []
        self.go = Event()
        self._turnstile = turnstile
        self._threads = [Thread(target=self._enter, args=(number,)) for number in range(count)]
        for thread in self._threads:
            thread.start()

    def _enter(self, number: int) -> None:
        try:
            with self._turnstile.turn():
                self.inside.append(number)
                self.go.wait(10)
        except TooBusy:
            self.refused.append(number)

    def end(self) -> None:
        self.go.set()
        for thread in self._threads:
            thread.join()


def test_so_many_at_once_and_the_queue_gets_in_later() -> None:
    crowd = Crowd(Turnstile(at_once=2, queue=3, patience_s=10), 5)
    crowd.end()

    assert (sorted(crowd.inside), crowd.refused) == ([0, 1, 2, 3, 4], [])


def test_never_more_than_so_many_are_inside() -> None:
    turnstile = Turnstile(at_once=2, queue=3, patience_s=0.05)
    crowd = Crowd(turnstile, 5)
    while len(crowd.refused) < 3:
        sleep(0.01)
    inside = len(crowd.inside)
    crowd.end()

    assert (inside, len(crowd.refused)) == (2, 3)


def test_who_finds_the_queue_full_is_told_at_once() -> None:
    turnstile = Turnstile(at_once=1, queue=0, patience_s=10)

    with turnstile.turn(), pytest.raises(TooBusy), turnstile.turn():
        pass


def test_a_turn_that_fails_gives_its_place_back() -> None:
    turnstile = Turnstile(at_once=1, queue=0)
    with pytest.raises(ZeroDivisionError), turnstile.turn():
        raise ZeroDivisionError

    with turnstile.turn():
        pass
