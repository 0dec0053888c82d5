"""The hours of a day between which answers leave by text: a phone that lights up at night is asked about."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LAST_HOUR: Final = 24


@dataclass(frozen=True, slots=True)
class Hours:
    """From an hour until another of the same day, 0 to 24, in a program's time zone.

    Raises:
        ValueError: the first is not before the last, or one of them is no hour.
    """

    first: int = 10
    last: int = 20

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.last <= LAST_HOUR:
            raise ValueError("hours must be within a day, the first before the last")

    def __str__(self) -> str:
        return f"{self.first:02}:00 and {self.last:02}:00"

    @property
    def whole_day(self) -> bool:
        """Whether nothing waits for the morning."""
        return (self.first, self.last) == (0, LAST_HOUR)

    def opens(self, now: datetime, *, zone: ZoneInfo) -> datetime | None:
        """When the hours begin next; nothing where they are on.

        On the day that clocks change an hour that does not exist begins when the clock passes it.
        """
        here = now.astimezone(zone)
        if self.first <= here.hour < self.last:
            return None
        day = here.date() if here.hour < self.first else here.date() + timedelta(days=1)
        return datetime.combine(day, time(self.first), tzinfo=zone).astimezone(UTC)


USUAL_HOURS: Final = Hours()
"""Ten in the morning to eight in the evening."""
