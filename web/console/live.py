"""Where an open queue listens for what comes in, and what its page had, as an address says it."""

from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from tipline.casework.arrivals import OLDEST, Mark
from tipline.casework.changes import Seen

PATH: Final = "/queue/events"
DIGITS: Final = 9


def address(mark: Mark, seen: Seen) -> str:
    """Where a page that was made now listens."""
    had = {"since": mark.since.isoformat(), "seen": mark.seen, "entry": seen.entry, "added": seen.added}
    return f"{PATH}?{urlencode(had)}"


def read(asked: QueryParams, *, today: date) -> tuple[Mark, Seen] | None:
    """What the page had that listens; None where the address does not say, or one too old to be open."""
    counts = [asked.get(name, "") for name in ("seen", "entry", "added")]
    if not all(count.isascii() and count.isdigit() and len(count) <= DIGITS for count in counts):
        return None
    try:
        day = date.fromisoformat(asked.get("since", ""))
    except ValueError:
        return None
    seen, entry, added = map(int, counts)
    return (Mark(day, seen), Seen(entry, added, 0)) if day >= today - OLDEST else None
