"""An amount of money as somebody typed it, in whole cents; parts of a cent cannot be said."""

import re
from typing import Final

from tipline.money import CURRENCIES, LARGEST, Currency
from tipline.rewards.refusals import AmountRefused, OtherCurrency
from tipline.vocabulary import Cents

_WORD: Final = re.compile(r"[A-Za-z]{3}", re.ASCII)
_PLAIN: Final = re.compile(r"(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d{1,12})(?:\.(?P<cents>\d{2}))?", re.ASCII)


def read_amount(typed: str, *, currency: Currency) -> Cents:
    """Read an amount such as 500, 1,250.50, $500 or CAD 500.

    Raises:
        OtherCurrency: another currency is named than the fund's.
        AmountRefused: it is no sum, nothing, less than nothing, too much, or has parts of a cent.
    """
    text = " ".join(typed.split())
    for word in _WORD.findall(text):
        if word.upper() != currency and word.upper() in CURRENCIES:
            raise OtherCurrency(wanted=currency, found=word.upper())
    for sign in "€£¥":
        if sign in text and _SIGNS.get(sign) != currency:
            raise OtherCurrency(wanted=currency, found=sign)
    bare = re.sub(rf"(?i:\b{currency}\b)|[$€£]", "", text, count=1).strip()
    found = _PLAIN.fullmatch(bare)
    if found is None:
        raise AmountRefused(limit=LARGEST)
    amount = int(re.sub(r"[, ]", "", found["whole"])) * 100 + int(found["cents"] or 0)
    if not 0 < amount <= LARGEST:
        raise AmountRefused(limit=LARGEST)
    return Cents(amount)


_SIGNS: Final = {"€": "EUR", "£": "GBP"}
"""Of the other signs we keep no money."""
