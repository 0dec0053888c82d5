"""The letters that staff are sent: a constant subject, constant words, one size, and nothing about any tip.

A letter says that somebody should look, in English and in French, and where to look is known to whom it is
sent. It has no link, so that a mail with one is known to be somebody else's. What a provider of mail learns
is who works here and, of a page, its minute.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Final

from tipline.private import MailAddress


class Letter(StrEnum):
    """What a letter is for."""

    ALERT = "alert"
    DIGEST = "digest"
    MONTH = "month"
    PAGE = "page"


class PageWords(StrEnum):
    """What a text to a phone says."""

    STAFF = "staff"
    OUTSIDE = "outside"


TEXTS: Final[Mapping[PageWords, str]] = {
    PageWords.STAFF: "PAGE. Open the console now. / APPEL. Ouvrez la console maintenant.",
    PageWords.OUTSIDE: (
        "TIP LINE: a page is not answered. Call its people now. / Appel sans réponse. Joignez l'équipe."
    ),
}
"""One text message each, in letters that every phone has."""

SIZE: Final = 2_048
"""Bytes of every letter, heads and all, whoever it is for."""

SUBJECT: Final = "Tip line: please look / Ligne de signalement : voir"
"""Of all that can wait. One subject for them, so that no list of subjects tells which was which."""

PAGE_SUBJECT: Final = "PAGE - look now / APPEL - voir tout de suite"
"""Of a page, which must wake somebody. Its minute tells a provider as much as this."""

WORDS: Final[Mapping[Letter, str]] = {
    Letter.ALERT: ("Something new waits in the console.\nDu nouveau attend dans la console.\n"),
    Letter.DIGEST: (
        "Your letter of the day. It comes whether or not there is news;\n"
        "if it does not come, mail is broken: tell whoever runs the console.\n"
        "Votre lettre du jour. Elle vient qu'il y ait du nouveau ou non.\n"
    ),
    Letter.MONTH: (
        "The report of the month is ready in the console.\nLe rapport du mois est pret dans la console.\n"
    ),
    Letter.PAGE: (
        "You are on duty or next in the roster. Open the console now.\n"
        "Vous etes de garde, ou la personne suivante. Ouvrez la console\n"
        "tout de suite.\n"
    ),
}
"""Plain ASCII, so that no server encodes it anew and changes its size."""

END: Final = (
    "\n"
    "Sign in as you always do. This letter never has a link: one that has\n"
    "is not ours. Do not answer it.\n"
    "Connectez-vous comme toujours. Cette lettre n'a jamais de lien.\n"
)

_PADDING: Final = "X-Padding: "
_LINE: Final = 76
"""Bytes of a line of padding with its end; RFC 5322 asks for 78 characters at most."""
_SHORTEST: Final = len(_PADDING) + 3


def compose(letter: Letter, *, sender: MailAddress, to: MailAddress, mail_id: bytes, at: datetime) -> bytes:
    """A letter as it goes to the mail server: exactly `SIZE` bytes of ASCII, lines ended by CR LF.

    Args:
        letter: which one.
        sender: the program's address.
        to: somebody of the staff; longer addresses leave less padding.
        mail_id: 16 bytes that name this mail, the same for every try.
        at: the moment of this try.
    """
    heads = (
        ("From", sender.address),
        ("To", to.address),
        ("Subject", PAGE_SUBJECT if letter is Letter.PAGE else SUBJECT),
        ("Date", format_datetime(at.astimezone(UTC).replace(microsecond=0))),
        ("Message-ID", f"<{mail_id.hex()}@{sender.domain}>"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=us-ascii"),
        ("Content-Transfer-Encoding", "7bit"),
        ("Auto-Submitted", "auto-generated"),
    )
    top = "".join(f"{name}: {value}\r\n" for name, value in heads)
    body = "\r\n" + "".join(f"{line}\r\n" for line in (WORDS[letter] + END).splitlines())
    return (top + _padding(SIZE - len(top) - len(body)) + body).encode("ascii")


def _padding(size: int) -> str:
    """So many bytes of heads that no reader of mail shows."""
    lines = []
    while size - _LINE >= _SHORTEST:
        lines.append(_head(_LINE))
        size -= _LINE
    return "".join([*lines, _head(size)])


def _head(size: int) -> str:
    return _PADDING + "." * (size - len(_PADDING) - 2) + "\r\n"
