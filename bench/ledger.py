"""The ledger with 100,000 awards: how long it takes to prove it, and to look things up in it."""

import secrets
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlmodel import Session

from bench.databases import database
from bench.tables import Row, at_most
from crypto.chain import START
from tests.databases import Kind
from tipline.money import Account, EntryKind, FundKind
from tipline.rewards import lines
from tipline.rewards.chain import Head, Line, link_of
from tipline.rewards.closing import next_to_close
from tipline.rewards.funds import list_funds, make_fund
from tipline.rewards.journal import balances, post
from tipline.rewards.lines import Lines
from tipline.rewards.owed import standing_entries
from tipline.rewards.stored import stored_entries
from tipline.rewards.verify import verify
from tipline.store.db import Store, open_store
from tipline.store.ledger_tables import EntryRow, PostingRow
from tipline.store.schema import migrate
from tipline.store.statements import insert_rows
from tipline.vocabulary import AwardId, Cents, FundId, Month, ProgramId, StoreName

TITLE: Final = "The ledger with 100,000 awards, each approved and paid"
AWARDS: Final = 100_000
FIRST: Final = Month(201201)
MONTHS: Final = 178
AWARD: Final = Cents(20_000)
PROVEN_IN: Final = 5.0
PAGE: Final = 150
BATCH: Final = 2_000
TURNS: Final = 30

_PROGRAM: Final = ProgramId(b"a program's id..")


def rows() -> Iterator[Row]:
    """Both databases, each filled by rows that the journal itself would have written."""
    for kind in Kind:
        with TemporaryDirectory(prefix="tipline-bench-") as folder, database(kind, Path(folder)) as found:
            url = found.urls.get("TIPLINE_LEDGER_URL", f"sqlite:///{folder}/ledger.db")
            migrate(StoreName.LEDGER, url)
            with closing(open_store(StoreName.LEDGER, url)) as store:
                fund, desk = _filled(store)
                yield from _measured(kind, store, fund, desk)


def _measured(kind: Kind, store: Store, fund: FundId, desk: FundId) -> Iterator[Row]:
    with store.still() as session:
        began, spent = time.perf_counter(), time.process_time()
        proven = verify(session, _PROGRAM, {})
        took, spent = time.perf_counter() - began, time.process_time() - spent
    yield at_most(f"{kind.value}: prove {proven.count:,} entries", took, PROVEN_IN, "s", digits=2)
    yield Row(f"{kind.value}: CPU of it in this process", f"{spent:.2f} s")
    with store.read() as session:
        last = AwardId(_awards(session)[-1])
    deeds: dict[str, Callable[[Session], object]] = {
        "balances of every account": lambda session: balances(session, _PROGRAM),
        "entries of an award": lambda session: standing_entries(session, _PROGRAM, last),
        "funds, and the next month to close": lambda session: (
            list_funds(session, _PROGRAM),
            next_to_close(session, _PROGRAM, this_month=Month(202611)),
        ),
        "a payment, with all its checks": lambda session: _pay(session, fund, desk),
    }
    for name, deed in deeds.items():
        yield at_most(f"{kind.value}: {name}, p95", _p95(store, deed), PAGE, "ms")


def _p95(store: Store, deed: Callable[[Session], object]) -> float:
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        with store.transaction() as session:
            deed(session)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(times, n=20)[-1]


def _pay(session: Session, fund: FundId, desk: FundId) -> None:
    """An approval and a payment: two entries of six lines."""
    award = AwardId(secrets.token_bytes(16))
    approval, payment = lines.approval(fund, AWARD), lines.payment(fund, AWARD, desk_id=desk)
    for kind, postings in ((EntryKind.APPROVAL, approval), (EntryKind.PAYMENT, payment)):
        post(session, _PROGRAM, kind=kind, postings=postings, month=Month(202611), award_id=award)


def _awards(session: Session) -> list[bytes]:
    with stored_entries(session, _PROGRAM) as entries:
        return [entry.head.award_id for entry in entries if entry.head.award_id]


def _filled(store: Store) -> tuple[FundId, FundId]:
    """A fund and a desk, and every award's two entries, written as the journal writes them."""
    with store.transaction() as session:
        fund, desk = (
            make_fund(session, _PROGRAM, name=kind.label, kind=kind, currency="CAD", month=FIRST)
            for kind in (FundKind.REWARDS, FundKind.DESK)
        )
        for _ in range(2):
            deposit = lines.deposit(fund, Cents(AWARD * AWARDS))
            post(session, _PROGRAM, kind=EntryKind.DEPOSIT, postings=deposit, month=FIRST)
        fill = lines.fill(fund, Cents(AWARD * AWARDS + 1_000_000), desk_id=desk)
        post(session, _PROGRAM, kind=EntryKind.FILL, postings=fill, month=FIRST)
        with stored_entries(session, _PROGRAM) as entries:
            before = list(entries)
        standing: dict[tuple[bytes, str], int] = defaultdict(int)
        for entry in before:
            standing.update({(line.fund_id, line.account): line.balance for line in entry.lines})
        pen = _Pen(session, standing, link=before[-1].link if before else START, sequence=len(before))
        for number in range(AWARDS):
            award, month = secrets.token_bytes(16), _month(number * MONTHS // AWARDS)
            pen.write(EntryKind.APPROVAL, lines.approval(fund, AWARD), award=award, month=month)
            pen.write(EntryKind.PAYMENT, lines.payment(fund, AWARD, desk_id=desk), award=award, month=month)
        pen.flush()
    return fund, desk


class _Pen:
    """Writes entries in bulk: the same rows as `tipline.rewards.journal`, without its look-ups."""

    def __init__(
        self, session: Session, standing: dict[tuple[bytes, str], int], *, link: bytes, sequence: int
    ) -> None:
        self._session = session
        self._standing = standing
        self._link = link
        self._sequence = sequence
        self._entries: list[dict[str, object]] = []
        self._lines: list[dict[str, object]] = []

    def write(self, kind: EntryKind, postings: Lines, *, award: bytes, month: Month) -> None:
        """Add an entry; it reaches the store with its batch."""
        self._sequence += 1
        head = Head(self._sequence, secrets.token_bytes(16), month, kind.value, award, None, None)
        written = [
            Line(number, line.fund_id, line.account.value, line.amount, "CAD", self._book(line.fund_id, line))
            for number, line in enumerate(postings, start=1)
        ]
        self._link = link_of(self._link, _PROGRAM, head, written)
        entry = head._asdict() | {"program_id": _PROGRAM, "kind": kind, "link": self._link}
        self._entries.append(entry)
        self._lines += [
            {
                "program_id": _PROGRAM,
                "sequence": self._sequence,
                "line": line.line,
                "fund_id": line.fund_id,
                "account": Account(line.account),
                "amount_cents": line.amount,
                "currency": line.currency,
                "balance_cents": line.balance,
            }
            for line in written
        ]
        if len(self._entries) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Hand over what waits: the lines before their entries."""
        insert_rows(self._session.connection(), PostingRow, self._lines)
        insert_rows(self._session.connection(), EntryRow, self._entries)
        self._entries, self._lines = [], []

    def _book(self, fund_id: bytes, line: lines.Posting) -> int:
        place = (fund_id, line.account.value)
        self._standing[place] += line.amount
        return self._standing[place]


def _month(after: int) -> Month:
    return Month((FIRST // 100 + after // 12) * 100 + after % 12 + 1)
