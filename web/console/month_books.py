"""What the month is counted from: the tips store, and beside it the ledger, which is asked for sums alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from tipline.reports.ledger import rewards_of
from tipline.reports.rewards import Rewards
from web.console.desk import Signed


@contextmanager
def open_books(signed: Signed) -> Iterator[tuple[Session, Rewards | None]]:
    """Both stores, for as long as a month is counted."""
    with signed.runtime.tips.read() as session, open_rewards(signed) as rewards:
        yield session, rewards


@contextmanager
def open_rewards(signed: Signed) -> Iterator[Rewards | None]:
    """The program's ledger as reports ask it."""
    with signed.runtime.ledger.read() as ledger:
        yield rewards_of(ledger, signed.holder.program_id)
