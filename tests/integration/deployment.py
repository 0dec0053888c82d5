"""A whole tip line as real processes in a folder of the test: started, killed, started again, and ended."""

import os
import shutil
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx2

from cli.demo import children
from cli.demo.children import Child
from cli.demo.config import DemoConfig
from cli.demo.founding import write_settings
from cli.demo.history import Story
from cli.demo.phone.messages import Messages
from cli.demo.ports import Ports
from cli.demo.seed import make_demo
from tests.integration.carrier import CarrierDouble
from tests.integration.doors import Desk, Handset, Visitor

ROOT: Final = Path(__file__).parents[2]
SERVERS: Final = ("public", "console", "sms")


def free_ports() -> Ports:
    """Five ports that nothing listens on."""
    sockets = [socket.socket() for _ in range(5)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return Ports(*(one.getsockname()[1] for one in sockets))
    finally:
        for one in sockets:
            one.close()


@dataclass
class Deployment:
    """The data folder, the processes that serve it, and everybody's doors to it."""

    root: Path
    ports: Ports
    config: DemoConfig
    carrier: CarrierDouble
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    """More of them, by the names of their variables; the same for each process."""
    running: dict[str, Child] = field(default_factory=dict)
    _open: list[Visitor | Desk | httpx2.Client] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """The data folder: four stores, key files, settings."""
        return self.root / "data"

    @property
    def logs(self) -> Path:
        """Everything that the processes said."""
        return self.root / "log"

    @property
    def temporary(self) -> Path:
        """The processes' temporary folder."""
        return self.root / "tmp"

    def environment(self) -> dict[str, str]:
        """What the processes see, the same for each."""
        return children.environment_for(
            self.data,
            TIPLINE_PUBLIC_PORT=str(self.ports.public),
            TIPLINE_CONSOLE_PORT=str(self.ports.console),
            TIPLINE_SMS_PORT=str(self.ports.sms),
            TIPLINE_TIPS_TO_PROGRAM="1000000",
            TMPDIR=str(self.temporary),
            PYTHONPATH=str(ROOT),
            **self.settings,
        )

    def launch(self, name: str) -> Child:
        """Start a process that dies with us, and do not wait for it."""
        leash = ["tests.integration.leashed", str(os.getpid())]
        child = children.start(
            name, [*leash, "cli.main", "serve", name], environment=self.environment(), logs=self.logs
        )
        self.running[name] = child
        return child

    def start(self, *names: str) -> None:
        """Start processes, and wait until each answers."""
        for name in names:
            self.launch(name)
        for name in names:
            children.wait_until_healthy(self.running[name], self.ports.url(name))

    def kill(self, name: str) -> None:
        """kill -9: no last word, no tidying up."""
        child = self.running.pop(name)
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def stop(self, *names: str) -> None:
        """End processes in order."""
        children.stop([self.running.pop(name) for name in names if name in self.running])

    def pid(self, name: str) -> int:
        """The number of a running process."""
        return self.running[name].process.pid

    def visitor(self) -> Visitor:
        """Somebody at the public site."""
        visitor = Visitor(self.ports.url("public"), self.config.program)
        self._open.append(visitor)
        return visitor

    def handset(self, number: str) -> Handset:
        """A phone with this number."""
        client = httpx2.Client(timeout=20, trust_env=False)
        self._open.append(client)
        return Handset(number, self.ports.url("sms"), self.config.twilio, client)

    def desk(self, role: str, *, place: int = 0) -> Desk:
        """One of the people of a role, at the console, not yet signed in."""
        person = [one for one in self.config.people if one.role == role][place]
        desk = Desk(self.ports.url("console"), person)
        self._open.append(desk)
        return desk

    def copy(self, root: Path) -> "Deployment":
        """The same tip line once more in another folder, not started: for a test that breaks it."""
        shutil.copytree(self.root, root)
        for log in (root / "log").iterdir():
            log.unlink()
        ports, carrier = free_ports(), CarrierDouble(self.config.twilio.account_sid)
        write_settings(root / "data", ports, carrier_url=carrier.url)
        twilio = replace(self.config.twilio, public_url=ports.url("sms"))
        return Deployment(root, ports, replace(self.config, twilio=twilio), carrier)

    def log_text(self) -> str:
        """All that the processes said."""
        return "".join(path.read_text("utf-8", errors="replace") for path in sorted(self.logs.glob("*.log")))

    def close(self) -> None:
        """End everything."""
        for one in self._open:
            one.close()
        with suppress(ProcessLookupError):
            self.stop(*list(self.running))
        self.carrier.close()


def deploy(root: Path, *, stories: Sequence[Story] = (), now: datetime | None = None) -> Deployment:
    """Make a tip line with everybody in it and, unless `stories` has some, no tips. Nothing is started."""
    for name in ("data", "tmp", "log"):
        (root / name).mkdir(parents=True, mode=0o700)
    ports, carrier = free_ports(), CarrierDouble()
    config = make_demo(
        root / "data", ports, now=now or datetime.now(UTC), stories=list(stories), carrier_url=carrier.url
    )
    carrier.messages = Messages(config.twilio.account_sid)
    return Deployment(root, ports, config, carrier)


def wait_until(path: Path, *, holds: str, seconds: float = 5.0) -> None:
    """Wait until a log says something.

    Raises:
        AssertionError: it does not, within so many seconds.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if path.exists() and holds in path.read_text("utf-8", errors="replace"):
            return
        time.sleep(0.05)
    raise AssertionError(f"{path.name} never said {holds}")
