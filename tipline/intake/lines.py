"""Which programs are texted on which number: read from the store, and remembered for half a minute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from sqlalchemy import select

from tipline.intake.wording import Named
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.program_tables import LineRow, ProgramRow, TeamEpochRow
from tipline.vocabulary import ProgramId, TeamKind, team_id

REMEMBERED: Final = timedelta(seconds=30)
ASKED_AGAIN: Final = timedelta(seconds=1)
"""A number that is not known may have been added just now: the store is asked, but not for each text."""


@dataclass(frozen=True, slots=True)
class LineProgram:
    """A program, as its line needs to know it."""

    program_id: ProgramId
    named: Named
    time_zone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A number of ours, and whom it reaches."""

    number: str = field(repr=False)
    shared: bool
    programs: tuple[LineProgram, ...]
    """The first one gets what nobody claims."""

    @property
    def first(self) -> LineProgram:
        """The program that gets what nobody claims, and by whose id the line's rows in the vault are kept."""
        return self.programs[0]

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords that count on this line."""
        return tuple(one.named.keyword for one in self.programs)

    def called(self, keyword: str | None) -> LineProgram | None:
        """The program with this keyword, written as `keywords` has it."""
        return next((one for one in self.programs if one.named.keyword == keyword), None)

    def program(self, program_id: ProgramId | None) -> LineProgram | None:
        """The program with this id, if the line still serves it."""
        return next((one for one in self.programs if one.program_id == program_id), None)


_Served: TypeAlias = tuple[bool, bool, LineProgram]
"""Whether the line is shared, whether the program is its first, and the program."""


class Lines:
    """The lines of a store. Holds what it read last."""

    def __init__(self, tips: Store) -> None:
        """Read the lines from `tips`."""
        self._tips = tips
        self._lines: Mapping[str, Line] = {}
        self._read_at: datetime | None = None

    def find(self, number: str, *, now: datetime) -> Line | None:
        """The line with this number, if it is one of ours.

        Raises:
            StoreUnavailable: the tips cannot be read.
        """
        known = self._lines.get(number)
        remembered = REMEMBERED if known else ASKED_AGAIN
        if self._read_at is None or not self._read_at <= now < self._read_at + remembered:
            self._lines = read_lines(self._tips)
            self._read_at = now
            known = self._lines.get(number)
        return known

    def is_ours(self, number: str) -> bool:
        """Whether this is a line, as last read: what one of our own numbers sends is no tip."""
        return number in self._lines


def read_lines(tips: Store) -> Mapping[str, Line]:
    """Every line by its number.

    A shared line neither offers nor takes a program that is still being founded: nothing could be sealed to
    it. Where no other is left the line keeps it, its texts are refused, and the carrier's fallback answers.

    Raises:
        StoreUnavailable: the tips cannot be read.
    """
    lines, programs = table(LineRow).c, table(ProgramRow).c
    statement = select(
        lines.number,
        lines.shared,
        lines.first,
        programs.program_id,
        programs.keyword,
        programs.name,
        programs.phone,
        programs.time_zone,
    ).where(lines.program_id == programs.program_id)
    epochs = table(TeamEpochRow).c
    found: dict[str, list[_Served]] = {}
    with tips.read() as session:
        connection = session.connection()
        teams = set(connection.execute(select(epochs.team_id).distinct()).scalars())
        for row in connection.execute(statement):
            program = LineProgram(
                ProgramId(row.program_id), Named(row.keyword, row.name, row.phone), row.time_zone
            )
            found.setdefault(row.number, []).append((row.shared, row.first, program))
    return {number: _line(number, _open(served, teams) or served) for number, served in found.items()}


def _open(served: list[_Served], teams: set[bytes]) -> list[_Served]:
    """Those whose inbox and integrity team have keys."""
    kinds = (TeamKind.INBOX, TeamKind.INTEGRITY)
    return [one for one in served if all(team_id(one[2].program_id, kind) in teams for kind in kinds)]


def _line(number: str, served: list[_Served]) -> Line:
    ordered = sorted(served, key=lambda one: (not one[1], one[2].named.keyword))
    return Line(
        number=number,
        shared=len(ordered) > 1 or ordered[0][0],
        programs=tuple(program for _, _, program in ordered),
    )
