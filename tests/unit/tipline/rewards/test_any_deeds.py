"""Whatever is done in whatever order, the books balance, hold, and say what was done."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import SqliteSource, Stores
from tests.unit.tipline.rewards.books import NOVEMBER, Books, an_award
from tipline.money import Account, EntryKind
from tipline.rewards import lines
from tipline.rewards.refusals import LedgerRefused
from tipline.rewards.verify import verify
from tipline.vocabulary import AwardId, Cents, EntryId, Month

AMOUNTS = st.sampled_from([1, 50, 100, 5_000, 20_000])
DEEDS = st.lists(
    st.tuples(
        st.sampled_from([*EntryKind]),
        AMOUNTS,
        st.integers(min_value=0, max_value=4),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def shared(sqlite_source: SqliteSource, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """One ledger for every example: each has a program of its own in it."""
    with closing(Stores(sqlite_source.migrated(tmp_path_factory.mktemp("deeds")))) as stores:
        yield stores


@given(DEEDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_sequence_of_deeds_balances_and_is_proven(
    shared: Stores, deeds: list[tuple[EntryKind, int, int]]
) -> None:
    books = Books(shared.ledger)
    awards, posted, done, month = (
        [an_award() for _ in range(5)],
        [EntryId(bytes(16))],
        Counter[bool](),
        NOVEMBER,
    )
    books.deposit(60_000)
    books.fill(30_000)
    for kind, amount, which in deeds:
        before = books.balances()
        try:
            month = _do(books, kind, Cents(amount), award=awards[which], posted=posted, month=month)
        except LedgerRefused:
            done[False] += 1
            assert books.balances() == before
        else:
            done[True] += 1

    with shared.ledger.still() as session:
        proven = verify(session, books.program_id, books.signers)
    standing = books.balances()
    assert proven.count == 3 + 2 + done[True]
    assert dict(standing) | dict(proven.balances) == standing
    assert min(standing.values()) >= 0
    for fund in (books.fund, books.community):
        has = standing[fund, Account.BANK] + standing[fund, Account.AT_DESKS]
        assert has == standing[fund, Account.AVAILABLE] + standing[fund, Account.OWED]
    assert (
        standing[books.desk, Account.FLOAT]
        == standing[books.desk, Account.ENTRUSTED]
        == standing[books.fund, Account.AT_DESKS]
    )


def _do(
    books: Books, kind: EntryKind, amount: Cents, *, award: AwardId, posted: list[EntryId], month: Month
) -> Month:
    """One deed in the open month; the month that is open after it."""
    following = Month(month + 1 if month % 100 < 12 else month + 89)
    if kind is EntryKind.FUND:
        raise LedgerRefused
    if kind is EntryKind.CLOSING:
        books.close(month, this_month=following)
        return following
    if kind is EntryKind.REVERSAL:
        if len(posted) == 1:
            raise LedgerRefused
        books.reverse(posted[-1 - amount % (len(posted) - 1)], month=month)
        return month
    deeds = {
        EntryKind.APPROVAL: lambda: lines.approval(books.fund, amount),
        EntryKind.TAKEN_OVER: lambda: lines.taken_over(books.fund, amount),
        EntryKind.PAYMENT: lambda: lines.payment(books.fund, amount, desk_id=books.desk),
        EntryKind.RETURN: lambda: lines.unclaimed(books.fund, amount),
        EntryKind.COMMUNITY: lambda: lines.to_community(books.fund, amount, community_id=books.community),
        EntryKind.FILL: lambda: lines.fill(books.fund, amount, desk_id=books.desk),
        EntryKind.EMPTY: lambda: lines.empty(books.fund, amount, desk_id=books.desk),
        EntryKind.OVER: lambda: lines.over(books.fund, amount, desk_id=books.desk),
        EntryKind.SHORT: lambda: lines.short(books.fund, amount, desk_id=books.desk),
        EntryKind.WITHDRAWAL: lambda: lines.withdrawal(books.fund, amount),
    }
    postings = deeds.get(kind, lambda: lines.deposit(books.fund, amount))()
    whose = award if kind.of_award else None
    posted.append(books.post(kind, postings, award=whose, month=month))
    return month
