"""The clockwork of the console's process: end what rested too long, see to awards, leave no trace in files.

Nothing of it needs anybody to be signed in. The gateway turns its own, over the vault that it alone opens.
Each job is safe to run twice, and beside another process's.
"""

import threading
from datetime import datetime, timedelta
from typing import Final

from tipline import loose_blobs
from tipline.access import originals, sessions
from tipline.casework.surge.lent_rows import forget_over
from tipline.log import failure
from tipline.rewards import clock
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
        """End idle sessions and loans that are over, replace codes; hourly, empty journals and return awards.

        Keys of requests to open an original go with their day, and hourly the blobs that no tip has.

        Raises:
            StoreUnavailable, BlobsUnavailable: what is not done is left for the next turn.
        """
        runtime = self._runtime
        sessions.sweep(runtime, now=now)
        with runtime.keys_store.transaction() as keys:
            originals.forget_old(keys, now=now)
        self._end_loans(now)
        if self._tidied_at is None or not self._tidied_at <= now < self._tidied_at + TIDIED:
            loose_blobs.sweep(runtime.tips, runtime.blobs, now=now)
            checkpoint(runtime.keys_store)
            checkpoint(runtime.tips)
            checkpoint(runtime.ledger)
            clock.return_everywhere(runtime, now=now)
            clock.watch_desks(runtime, now=now)
            self._tidied_at = now
        clock.replace_codes(runtime)

    def _end_loans(self, now: datetime) -> None:
        """Delete what was lent for a day that is over, and let the file forget it at once."""
        with self._runtime.tips.transaction() as session:
            gone = forget_over(session, now=now)
        if gone:
            checkpoint(self._runtime.tips)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.turn(now=self._runtime.clock.now())
            except Exception as error:  # noqa: BLE001 - it must go on turning
                failure(error)
            self._stopping.wait(TURN.total_seconds())
