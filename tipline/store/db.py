"""An open store: read from it, change it in a transaction, or hand a deed to its writing thread."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlmodel import Session

from tipline.errors import StoreAtOtherVersion, StoreUnavailable
from tipline.store.engine import BUSY_SECONDS, WRITING, for_looks
from tipline.store.trouble import told
from tipline.store.version import found, newest, reach
from tipline.store.writer import Deed, T, Writer
from tipline.vocabulary import StoreName


class Store:
    """One of the four stores, open and at the version that this program needs."""

    def __init__(self, name: StoreName, engine: Engine, *, patience: int = BUSY_SECONDS) -> None:
        self.name = name
        self._patience = patience
        self.engine = engine
        self._writing = engine.execution_options(**{WRITING: True})
        self._looking = for_looks(engine)
        self._writer = Writer(name, self._writing)
        self._turns = threading.Lock() if engine.name == "sqlite" else None

    @contextmanager
    def read(self) -> Generator[Session, None, None]:
        """A session that sees one state of the store on SQLite, and each statement's on PostgreSQL.

        Nothing that is changed in it is kept.

        Raises:
            StoreUnavailable: the store is locked or gone.
        """
        with told(self.name), Session(self.engine) as session:
            yield session

    @contextmanager
    def look(self) -> Generator[Connection, None, None]:
        """A connection without a transaction, for what every text asks; each statement sees its own state.

        Nothing may be changed in it.

        Raises:
            StoreUnavailable: as `read`.
        """
        with told(self.name), self._looking.connect() as connection:
            yield connection

    @contextmanager
    def still(self) -> Generator[Session, None, None]:
        """A session that sees one state of the store whatever the database: for what reads long.

        Nothing that is changed in it is kept.

        Raises:
            StoreUnavailable: the store is locked or gone.
        """
        engine = self.engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with told(self.name), Session(engine) as session:
            yield session

    @contextmanager
    def transaction(self) -> Generator[Session, None, None]:
        """A session whose changes are kept together at its end, or not at all if anything is raised.

        On SQLite nobody else writes meanwhile: threads of this process wait their turn, others for the lock.

        Raises:
            StoreUnavailable: the store is locked, full, read-only or gone; nothing was kept, unless the
                store went away while committing: then nobody can say.
        """
        with (
            self._turn(),
            told(self.name),
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _turn(self) -> Generator[None, None, None]:
        """Wait for the others of this process: SQLite's own waiting looks now and then, and starves some."""
        if self._turns is None:
            yield
            return
        if not self._turns.acquire(timeout=self._patience):
            raise StoreUnavailable(self.name)
        try:
            yield
        finally:
            self._turns.release()

    async def write(self, deed: Deed[T]) -> T:
        """Do a deed in the writing thread and give its result once it is committed.

        A deed gets a connection and has no effect but through it: when another deed of its group fails it
        is rolled back and done again.

        Raises:
            StoreUnavailable: as `transaction`; also when too many deeds wait.
            Exception: whatever the deed raised; nothing of it was kept.
        """
        return await self._writer.write(deed)

    def write_now(self, deed: Deed[T]) -> T:
        """As `write`, for a thread, which waits.

        Raises:
            StoreUnavailable: as `write`.
            Exception: as `write`.
        """
        return self._writer.write_now(deed)

    def ping(self) -> None:
        """See whether the store can be read.

        Raises:
            StoreUnavailable: it cannot.
        """
        with self.read() as session:
            session.connection().execute(text("SELECT version_num FROM alembic_version")).all()

    def close(self) -> None:
        """Do what waits to be written, then let all connections go."""
        self._writer.close()
        self.engine.dispose()


def open_store(name: StoreName, url: str, *, patience: int = BUSY_SECONDS) -> Store:
    """Open a store that is there and at the right version, or stop.

    Args:
        patience: seconds that anything waits for a lock before the store counts as unavailable.

    Raises:
        SettingRefused: the URL is of no database that the stores run on.
        StoreUnreachable: the store cannot be read.
        StoreAtOtherVersion: it has no tables yet, or those of another version of this program.
    """
    wanted = newest(name)
    engine = reach(name, url, patience=patience)
    at = found(name, engine)
    if at != wanted:
        engine.dispose()
        raise StoreAtOtherVersion(name, found=at, wanted=wanted)
    return Store(name, engine, patience=patience)
