import pytest

from tipline.money import Currency
from tipline.vocabulary import Cents
from web.console.amounts import AmountWrong, Wrong, read_amount, said, typed

CAD = Currency("CAD")


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$1,250.00", 125_000),
        ("1250", 125_000),
        ("1 250,00", 125_000),
        ("1\u00a0250,00\u00a0$", 125_000),
        ("1\u202f250", 125_000),
        ("  12.50  ", 1_250),
        ("12,50", 1_250),
        ("0.01", 1),
        ("007", 700),
        ("CAD 5", 500),
        ("5 cad", 500),
        ("CA$5", 500),
        ("100,000,000.00", 10_000_000_000),
    ],
)
def test_a_sum_is_read_as_people_type_it(text: str, cents: int) -> None:
    assert read_amount(text, currency=CAD) == cents


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", Wrong.NOTHING_TYPED),
        (" \u00a0 ", Wrong.NOTHING_TYPED),
        ("-5", Wrong.NEGATIVE),
        ("\u22125", Wrong.NEGATIVE),
        ("$-5", Wrong.NEGATIVE),
        ("(5)", Wrong.NEGATIVE),
        ("5-", Wrong.NEGATIVE),
        ("0", Wrong.ZERO),
        ("0.00", Wrong.ZERO),
        ("1000000000000", Wrong.TOO_MUCH),
        ("1,000,000,000,000", Wrong.TOO_MUCH),
        ("100,000,000.01", Wrong.TOO_MUCH),
        ("12.345", Wrong.PARTS_OF_CENTS),
        ("0.001", Wrong.PARTS_OF_CENTS),
        ("1.250", Wrong.PARTS_OF_CENTS),
        ("12.5", Wrong.PARTS_OF_CENTS),
        ("\u20ac5", Wrong.CURRENCY),
        ("5 EUR", Wrong.CURRENCY),
        ("US$5", Wrong.CURRENCY),
        ("\u00a35", Wrong.CURRENCY),
        ("1e5", Wrong.NO_SUM),
        ("1,25,0", Wrong.NO_SUM),
        ("1,250,00", Wrong.NO_SUM),
        ("1 25", Wrong.NO_SUM),
        ("\uff15", Wrong.NO_SUM),
        ("\u0665", Wrong.NO_SUM),
        ("five", Wrong.NO_SUM),
        ("+5", Wrong.NO_SUM),
        ("=5", Wrong.NO_SUM),
        ("5\x00", Wrong.NO_SUM),
        ("9" * 41, Wrong.NO_SUM),
    ],
)
def test_what_is_no_sum_or_could_be_two_is_refused(text: str, wrong: Wrong) -> None:
    with pytest.raises(AmountWrong) as refused:
        read_amount(text, currency=CAD)

    assert refused.value.wrong is wrong
    assert refused.value.words.endswith(".")


def test_a_maximum_is_said_with_the_refusal() -> None:
    with pytest.raises(AmountWrong) as refused:
        read_amount("2,000.01", currency=CAD, most=Cents(200_000))

    assert refused.value.words == "that is more than can be: $2,000.00 at most."
    assert read_amount("2,000.00", currency=CAD, most=Cents(200_000)) == 200_000


def test_a_sum_of_a_fund_in_euro_takes_no_dollars() -> None:
    euro = Currency("EUR")

    with pytest.raises(AmountWrong) as refused:
        read_amount("$5", currency=euro)

    assert refused.value.words == "that is another currency. This one is in EUR."
    assert (read_amount("\u20ac5", currency=euro), read_amount("5,00 EUR", currency=euro)) == (500, 500)


def test_sums_are_written_so_that_they_are_read_again() -> None:
    sums = [Cents(cents) for cents in (1, 99, 100, 1_250, 125_000, 123_456_789, 10_000_000_000)]

    assert [read_amount(said(cents, CAD), currency=CAD) for cents in sums] == sums
    assert [read_amount(typed(cents)) for cents in sums] == sums
    assert [said(5, Currency("CHF")), said(-5), said(150_000, Currency("EUR"))] == [
        "CHF\u00a00.05",
        "\u2212$0.05",
        "\u20ac1,500.00",
    ]
