"""Twenty-six months of a tip line as a plan: what came in when, by which door, and what became of it."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from typing import Final
from zoneinfo import ZoneInfo

from cli.demo.sample_awards import SampleAward
from cli.demo.sample_words import Words, read_words
from tipline.figures import Figure
from tipline.told import PartField, PartKind
from tipline.vocabulary import Channel, Disposition, Offence

MONTHS: Final = 26
FEWEST, MOST = 9, 16
"""Tips in a month, at the beginning and now: a small program's, so that the demo is made in seconds."""
THE_LAST_DAYS: Final = (0, 0, 0, 1, 1, 2, 3)
"""Days ago of a few more tips, so that there is something new in the queue whatever the day."""
ABOUT_US, FRENCH, SPAM, WITHDRAWN = 0.015, 0.05, 0.03, 0.02
SAYS_WHERE, DANGER, ANSWERED, NOTED = 0.5, 0.5, 0.25, 0.3
"""How often each happens, of one."""
IN_PARTS: Final = 0.4
"""How often somebody who uses the form tells of persons field by field, and how often of vehicles."""
STILL_HOT: Final = timedelta(days=20)
LINK_LIFE: Final = timedelta(days=120)
IN_THE_FIELD, LONG_AGO_IN_THE_FIELD = 0.5, 0.12
"""The part of the closed tips that an investigator had: each takes as long to make as six that none had."""
LONG_AGO: Final = timedelta(days=100)
"""Older tips are told in fewer steps, so that the demo is made in seconds."""
TEXTERS: Final = "+1416555{:04d}"
"""Numbers that no carrier gives out (555-1100 to 555-1999 here), so that no sample text reaches anybody."""


class Fate(Enum):
    """How far a sample tip has come."""

    WAITS = auto()
    ASSIGNED = auto()
    AT_WORK = auto()
    CLOSED = auto()
    SPAM = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True)
