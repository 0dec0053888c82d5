"""Found the demo's programs as the commands would: keys, stores, the root's first signatures, then people."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Final

from cli.demo.config import DemoPerson
from cli.demo.numbers import OUTSIDE
from cli.demo.people import Cast
from cli.demo.ports import Ports
from tipline import key_files
from tipline.access.confirm import confirm
from tipline.access.custodians import appoint_by_root
from tipline.access.epochs import ensure
from tipline.access.founding import RecoverySecret, found_program
from tipline.access.joining import join
from tipline.access.people import NewPerson, find_or_make_unit
from tipline.access.programs import add_program
from tipline.access.specialists import name_specialists
from tipline.holdings import Holder, Holdings
from tipline.hours import Hours
from tipline.key_files import GatewayKeys, LedgerKeys, PublicKeys
from tipline.keyring import ProgramKeys, load
from tipline.private import Address, PhoneNumber
from tipline.settings import Settings, write_roots
from tipline.store import schema
from tipline.store.db import Store, open_store
from tipline.vocabulary import ProgramId, Role, StoreName, TeamId, TeamKind, team_id

SETTINGS_FILE: Final = "settings.toml"
CUSTODIAN_PLACES: Final = {1: TeamKind.CUSTODIAN_A, 2: TeamKind.CUSTODIAN_B}
REPORT_DAYS: Final = 3
"""In which an illegal picture is reported; a program sets what its law says."""


@dataclass(frozen=True)
class Stage:
    """The demo's open stores and keys, while it is made."""

    settings: Settings
    tips: Store
    keys: Store
    ledger: Store
    public: PublicKeys = field(repr=False)
    gateway: GatewayKeys = field(repr=False)
    console_key: bytes = field(repr=False)
    ledger_keys: LedgerKeys = field(repr=False)

    def again(self) -> "Stage":
        """The same, with the settings as they stand now: the roots of what was founded are among them."""
        return replace(self, settings=Settings.load(self.settings.data))

    def close(self) -> None:
        """Let the stores go."""
        self.tips.close()
        self.keys.close()
        self.ledger.close()


@dataclass(frozen=True)
class Founded:
    """A program with its people."""

    program_id: ProgramId
    root: RecoverySecret = field(repr=False)
    people: tuple[tuple[NewPerson, Cast], ...] = field(repr=False)

    def holder(self, place: int) -> Holder:
        """One of the people as if signed in: they have just been made, so their key is still at hand."""
        person, cast = self.people[place]
        return Holder(
            person_id=person.person_id,
            program_id=self.program_id,
            name=cast.name,
            role=cast.role,
            unit_id=person.row.unit_id,
            teams=frozenset(_teams(self.program_id, person, place)),
            session_id=bytes(32),
            holdings=Holdings(self.program_id, person.person_id, person.key),
        )

    def of_role(self, role: Role, *, place: int = 0) -> Holder:
        """One of the people who have a role, the first unless told, as if signed in."""
        return self.all_of(role)[place]

    def all_of(self, role: Role) -> tuple[Holder, ...]:
        """Everybody who has a role, as if signed in."""
        return tuple(self.holder(place) for place, (_, cast) in enumerate(self.people) if cast.role is role)

    def config(self) -> tuple[DemoPerson, ...]:
        """What each of them needs to sign in."""
        return tuple(
            DemoPerson(cast.name, cast.role.value, person.password, person.totp_secret)
            for person, cast in self.people
        )


def write_settings(folder: Path, ports: Ports, *, carrier_url: str) -> None:
    """Say where the four servers are, so that any `tipline` command works on the demo's folder."""
    (folder / SETTINGS_FILE).write_text(
        f"""# The demo's: everything on this machine, and the phone page in the carrier's place.
public_port = {ports.public}
console_port = {ports.console}
sms_port = {ports.sms}
files_port = {ports.files}
sms_public_url = "{ports.url("sms")}"
public_origin = "{ports.url("public")}"
carrier_url = "{carrier_url}"
"""
    )


def set_up(folder: Path, *, now: datetime) -> Stage:
    """Make the four stores and a key file for each process.

    Raises:
        StoreTrouble: a store cannot be made.
    """
    settings = Settings.load(folder)
    public, console = key_files.new_public_keys(), key_files.new_console_keys()
    gateway = replace(
        key_files.new_gateway_keys(now), account_sid=f"AC{token_hex(16)}", auth_tokens=(token_hex(16),)
    )
    key_files.write_public(settings.key_folder(key_files.PUBLIC), public)
    key_files.write_gateway(settings.key_folder(key_files.GATEWAY), gateway)
    key_files.write_console(settings.key_folder(key_files.CONSOLE), console)
    ledger_keys = key_files.new_ledger_keys()
    key_files.write_ledger(settings.key_folder(key_files.LEDGER), ledger_keys)
    for name in StoreName:
        schema.migrate(name, settings.store_url(name))
    return Stage(
        settings=settings,
        tips=open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS)),
        keys=open_store(StoreName.KEYS, settings.store_url(StoreName.KEYS)),
        ledger=open_store(StoreName.LEDGER, settings.store_url(StoreName.LEDGER)),
        public=public,
        gateway=gateway,
        console_key=console.console_key,
        ledger_keys=ledger_keys,
    )


