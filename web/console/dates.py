"""A day as a person says it."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

WEEK: Final = 7
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def said(day: date, *, today: date) -> str:
    """Today, yesterday, a day of this week by its name, else "14 Oct", with the year when it is another."""
    ago = (today - day).days
    if ago == 0:
        return "today"
    if ago == 1:
        return "yesterday"
    if 1 < ago < WEEK:
        return DAYS[day.weekday()]
    short = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return short if day.year == today.year else f"{short} {day.year}"


def exact(day: date) -> str:
    """The whole date: "Wed 14 October 2026"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def clock(at: datetime, *, zone: ZoneInfo) -> str:
    """The time of day in the program's time zone."""
    return at.astimezone(zone).strftime("%H:%M")


def moment(at: datetime, *, zone: ZoneInfo) -> str:
    """Day and time in the program's time zone: "14 Oct 2026, 21:04"."""
    there = at.astimezone(zone)
    return f"{there.day} {MONTHS[there.month - 1][:3]} {there.year}, {there:%H:%M}"


def month_name(month: int) -> str:
    """A month of the form yyyymm: "October 2026"."""
    return f"{MONTHS[month % 100 - 1]} {month // 100}"
