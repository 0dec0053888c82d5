"""Sums of money as people type and read them: the one place where text becomes cents, and cents text.

Typed as on a cheque, in English or French: $1,250.00, 1250, 1 250,00. What could mean two sums is refused,
and never guessed.
"""

import re
from enum import StrEnum
from typing import Final

from tipline.money import LARGEST, Currency
from tipline.vocabulary import Cents

LONGEST: Final = 40
"""Characters of a sum; more are no sum."""

ONE_CENT: Final = Cents(1)

DOLLARS: Final = frozenset(
    Currency(code)
    for code in (
        *("AUD", "BBD", "BMD", "BSD", "BZD", "CAD", "FJD", "GYD", "JMD", "KYD"),
        *("NAD", "NZD", "SGD", "TTD", "USD", "XCD"),
    )
)
"""Currencies whose sign is $."""

_SIGNS: Final = {
    Currency("EUR"): "€",
    Currency("GBP"): "£",
    Currency("FKP"): "£",
    Currency("GIP"): "£",
    Currency("INR"): "₹",
    Currency("MXN"): "$",
    Currency("PHP"): "₱",
} | dict.fromkeys(DOLLARS, "$")
_WITH_PLACE: Final = {"CA$": "CAD", "C$": "CAD", "US$": "USD", "A$": "AUD", "NZ$": "NZD"}
_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f]+")
_NAMED: Final = r"[A-Za-z]{0,3}[$€£¥₹₱]?"
_PARTS: Final = re.compile(
    rf"(?P<before>{_NAMED}) ?(?P<minus>[-\u2212]?) ?"
    r"(?P<sum>[0-9][0-9., ]*[0-9]|[0-9]|[.,][0-9]+)"
    rf" ?(?P<after>{_NAMED})",
    re.ASCII,
)
_WRITTEN: Final = (
    re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<cents>[0-9]{2}))?", re.ASCII),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<cents>[0-9]{2}))?", re.ASCII),
    re.compile(r"(?P<whole>[0-9]{1,3}(?: [0-9]{3})+)(?:[.,](?P<cents>[0-9]{2}))?", re.ASCII),
)
_PARTS_OF_CENTS: Final = re.compile(
    r"(?:[0-9]*|[0-9]{1,3}(?:[, ][0-9]{3})+)[.,](?:[0-9]|[0-9]{3,})", re.ASCII
)


class Wrong(StrEnum):
    """What is wrong with a sum, as it is said after the field's name."""

    NOTHING_TYPED = "write a sum, as 1250 or 1,250.00."
    NO_SUM = "that is no sum that we can read. Write it as 1250, as 1,250.00 or as 1 250,00."
    NEGATIVE = "a sum is never less than nothing. Write it without a sign."
    ZERO = "a sum of nothing cannot be booked. Write what it is."
    PARTS_OF_CENTS = "there is nothing smaller than a cent. Write two digits for the cents, as 12.50."
    CURRENCY = "that is another currency. This one is in {currency}."
    TOO_MUCH = "that is more than can be: {most} at most."


class AmountWrong(Exception):
    """A text that is no sum of money that may be here; what is wrong, said in a sentence."""

    def __init__(self, wrong: Wrong, words: str) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong
        self.words = words


def read_amount(
    text: str, *, currency: Currency | None = None, least: Cents = ONE_CENT, most: Cents = LARGEST
) -> Cents:
    """A sum as somebody typed it, in cents.

    Args:
        currency: of the fund; where it is none, the sign $ may stand there and nothing else.
        least: zero where nothing is a sum too.
        most: more is refused.

    Raises:
        AmountWrong: it is no sum, below `least`, over `most`, in parts of a cent or in another currency.
    """
    if not (plain := _SPACES.sub(" ", text).strip()):
        raise _wrong(Wrong.NOTHING_TYPED)
    if len(plain) > LONGEST:
        raise _wrong(Wrong.NO_SUM)
    negative = plain.startswith(("-", "\u2212", "(")) or plain.endswith("-")
    found = _PARTS.fullmatch(plain.strip("-\u2212()+ ") if negative else plain)
    if found is None:
        raise _wrong(Wrong.NO_SUM)
    for word in (found["before"], found["after"]):
        if word and not _is_of(word, currency):
            raise _wrong(Wrong.CURRENCY, currency=currency)
    if negative or found["minus"]:
        raise _wrong(Wrong.NEGATIVE)
    cents = _cents(found["sum"])
    if cents < least:
        raise _wrong(Wrong.ZERO)
    if cents > most:
        raise _wrong(Wrong.TOO_MUCH, currency=currency, most=most)
    return cents


def said(cents: int, currency: Currency | None = None) -> str:
    """A sum as a person reads it: $1,250.00, €12.50, or CHF 40.00."""
    sign = "$" if currency is None else _SIGNS.get(currency, f"{currency}\u00a0")
    minus = "\u2212" if cents < 0 else ""
    return f"{minus}{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def typed(cents: int) -> str:
    """A sum as a field has it, to be changed there: 1,250 or 12.50."""
    return f"{cents // 100:,}.{cents % 100:02d}" if cents % 100 else f"{cents // 100:,}"


def _cents(text: str) -> Cents:
    for form in _WRITTEN:
        if found := form.fullmatch(text):
            whole = int(found["whole"].replace(",", "").replace(" ", ""))
            return Cents(whole * 100 + int(found["cents"] or 0))
    if _PARTS_OF_CENTS.fullmatch(text):
        raise _wrong(Wrong.PARTS_OF_CENTS)
    raise _wrong(Wrong.NO_SUM)


def _is_of(word: str, currency: Currency | None) -> bool:
    """Whether a sign or a code beside a sum names the currency that it must be in."""
    word = word.upper()
    if currency is None:
        return word == "$"
    return word in {_SIGNS.get(currency), currency} or _WITH_PLACE.get(word) == currency


def _wrong(wrong: Wrong, *, currency: Currency | None = None, most: Cents = LARGEST) -> AmountWrong:
    return AmountWrong(wrong, wrong.value.format(currency=currency or "dollars", most=said(most, currency)))
