"""Read a list of open tips of another system. Its words are in memory alone, and no refusal repeats them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tipline.errors import TextEmpty, TextTooLong
from tipline.intake.normalise import optional_text, require_text
from tipline.intake.report import Detail, Report
from tipline.lists import Line, ListFault, ListRefused, fold, read_list
from tipline.vocabulary import Channel, Offence, Status

LIMIT: Final = 8_000_000
"""Bytes of a list: its tips are sealed one by one, and all of them are in memory at once."""
MOST: Final = 5_000
"""Tips in one list."""
DETAIL_LIMIT: Final = 2_000
"""Code points of what stands beside a tip's words."""
FIRST_YEAR: Final = 1970

RECEIVED: Final = "received"
WORDS: Final = "words"
CHANNEL: Final = "channel"
OFFENCE: Final = "offence"
STATUS: Final = "status"
LANGUAGE: Final = "language"
ABOUT_US: Final = "about-us"
NUMBER: Final = "number"
_DETAILS: Final[Mapping[str, Detail]] = {
    "when": Detail.WHEN,
    "where": Detail.WHERE,
    "who": Detail.WHO,
    "vehicle": Detail.VEHICLE,
    NUMBER: Detail.NUMBER_BEFORE,
    STATUS: Detail.STATUS_BEFORE,
}
REQUIRED: Final = (RECEIVED, WORDS)
OPTIONAL: Final = (CHANNEL, OFFENCE, LANGUAGE, ABOUT_US, *_DETAILS)

OPEN: Final = frozenset(
    {"", "new", "open", "pending", "assigned", "in-progress"}
    | {fold(status.value) for status in Status if status.open}
)
"""How other systems call a tip on which work is not over."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2}", re.ASCII)
_YES_NO: Final = {"": False, "no": False, "yes": True}
_OFFENCES: Final = {fold(word): offence for offence in Offence for word in (offence.value, offence.label)}


@dataclass(frozen=True, slots=True)
class BroughtTip:
    """A tip as the list has it."""

    received: date
    report: Report


@dataclass(frozen=True, slots=True)
class BroughtTips:
    """A list of tips, and its bytes to know it again."""

    tips: tuple[BroughtTip, ...]
    data: bytes = field(repr=False)

    @property
    def first(self) -> date:
        """The day of the earliest."""
        return min(tip.received for tip in self.tips)

    @property
    def last(self) -> date:
        """The day of the latest."""
        return max(tip.received for tip in self.tips)


def template() -> str:
    """An empty list."""
    return ",".join([*REQUIRED, *OPTIONAL]) + "\r\n"


def read_tips(data: bytes, *, today: date) -> BroughtTips:
    """Read a list; free words are taken as they are, since nothing ever reckons with them.

    Raises:
        ListRefused: with what is wrong, and the line and column where it is.
    """
    lines = read_list(data, required=REQUIRED, optional=OPTIONAL, limit=LIMIT, most=MOST)
    return BroughtTips(tuple(_tip(line, today=today) for line in lines), data)


def _tip(line: Line, *, today: date) -> BroughtTip:
    if fold(line.plain(STATUS)) not in OPEN:
        raise ListRefused(ListFault.NOT_OPEN, line=line.number, column=STATUS)
    received = _day(line, today=today)
    offence = _OFFENCES.get(fold(line.plain(OFFENCE)) or Offence.OTHER.value)
    if offence is None:
        raise ListRefused(ListFault.NO_OFFENCE, line=line.number, column=OFFENCE)
    channel = next((one for one in Channel if one.value == (fold(line.plain(CHANNEL)) or Channel.WEB)), None)
    if channel is None:
        raise ListRefused(ListFault.NO_CHANNEL, line=line.number, column=CHANNEL)
    language = line.plain(LANGUAGE).lower() or "en"
    if not _LANGUAGE.fullmatch(language):
        raise ListRefused(ListFault.NO_LANGUAGE, line=line.number, column=LANGUAGE)
    about_us = _YES_NO.get(fold(line.plain(ABOUT_US)))
    if about_us is None:
        raise ListRefused(ListFault.NO_YES, line=line.number, column=ABOUT_US)
    report = Report(
        channel=channel,
        text=_words(line),
        details={detail: text for column, detail in _DETAILS.items() if (text := _detail(line, column))},
        language=language,
        offence=offence,
        about_us=about_us,
    )
    return BroughtTip(received, report)


def _words(line: Line) -> str:
    try:
        return require_text(line.cell(WORDS))
    except TextEmpty:
        raise ListRefused(ListFault.NO_WORDS, line=line.number, column=WORDS) from None
    except TextTooLong:
        raise ListRefused(ListFault.TOO_LONG, line=line.number, column=WORDS) from None


def _detail(line: Line, column: str) -> str:
    try:
        text = optional_text(line.cell(column))
    except TextTooLong:
        text = "x" * (DETAIL_LIMIT + 1)
    if len(text) > DETAIL_LIMIT:
        raise ListRefused(ListFault.TOO_LONG, line=line.number, column=column)
    return text


def _day(line: Line, *, today: date) -> date:
    typed = line.plain(RECEIVED)
    try:
        found = date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        found = None
    if found is None or found.year < FIRST_YEAR:
        raise ListRefused(ListFault.NO_DAY, line=line.number, column=RECEIVED)
    if found > today:
        raise ListRefused(ListFault.FUTURE, line=line.number, column=RECEIVED)
    return found
