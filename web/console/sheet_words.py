"""A score sheet in words: each line with what it explains, its points and its dollars."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tipline.rewards.score_table import Factor
from tipline.rewards.scoring import Line, LineKind, Sheet
from web.console.award_words import dollars

_KINDS: Final[Mapping[LineKind, str]] = {
    LineKind.BRACKET: "Points in dollars",
    LineKind.FLOOR: "Raised to the least that is given",
    LineKind.CAP: "Lowered to the most that is given",
    LineKind.ROUNDING: "Rounded",
}
_FACTORS: Final = {factor.value: factor.label for factor in Factor}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line as a page shows it."""

    what: str
    why: str
    points: str
    money: str


def in_words(sheet: Sheet) -> tuple[SheetLine, ...]:
    """The lines of a sheet, in the order in which they were added up."""
    return tuple(_line(line) for line in sheet.lines)


def _line(line: Line) -> SheetLine:
    money = dollars(line.cents) if line.cents else ""
    match line.kind:
        case LineKind.FACTOR:
            return SheetLine(_FACTORS.get(line.name, line.name), line.level, str(line.points), "")
        case LineKind.BRACKET:
            each = dollars(line.cents // line.points) if line.points else dollars(0)
            return SheetLine(_KINDS[line.kind], f"{line.points} points at {each}", "", money or dollars(0))
        case LineKind.CAMPAIGN | LineKind.ON_TOP:
            above = ", above the most that is given" if line.kind is LineKind.ON_TOP else ""
            return SheetLine(f"Campaign “{line.name}”", f"counted {line.level}×{above}", "", money)
        case _:
            return SheetLine(_KINDS[line.kind], "", "", money)