class Later:
    """Something that was written to a tip after it came."""

    at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Story:
    """One sample tip, from the door to its end."""

    received: datetime
    channel: Channel
    offence: Offence
    language: str
    text: str = field(repr=False)
    where: str = field(repr=False)
    link: int | None
    sender: str | None = field(repr=False)
    about_us: bool
    danger: bool
    follow_ups: tuple[Later, ...]
    answer: Later | None
    note: Later | None
    fate: Fate
    fate_at: datetime
    disposition: Disposition | None
    reader: int | None
    """Which of the investigators gets it; none where the coordinator ends it at the desk."""
    long_ago: bool
    figures: Mapping[Figure, int] = field(default_factory=dict)
    """What came of it, said when it is closed."""
    award: SampleAward | None = field(default=None, repr=False)
    """What the board was asked to give for it."""
    parts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Persons and vehicles that were told field by field, by the names of their fields."""


def history(*, now: datetime, zone: ZoneInfo, links: Sequence[date], seed: int = 1) -> list[Story]:
    """The sample tips of the months before `now`, oldest first: the same plan for the same day and seed.

    Args:
        now: the moment that the demo is made; nothing in the plan lies after it.
        zone: the program's time zone.
        links: the day on which each of the program's links was opened, in order.
        seed: another seed gives another city.
    """
    teller = _Teller(random.Random(f"tipline demo {seed}"), read_words(), links=links, now=now, zone=zone)
    chance = teller.chance
    stories: list[Story] = []
    today = now.astimezone(zone).date()
    for back in reversed(range(MONTHS)):
        first = _month_before(today, back)
        days = min((_month_before(today, back - 1) - first).days, (today - first).days + 1)
        full = FEWEST + (MOST - FEWEST) * (MONTHS - back) // MONTHS + chance.randrange(4)
        count = max(2, full * days // 30)
        stories += [teller.story(first + timedelta(days=chance.randrange(days))) for _ in range(count)]
    stories += [teller.story(today - timedelta(days=ago)) for ago in THE_LAST_DAYS]
    return sorted(stories, key=lambda story: story.received)


def _month_before(today: date, back: int) -> date:
    count = today.year * 12 + today.month - 1 - back
    return date(count // 12, count % 12 + 1, 1)


class _Teller:
    """Tells one story after the other, all by the same chance."""

    def __init__(
        self, chance: random.Random, words: Words, *, links: Sequence[date], now: datetime, zone: ZoneInfo
    ) -> None:
        self.chance = chance
        # Of its own, so that what is told in parts changes nothing else in the plan.
        self._in_parts = random.Random("told in parts")
        self._words = words
        self._links = links
        self._now = now
        self._zone = zone

    def story(self, day: date) -> Story:
        """A tip of this day."""
        chance, words = self.chance, self._words
        received = self._moment(day)
        age = self._now - received
        about_us = self._happens(ABOUT_US)
        french = not about_us and self._happens(FRENCH)
        channel, link = (Channel.WEB, None) if about_us or french else self._door(day)
        subject = chance.choices(words.subjects, [one.of_a_hundred for one in words.subjects])[0]
        street = chance.choice(words.streets)
        in_the_field = LONG_AGO_IN_THE_FIELD if age > LONG_AGO else IN_THE_FIELD
        fate, after = self._fate(age)
        fate_at = min(received + after, self._now - timedelta(minutes=3))
        disposition = self._disposition() if fate is Fate.CLOSED else None
        says = words.about_us if about_us else words.french if french else subject.says
        text = self._say(says, street)
        by_form = channel in {Channel.WEB, Channel.LINK} and not (about_us or french)
        return Story(
            received=received,
            channel=channel,
            offence=Offence.CORRUPTION if about_us else subject.offence,
            language="fr" if french else "en",
            text=text,
            where=street if self._happens(SAYS_WHERE) else "",
            link=link,
            sender=TEXTERS.format(1100 + chance.randrange(900)) if channel is Channel.TEXT else None,
            about_us=about_us,
            danger=subject.offence is Offence.FIREARM and age < STILL_HOT and self._happens(DANGER),
            follow_ups=tuple(self._follow_ups(received, until=fate_at)) if fate is not Fate.WAITS else (),
            answer=self._later(ANSWERED, words.questions, received, fate_at, 0.6)
            if fate in _WORKED_ON
            else None,
            note=self._later(NOTED, words.notes, received, fate_at, 0.8) if fate in _WORKED_ON else None,
            fate=Fate.WAITS if about_us else fate,
            fate_at=fate_at,
            disposition=disposition,
            reader=chance.randrange(100) if fate is not Fate.CLOSED or self._happens(in_the_field) else None,
            long_ago=age > LONG_AGO,
            figures=self._figures(disposition),
            parts=self._parts(text) if by_form else {},
        )

    def _happens(self, often: float) -> bool:
        return self.chance.random() < often

    def _moment(self, day: date) -> datetime:
        """A moment of this day, by day rather than by night, and before now."""
        hour = self.chance.choice((7, 9, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 21, 22, 22, 23))
        clock = time(hour, self.chance.randrange(60), self.chance.randrange(60), tzinfo=self._zone)
        latest = self._now - timedelta(seconds=self.chance.randrange(60, 7200))
        return min(datetime.combine(day, clock).astimezone(UTC), latest)

    def _door(self, day: date) -> tuple[Channel, int | None]:
        """How they came: by a link where one was being shared on that day."""
        shared = [place for place, opened in enumerate(self._links) if opened <= day < opened + LINK_LIFE]
        doors = {Channel.WEB: 45, Channel.TEXT: 38, Channel.PHONE: 12} | (
            {Channel.LINK: 60} if shared else {}
        )
        channel = self.chance.choices(list(doors), list(doors.values()))[0]
        return channel, self.chance.choice(shared) if channel is Channel.LINK else None

    def _say(self, samples: Sequence[str], street: str) -> str:
        chance, words = self.chance, self._words
        text = chance.choice(samples).format(
            street=street,
            place=chance.choice(words.places),
            house=chance.choice(words.houses),
            car=chance.choice(words.cars),
            person=chance.choice(words.persons),
            hour=chance.choice(words.hours),
            since=chance.choice(words.sinces),
        )
        return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in text.split(". "))

    def _parts(self, text: str) -> dict[str, str]:
        """Persons and vehicles beside the words, where the words tell of none."""
        chance, words = self._in_parts, self._words
        told: dict[str, str] = {}
        for kind, samples, named in (
            (PartKind.PERSON, words.told_persons, words.persons),
            (PartKind.VEHICLE, words.told_vehicles, words.cars),
        ):
            if any(one.lower() in text.lower() for one in named) or chance.random() >= IN_PARTS:
                continue
            some = chance.sample(samples, chance.choice((1, 1, 2)))
            for number, fields in enumerate(some, start=1):
                told |= {PartField(kind, number, what).name: said for what, said in fields.items()}
        return told

    def _later(
        self, often: float, texts: Sequence[str], received: datetime, end: datetime, part: float
    ) -> Later | None:
        text = self.chance.choice(texts)
        return Later(received + (end - received) * part, text) if self._happens(often) else None

    def _fate(self, age: timedelta) -> tuple[Fate, timedelta]:
        """What becomes of a tip of this age, and how long after it came."""
        chance = self.chance
        if self._happens(SPAM):
            return Fate.SPAM, timedelta(hours=chance.randrange(2, 30))
        if age < timedelta(days=2):
            return Fate.WAITS, timedelta()
        if self._happens(WITHDRAWN):
            return Fate.WITHDRAWN, timedelta(hours=chance.randrange(3, 90))
        late = timedelta(days=chance.randrange(3, 45), hours=chance.randrange(10))
        if late < age:
            return Fate.CLOSED, late
        fate = chance.choices((Fate.WAITS, Fate.ASSIGNED, Fate.AT_WORK), (2, 4, 3))[0]
        return fate, min(timedelta(hours=chance.randrange(4, 70)), age * 0.8)

    def _follow_ups(self, received: datetime, *, until: datetime) -> Iterator[Later]:
        """Later messages: about two for each three tips, all before the tip's end."""
        for part in sorted(
            self.chance.random() * 0.95 for _ in range(self.chance.choice((0, 0, 0, 1, 1, 2)))
        ):
            yield Later(received + (until - received) * part, self.chance.choice(self._words.more))

    def _figures(self, disposition: Disposition | None) -> Mapping[Figure, int]:
        """What came of it in numbers, where something did."""
        chance = self.chance
        match disposition:
            case Disposition.LED_TO_ARREST:
                return {Figure.ARRESTS: chance.choice((1, 1, 2)), Figure.CHARGES: chance.randrange(1, 6)}
            case Disposition.LED_TO_CHARGES:
                return {Figure.CHARGES: chance.randrange(1, 5)}
            case Disposition.CLEARED:
                return {Figure.CLEARED: 1}
            case Disposition.RECOVERED:
                return {Figure.PROPERTY: chance.randrange(4, 90) * 100_00}
            case _:
                return {}

    def _disposition(self) -> Disposition:
        return self.chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]


OUTCOMES: Final = {
    Disposition.LED_TO_ARREST: 9,
    Disposition.LED_TO_CHARGES: 5,
    Disposition.CLEARED: 4,
    Disposition.RECOVERED: 4,
    Disposition.INTELLIGENCE: 30,
    Disposition.ALREADY_KNOWN: 12,
    Disposition.UNABLE_TO_PROCEED: 14,
    Disposition.INCOMPLETE: 8,
    Disposition.FALSE: 4,
    Disposition.NO_ACTION: 8,
}
_WORKED_ON: Final = frozenset({Fate.ASSIGNED, Fate.AT_WORK, Fate.CLOSED})
