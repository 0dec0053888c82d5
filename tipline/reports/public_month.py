"""A month as the public has it, and the bytes in which it is kept, signed and handed out.

They are JSON with sorted keys and no space between, so that a month has one form and its signature one
meaning. None is "withheld", whatever the reason.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from tipline.errors import Refused
from tipline.reports.months import written
from tipline.vocabulary import Month

FORMAT: Final = "tipline public month 1"

Numbers: TypeAlias = Mapping[str, int | None]
"""A number under each word of the vocabulary, None where it is withheld."""


class Part(StrEnum):
    """A table of the public's month."""

    CHANNELS = "channels"
    OFFENCES = "offences"
    RESULTS = "results"
    AWARDS = "awards"


YEARLY: Final = (Part.CHANNELS, Part.OFFENCES)
"""The tables that are told of a year too."""


class NotAPublicMonth(Refused):
    """Bytes that are no public month of this format."""


@dataclass(frozen=True, slots=True)
class PublicYear:
    """The told months of one year together."""

    months: tuple[Month, ...]
    """Which they are; those that are withheld, or not out, are not in the sums."""
    tips: int
    parts: Mapping[Part, Numbers | None]


@dataclass(frozen=True, slots=True)
class PublicMonth:
    """A month without places, days, links and what is about ourselves, small numbers withheld."""

    program: str
    """The program's name in addresses, when this was published."""
    month: Month
    tips: int | None
    follow_ups: int | None
    parts: Mapping[Part, Numbers | None]
    """A table that could not be protected is None: nothing of it is told."""
    year: PublicYear | None = None
    """In December, where two months of the year or more are told."""

    @property
    def is_withheld(self) -> bool:
        """Nothing of this month alone is told."""
        return self.tips is None


def to_bytes(public: PublicMonth) -> bytes:
    """The one form in which a public month is kept and handed out."""
    year = public.year
    whole = {
        "format": FORMAT,
        "program": public.program,
        "month": written(public.month),
        "tips": public.tips,
        "follow-ups": public.follow_ups,
        **{part.value: public.parts[part] for part in Part},
        "year": None
        if year is None
        else {
            "months": [written(month) for month in year.months],
            "tips": year.tips,
            **{part.value: year.parts[part] for part in YEARLY},
        },
    }
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def from_bytes(content: bytes) -> PublicMonth:
    """Read what `to_bytes` wrote.

    Raises:
        NotAPublicMonth: it is something else, or written in another way.
    """
    try:
        body: dict[str, Any] = json.loads(content)  # Any: JSON, of which only what is written alike is taken
        year = body["year"]
        public = PublicMonth(
            program=str(body["program"]),
            month=_month(body["month"]),
            tips=_number(body["tips"]),
            follow_ups=_number(body["follow-ups"]),
            parts={part: _numbers(body[part.value]) for part in Part},
            year=None
            if year is None
            else PublicYear(
                months=tuple(_month(each) for each in year["months"]),
                tips=int(year["tips"]),
                parts={part: _numbers(year[part.value]) for part in YEARLY},
            ),
        )
        alike = to_bytes(public) == content
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotAPublicMonth from None
    if not alike:
        raise NotAPublicMonth
    return public


def _month(said: str) -> Month:
    return Month(int(said[:4]) * 100 + int(said[5:]))


def _number(said: int | None) -> int | None:
    return None if said is None else int(said)


def _numbers(said: Mapping[str, int | None] | None) -> Numbers | None:
    return None if said is None else {str(name): _number(number) for name, number in said.items()}
