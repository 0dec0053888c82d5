"""`tipline serve`: run one process of the tip line until it is asked to end."""

import gc
import importlib
import signal
import socket
from collections.abc import Callable
from enum import StrEnum
from types import FrameType
from typing import Annotated, Final, cast

import typer
import uvicorn

from cli.compose import SystemClock
from cli.doors.door import Door, Opens
from cli.tell import Stopped, told
from tipline.log import Event, log
from tipline.runtime import forbid_core_dumps
from tipline.settings import Settings
from tipline.vocabulary import Process

GARBAGE: Final = 20_000
"""New objects after which the collector looks at them: a tip makes some hundred, and hardly a circle."""

GRACE_S: Final = 5
"""For what is being answered when the process is asked to end."""


class Served(StrEnum):
    """What can be served."""

    PUBLIC = "public"
    SMS = "sms"
    CONSOLE = "console"


_PROCESS: Final = {
    Served.PUBLIC: Process.PUBLIC,
    Served.SMS: Process.GATEWAY,
    Served.CONSOLE: Process.CONSOLE,
}


@told
def serve(
    what: Annotated[Served, typer.Argument(help="Which process.")],
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.", min=1, max=65535)] = None,
) -> None:
    """Serve the public site, the sms gateway or the staff console."""
    forbid_core_dumps()
    settings = Settings.load()
    usual = {
        Served.PUBLIC: settings.public_port,
        Served.SMS: settings.sms_port,
        Served.CONSOLE: settings.console_port,
    }
    listening = _listen(host or settings.host, port or usual[what])
    try:
        door = _open(what, settings)
        try:
            _run(door, [listening, *_beside(door, host or settings.host)])
        finally:
            door.close()
    finally:
        listening.close()
    log(Event.STOPPED, process=_PROCESS[what])


def _open(what: Served, settings: Settings) -> Door:
    """Load the code of this process alone: the public site never has the console's in its memory."""
    module = importlib.import_module(f"cli.doors.{what.value}")
    open_door = cast("Opens", module.open_door)  # every module of cli.doors has one; a test says so
    return open_door(settings, SystemClock())


def _listen(host: str, port: int) -> socket.socket:
    """Take the port first, so that nothing else is opened where somebody has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise Stopped(
            f"Cannot listen on {host} port {port}: something else does, or it is not ours. "
            "End that, or choose another with --port."
        ) from None
    return listening


class _Server(uvicorn.Server):
    """Says at once that it ends: a stream that stays open would be waited for."""

    def __init__(self, config: uvicorn.Config, *, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._say = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Tell, then end as ever."""
        self._say()
        super().handle_exit(sig, frame)


def _beside(door: Door, host: str) -> list[socket.socket]:
    return [] if door.port_beside is None else [_listen(host, door.port_beside)]


def _run(door: Door, listening: list[socket.socket]) -> None:
    config = uvicorn.Config(
        door.app,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        loop="uvloop",
        http="httptools",
        ws="none",
        timeout_graceful_shutdown=GRACE_S,
    )
    # uvicorn raises the signal again when it has ended; without this the process would die of it half-way.
    signal.signal(signal.SIGTERM, _end_quietly)
    signal.signal(signal.SIGINT, _end_quietly)
    # What was loaded so far stays until the end: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)
    _Server(config, ending=door.ending).run(sockets=listening)


def _end_quietly(_signal: int, _frame: FrameType | None) -> None:
    """Go on to the end: stores are closed, and the exit status is 0."""
