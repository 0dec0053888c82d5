"""An amount is read in whole cents of the fund's currency, and whatever is none is refused."""

import pytest

from tipline.money import CURRENCIES, LARGEST, Currency
from tipline.rewards.amounts import read_amount
from tipline.rewards.refusals import AmountRefused, OtherCurrency

CAD = Currency("CAD")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("500", 50_000),
        (" 500.00 ", 50_000),
        ("0.01", 1),
        ("$500", 50_000),
        ("CAD 500", 50_000),
        ("500 cad", 50_000),
        ("1,250.50", 125_050),
        ("1 250.50", 125_050),
        ("100000000", LARGEST),
    ],
)
def test_an_amount_is_read(typed: str, cents: int) -> None:
    assert read_amount(typed, currency=CAD) == cents


@pytest.mark.parametrize(
    "typed",
    [
        *("", "0", "0.00", "-5", "−5", "(5)", "+5", "five", "5e3", "0x10", "NaN", "inf"),
        *("10.005", "10.5", "10.", ".50", "1,5", "1.250,50", "10,00", "1,2345", "5 00"),
        *("1000000000000", "100000000.01", "9" * 400, "٥٠٠", "5\x00", "=5", "5;6", "$$5"),
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        read_amount(typed, currency=CAD)

    assert refused.value.limit == LARGEST


@pytest.mark.parametrize(
    ("typed", "named"), [("500 USD", "USD"), ("eur 5", "EUR"), ("€500", "€"), ("£5", "£")]
)
def test_another_currency_is_refused(typed: str, named: str) -> None:
    with pytest.raises(OtherCurrency) as refused:
        read_amount(typed, currency=CAD)

    assert (refused.value.wanted, refused.value.found) == (CAD, named)


def test_the_sign_of_the_funds_own_currency_is_read() -> None:
    assert read_amount("€5", currency=Currency("EUR")) == 500
    assert {len(currency) for currency in CURRENCIES} == {3}
