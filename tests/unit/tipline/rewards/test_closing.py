"""A month is closed when it is over, in order, by somebody who signs for it; then nothing is posted in it."""

import pytest

from tests.unit.tipline.rewards.books import DECEMBER, NOVEMBER, Books, an_award
from tipline.money import EntryKind, FundKind
from tipline.rewards import lines
from tipline.rewards.refusals import MonthClosed, NotTheNextMonth
from tipline.vocabulary import Cents, Month

JANUARY = Month(202701)


def test_nothing_is_posted_reversed_or_made_in_a_closed_month(books: Books) -> None:
    deposit = books.deposit(10_000)
    books.close(NOVEMBER)
    before = books.standing()

    for month in (NOVEMBER, Month(202610), Month(200701)):
        with pytest.raises(MonthClosed) as refused:
            books.deposit(1, month=month)
        assert (refused.value.month, refused.value.closed) == (month, NOVEMBER)
    with pytest.raises(MonthClosed):
        books.reverse(deposit, month=NOVEMBER)
    with pytest.raises(MonthClosed):
        books.make("Late", FundKind.REWARDS)

    assert books.standing() == before


def test_what_was_posted_in_a_closed_month_is_reversed_in_an_open_one(books: Books) -> None:
    deposit = books.deposit(10_000)
    books.close(NOVEMBER)

    books.reverse(deposit, month=DECEMBER)

    assert books.standing() == {}


@pytest.mark.parametrize("month", [NOVEMBER, DECEMBER, JANUARY])
def test_a_month_that_is_not_over_is_not_closed(books: Books, month: Month) -> None:
    with pytest.raises(NotTheNextMonth) as refused:
        books.close(month, this_month=NOVEMBER)

    assert (refused.value.wanted, books.deposit(1) != b"") == (NOVEMBER, True)


def test_months_are_closed_in_order_and_once(books: Books) -> None:
    books.deposit(10_000, month=Month(202609))
    for month in (Month(202608), Month(202610), NOVEMBER):
        with pytest.raises(NotTheNextMonth) as refused:
            books.close(month)
        assert refused.value.wanted == 202609

    for month in (Month(202609), Month(202610), NOVEMBER, DECEMBER):
        books.close(month, this_month=JANUARY)
    with pytest.raises(NotTheNextMonth) as again:
        books.close(DECEMBER, this_month=JANUARY)

    assert again.value.wanted == JANUARY


def test_an_award_is_paid_in_a_later_month_than_it_was_approved_in(books: Books) -> None:
    award = an_award()
    books.deposit(10_000)
    books.fill(5_000)
    books.approve(award, 2_000)
    books.close(NOVEMBER)

    books.post(
        EntryKind.PAYMENT,
        lines.payment(books.fund, Cents(2_000), desk_id=books.desk),
        award=award,
        month=DECEMBER,
    )

    assert books.standing()["desk float"] == 3_000
