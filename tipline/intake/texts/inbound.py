"""A text message as the gateway lets it in: the few fields that are needed, and none that can be printed."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tipline.errors import NotAPhoneNumber
from tipline.private import PhoneNumber

_FEWEST_DIGITS: Final = 7
"""Shorter senders are machines: an answer would cost money, or start two machines talking."""

_NUMBER: Final = re.compile(r"\+?[0-9]+", re.ASCII)


class OptOut(StrEnum):
    """What the carrier did by itself about this text, and has answered: then we stay silent."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


@dataclass(frozen=True, slots=True)
class InboundText:
    """One text: the carrier's id of it, from whom, to which of our numbers, and what it says."""

    sid: str = field(repr=False)
    sender: str = field(repr=False)
    """As the carrier writes it: a number in E.164 form, a short code, a name; empty where it was withheld."""
    line: str = field(repr=False)
    body: str = field(repr=False)
    media: int = 0
    """Pictures and the like that came with it."""
    opt_out: OptOut | None = None

    @property
    def number(self) -> PhoneNumber | None:
        """The sender's number where it can be answered: none for short codes, names and withheld ones."""
        if not _NUMBER.fullmatch(self.sender) or len(self.sender.lstrip("+")) < _FEWEST_DIGITS:
            return None
        try:
            return PhoneNumber(self.sender)
        except NotAPhoneNumber:
            return None
