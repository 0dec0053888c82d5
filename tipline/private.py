"""Private matter as types that do not print: a phone number, a reporter's words."""

import re
from dataclasses import dataclass, field
from typing import Final, Self

from tipline.errors import NotAPhoneNumber

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_SHORT_CODE: Final = re.compile(r"[1-9][0-9]{2,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A phone number in E.164 form, or a short code of 3 to 8 digits.

    Raises:
        NotAPhoneNumber: it is neither.
    """

    e164: str = field(repr=False)

    def __post_init__(self) -> None:
        if not (_E164.fullmatch(self.e164) or _SHORT_CODE.fullmatch(self.e164)):
            raise NotAPhoneNumber

    @classmethod
    def read(cls, typed: str) -> Self:
        """A number as people write it: spaces, dots, hyphens and brackets are dropped.

        Raises:
            NotAPhoneNumber: what is left is no number.
        """
        return cls(re.sub(r"[\s().\-\u2010-\u2015]", "", typed))

    @property
    def is_short_code(self) -> bool:
        """A carrier's short code, which serves many programs by keyword."""
        return not self.e164.startswith("+")

    def __str__(self) -> str:
        return repr(self)


@dataclass(frozen=True, slots=True)
class PrivateText:
    """Words that must not reach a log or a traceback."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return repr(self)
