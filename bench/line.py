"""A tip line to measure: founded as the demo is, with nobody's tips, and served by the real processes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.databases import Database, database
from cli.demo import children
from cli.demo.children import Child
from cli.demo.config import DemoConfig
from cli.demo.ports import Ports
from cli.demo.seed import make_demo
from tests.databases import Kind
from tests.integration.deployment import free_ports
from tipline.settings import Settings

NO_CARRIER: Final = "http://127.0.0.1:9"
"""Nothing is sent in these runs: what texts get in answer goes back in the answer."""


NO_BUDGETS: Final = dict.fromkeys(
    ("TIPLINE_TIPS_FROM_ONE", "TIPLINE_TIPS_BY_LINK", "TIPLINE_TIPS_TO_PROGRAM"), "1000000"
)
"""What is measured is the work: whoever measures pressure sets budgets."""


@dataclass
class Line:
    """The data folder, the databases and the processes that serve them."""

    data: Path
    ports: Ports
    database: Database
    config: DemoConfig
    _running: list[Child] = field(default_factory=list)

    def start(self, name: str, *, at: int | None = None, **values: str) -> int:
        """Start a process, wait until it answers, and give its number.

        Args:
            at: another port than the line's, for a second one of its kind.
            values: settings of its own.
        """
        ports = self.ports if at is None else replace(self.ports, **{name: at})
        environment = children.environment_for(
            self.data,
            **self.database.urls,
            TIPLINE_PUBLIC_PORT=str(ports.public),
            TIPLINE_CONSOLE_PORT=str(ports.console),
            TIPLINE_SMS_PORT=str(ports.sms),
            **(NO_BUDGETS | values),
        )
        child = children.start(
            name, ["cli.main", "serve", name], environment=environment, logs=self.data / "log"
        )
        self._running.append(child)
        children.wait_until_healthy(child, ports.url(name))
        return child.process.pid

    def stop(self) -> None:
        """End every process."""
        children.stop(self._running)
        self._running.clear()

    def settings(self) -> Settings:
        """The settings as the processes read them."""
        with _environment(self.database):
            return Settings.load(self.data)


@contextmanager
def tip_line(kind: Kind, *, with_history: bool = False) -> Iterator[Line]:
    """Found a tip line in a temporary folder, and end and remove everything afterwards.

    Args:
        with_history: the sample's two years of tips, months and awards in it; else nobody's.
    """
    with (
        TemporaryDirectory(prefix="tipline-bench-") as folder,
        database(kind, Path(folder)) as found,
    ):
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        ports = free_ports()
        with _environment(found):
            config = make_demo(
                data,
                ports,
                now=datetime.now(UTC),
                stories=None if with_history else [],
                carrier_url=NO_CARRIER,
            )
        line = Line(data, ports, found, config)
        try:
            yield line
        finally:
            line.stop()


@contextmanager
def _environment(found: Database) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in found.urls}
    os.environ.update(found.urls)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
