"""The ledger with 100,000 awards: to prove it, its pages in the console, and an award approved and paid."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.databases import Database, database
from bench.ledger_console import serving
from bench.ledger_filler import Program, fill
from bench.processes import load, resident_mb
from bench.tables import Row, at_most
from bench.watch import Browser, Watch
from tests.databases import Kind, Stores, StoreUrls
from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.rewards.board import BEA, BEN, BO, TESS, TRUDY, Board, a_board
from tests.unit.tipline.rewards.queued import queued
from tests.unit.web.console.boards import a_board_console
from tipline.keyring import ProgramKeys
from tipline.rewards.verify import verify
from tipline.store.schema import migrate
from tipline.vocabulary import AwardId, Cents, FundId, StoreName

TITLE: Final = "The ledger with 100,000 awards over 15 years, 2,000 of them unclaimed, its console over HTTP"
AWARDS: Final = 100_000
UNCLAIMED: Final = 2_000
QUEUED: Final = 64
PROVEN_IN: Final = 5.0
WARM_UP: Final = 3
TURNS: Final = 40
AMOUNT: Final = Cents(10_000)
DAY: Final = "2026-11-20"

_LETTER: Final = re.compile(r"/awards/([A-Z]+)\"")


def rows() -> Iterator[Row]:
    """Both databases: each is filled, proven, and then looked at and worked on through the console."""
    for kind in Kind:
        with TemporaryDirectory(prefix="tipline-bench-") as folder, database(kind, Path(folder)) as found:
            urls = _urls(found, Path(folder))
            with closing(Stores(urls)) as stores:
                board = a_board(stores)
                program = board.case.keys()
                a_board_console(board, Path(folder))  # for its scoring table
                _fill(board)
                yield from _proven(kind, board, program)
                codes = queued(board, program, count=QUEUED, amount=AMOUNT)
                yield from _visited(kind, board, urls, Path(folder), codes)


def _urls(found: Database, folder: Path) -> StoreUrls:
    def make(name: StoreName) -> str:
        url = found.urls.get(f"TIPLINE_{name.upper()}_URL", f"sqlite:///{folder}/{name.value}.db")
        migrate(name, url)
        return url

    return StoreUrls(make)


def _fill(board: Board) -> None:
    by = board.case.by
    program = Program(
        board.case.program.program_id, board.fund, board.desk, by(ADA), (by(BEA), by(BEN)), by(TRUDY)
    )
    fill(board.ledger, program, awards=AWARDS, unclaimed=UNCLAIMED)


def _proven(kind: Kind, board: Board, program: ProgramKeys) -> Iterator[Row]:
    signers = {person_id: person.verify for person_id, person in program.people.items()}
    with board.ledger.still() as session:
        began, spent = time.perf_counter(), time.process_time()
        proven = verify(session, program.program_id, signers)
        took, spent = time.perf_counter() - began, time.process_time() - spent
    yield at_most(f"{kind.value}: prove {proven.count:,} entries", took, PROVEN_IN, "s", digits=2)
    yield Row(f"{kind.value}: CPU of it in this process", f"{spent:.2f} s; load {load()}")


def _visited(
    kind: Kind, board: Board, urls: StoreUrls, folder: Path, codes: Mapping[AwardId, str]
) -> Iterator[Row]:
    number = board.tell().number
    with serving(board, urls, folder) as console:
        people = {name: console.browser(name) for name in (ADA, BEA, BEN, TESS, TRUDY)}
        present = [board.case.person(name).hex() for name in (BEA, BEN, BO)]
        convened = Watch(console.pid)
        meeting = convened.time(
            lambda: people[BEA].post("/rewards/meetings", {"day": DAY, "present": present})
        ).address
        yield Row(f"{kind.value}: convene, with {UNCLAIMED:,} unclaimed", f"{convened.times[0]:.2f} s")
        pages = (
            ("funds", TRUDY, "/rewards/funds"),
            ("a month of the journal", TRUDY, "/rewards/journal/2018-05"),
            ("this month of the journal", TRUDY, "/rewards/journal/2026-11"),
            ("scoring", TRUDY, "/rewards/scoring"),
            ("meetings", BEA, "/rewards/meetings"),
            ("a meeting", BEA, meeting),
            ("a case", BEA, f"{meeting}/awards/A"),
            ("minutes", BEA, f"{meeting}/minutes"),
            ("desks, a treasurer", TRUDY, "/desks"),
            ("desks, a coordinator", ADA, "/desks"),
            ("payout", TESS, "/payout"),
            ("a tip's reward", ADA, f"/tips/{number}/reward"),
            ("the month", ADA, "/reports/2026-11"),
        )
        for name, who, path in pages:
            yield from _looked_at(console.pid, people[who], path).rows(f"{kind.value}: {name}")
        for name, watch in _worked(board.desk, people, console.pid, meeting, codes=codes).items():
            yield from watch.rows(f"{kind.value}: {name}")
        yield Row(f"{kind.value}: memory of the console", f"{resident_mb(console.pid):.0f} MB; load {load()}")


def _looked_at(pid: int, browser: Browser, path: str) -> Watch:
    for _ in range(WARM_UP):
        browser.get(path)
    watch = Watch(pid)
    for _ in range(TURNS):
        watch.time(lambda: browser.get(path))
    return watch


def _worked(
    desk: FundId, people: Mapping[str, Browser], pid: int, meeting: str, *, codes: Mapping[AwardId, str]
) -> Mapping[str, Watch]:
    """Each award is approved by two, found by its code, held and paid."""
    first, second, typed, held, paid = (Watch(pid) for _ in range(5))
    for letter in dict.fromkeys(_LETTER.findall(people[BEA].get(meeting).body.decode())):
        path = f"{meeting}/awards/{letter}"
        for watch, name in ((first, BEA), (second, BEN)):
            watch.time(partial(people[name].post, path, {"deed": "approve"}))
    for award_id, code in codes.items():
        fields = {"code": code, "desk": desk.hex()}
        typed.time(partial(people[TESS].post, "/payout", fields))
        held.time(partial(people[TESS].post, "/payout/hold", fields))
        paid.time(partial(people[TESS].post, "/payout/paid", {"award": award_id.hex()}))
    return {
        "approve, the first": first,
        "approve, the second": second,
        "type a code": typed,
        "hold": held,
        "pay": paid,
    }
