"""Make the demo in an empty folder: keys, stores, programs, people, appeals, books, two years of tips."""

import random
from collections.abc import Sequence
from contextlib import closing, redirect_stderr
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from cli.demo.arrivals import Arrival, arrive
from cli.demo.asking import ask
from cli.demo.bookkeeping import book_deeds
from cli.demo.config import DemoAward, DemoConfig, DemoTwilio
from cli.demo.deeds import carry_out
from cli.demo.duty import put_on_duty
from cli.demo.founding import found, set_up, write_settings
from cli.demo.history import MONTHS, Story, history
from cli.demo.languages import offer_languages
from cli.demo.month_ends import month_end_deeds
from cli.demo.people import FOUNDERS, NEIGHBOURS, OTHERS
from cli.demo.ports import Ports
from cli.demo.rewarded import rewarded
from cli.demo.rewarding import award_deeds
from cli.demo.shifts import keep_epochs, shift_deeds
from tipline.settings import Settings
from tipline.store import schema
from tipline.vocabulary import StoreName

SLUG: Final = "toronto"
TIME_ZONE: Final = ZoneInfo("America/Toronto")
SHARED_NUMBER: Final = "+14165550100"
OWN_NUMBER: Final = "+14165550101"
SHORT_CODE: Final = "274637"
"""CRIMES, on a telephone's keys."""
SEED: Final = 1


def make_demo(
    folder: Path,
    ports: Ports,
    *,
    now: datetime,
    stories: Sequence[Story] | None = None,
    carrier_url: str | None = None,
) -> DemoConfig:
    """Make everything that the four servers need, and say what a person must know to use it.

    Args:
        folder: empty; nothing that another deployment has is ever written over.
        stories: the tips that came in so far, else the sample's.
        carrier_url: who plays the carrier, else the phone page.

    Raises:
        StoreTrouble: a store cannot be made or written.
    """
    logs = folder / "log"
    logs.mkdir(mode=0o700)
    with (logs / "made.log").open("w") as log, redirect_stderr(log):
        return _make(folder, ports, now=now, stories=stories, carrier_url=carrier_url)


def _make(
    folder: Path, ports: Ports, *, now: datetime, stories: Sequence[Story] | None, carrier_url: str | None
) -> DemoConfig:
    today = now.astimezone(TIME_ZONE).date()
    since = now if stories is not None and not stories else _first_day(now)
    write_settings(folder, ports, carrier_url=carrier_url or ports.url("phone"))
    with closing(set_up(folder, now=now)) as stage:
        toronto = found(
            stage,
            name="Toronto Crime Stoppers",
            slug=SLUG,
            keyword="TOR",
            numbers=(SHARED_NUMBER, SHORT_CODE, OWN_NUMBER),
            founders=FOUNDERS,
            others=OTHERS,
            now=since,
        )
        found(
            stage,
            name="Lakeshore Crime Stoppers",
            slug="lakeshore",
            keyword="LAKE",
            numbers=(SHARED_NUMBER, SHORT_CODE),
            founders=NEIGHBOURS,
            now=now,
        )
        offer_languages(stage, toronto, now=since)
        keep_epochs(stage, toronto, since=since, until=now)
        with stage.tips.transaction() as tips:
            links = ask(tips, program_id=toronto.program_id, today=today, chance=random.Random(SEED))
        if stories is None:
            stories = history(now=now, zone=TIME_ZONE, links=[link.opened for link in links], seed=SEED)
            stories = sorted([*stories, *rewarded(now=now, today=today)], key=lambda story: story.received)
        arrivals = arrive(stage.again(), toronto, stories, links=links, shared_number=SHARED_NUMBER, now=now)
        deeds = [*shift_deeds(stage, toronto, arrivals)]
        if since < now:
            deeds += book_deeds(toronto, today=today)
            deeds += award_deeds(stage, toronto, arrivals, today=today)
            deeds += month_end_deeds(stage, toronto, arrivals, today=today)
        carry_out(stage, deeds)
        put_on_duty(stage, toronto, now=now, zone=TIME_ZONE)
        return DemoConfig(
            program=SLUG,
            links=tuple(link.link_id for link in links),
            twilio=DemoTwilio(
                account_sid=stage.gateway.account_sid,
                auth_token=stage.gateway.auth_tokens[0],
                shared_number=SHARED_NUMBER,
                own_number=OWN_NUMBER,
                public_url=ports.url("sms"),
                short_code=SHORT_CODE,
            ),
            people=toronto.config(),
            award=_award_shown(arrivals),
        )


def open_again(folder: Path, ports: Ports, config: DemoConfig) -> DemoConfig:
    """A demo that was made before: its stores brought up to date, its settings to these ports.

    Raises:
        StoreTrouble: a store cannot be read or written.
    """
    write_settings(folder, ports, carrier_url=ports.url("phone"))
    settings = Settings.load(folder)
    for name in StoreName:
        schema.migrate(name, settings.store_url(name))
    return replace(config, twilio=replace(config.twilio, public_url=ports.url("sms"), short_code=SHORT_CODE))


def _award_shown(arrivals: Sequence[Arrival]) -> DemoAward | None:
    """The award that waits for whoever tries the demo: whose reporter's words are on the screen."""
    for arrival in arrivals:
        if arrival.story.award is not None and arrival.story.award.shown and arrival.code is not None:
            return DemoAward(arrival.number, arrival.code.text)
    return None


def _first_day(now: datetime) -> datetime:
    """The day before the first sample tip: the program is founded in good time."""
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = first.year * 12 + first.month - MONTHS
    return first.replace(year=months // 12, month=months % 12 + 1) - timedelta(days=1)
