"""The clockwork of the console's process: end what rested too long, and leave no trace of it in the files.

The gateway turns its own, over the vault that it alone opens. Each job is safe to run twice, and beside
another process's.
"""

import threading
from datetime import datetime, timedelta
from typing import Final

from tipline.access import sessions
from tipline.log import failure
from tipline.runtime import ConsoleRuntime
from tipline.store.upkeep import checkpoint

TURN: Final = timedelta(minutes=1)
TIDIED: Final = timedelta(hours=1)


class Clockwork:
    """Turns in a thread of its own until it is stopped."""

    def __init__(self, runtime: ConsoleRuntime) -> None:
        """Turn for this console."""
        self._runtime = runtime
        self._tidied_at: datetime | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clockwork", daemon=True)

    def start(self) -> None:
        """Begin to turn."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the turn that is being taken, and take no other."""
        self._stopping.set()
        self._thread.join()

    def turn(self, *, now: datetime) -> None:
        """End sessions that rested too long; once an hour, empty the journals.

        Raises:
            StoreUnavailable: what is not done is left for the next turn.
        """
        runtime = self._runtime
        sessions.sweep(runtime, now=now)
        if self._tidied_at is not None and self._tidied_at <= now < self._tidied_at + TIDIED:
            return
        checkpoint(runtime.keys_store)
        checkpoint(runtime.tips)
        checkpoint(runtime.ledger)
        self._tidied_at = now

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.turn(now=self._runtime.clock.now())
            except Exception as error:  # noqa: BLE001 - it must go on turning
                failure(error)
            self._stopping.wait(TURN.total_seconds())
