"""More people at a tip line than its demo has: coordinators, confirmed by the first of them."""

from datetime import UTC, datetime
from typing import Final

from bench.line import Line
from cli.compose import SystemClock
from cli.demo.config import DemoPerson
from tests.integration.doors import next_totp
from tipline.access.confirm import confirm
from tipline.access.joining import join
from tipline.access.sessions import sign_in
from tipline.runtime import open_console
from tipline.vocabulary import Role

ROLE: Final = Role.COORDINATOR


def more_coordinators(line: Line, count: int) -> list[DemoPerson]:
    """So many that hold the inbox, and what each needs to sign in."""
    first = line.config.person(ROLE)
    people = [first]
    runtime = open_console(line.settings(), SystemClock())
    now = datetime.now(UTC)
    try:
        by = sign_in(
            runtime, name=first.name, password=first.password, totp=next_totp(first.totp), now=now
        ).holder
        for number in range(1, count):
            name = f"Coordinator {number}"
            with runtime.tips.transaction() as tips, runtime.keys_store.transaction() as keys:
                person = join(
                    tips,
                    keys,
                    program_id=by.program_id,
                    name=name,
                    role=ROLE,
                    secret=None,
                    console_key=runtime.keys.console_key,
                    now=now,
                ).person
            program = runtime.keyring.of(runtime.tips, by.program_id, now=now)
            with runtime.tips.transaction() as tips, runtime.keys_store.transaction() as keys:
                confirm(
                    tips,
                    keys,
                    program=program,
                    person_id=person.person_id,
                    fingerprint=person.fingerprint,
                    by=by,
                    now=now,
                )
            people.append(DemoPerson(name, ROLE.value, person.password, person.totp_secret))
    finally:
        runtime.close()
    return people
