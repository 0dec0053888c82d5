"""What the tips of a flood have in common, as an address has it and as somebody says it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from tipline.casework.queue import Alike
from tipline.vocabulary import AppealId, Channel, LinkId, Offence

WRITTEN: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([a-z]{1,12})\.([a-z-]{1,40})\.([A-Za-z-]{1,8})"
    r"\.([0-9a-f]{32})?\.([A-Za-z0-9]{1,8})?",
    re.ASCII,
)
"""A day, a channel, an offence, a language, and an appeal and a link or nothing: 2026-10-14.web.drugs.en.."""

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "fr": "French"}
"""Of others the code is said."""


def written(alike: Alike) -> str:
    """A kind of tips as it stands in an address."""
    appeal = alike.appeal_id.hex() if alike.appeal_id else ""
    return (
        f"{alike.day.isoformat()}.{alike.channel.value}.{alike.offence.value}.{alike.language}"
        f".{appeal}.{alike.link_id or ''}"
    )


def read(address: str) -> Alike | None:
    """The kind that an address names; None where it names none."""
    found = WRITTEN.fullmatch(address)
    if found is None:
        return None
    day, channel, offence, language, appeal, link = found.groups()
    try:
        return Alike(
            day=date.fromisoformat(day),
            channel=Channel(channel),
            offence=Offence(offence),
            language=language,
            appeal_id=AppealId(bytes.fromhex(appeal)) if appeal else None,
            link_id=LinkId(link) if link else None,
        )
    except ValueError:
        return None


def words(alike: Alike, *, appeal: str | None = None) -> str:
    """A kind as somebody says it: "text, drugs, English, with the appeal Rink"."""
    said = [
        alike.channel.label.lower(),
        alike.offence.label.lower(),
        LANGUAGES.get(alike.language, alike.language),
        f"with the appeal {appeal}" if appeal else "with an appeal" if alike.appeal_id else None,
        "by one link" if alike.link_id else None,
    ]
    return ", ".join(each for each in said if each)
