"""A founded program for tests, with people who can sign in, made by the functions that the commands use."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyotp

from crypto.keys import PrivateKey
from tests.databases import Stores
from tipline.access.confirm import confirm
from tipline.access.founding import RecoverySecret, found_program
from tipline.access.joining import join
from tipline.access.people import NewPerson, find_or_make_unit
from tipline.access.programs import add_program
from tipline.blobs.folder import FolderBlobs
from tipline.gateway_months import publish
from tipline.holdings import Holder, Holdings
from tipline.hours import Hours
from tipline.key_files import (
    ConsoleKeys,
    GatewayKeys,
    LedgerKeys,
    new_console_keys,
    new_gateway_keys,
    new_ledger_keys,
)
from tipline.keyring import Keyring, ProgramKeys, load
from tipline.private import Address, PhoneNumber
from tipline.runtime import ConsoleRuntime
from tipline.settings import Settings
from tipline.store.db import Store
from tipline.vocabulary import ProgramId, Role, TeamId

NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OUTSIDE: Final = PhoneNumber("+14165550190")
"""Always staffed."""
CHEAP: Final = 64
"""KiB for a sample password: a real one costs a quarter of a second."""


@dataclass
class FixedClock:
    """A clock that stands until a test moves it."""

    at: datetime = NOON

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self.at


@dataclass
class FoundedProgram:
    """A program with two coordinators who hold the inbox and an integrity person, in the stores of a test."""

    stores: Stores
    program_id: ProgramId
    secret: RecoverySecret
    gateway: GatewayKeys
    console: ConsoleKeys
    ledger_keys: LedgerKeys = field(default_factory=new_ledger_keys)
    people: dict[str, NewPerson] = field(default_factory=dict)

    @property
    def tips(self) -> Store:
        """The tips."""
        return self.stores.tips

    @property
    def keys_store(self) -> Store:
        """The keys."""
        return self.stores.keys

    @property
    def roots(self) -> dict[ProgramId, bytes]:
        """What roots.toml would say."""
        return {self.program_id: self.secret.root().verify_key().raw}

    def keys(self) -> ProgramKeys:
        """What is proven now."""
        with self.tips.read() as tips:
            root = self.secret.root().verify_key()
            return load(tips.connection(), self.program_id, root, watch_staff=True)

    def runtime(self, folder: Path, clock: FixedClock | None = None) -> ConsoleRuntime:
        """A console on these stores."""
        settings, clock = Settings(data=folder, roots=self.roots), clock or FixedClock()
        keyring = Keyring(self.roots, watch_staff=True)
        return ConsoleRuntime(
            settings,
            clock,
            self.tips,
            self.keys_store,
            keyring,
            self.console,
            self.stores.ledger,
            self.ledger_keys,
            FolderBlobs(folder / "blobs", clock),
        )

    def add(
        self,
        name: str,
        role: Role,
        *,
        unit: str | None = None,
        by_root: bool = False,
        confirmed_by: str | None = None,
        now: datetime = NOON,
    ) -> NewPerson:
        """Somebody new: by the root while the program is founded, or confirmed by one of these people."""
        with self.tips.transaction() as tips, self.keys_store.transaction() as keys:
            unit_id: TeamId | None = None
            if unit is not None:
                unit_id = find_or_make_unit(tips, program_id=self.program_id, name=unit)
            joined = join(
                tips,
                keys,
                program_id=self.program_id,
                name=name,
                role=role,
                unit_id=unit_id,
                secret=self.secret if by_root else None,
                console_key=self.console.console_key,
                memory_kib=CHEAP,
                now=now,
            )
        self.people[name] = joined.person
        if confirmed_by is not None:
            self.confirm(name, by=confirmed_by, now=now)
        return joined.person

    def confirm(self, name: str, *, by: str, fingerprint: str | None = None, now: datetime = NOON) -> None:
        """Somebody is confirmed by somebody of these people."""
        person = self.people[name]
        with self.tips.transaction() as tips, self.keys_store.transaction() as keys:
            confirm(
                tips,
                keys,
                program=self.keys(),
                person_id=person.person_id,
                fingerprint=person.fingerprint if fingerprint is None else fingerprint,
                by=self.holder(by),
                now=now,
            )

    def holder(self, name: str) -> Holder:
        """One of these people, signed in, without the cost of a password."""
        person = self.people[name]
        proven = self.keys().people.get(person.person_id)
        return Holder(
            person_id=person.person_id,
            program_id=self.program_id,
            name=person.row.name,
            role=person.row.role,
            unit_id=person.row.unit_id,
            teams=proven.teams if proven else frozenset(),
            session_id=bytes(32),
            holdings=Holdings(self.program_id, person.person_id, PrivateKey.from_seed(person.key.seed)),
        )

    def code(self, name: str, now: datetime = NOON) -> str:
        """What somebody's authenticator shows."""
        return pyotp.TOTP(self.people[name].totp_secret).at(now)


def found(
    stores: Stores,
    *,
    name: str = "Toronto Crime Stoppers",
    keyword: str = "TOR",
    numbers: tuple[str, ...] = ("274637", "+14165550100"),
    people: bool = True,
    gateway: GatewayKeys | None = None,
    now: datetime = NOON,
) -> FoundedProgram:
    """A program, founded; Ada Byron and Grace Hopper hold its inbox, Ida Wells is its integrity."""
    secret, console = RecoverySecret.draw(), new_console_keys()
    gateway = gateway or new_gateway_keys(now)
    with stores.tips.transaction() as tips, stores.keys.transaction() as keys:
        program = add_program(
            tips,
            name=name,
            time_zone="America/Toronto",
            keyword=keyword,
            numbers=[Address.read(number) for number in numbers],
            outside=OUTSIDE,
            hours=Hours(0, 24),
            phone="1-800-222-8477",
        )
        found_program(
            tips,
            keys,
            program_id=program.program_id,
            secret=secret,
            gateway=gateway.signing().verify_key(),
            now=now,
        )
        publish(tips.connection(), gateway, program.program_id)
    made = FoundedProgram(
        stores=stores,
        program_id=program.program_id,
        secret=secret,
        gateway=gateway,
        console=console,
    )
    if people:
        made.add("Ada Byron", Role.COORDINATOR, by_root=True, now=now)
        made.add("Grace Hopper", Role.COORDINATOR, by_root=True, now=now)
        made.add("Ida Wells", Role.INTEGRITY, by_root=True, now=now)
    return made
