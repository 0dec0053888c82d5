"""Where an open queue listens for what comes in, and what its page had, as an address says it."""

from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from tipline.casework.arrivals import OLDEST, Mark

PATH: Final = "/queue/events"
DIGITS: Final = 9


def address(mark: Mark) -> str:
    """Where a page that was made now listens."""
    return f"{PATH}?{urlencode({'since': mark.since.isoformat(), 'seen': mark.seen})}"


def read(asked: QueryParams, *, today: date) -> Mark | None:
    """What the page had that listens; None where the address does not say, or one too old to be open."""
    since, seen = asked.get("since", ""), asked.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) <= DIGITS):
        return None
    try:
        day = date.fromisoformat(since)
    except ValueError:
        return None
    return Mark(day, int(seen)) if day >= today - OLDEST else None
