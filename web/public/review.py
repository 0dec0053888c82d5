"""What will be sent, as its writer reads it once more; what may tell who they are is marked, with why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tipline.intake.report import Detail, Report
from tipline.telltale.linter import marks
from tipline.telltale.reasons import Reason
from tipline.told import parts_of
from tipline.vocabulary import Offence, Wish
from web.pieces import split
from web.public.parts import ASKED_AS, heading
from web.public.wording import DETAILS
from web.tongues import Tongue, marked

WHY: Final[Mapping[Reason, str]] = {
    Reason.FAMILY: marked("This says that somebody is your family, your partner or your friend."),
    Reason.NEIGHBOUR: marked("This says that somebody lives near you or with you."),
    Reason.COLLEAGUE: marked("This says that somebody works or studies with you."),
    Reason.BOND: marked("This says what you are to somebody."),
    Reason.HOME: marked("This says where you live."),
    Reason.WORK: marked("This says where you work or study."),
    Reason.NAME: marked("This may be your name."),
    Reason.CONTACT: marked("This asks us to reach you. We answer on this site, with your code."),
    Reason.SELF: marked("This says your age or your work."),
    Reason.ONLY_ONE: marked("This says that nobody but you could know."),
    Reason.PRESENCE: marked("This says what you saw, and at what time. Others may know who was there."),
    Reason.PHONE: marked("This looks like a phone number. Is it yours?"),
    Reason.EMAIL: marked("This looks like an e-mail address. Is it yours?"),
    Reason.HANDLE: marked("This looks like your name on a social app."),
    Reason.PLATE: marked("This looks like the plate of your own car."),
}
"""For each reason that is looked for in what a reporter writes."""

WISHES: Final[Mapping[str, str]] = {
    Wish.YES: marked("Me"),
    Wish.NO: marked("Nobody"),
    Wish.COMMUNITY: marked("The community"),
}
MOST_QUOTED: Final = 5
"""Different words that are quoted for one reason; the others are marked in the text all the same."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `sign` is the number of the reason in the list, or 0 where nothing is marked."""

    words: str = field(repr=False)
    sign: int


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was told, and what it is."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together: a person, a vehicle, or with no heading the rest."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """One reason, and the words that are marked for it."""

    sign: int
    sentence: str
    quoted: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Review:
    """All of it."""

    words: tuple[Piece, ...]
    groups: tuple[Group, ...]
    files: tuple[tuple[Piece, ...], ...]
    """The names of the files."""
    whys: tuple[Why, ...]


class _Signs:
    """Gives each reason its number, in the order in which the reader meets it."""

    def __init__(self) -> None:
        self._quoted: Final[dict[Reason, list[str]]] = {}

    def pieces(self, text: str) -> tuple[Piece, ...]:
        return tuple(Piece(words, self._sign(words, reason)) for words, reason in split(text, marks(text)))

    def whys(self, tongue: Tongue) -> tuple[Why, ...]:
        return tuple(
            Why(sign, tongue.say(WHY[reason]), tuple(quoted[:MOST_QUOTED]))
            for sign, (reason, quoted) in enumerate(self._quoted.items(), start=1)
        )

    def _sign(self, words: str, reason: Reason | None) -> int:
        if reason is None:
            return 0
        quoted = self._quoted.setdefault(reason, [])
        if words not in quoted:
            quoted.append(words)
        return list(self._quoted).index(reason) + 1


def read_through(report: Report, *, tongue: Tongue) -> Review:
    """Everything that was typed or chosen, in the order of the form, looked through for who wrote it."""
    signs = _Signs()
    words = signs.pieces(report.text)
    rest = tuple(_rest(report, signs, tongue))
    groups = (*((Group("", rest),) if rest else ()), *_parts(report, signs, tongue))
    files = tuple(signs.pieces(file.name) for file in report.files)
    return Review(words, groups, files, signs.whys(tongue))


def _rest(report: Report, signs: _Signs, tongue: Tongue) -> Iterable[Line]:
    if report.offence is not Offence.OTHER:
        yield _line(tongue.say(marked("What kind of crime")), tongue.say(report.offence.label))
    for detail, label in DETAILS.items():
        if report.details.get(detail):
            yield Line(tongue.say(label), signs.pieces(report.details[detail]))
    wish = report.details.get(Detail.WISH)
    if wish:
        yield _line(tongue.say(marked("Reward")), tongue.say(WISHES[wish]))


def _parts(report: Report, signs: _Signs, tongue: Tongue) -> Iterator[Group]:
    for part in parts_of(report.details):
        labels = ASKED_AS[part.kind]
        yield Group(
            heading(part.kind, part.number, tongue),
            tuple(Line(tongue.say(labels[what]), signs.pieces(said)) for what, said in part.fields.items()),
        )


def _line(label: str, said: str) -> Line:
    return Line(label, (Piece(said, 0),))
