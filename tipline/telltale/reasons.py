"""Why words are marked, and what a mark is."""

from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """What words may give away; the pages say it in a sentence."""

    FAMILY = "family"
    """Family, a partner or a friend: "my cousin", "mon frère"."""
    NEIGHBOUR = "neighbour"
    """Who lives beside, above or with the reporter, or rents to them."""
    COLLEAGUE = "colleague"
    """Who works, studies or is paid with the reporter."""
    BOND = "bond"
    """What the reporter is to somebody: "I am his sister"."""
    HOME = "home"
    """Where the reporter lives: "I live near", "my street"."""
    WORK = "work"
    """Where the reporter works or studies: "I work at", "my school"."""
    NAME = "name"
    """The reporter's own name: "my name is", "Signed, A. B."."""
    CONTACT = "contact"
    """The reporter asks to be reached: "call me at", "my number"."""
    SELF = "self"
    """The reporter's age or trade: "I am 17 years old", "I am a nurse"."""
    ONLY_ONE = "only-one"
    """Nobody else could have told: "only I know", "I was the only one there"."""
    PRESENCE = "presence"
    """What the reporter saw, with the time to the minute or hour: "I saw him at 3:15"."""
    PHONE = "phone"
    """A phone number, whoever's: a reporter may have written their own."""
    EMAIL = "email"
    """An e-mail address, whoever's."""
    HANDLE = "handle"
    """A name on a social account: near "my", or in a summary anywhere."""
    PLATE = "plate"
    """A licence plate: near "my", or in a summary anywhere."""
    STREET = "street"
    """In a summary: a street, an intersection, a numbered road, a postal code."""
    DAY = "day"
    """In a summary: a date, a day of the week, a holiday, a day counted from today."""
    TIME = "time"
    """In a summary: a time of day."""
    UNIT = "unit"
    """In a summary: a police division, squad, unit or service; the number of an apartment too."""
    SUM = "sum"
    """In a summary: an amount of money in figures or words, round or not."""
    TIP_NUMBER = "tip-number"
    """In a summary: what looks like the number of a tip."""


class Profile(StrEnum):
    """What a text is looked through for."""

    REPORTER = "reporter"
    """What a reporter writes, and a copy that investigators will read: who could have written it?"""
    SUMMARY = "summary"
    """A case summary for the board, or anything else that leaves the tip: which case is it, too?"""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of a text, `text[start:end]` in code points, and why it is marked; the words do not print."""

    start: int
    end: int
    reason: Reason
    words: str = field(repr=False)
