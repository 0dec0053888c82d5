"""What the forms of the rewards send, read strictly: ids, months and words of a list."""

import re
from enum import StrEnum
from typing import Final, TypeVar

from tipline.errors import Unsuitable
from tipline.rewards.refusals import NoSuchEntry, NoSuchFund
from tipline.vocabulary import ID_SIZE, EntryId, FundId, Month
from web.forms import Form

MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
"""A month as an address or a field has it."""

NO_MONTH: Final = Month(1970_01)
"""Stands for what is no month: too long ago for anything to be booked in."""

Word = TypeVar("Word", bound=StrEnum)


def month_of_text(text: str) -> Month | None:
    """A month written as 2026-10."""
    found = MONTH.fullmatch(text)
    return Month(int(found[1]) * 100 + int(found[2])) if found else None


def month_text(month: Month) -> str:
    """A month as an address has it."""
    return f"{month // 100:04d}-{month % 100:02d}"


def read_month(form: Form) -> Month:
    """The month of a form; one that nothing can be booked in where there is none."""
    return month_of_text(form.get("month")) or NO_MONTH


def read_fund(form: Form) -> FundId:
    """The fund of a form.

    Raises:
        NoSuchFund: it is no id.
    """
    found = identity(form.get("fund"))
    if found is None:
        raise NoSuchFund
    return FundId(found)


def read_entry(text: str) -> EntryId:
    """The entry that an address names.

    Raises:
        NoSuchEntry: it is no id.
    """
    found = identity(text)
    if found is None:
        raise NoSuchEntry
    return EntryId(found)


def read_word(kind: type[Word], text: str) -> Word:
    """A word of a list.

    Raises:
        Unsuitable: it is not in it.
    """
    for word in kind:
        if word.value == text:
            return word
    raise Unsuitable("kind")


def identity(text: str) -> bytes | None:
    """An id as a field or an address has it; None where it is none."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return None
    return found if len(found) == ID_SIZE else None
