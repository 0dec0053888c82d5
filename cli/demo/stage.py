"""`tipline demo`: make it or find it, start it, say where to go, and end it on Ctrl-C."""

import os
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Final

from cli.demo import children, screen
from cli.demo.children import Child, ChildDied
from cli.demo.config import DemoConfig, read_config, write_config
from cli.demo.folder import AlreadyRunning, NotADemo, alone, is_made, put_in_place, remove
from cli.demo.ports import NotAPort, Ports, PortTaken, ports, require_free
from cli.demo.seed import make_demo, open_again
from tipline.errors import TiplineError

CARRIER: Final = "phone"
COMMANDS: Final = {
    CARRIER: ("cli.demo.handset",),
    "public": ("cli.main", "serve", "public"),
    "console": ("cli.main", "serve", "console"),
    "sms": ("cli.main", "serve", "sms"),
}
"""The phone page first: it plays the carrier, whom the gateway asks as soon as it runs."""


def run(*, reset: bool = False) -> int:
    """Run the demo until Ctrl-C: the exit status for the shell.

    Everything that could be in the way is looked for before anything is made or removed.
    """
    folder = Path(os.environ.get("TIPLINE_DATA") or "var/demo").absolute()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        chosen = ports()
        require_free(chosen)
        with alone(folder):
            _play(folder, chosen, _set_the_stage(folder, chosen, reset=reset))
    except KeyboardInterrupt:
        return screen.refuse("Stopped before it had begun. What was half made is gone.")
    except (NotAPort, PortTaken, NotADemo, AlreadyRunning, ChildDied) as trouble:
        return screen.refuse(screen.sorry(trouble))
    except (TiplineError, ValueError, OSError) as trouble:
        return screen.refuse(screen.cannot_use(folder, trouble))
    return 0


def _set_the_stage(folder: Path, chosen: Ports, *, reset: bool) -> DemoConfig:
    """The demo that is there, or a new one.

    Raises:
        NotADemo: the folder holds something else.
    """
    if reset:
        remove(folder)
    if not is_made(folder):
        screen.say("Making the demo: keys, people, and two years of tips. This takes about half a minute.")
        return put_in_place(folder, lambda half: make_demo(half, chosen, now=datetime.now(UTC)))
    screen.say("Starting the demo where it was stopped. This takes a few seconds.")
    config = open_again(folder, chosen, read_config(folder))
    write_config(folder, config)
    return config


def _play(folder: Path, chosen: Ports, config: DemoConfig) -> None:
    """Start the four servers, tell where they are, and wait for the end.

    Raises:
        ChildDied: a server ended by itself.
    """
    ending = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ending.set()

    for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signal_number, end)
    started: list[Child] = []
    try:
        for name, arguments in COMMANDS.items():
            child = children.start(
                name,
                arguments,
                environment=children.environment_for(folder, **_port_variables(chosen)),
                logs=folder / "log",
                end_with_parent=True,
            )
            started.append(child)
            if name == CARRIER:
                children.wait_until_healthy(child, chosen.url(name), unless=ending.is_set)
        for child in started:
            children.wait_until_healthy(child, chosen.url(child.name), unless=ending.is_set)
        if not ending.is_set():
            screen.welcome(config, chosen, folder)
        while not ending.wait(timeout=0.25):
            children.require_all_alive(started)
    finally:
        children.stop(started)
    screen.say("\nStopped. `make demo` goes on from here; `make demo-reset` starts afresh.")


def _port_variables(chosen: Ports) -> dict[str, str]:
    return {
        "TIPLINE_PUBLIC_PORT": str(chosen.public),
        "TIPLINE_CONSOLE_PORT": str(chosen.console),
        "TIPLINE_SMS_PORT": str(chosen.sms),
        "TIPLINE_PHONE_PORT": str(chosen.phone),
        # Everybody at a demo has one address, and tries things quickly.
        "TIPLINE_TIPS_TO_PROGRAM": os.environ.get("TIPLINE_TIPS_TO_PROGRAM", "10000"),
    }
