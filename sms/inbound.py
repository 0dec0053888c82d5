"""What is read of an inbound message: an allow-list, so that a field of tomorrow is dropped too.

A sender's name, account, place and carrier come along in a dozen fields; none of them gets any further
than this file.
"""

import re
from collections.abc import Mapping
from typing import Final

from tipline.intake.texts.inbound import InboundText, OptOut

_SID: Final = re.compile(r"[A-Z]{2}[0-9a-f]{32}", re.ASCII)
_MOST_MEDIA: Final = 10
_RECEIVED: Final = frozenset({"received", ""})


def read_inbound(fields: Mapping[str, str]) -> InboundText | None:
    """The text that a signed request brings, or nothing where it brings none: a status report, say."""
    sid = fields.get("MessageSid", "")
    if not _SID.fullmatch(sid) or "Body" not in fields or fields.get("SmsStatus", "") not in _RECEIVED:
        return None
    return InboundText(
        sid=sid,
        sender=fields.get("From", ""),
        line=fields.get("To", ""),
        body=fields["Body"],
        media=_count(fields.get("NumMedia", "")),
        opt_out=_opt_out(fields.get("OptOutType", "")),
    )


def _count(text: str) -> int:
    """How many media came: what is absurd counts as what it could be at most."""
    if not (text.isascii() and text.isdigit()):
        return 0
    return min(int(text[:4]), _MOST_MEDIA)


def _opt_out(text: str) -> OptOut | None:
    try:
        return OptOut(text.upper())
    except ValueError:
        return None
