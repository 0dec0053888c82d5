"""Put the staff console together, with the clockwork that ends sessions which nobody uses."""

from cli.doors.door import Door
from tipline.jobs import Clockwork
from tipline.ports import Clock
from tipline.runtime import open_console
from tipline.settings import Settings
from web.console.app import console_app


def open_door(settings: Settings, clock: Clock) -> Door:
    """The staff console, ready to serve.

    Raises:
        TiplineError: a key or a store is not as it must be.
    """
    runtime = open_console(settings, clock)
    app = console_app(runtime)
    clockwork = Clockwork(runtime)
    clockwork.start()

    def close() -> None:
        clockwork.stop()
        runtime.close()

    return Door(app=app, close=close)
