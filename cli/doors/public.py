"""Put the public site together."""

from cli.doors.door import Door
from tipline.ports import Clock
from tipline.runtime import open_public
from tipline.settings import Settings
from web.public.app import public_app


def open_door(settings: Settings, clock: Clock) -> Door:
    """The public site, ready to serve.

    Raises:
        TiplineError: a key or a store is not as it must be.
    """
    runtime = open_public(settings, clock)
    return Door(app=public_app(runtime), close=runtime.close)
