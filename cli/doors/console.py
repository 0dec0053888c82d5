"""Put the staff console together, with the minute hand that ends sessions which nobody uses."""

import threading
from typing import Final

from cli.doors.door import Door
from tipline.access import sessions
from tipline.errors import StoreTrouble
from tipline.log import failure
from tipline.ports import Clock
from tipline.runtime import ConsoleRuntime, open_console
from tipline.settings import Settings
from tipline.vocabulary import Process
from web.console.app import console_app

EVERY_S: Final = 60.0


class Sweeper:
    """Ends idle sessions once a minute: without a request nobody else would wipe what they have opened."""

    def __init__(self, runtime: ConsoleRuntime, *, every_s: float = EVERY_S) -> None:
        self._runtime = runtime
        self._every_s = every_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, and wait until it has."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._every_s):
            try:
                sessions.sweep(self._runtime, now=self._runtime.clock.now())
            except StoreTrouble as error:
                failure(error, process=Process.CONSOLE)


def open_door(settings: Settings, clock: Clock) -> Door:
    """The staff console, ready to serve.

    Raises:
        TiplineError: a key or a store is not as it must be.
    """
    runtime = open_console(settings, clock)
    sweeper = Sweeper(runtime)

    def close() -> None:
        sweeper.close()
        runtime.close()

    return Door(app=console_app(runtime), close=close)
