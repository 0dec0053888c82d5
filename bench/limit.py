"""Beside the limit: the same sealing and one durable insert in a bare loop, with neither web nor domain."""

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from time import perf_counter, process_time
from typing import Final

import psycopg
from sqlalchemy import make_url

from bench.line import Line
from bench.words import STORY
from crypto.codes import code_secrets, draw_code
from tests.databases import Kind
from tipline.intake.programs import Desk, Programs
from tipline.intake.receive import prepare
from tipline.intake.report import Report
from tipline.key_files import PUBLIC, load_public
from tipline.keyring import Keyring
from tipline.store.db import open_store
from tipline.vocabulary import Channel, StoreName

RUNS: Final = 5
COUNT: Final = 200
PRAGMAS: Final = ("page_size=16384", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
TABLE: Final = "CREATE TABLE bare (id {bytes} PRIMARY KEY, sealed {bytes})"
INSERT: Final = "INSERT INTO bare VALUES ({mark}, {mark})"


@dataclass(frozen=True, slots=True)
class Bare:
    """What one turn of the loop takes, and how many turns there are in a second."""

    cpu_ms: float
    rate: float


async def bare_loop(line: Line) -> Bare:
    """Seal tips for the program of a tip line, and insert each as one row that is committed by itself."""
    settings = line.settings()
    pepper = load_public(settings.key_folder(PUBLIC)).code_pepper
    with closing(open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS))) as tips:
        programs = Programs(tips, Keyring(settings.roots))
        desk = await programs.by_slug(line.config.program, now=datetime.now(UTC))
    cpu, rates = [], []
    with _durable(line) as insert:
        for _ in range(RUNS):
            used, begun = process_time(), perf_counter()
            for _ in range(COUNT):
                insert(_sealed(desk, pepper))
            cpu.append((process_time() - used) / COUNT * 1000)
            rates.append(COUNT / (perf_counter() - begun))
    return Bare(median(cpu), median(rates))


def _sealed(desk: Desk, pepper: bytes) -> bytes:
    """All that is sealed for one tip: its record, and its key to the team and to the reporter."""
    author = code_secrets(draw_code("en"), pepper=pepper, program=desk.program.program_id)
    tip = prepare(Report(channel=Channel.WEB, text=STORY), desk=desk, author=author, now=datetime.now(UTC))
    rows = (tip.record, *tip.grants)
    return b"".join(row["sealed"] for row in rows)


@contextmanager
def _durable(line: Line) -> Iterator[Callable[[bytes], object]]:
    """An insert that is on the disk when it returns: the driver alone, on the same disk or server."""
    if line.database.kind is Kind.SQLITE:
        with closing(sqlite3.connect(line.data / "bare.db", isolation_level=None)) as file:
            for pragma in PRAGMAS:
                file.execute(f"PRAGMA {pragma}")
            file.execute(TABLE.format(bytes="BLOB"))
            insert = INSERT.format(mark="?")
            yield lambda sealed: file.execute(insert, (secrets.token_bytes(16), sealed))
        return
    url = make_url(line.database.urls["TIPLINE_TIPS_URL"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(TABLE.format(bytes="BYTEA"))
        insert = INSERT.format(mark="%s")
        yield lambda sealed: server.execute(insert, (secrets.token_bytes(16), sealed))
