"""Put the staff console together, with its clockwork and its bell."""

from contextlib import ExitStack

from cli.doors.door import Door
from tipline.alerting import Alerting
from tipline.jobs import Clockwork
from tipline.ports import Clock
from tipline.runtime import open_console
from tipline.settings import Settings
from tipline.smtp import SmtpMailer, server_of
from web.console.app import console_app, end_streams
from web.console.files_app import Apart, files_app
from web.console.viewing import Tickets


def open_door(settings: Settings, clock: Clock) -> Door:
    """The staff console, ready to serve.

    Raises:
        TiplineError: a setting, a key or a store is not as it must be.
    """
    server = server_of(settings)
    with ExitStack() as opened:
        runtime = open_console(settings, clock)
        opened.callback(runtime.close)
        tickets = Tickets()
        console = console_app(runtime, tickets)
        app = Apart(console, files_app(runtime, tickets), port=settings.files_port)
        clockwork = Clockwork(runtime)
        clockwork.start()
        opened.callback(clockwork.stop)
        bell = Alerting(runtime, None if server is None else SmtpMailer(server))
        bell.start()
        opened.callback(bell.stop)
        close = opened.pop_all().close
        return Door(
            app=app, close=close, ending=lambda: end_streams(console), port_beside=settings.files_port
        )
