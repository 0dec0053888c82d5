"""The programs that a door is open for, remembered for seconds: no tip asks the store who may read it.

What is remembered is public: names, time zones, proven public keys, and the names that are watched for.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from tipline import keyring
from tipline.errors import KeyTrouble, NoSuchProgram, StoreUnavailable
from tipline.hours import Hours
from tipline.intake.names import Watched
from tipline.keyring import Keyring, ProgramKeys
from tipline.leak import Leak, read_leak
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.program_tables import OTHER_KINDS, LanguageReaderRow, LineRow, ProgramRow, WatchedNameRow
from tipline.vocabulary import SLUG, ProgramId

KEPT: Final = timedelta(seconds=10)
LONGEST_KEPT: Final = max(KEPT, keyring.KEPT)
"""What was read so long ago is read again: by us, and the keys of a program by who keeps those."""
KEPT_IN_TROUBLE: Final = timedelta(days=1)
"""How long tips are still taken, and sealed to the keys as last read, while the store cannot be read.

The keys of the months to come are among them. A key that was taken out of use meanwhile is still sealed to;
but who takes one out writes it into the same store, so that almost always nobody could have.
"""
REFRESHED: Final = timedelta(minutes=10)
"""How old what is remembered of a program may be when the store goes away."""

NUMBER_PREFIX_SIZE: Final = 6
"""With two groups of four and their dashes, what a tip number's column holds."""

NO_KEYWORD: Final = "TIP"
"""What tip numbers begin with where a program has no keyword of letters."""

T = TypeVar("T")


def number_prefix(keyword: str) -> str:
    """What the tip numbers of a program with this keyword begin with."""
    letters = (letter for letter in keyword.upper() if letter.isascii() and letter.isalpha())
    return "".join(letters)[:NUMBER_PREFIX_SIZE] or NO_KEYWORD