def found(
    stage: Stage,
    *,
    name: str,
    slug: str,
    keyword: str,
    numbers: tuple[str, ...],
    founders: tuple[Cast, ...],
    others: tuple[Cast, ...] = (),
    now: datetime,
) -> Founded:
    """Open a program; the root proves the founders, the first of whom confirms everybody else."""
    secret = RecoverySecret.draw()
    with stage.tips.transaction() as tips, stage.keys.transaction() as keys:
        program_id = add_program(
            tips,
            name=name,
            slug=slug,
            time_zone="America/Toronto",
            keyword=keyword,
            numbers=[Address.read(number) for number in numbers],
            outside=PhoneNumber(OUTSIDE),
            hours=Hours(0, 24),
            phone="1-800-555-0199",
        ).program_id
        found_program(
            tips,
            keys,
            program_id=program_id,
            secret=secret,
            gateway=stage.gateway.signing().verify_key(),
            now=now,
        )
        people: list[tuple[NewPerson, Cast]] = []
        for cast in (*founders, *others):
            unit = (
                None if cast.unit is None else find_or_make_unit(tips, program_id=program_id, name=cast.unit)
            )
            joined = join(
                tips,
                keys,
                program_id=program_id,
                name=cast.name,
                role=cast.role,
                unit_id=unit,
                secret=secret if cast in founders else None,
                console_key=stage.console_key,
                now=now,
            )
            people.append((joined.person, cast))
    founded = Founded(program_id, secret, tuple(people))
    _confirm(stage, founded, waiting=people[len(founders) :], now=now)
    _appoint(stage, founded, now=now)
    _name_specialists(stage, founded, now=now)
    known = stage.again().settings.roots
    write_roots(stage.settings.roots_file, {**known, program_id: secret.root().verify_key().raw})
    return founded


def proven(stage: Stage, founded: Founded) -> ProgramKeys:
    """The program's keys as they are proven now."""
    with stage.tips.read() as tips:
        return load(
            tips.connection(), founded.program_id, founded.root.root().verify_key(), watch_staff=False
        )


def _confirm(stage: Stage, founded: Founded, *, waiting: list[tuple[NewPerson, Cast]], now: datetime) -> None:
    coordinator = founded.holder(0)
    for person, _ in waiting:
        program = proven(stage, founded)
        with stage.tips.transaction() as tips, stage.keys.transaction() as keys:
            confirm(
                tips,
                keys,
                program=program,
                person_id=person.person_id,
                fingerprint=person.fingerprint,
                by=coordinator,
                now=now,
            )


def _appoint(stage: Stage, founded: Founded, *, now: datetime) -> None:
    """The second coordinator and the person of integrity come to be the custodians, each of a team."""
    for place, team in CUSTODIAN_PLACES.items():
        person, _ = founded.people[place]
        with stage.tips.transaction() as tips, stage.keys.transaction() as keys:
            appoint_by_root(
                tips,
                keys,
                program_id=founded.program_id,
                person_id=person.person_id,
                team=team,
                secret=founded.root,
                now=now,
            )
        program, by = proven(stage, founded), founded.holder(place).holdings
        with stage.tips.transaction() as tips, stage.keys.transaction() as keys:
            ensure(tips, keys, program=program, by=by, now=now)


def _name_specialists(stage: Stage, founded: Founded, *, now: datetime) -> None:
    """The first unit that there is takes what is called an illegal picture."""
    unit = next((cast.unit for _, cast in founded.people if cast.unit is not None), None)
    if unit is None:
        return
    with stage.tips.transaction() as tips:
        name_specialists(tips, program_id=founded.program_id, unit=unit, report_days=REPORT_DAYS, now=now)


def _teams(program_id: ProgramId, person: NewPerson, place: int) -> list[TeamId]:
    """The first two hold the inbox, the third integrity, the board its own, and each their unit."""
    special = {0: TeamKind.INBOX, 1: TeamKind.INBOX, 2: TeamKind.INTEGRITY}
    teams = [team_id(program_id, special[place])] if place in special else []
    if place in CUSTODIAN_PLACES:
        teams.append(team_id(program_id, CUSTODIAN_PLACES[place]))
    if person.row.role is Role.BOARD:
        teams.append(team_id(program_id, TeamKind.BOARD))
    return teams + ([person.row.unit_id] if person.row.unit_id is not None else [])
