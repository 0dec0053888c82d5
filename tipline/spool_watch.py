"""What waits in the spools of this machine, for who must know of it: the log's alarm, and staff."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from tipline.log import Event, failure, log
from tipline.settings import Settings
from tipline.spool import Kind, Spool, Standing
from tipline.spool_errors import SpoolUnavailable
from tipline.vocabulary import Process

QUARTER_SECONDS: Final = 900


def tips_that_wait(settings: Settings) -> Standing:
    """How many tips and messages wait in both doors' spools, as far as this process may look into them.

    A door of another machine, or of another user of this one, keeps its own to itself.
    """
    found = []
    for process in (Process.PUBLIC, Process.GATEWAY):
        with suppress(SpoolUnavailable):
            found.append(Spool(settings.spool(process), megabytes=1).standing(Kind.TIP))
    since = [one.since for one in found if one.since is not None]
    return Standing(
        count=sum(one.count for one in found),
        since=min(since, default=None),
        aside=sum(one.aside for one in found),
    )


class Standings:
    """Tells of one spool while anything lies in it: at quarter-hours, so that no line has a tip's minute."""

    def __init__(self, spool: Spool) -> None:
        """Look into `spool`."""
        self._spool = spool
        self._told: int | None = None

    def tell(self, *, now: datetime) -> None:
        """Log how many wait, and how many lie apart, once in each quarter of an hour."""
        quarter = int(now.astimezone(UTC).timestamp()) // QUARTER_SECONDS
        if quarter == self._told:
            return
        self._told = quarter
        try:
            standing = self._spool.standing()
        except SpoolUnavailable as trouble:
            failure(trouble, event=Event.SPOOL_UNAVAILABLE)
            return
        if standing.count:
            log(Event.SPOOL_WAITS, count=standing.count)
        if standing.aside:
            log(Event.SPOOLED_SET_ASIDE, count=standing.aside)
