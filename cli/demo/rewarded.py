"""The tips that the board was asked to reward, as sample tips: when each came, and when it ended."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from cli.demo.history import LONG_AGO, Fate, Story
from cli.demo.sample_awards import SampleAward, read_awards
from tipline.figures import Figure
from tipline.rewards.months import months_before
from tipline.vocabulary import Channel, Disposition, Month

MEETING_DAY: Final = 18
"""Of each month but the one that runs."""
RECEIVED, CLOSED = timedelta(days=48), timedelta(days=12)
"""How long before its meeting a tip came, and ended."""
WAITS: Final = timedelta(days=4)
"""How far ahead the next meeting is, for what waits for it."""


def rewarded(*, now: datetime, today: date) -> list[Story]:
    """These tips, one for each award of the list, oldest first.

    Args:
        now: the moment that the demo is made.
        today: the day that it is then, in the program's time zone.
    """
    stories = [_story(award, place, now=now, today=today) for place, award in enumerate(read_awards())]
    return sorted(stories, key=lambda story: story.received)


def meeting_in(month: Month) -> datetime:
    """When the board meets in a month."""
    return datetime(month // 100, month % 100, MEETING_DAY, 22, 30, tzinfo=UTC)


def month_ago(today: date, months: int) -> Month:
    """The month so many before the one that runs."""
    return months_before(Month(today.year * 100 + today.month), months)


def _story(award: SampleAward, place: int, *, now: datetime, today: date) -> Story:
    meeting = meeting_in(month_ago(today, award.met)) if award.met else now + WAITS
    # No two at one moment: the order of what was done is then the same in every demo.
    apart = timedelta(hours=place, minutes=7 * place)
    received, closed = meeting - RECEIVED - apart, meeting - CLOSED - apart
    arrested = Figure.ARRESTS in award.figures
    return Story(
        received=received,
        channel=Channel.WEB,
        offence=award.offence,
        language="en",
        text=award.text,
        where="",
        link=None,
        sender=None,
        about_us=False,
        danger=False,
        follow_ups=(),
        answer=None,
        note=None,
        fate=Fate.CLOSED,
        fate_at=closed,
        disposition=Disposition.LED_TO_ARREST if arrested else Disposition.LED_TO_CHARGES,
        reader=place,
        long_ago=now - received > LONG_AGO,
        figures=award.figures,
        award=award,
    )
