"""Private matter as types that do not print: where a text goes, an e-mail address, a reporter's words."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from tipline.errors import NotAMailAddress, NotAnAddress, NotAPhoneNumber

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


class AddressKind(StrEnum):
    """By what a text comes and goes."""

    SMS = "sms"
    """MMS too."""
    WHATSAPP = "whatsapp"
    MESSENGER = "messenger"
    RCS = "rcs"


_PREFIX: Final = {
    AddressKind.SMS: "",
    AddressKind.WHATSAPP: "whatsapp:",
    AddressKind.MESSENGER: "messenger:",
    AddressKind.RCS: "rcs:",
}

_RAW: Final = {
    AddressKind.SMS: re.compile(rf"{_E164.pattern}|{_SHORT_CODE.pattern}", re.ASCII),
    AddressKind.WHATSAPP: _E164,
    AddressKind.MESSENGER: re.compile(r"[1-9][0-9]{2,31}", re.ASCII),
    AddressKind.RCS: re.compile(rf"{_E164.pattern}|[a-zA-Z][a-zA-Z0-9_.-]{{1,58}}", re.ASCII),
}
"""What stands behind the prefix of each kind: a number, an account at Messenger, our agent's name."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a text comes from or goes to, as the carrier writes it.

    Raises:
        NotAnAddress: the carrier writes no address of this kind so.
    """

    kind: AddressKind
    wire: str = field(repr=False)
    """`+1…` or a short code; `whatsapp:+1…`, `messenger:…`, `rcs:…`."""

    def __post_init__(self) -> None:
        if not self.wire.startswith(_PREFIX[self.kind]) or not _RAW[self.kind].fullmatch(self._raw):
            raise NotAnAddress

    @classmethod
    def read(cls, text: str) -> Self:
        """The address that a text is, whichever kind it has.

        Raises:
            NotAnAddress: it is none: a name, a withheld sender, nonsense.
        """
        prefix = text[: text.find(":") + 1]
        kind = next((kind for kind, one in _PREFIX.items() if one == prefix), None)
        if kind is None:
            raise NotAnAddress
        return cls(kind, text)

    @classmethod
    def of(cls, number: PhoneNumber) -> Self:
        """A phone that is reached by SMS."""
        return cls(AddressKind.SMS, number.e164)

    @property
    def person(self) -> str:
        """What its owner is known by: SMS, MMS and RCS of one number are one person, the others are not."""
        return self._raw if self.kind is AddressKind.RCS else self.wire

    @property
    def _raw(self) -> str:
        return self.wire.removeprefix(_PREFIX[self.kind])

    def __str__(self) -> str:
        return repr(self)


MAIL_LIMIT: Final = 254
"""Letters of an address (RFC 5321, section 4.5.3.1.3, without its brackets)."""

_MAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An e-mail address of plain ASCII, which every mail server takes; nothing in it ends a line of a mail.

    Raises:
        NotAMailAddress: it is none.
    """

    address: str = field(repr=False)

    def __post_init__(self) -> None:
        local, _, domain = self.address.rpartition("@")
        if (
            len(self.address) > MAIL_LIMIT
            or not _MAIL.fullmatch(self.address)
            or ".." in self.address
            or local.startswith(".")
            or local.endswith(".")
            or ".-" in domain
            or "-." in domain
        ):
            raise NotAMailAddress

    @classmethod
    def read(cls, typed: str) -> Self:
        """An address as it was typed, without the blanks around it.

        Raises:
            NotAMailAddress: it is none.
        """
        return cls(typed.strip())

    @property
    def domain(self) -> str:
        """What stands behind the sign."""
        return self.address.rpartition("@")[2]

    def __str__(self) -> str:
        return repr(self)


@dataclass(frozen=True, slots=True)
class PrivateText:
    """Words that must not reach a log or a traceback."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return repr(self)
