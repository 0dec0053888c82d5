"""What the components are shown with: words as they occur, short and long, in every state that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tipline.file_limits import FileLimits
from tipline.intake.follow_up import Said as SaidInThread
from tipline.intake.follow_up import Trust
from tipline.intake.sent_files import SentFile
from tipline.leak import Leak
from tipline.scrub.kinds import FileGroup
from tipline.vocabulary import Priority, Status
from web.charts import bars
from web.numbers import Line, Lines
from web.tongues import tongue


@dataclass(frozen=True, slots=True)
class Said:
    """A trouble: its title, its words, and whether a box is to be looked at again."""

    title: str
    words: str
    mistyped: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """Eight words in a language."""

    language: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A program as the notices of web views name it."""

    slug: str = "toronto"
    name: str = "Toronto Crime Stoppers"
    phone: str = "1-800-555-0199"
    line: str = "1-416-555-0100"
    keyword: str = "TOR"


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a form is opened."""

    app: str = "Instagram"
    android: bool = True
    by_onion: bool = False


@dataclass(frozen=True, slots=True)
class Award:
    """What waits for a reporter, before they ask to see it."""

    unread: bool = False
    claims: tuple[str, ...] = ("one",)
    waiting: bool = True


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation, with files and with what could not be proven."""

    said: tuple[SaidInThread, ...] = (
        SaidInThread(
            by_us=False,
            day=date(2026, 11, 19),
            trust=Trust.PROVEN,
            text="Two men carry boxes into the garage every night.",
            files=(SentFile(FileGroup.PICTURE, 2_400_000), SentFile(FileGroup.SOUND, 340_000)),
        ),
        SaidInThread(by_us=True, day=date(2026, 11, 20), trust=Trust.PROVEN, text="Which garage is it?"),
        SaidInThread(by_us=True, day=date(2026, 11, 20), trust=Trust.NOT_PROVEN, text=""),
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """A page in another language."""

    language: object
    tag: str
    at: str
    direction: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What a card is about."""

    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A person or a vehicle as a reporter gave it."""

    kind: Kind
    number: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of numbers, and the same in words."""

    ident: str
    title: str
    words: str
    bars: bars.BarChart


MISTYPED: Final = Said("Look again", "A word of the code is not one of ours. Write it as you wrote it down.")
CODE: Final = Words("en", ("divide", "echo", "eager", "auto", "brush", "agent", "arrow", "else"))
TABLES: Final = (
    Lines("How the tips came", (Line("Text message", 1207), Line("Web form", 6), Line("Phone", None))),
    Lines("Rewards", (Line("Rewards agreed to", None), Line("Rewards paid out", None))),
)
CARDS: Final = (
    Card(Kind("person"), 1, {"nickname": "Smokes", "age": "about 30", "hair": "black, shaved at the sides"}),
    Card(Kind("vehicle"), 1, {"plate": "CKBX 204", "make": "Dodge Grand Caravan", "colour": "grey"}),
    Card(Kind("vehicle"), 2, {"words": "A white van without plates, rust over the left rear wheel."}),
)
ITEMS: Final = (("Drugs: trafficking", 41, 30), ("Firearm", 17, 22), ("Threat to a school or a crowd", 3, 0))
BARS: Final = Picture(
    "sample-bars",
    "What tips were about",
    "Drugs 41, firearm 17, threats 3.",
    bars=bars.bar_chart([bars.Item(name, now, str(now), then, str(then)) for name, now, then in ITEMS]),
)

PERSONS: Final = {"person-1-nickname": "Smokes", "person-1-age": "about 30", "person-2-name": ""}
"""Typed into two sections of the form, one of them begun."""

SHARED: Final[Mapping[str, object]] = {
    "mistyped": MISTYPED,
    "limits": FileLimits(10, 250),
    "leak": Leak(date(2026, 11, 3), {"en": "Tips of March were copied.\nYours may be among them."}),
    "thread": Thread(),
    "award": Award(),
    "code": CODE,
    "tables": TABLES,
    "cards": CARDS,
    "bars": BARS,
    "program": Program(),
    "opened": Opened(),
    "statuses": tuple(Status),
    "priorities": tuple(Priority),
    "offered": tuple(
        Offered(one.language, one.tag, one.at, one.direction) for one in map(tongue, ("en", "fr", "ar", "zh"))
    ),
}
