"""Put the staff console together."""

from cli.doors.door import Door
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
    return Door(app=console_app(runtime), close=runtime.close)
