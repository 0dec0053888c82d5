"""People who search, each in a session of their own."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import Case
from tests.unit.tipline.casework.fixtures import case, founded_case, sqlite_case
from tipline.casework.search import results
from tipline.casework.search.desk import Prepared, prepare
from tipline.casework.search.query import read_query
from tipline.casework.search.results import Results
from tipline.casework.search.rooms import Rooms
from tipline.casework.search.update import wait
from tipline.holdings import Holder
from tipline.runtime import ConsoleRuntime

__all__ = ["case", "founded_case", "quick_searching", "searching", "sqlite_case"]


@dataclass
class Searching:
    """A case, and a console's process in which people search."""

    case: Case
    runtime: ConsoleRuntime
    rooms: Rooms

    def sign_in(self, name: str) -> Holder:
        """Somebody comes in."""
        holder = replace(self.case.by(name), session_id=secrets.token_bytes(32))
        self.runtime.holders.keep(holder.session_id, proof=bytes(32), holdings=holder.holdings, now=NOON)
        return holder

    def prepare(self, by: Holder, typed: str, *, sure: bool = False, now: datetime = NOON) -> Prepared:
        """What is done before somebody's search."""
        query = read_query(typed)
        assert query is not None
        return prepare(self.runtime, self.rooms, query, by=by, program=self.case.keys(), sure=sure, now=now)

    def search(self, by: Holder, typed: str, *, sure: bool = False, page: int = 1) -> Results:
        """Somebody searches, and waits for what must be read."""
        query = read_query(typed)
        assert query is not None
        prepared = self.prepare(by, typed, sure=sure)
        while prepared.reading is not None:
            wait(prepared.reading, seconds=10)
            prepared = self.prepare(by, typed)
        with self.case.program.tips.read() as session:
            return results.search(session, prepared.searched, query, page=page, by=by)

    def found(self, by: Holder, typed: str) -> list[str]:
        """The numbers of the tips that somebody finds."""
        return [line.number for line in self.search(by, typed).lines]

    def another_process(self) -> "Searching":
        """The same program, served by a console that has just been started."""
        runtime = replace(self.runtime, holders=type(self.runtime.holders)())
        return Searching(self.case, runtime, Rooms(runtime.holders))

    def file(self) -> Path:
        """The one index that is kept."""
        (path,) = (self.runtime.settings.data / "search").iterdir()
        return path


def a_searching(case: Case, folder: Path) -> Searching:
    """People who search in a case."""
    runtime = case.program.runtime(folder)
    return Searching(case, runtime, Rooms(runtime.holders))


@pytest.fixture
def searching(case: Case, tmp_path: Path) -> Iterator[Searching]:
    """People who search, on each database in turn."""
    made = a_searching(case, tmp_path)
    yield made
    made.runtime.holders.drop_all()


@pytest.fixture
def quick_searching(sqlite_case: Case, tmp_path: Path) -> Iterator[Searching]:
    """People who search, on SQLite alone."""
    made = a_searching(sqlite_case, tmp_path)
    yield made
    made.runtime.holders.drop_all()
