"""What is read of an inbound message: an allow-list, so that a field of tomorrow is dropped too.

A sender's name, account, place and carrier come along in a dozen fields; none of them gets any further
than this file.
"""

import re
from collections.abc import Mapping
from typing import Final

from sms.redirected import CARRIER_HOST
from tipline.enclosures import MOST
from tipline.intake.texts.inbound import InboundText, OptOut

_SID: Final = re.compile(r"[A-Z]{2}[0-9a-f]{32}", re.ASCII)
_MEDIA: Final = re.compile(
    r"/2010-04-01/Accounts/(AC[0-9a-f]{32})/Messages/([A-Z]{2}[0-9a-f]{32})/Media/(ME[0-9a-f]{32})", re.ASCII
)
_RECEIVED: Final = frozenset({"received", ""})


def read_inbound(
    fields: Mapping[str, str], *, carrier_url: str = f"https://{CARRIER_HOST}"
) -> InboundText | None:
    """The text that a signed request brings, or nothing where it brings none: a status report, say.

    Args:
        fields: the request's.
        carrier_url: where the carrier's API is asked; a picture that is said to be anywhere else has no id.
    """
    sid = fields.get("MessageSid", "")
    if not _SID.fullmatch(sid) or "Body" not in fields or fields.get("SmsStatus", "") not in _RECEIVED:
        return None
    return InboundText(
        sid=sid,
        sender=fields.get("From", ""),
        line=fields.get("To", ""),
        body=fields["Body"],
        media=(count := _count(fields.get("NumMedia", ""))),
        media_ids=tuple(_media_id(fields, place, sid, carrier_url) for place in range(count)),
        opt_out=_opt_out(fields.get("OptOutType", "")),
    )


def _count(text: str) -> int:
    """How many media came: what is absurd counts as what it could be at most."""
    if not (text.isascii() and text.isdigit()):
        return 0
    return min(int(text[:4]), MOST)


def _media_id(fields: Mapping[str, str], place: int, sid: str, carrier_url: str) -> str:
    """The id of a picture, out of an address at the carrier that is of this account and this message."""
    address = fields.get(f"MediaUrl{place}", "")
    path = ""
    for base in (f"https://{CARRIER_HOST}", carrier_url.rstrip("/")):
        if address.startswith(f"{base}/"):
            path = address.removeprefix(base)
    found = _MEDIA.fullmatch(path)
    return found[3] if found and found[1] == fields.get("AccountSid") and found[2] == sid else ""


def _opt_out(text: str) -> OptOut | None:
    try:
        return OptOut(text.upper())
    except ValueError:
        return None
