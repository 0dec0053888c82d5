import pytest

from tests.databases import Stores
from tests.unit.tipline.rewards.books import DECEMBER, NOVEMBER, Books, an_award
from tipline.money import EntryKind
from tipline.reports.ledger import rewards_of
from tipline.reports.rewards import RewardCounts
from tipline.rewards import lines
from tipline.vocabulary import Cents, Month, ProgramId

OCTOBER = Month(202610)


def of(books: Books, *months: Month) -> list[RewardCounts]:
    with books.ledger.read() as session:
        rewards = rewards_of(session, books.program_id)
        assert rewards is not None
        return [rewards.of_month(month) for month in months]


@pytest.fixture
def journal(stores: Stores) -> Books:
    """Books with money at the bank and at the desk."""
    books = Books(stores.ledger)
    books.deposit(1_000_000)
    books.fill(300_000)
    return books


def test_awards_count_where_they_are_approved_and_paid_and_stand_as_unclaimed_between(
    journal: Books,
) -> None:
    paid, waiting, returned = an_award(), an_award(), an_award()
    for award, amount in ((paid, 50_000), (waiting, 20_000), (returned, 10_000)):
        journal.approve(award, amount)
    journal.post(
        EntryKind.PAYMENT,
        lines.payment(journal.fund, Cents(50_000), desk_id=journal.desk),
        award=paid,
        month=DECEMBER,
    )
    journal.post(
        EntryKind.RETURN, lines.unclaimed(journal.fund, Cents(10_000)), award=returned, month=DECEMBER
    )

    assert of(journal, OCTOBER, NOVEMBER, DECEMBER) == [
        RewardCounts(0, 0, 0, 0, 0, 0),
        RewardCounts(3, 80_000, 0, 0, 3, 80_000),
        RewardCounts(0, 0, 1, 50_000, 1, 20_000),
    ]


def test_an_award_to_the_community_is_approved_and_not_owed(journal: Books) -> None:
    journal.post(
        EntryKind.COMMUNITY,
        lines.to_community(journal.fund, Cents(30_000), community_id=journal.community),
        award=an_award(),
    )

    assert of(journal, NOVEMBER) == [RewardCounts(1, 30_000, 0, 0, 0, 0)]


def test_a_reversal_counts_against_what_it_reverses_in_its_own_month(journal: Books) -> None:
    award = an_award()
    journal.approve(award, 50_000)
    payment = journal.pay(award, 50_000)
    journal.reverse(payment, month=DECEMBER)

    assert of(journal, NOVEMBER, DECEMBER) == [
        RewardCounts(1, 50_000, 1, 50_000, 0, 0),
        RewardCounts(0, 0, -1, -50_000, 1, 50_000),
    ]


def test_nothing_is_known_of_a_program_without_a_fund(stores: Stores) -> None:
    with stores.ledger.read() as session:
        assert rewards_of(session, ProgramId(bytes(16))) is None
