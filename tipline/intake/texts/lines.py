"""Which programs are texted on which number: read from the store, and remembered for half a minute."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from sqlalchemy import select

from tipline.errors import StoreUnavailable
from tipline.intake.programs import KEPT_IN_TROUBLE
from tipline.intake.texts.own_words import OwnWords, read_own_words
from tipline.intake.texts.wording import Named
from tipline.keyring import Keyring
from tipline.languages import USUAL
from tipline.private import AddressKind
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.program_tables import LineRow, OpenAppRow, ProgramRow, TeamEpochRow
from tipline.vocabulary import Channel, ProgramId, TeamKind, team_id

REMEMBERED: Final = timedelta(seconds=30)
ASKED_AGAIN: Final = timedelta(seconds=1)
"""A number that is not known may have been added just now: the store is asked, but not for each text."""


@dataclass(frozen=True, slots=True)
class LineProgram:
    """A program, as its line needs to know it."""

    program_id: ProgramId
    named: Named
    slug: str
    time_zone: str
    language: str = USUAL.tag
    """The first of the languages that it works in: who writes in none that we see is answered in it."""
    own: OwnWords = field(default_factory=dict)
    """What it says in words of its own."""
    apps: frozenset[Channel] = frozenset()
    """Those that its board has opened."""

    def takes(self, channel: Channel) -> bool:
        """Whether tips are taken by it: by text always, by an app if the board has opened it."""
        return not channel.by_app or channel in self.apps


@dataclass(frozen=True, slots=True)
class Line:
    """A number or an account of ours, and whom it reaches."""

    number: str = field(repr=False)
    """As the carrier writes it: the address of another kind is another line."""
    shared: bool
    """Whether several can be texted on it now: a program to come changes nothing for those who text today."""
    programs: tuple[LineProgram, ...]
    """The first one gets what nobody claims."""
    elsewhere: frozenset[ProgramId] = frozenset()
    """Those that are open and whose root this gateway does not have: another may take their texts already."""

    @property
    def channel(self) -> Channel:
        """By what a tip comes here; RCS is text."""
        return _APPS.get(self.number.partition(":")[0], Channel.TEXT)

    @property
    def by_rcs(self) -> bool:
        """It is texted by RCS, and not by SMS."""
        return self.number.startswith(f"{AddressKind.RCS.value}:")

    @property
    def takers(self) -> tuple[LineProgram, ...]:
        """The programs that take tips here."""
        return tuple(one for one in self.programs if one.takes(self.channel))

    @property
    def first(self) -> LineProgram:
        """The program that gets what nobody claims, and by whose id the line's rows in the vault are kept."""
        return self.programs[0]

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords that count on this line."""
        return tuple(one.named.keyword for one in self.programs)

    @property
    def program_ids(self) -> tuple[ProgramId, ...]:
        """Every program that may know a sender on this line, here or at another gateway."""
        return (*(one.program_id for one in self.programs), *sorted(self.elsewhere))

    def called(self, keyword: str | None) -> LineProgram | None:
        """The program with this keyword, written as `keywords` has it."""
        return next((one for one in self.programs if one.named.keyword == keyword), None)

    def program(self, program_id: ProgramId | None) -> LineProgram | None:
        """The program with this id, if the line still serves it."""
        return next((one for one in self.programs if one.program_id == program_id), None)


_APPS: Final = {
    AddressKind.WHATSAPP.value: Channel.WHATSAPP,
    AddressKind.MESSENGER.value: Channel.MESSENGER,
}
_OF_A_NUMBER: Final = re.compile(rf"({AddressKind.WHATSAPP}|{AddressKind.RCS}):\+[0-9]+", re.ASCII)
"""Addresses of a number besides SMS: what is not set up of its own reaches whom the number reaches."""

_Served: TypeAlias = tuple[bool, LineProgram]
"""Whether the program is the line's first, and the program."""


