"""The doctor looks at programs: roots, holders, epochs ahead, and keys that nobody entitled has signed."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, select

from cli.findings import Finding, good, note, problem
from crypto.signing import VerifyKey
from tipline.access.epochs import months_from
from tipline.access.founding import INBOX_HOLDERS, INTEGRITY_HOLDERS, founded
from tipline.access.programs import is_ours, programs
from tipline.keyring import ProgramKeys, load
from tipline.settings import Settings
from tipline.store.db import Store
from tipline.store.file_tables import TipFileRow
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import TeamKind, team_id


def look_at_programs(settings: Settings, tips: Store, *, now: datetime) -> Iterator[Finding]:
    """Every program of the deployment."""
    with tips.read() as session:
        found = programs(session)
        if not found:
            yield note("There is no program yet. Run: tipline program add")
        for program in found:
            if not program.outside:
                yield problem(
                    f"{program.name} has no number outside: a page that nobody hears ends there. A "
                    "coordinator sets it in the console, on the page Roster."
                )
            if is_ours(program.slug):
                yield problem(
                    f"{program.name} has the address /{program.slug}, at which the site has a page or a "
                    "language of its own: nobody comes to its form. Give it another in the table of programs."
                )
            root = settings.roots.get(program.program_id)
            if root is None:
                yield problem(
                    f"{program.name} has no root in roots.toml: nothing can be sealed. Run: tipline keys init"
                )
                continue
            keys = load(session.connection(), program.program_id, VerifyKey(root), watch_staff=True)
            yield from _keys(program, keys, now=now)
            if settings.files_most > 0 and program.files_most != 0:
                yield from _custodians(program, keys, has_files=_has_files(session, program))


def _keys(program: ProgramRow, keys: ProgramKeys, *, now: datetime) -> Iterator[Finding]:
    far = founded(keys)
    if far.inbox_holders < INBOX_HOLDERS:
        yield problem(f"{program.name}: {far.inbox_holders} of {INBOX_HOLDERS} people hold the inbox.")
    if far.integrity_holders < INTEGRITY_HOLDERS:
        yield problem(f"{program.name}: nobody is of integrity, so a tip about us has no reader.")
    if far.complete:
        yield good(
            f"{program.name}: {far.inbox_holders} hold the inbox, {far.integrity_holders} the integrity team."
        )
    if keys.recovery is None or keys.voice is None:
        yield problem(f"{program.name}: its recovery key or its voice is not proven.")
    for alarm, count in Counter(alarm.kind for alarm in keys.alarms).items():
        yield problem(
            f"{program.name}: {count} x {alarm.value} in the store that nobody entitled has signed. "
            "It is not used. Find out who wrote it."
        )
    for kind in (TeamKind.INBOX, TeamKind.INTEGRITY):
        yield from _epochs(program, keys, kind, now=now)
    if not keys.gateway_months:
        yield note(f"{program.name}: the gateway has published no key; it does when it starts.")


def _custodians(program: ProgramRow, keys: ProgramKeys, *, has_files: bool) -> Iterator[Finding]:
    """Whether originals can be sealed to both teams of custodians, without whom the door takes no files."""
    teams = (TeamKind.CUSTODIAN_A, TeamKind.CUSTODIAN_B)
    keyed = {epoch.team_id for epoch in keys.epochs.values()}
    missing = [kind.value for kind in teams if team_id(program.program_id, kind) not in keyed]
    if not missing:
        yield good(f"{program.name}: both teams of custodians have keys, and files are taken.")
    elif has_files:
        yield problem(
            f"{program.name} has taken files, and now nobody is of {' or of '.join(missing)}: no more are "
            "taken, and what was sent cannot be opened. Run: tipline staff custodian"
        )
    else:
        yield note(
            f"{program.name} takes no files: nobody of {' or of '.join(missing)} has signed in yet. Run: "
            "tipline staff custodian, or let the form take none (page Program)."
        )


def _has_files(session: Session, program: ProgramRow) -> bool:
    found = select(TipFileRow.file_id).where(TipFileRow.program_id == program.program_id).limit(1)
    return session.exec(found).first() is not None


def _epochs(program: ProgramRow, keys: ProgramKeys, kind: TeamKind, *, now: datetime) -> Iterator[Finding]:
    team = team_id(program.program_id, kind)
    there = {epoch.month for epoch in keys.epochs.values() if epoch.team_id == team}
    missing = [month for month in months_from(now) if month not in there]
    if months_from(now)[0] in missing:
        yield problem(f"{program.name}: {kind.value} has no key for this month. A holder must sign in.")
    elif missing:
        yield note(f"{program.name}: {kind.value} has no key for {', '.join(map(str, missing))} yet.")
    else:
        yield good(f"{program.name}: {kind.value} has keys for this month and three ahead.")