@dataclass(frozen=True, slots=True)
class Program:
    """A program as a door needs it."""

    program_id: ProgramId
    slug: str
    name: str
    zone: ZoneInfo
    keyword: str
    languages: tuple[str, ...]
    phone: str
    publishes: bool
    """Whether its closed months are shown to the public."""
    watched: Watched = field(repr=False)
    line: str = ""
    """A number that it is texted on; empty where there is none."""
    reads: Mapping[str, int] = field(default_factory=dict)
    """The languages that it takes tips in, each with the days within which somebody reads them."""
    hours: Hours = field(default_factory=Hours)
    """When its answers leave by text."""
    files_most: int | None = None
    """How many files it takes with a tip; None for as many as the site takes."""
    files_megabytes: int | None = None
    leak: Leak | None = None
    """What whoever comes back is told of a leak."""

    @property
    def shown(self) -> tuple[object, ...]:
        """Everything of it that its pages show: where this is the same, they are."""
        return (
            self.slug,
            self.name,
            self.phone,
            self.line,
            self.keyword,
            self.publishes,
            tuple(self.reads.items()),
        )

    @property
    def number_prefix(self) -> str:
        """What its tip numbers begin with."""
        return number_prefix(self.keyword)

    def day(self, now: datetime) -> date:
        """The day that it is where the program is."""
        return now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a report is taken in: the program, and the proven keys that it may be sealed to."""

    program: Program
    keys: ProgramKeys


@dataclass(frozen=True, slots=True)
class Listing:
    """A program as a list offers it."""

    program_id: ProgramId
    slug: str
    name: str


class _Memory(Generic[T]):
    """One thing that is read again when it is no longer fresh; one reader at a time, in a thread."""

    def __init__(self, read: Callable[[datetime], T]) -> None:
        self._read = read
        self._turn = asyncio.Lock()
        self._thing: T | None = None
        self._since: datetime | None = None
        self._failed: datetime | None = None

    async def get(self, *, now: datetime, ahead: bool = False) -> T:
        """What is remembered, read again where it is older than `KEPT`.

        Where it could not be read it is not tried again for as long: who waits in line would wait for each.

        Args:
            ahead: read for a trouble that may come: whoever asks next reads again.

        Raises:
            StoreUnavailable: it cannot be read, and what is remembered is older than `KEPT_IN_TROUBLE`.
        """
        if (thing := self._at_hand(now)) is not None:
            return thing
        async with self._turn:
            if (thing := self._at_hand(now)) is not None:
                return thing
            since = now - LONGEST_KEPT if ahead else now
            try:
                thing = await asyncio.to_thread(self._read, since)
            except StoreUnavailable:
                self._failed = now
                if (thing := self._if_within(KEPT_IN_TROUBLE, now)) is not None:
                    return thing
                raise
            self._thing, self._since, self._failed = thing, since, None
            return thing

    def _at_hand(self, now: datetime) -> T | None:
        failed_lately = self._failed is not None and abs(now - self._failed) < KEPT
        return self._if_within(KEPT_IN_TROUBLE if failed_lately else KEPT, now)

    def _if_within(self, span: timedelta, now: datetime) -> T | None:
        return self._thing if self._since is not None and abs(now - self._since) < span else None


class Programs:
    """A short memory of the programs in one store."""

    def __init__(self, store: Store, keyring: Keyring) -> None:
        self._store = store
        self._keyring = keyring
        self._list = _Memory(self._read_list)
        self._desks: dict[ProgramId, _Memory[Desk]] = {}
        self._refreshed: datetime | None = None

    async def refresh(self, *, now: datetime) -> None:
        """Read every program where that was not done for a while: who is first asked for in trouble is known.

        Raises:
            StoreUnavailable: as `listed`.
        """
        if self._refreshed is not None and abs(now - self._refreshed) < REFRESHED:
            return
        for listing in await self._list.get(now=now, ahead=True):
            if self._keyring.knows(listing.program_id):
                with suppress(KeyTrouble, NoSuchProgram, StoreUnavailable):
                    await self._desk(listing.program_id).get(now=now, ahead=True)
        self._refreshed = now

    async def listed(self, *, now: datetime) -> tuple[Listing, ...]:
        """The programs to offer, by name: not one without a root, which is still being founded.

        Raises:
            StoreUnavailable: the store cannot be read, and nothing recent is remembered.
        """
        every = await self._list.get(now=now)
        return tuple(one for one in every if self._keyring.knows(one.program_id))

    async def by_slug(self, slug: str, *, now: datetime) -> Desk:
        """The desk of a program by its address, in any case.

        Raises:
            NoSuchProgram: none has this name.
            StoreUnavailable: as `listed`.
        """
        wanted = slug.lower()
        for listing in await self._list.get(now=now):
            if listing.slug == wanted:
                return await self.by_id(listing.program_id, now=now)
        raise NoSuchProgram

    async def by_id(self, program_id: ProgramId, *, now: datetime) -> Desk:
        """The desk of a program.

        Raises:
            NoSuchProgram: none has this id.
            StoreUnavailable: as `listed`.
        """
        if program_id not in self._desks and all(
            listing.program_id != program_id for listing in await self._list.get(now=now)
        ):
            raise NoSuchProgram
        return await self._desk(program_id).get(now=now)

    def _desk(self, program_id: ProgramId) -> _Memory[Desk]:
        if program_id not in self._desks:
            self._desks[program_id] = _Memory(lambda now: self._read_desk(program_id, now))
        return self._desks[program_id]

    def _read_list(self, _: datetime) -> tuple[Listing, ...]:
        rows = table(ProgramRow)
        # A slug that leads off the site was not written by a command.
        columns = select(rows.c.program_id, rows.c.slug, rows.c.name).order_by(rows.c.name, rows.c.slug)
        with self._store.read() as session:
            found = session.connection().execute(columns)
            return tuple(
                Listing(ProgramId(row.program_id), row.slug, row.name)
                for row in found
                if SLUG.fullmatch(row.slug)
            )

    def _read_desk(self, program_id: ProgramId, now: datetime) -> Desk:
        keys = self._keyring.of(self._store, program_id, now=now)
        with self._store.read() as session:
            return read_desk(session, program_id, keys=keys)


def read_desk(session: Session, program_id: ProgramId, *, keys: ProgramKeys) -> Desk:
    """Read a program's desk from the store.

    Raises:
        NoSuchProgram: none has this id.
    """
    connection = session.connection()
    rows, names = table(ProgramRow), table(WatchedNameRow)
    row = connection.execute(select(rows).where(rows.c.program_id == program_id)).one_or_none()
    if row is None:
        raise NoSuchProgram
    readers, lines = table(LanguageReaderRow), table(LineRow)
    reads = connection.execute(
        select(readers.c.language, readers.c.days).where(readers.c.program_id == program_id)
    )
    line = (
        select(lines.c.number)
        .where(lines.c.program_id == program_id, lines.c.number.not_like(OTHER_KINDS))
        .order_by(lines.c.number)
        .limit(1)
    )
    watched = connection.execute(select(names.c.name).where(names.c.program_id == program_id)).scalars()
    return Desk(
        program=Program(
            program_id=program_id,
            slug=row.slug,
            name=row.name,
            zone=ZoneInfo(row.time_zone),
            keyword=row.keyword,
            languages=tuple(filter(None, row.languages.split(","))),
            phone=row.phone,
            publishes=row.publishes,
            watched=Watched.of(watched),
            line=connection.execute(line).scalar() or "",
            reads={row.language: row.days for row in reads},
            hours=Hours(row.answers_from, row.answers_until),
            files_most=row.files_most,
            files_megabytes=row.files_megabytes,
            leak=read_leak(connection, program_id),
        ),
        keys=keys,
    )