class Lines:
    """The lines of a store. Holds what it read last."""

    def __init__(self, tips: Store, keyring: Keyring) -> None:
        """Read the lines from `tips`; `keyring` knows which programs can be sealed to."""
        self._tips = tips
        self._keyring = keyring
        self._lines: Mapping[str, Line] = {}
        self._read_at: datetime | None = None
        self._failed_at: datetime | None = None

    def find(self, number: str, *, now: datetime) -> Line | None:
        """The line with this address, if it is one of ours; as last read, where the tips cannot be read now.

        Raises:
            StoreUnavailable: the tips cannot be read, and it is not known from before.
        """
        known = self._known(number)
        remembered = REMEMBERED if known else ASKED_AGAIN
        if self._read_at is None or not self._read_at <= now < self._read_at + remembered:
            if self._failed_at is not None and abs(now - self._failed_at) < REMEMBERED and known:
                return known  # a store that is away is not asked for each text
            try:
                self._lines = read_lines(self._tips, self._keyring)
            except StoreUnavailable:
                self._failed_at = now
                if known is None or self._read_at is None or abs(now - self._read_at) > KEPT_IN_TROUBLE:
                    raise
                return known
            self._read_at, self._failed_at = now, None
            known = self._known(number)
        return known

    def all(self, *, now: datetime) -> tuple[Line, ...]:
        """Every line that is ours; a number where tips are taken by WhatsApp is one for it too.

        Raises:
            StoreUnavailable: the tips cannot be read.
        """
        self.find("", now=now)
        found = dict(self._lines)
        for number in self._lines:
            there = self._known(f"{AddressKind.WHATSAPP.value}:{number}")
            if there is not None and there.takers:
                found.setdefault(there.number, there)
        return tuple(found.values())

    def is_ours(self, number: str) -> bool:
        """Whether this is a line, as last read: what one of our own numbers sends is no tip."""
        return self._known(number) is not None

    def twins(self, line: Line) -> tuple[Line, ...]:
        """Where STOP on a line counts too: by RCS it is STOP by SMS, and the other way round.

        A sender is the same person by both. Those are meant whose programs this line reaches: what is said
        to Toronto ends nothing on a number that is Peel's as well.
        """
        if line.channel.by_app:
            return ()
        reached = set(line.program_ids)
        return tuple(
            one
            for one in self._lines.values()
            if one.by_rcs is not line.by_rcs
            and not one.channel.by_app
            and reached.issuperset(one.program_ids)
        )

    def _known(self, number: str) -> Line | None:
        own = self._lines.get(number)
        if own is not None or not _OF_A_NUMBER.fullmatch(number):
            return own
        of_number = self._lines.get(number.partition(":")[2])
        return None if of_number is None else replace(of_number, number=number)


def read_lines(tips: Store, keyring: Keyring) -> Mapping[str, Line]:
    """Every line by its number.

    A line neither offers nor takes a program that is still being founded, or whose root this process does
    not have: nothing could be sealed to it. Where no other is left the line keeps it, its texts are
    refused, and the carrier's fallback answers.

    Raises:
        StoreUnavailable: the tips cannot be read.
    """
    lines, programs = table(LineRow).c, table(ProgramRow).c
    statement = select(
        lines.number,
        lines.first,
        programs.program_id,
        programs.keyword,
        programs.name,
        programs.phone,
        programs.slug,
        programs.time_zone,
        programs.languages,
    ).where(lines.program_id == programs.program_id)
    epochs, apps = table(TeamEpochRow).c, table(OpenAppRow).c
    opened: dict[bytes, set[Channel]] = {}
    found: dict[str, list[_Served]] = {}
    with tips.read() as session:
        connection = session.connection()
        own = read_own_words(connection)
        teams = set(connection.execute(select(epochs.team_id).distinct()).scalars())
        for program_id, channel in connection.execute(select(apps.program_id, apps.channel)):
            opened.setdefault(program_id, set()).add(channel)
        for row in connection.execute(statement):
            program = LineProgram(
                ProgramId(row.program_id),
                Named(row.keyword, row.name, row.phone),
                row.slug,
                row.time_zone,
                row.languages.partition(",")[0] or USUAL.tag,
                own.get(ProgramId(row.program_id), {}),
                frozenset(opened.get(row.program_id, ())),
            )
            found.setdefault(row.number, []).append((row.first, program))
    return {number: _line(number, served, teams, keyring) for number, served in found.items()}


def _line(number: str, served: list[_Served], teams: set[bytes], keyring: Keyring) -> Line:
    ordered = [one for _, one in sorted(served, key=lambda one: (not one[0], one[1].named.keyword))]
    founded = [one for one in ordered if _is_founded(one, teams)]
    here = [one for one in founded if keyring.knows(one.program_id)]
    return Line(
        number=number,
        shared=len(here) > 1,
        programs=tuple(here or ordered),
        elsewhere=frozenset(one.program_id for one in founded if one not in here) if here else frozenset(),
    )


def _is_founded(program: LineProgram, teams: set[bytes]) -> bool:
    """Whether its inbox and its integrity team have keys."""
    return all(team_id(program.program_id, kind) in teams for kind in (TeamKind.INBOX, TeamKind.INTEGRITY))
