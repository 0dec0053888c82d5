"""A few at a time: what costs much memory or time, such as a password, and who may wait for it."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Final

from tipline.errors import TooBusy

AT_ONCE: Final = 2
"""An Argon2id takes 64 MiB and a quarter of a second of one core."""

QUEUE: Final = 6
PATIENCE_S: Final = 5.0


class Turnstile:
    """Lets `at_once` through, `queue` more wait a little, and everybody else is told to come back."""

    def __init__(self, *, at_once: int = AT_ONCE, queue: int = QUEUE, patience_s: float = PATIENCE_S) -> None:
        self._free = BoundedSemaphore(at_once)
        self._room = at_once + queue
        self._patience_s = patience_s
        self._inside = 0
        self._lock = Lock()

    @contextmanager
    def turn(self) -> Generator[None, None, None]:
        """Do something costly when it is our turn.

        Raises:
            TooBusy: the queue is full, or did not move.
        """
        with self._lock:
            if self._inside >= self._room:
                raise TooBusy
            self._inside += 1
        try:
            if not self._free.acquire(timeout=self._patience_s):
                raise TooBusy
            try:
                yield
            finally:
                self._free.release()
        finally:
            with self._lock:
                self._inside -= 1
