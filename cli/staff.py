"""`tipline staff`: add an account, list them. The password and the second factor are shown once."""

from typing import Annotated

import pyotp
import typer
from sqlmodel import select

from cli import ask, founding, root_file
from cli.compose import Office, SystemClock, office
from cli.custodians import custodian
from cli.tell import Stopped, told
from tipline import key_files
from tipline.access.founding import INBOX_HOLDERS, INTEGRITY_HOLDERS
from tipline.access.joining import Joined, join
from tipline.access.people import find_or_make_unit
from tipline.access.programs import find_program
from tipline.store.program_tables import PersonRow, ProgramRow
from tipline.vocabulary import Role, TeamKind

app = typer.Typer(no_args_is_help=True, help="The people of a program.")
app.command("custodian")(custodian)

Program = Annotated[str | None, typer.Option(help="Its address; needed where there are several.")]


@app.command("add")
@told
def add(
    given: Annotated[str | None, typer.Argument(metavar="NAME", help="First name and surname.")] = None,
    name: Annotated[str | None, typer.Option(help="The same as an option.")] = None,
    role: Annotated[Role | None, typer.Option(help="What they are in the program.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit that they belong to; made if it is new.")] = None,
    program: Program = None,
) -> None:
    """Add somebody, and show their password and authenticator secret once.

    The first two who may read tips come to hold the inbox, and one person of integrity its team. Everybody
    else waits until a holder confirms them in the console.
    """
    with office() as opened:
        with opened.tips.read() as tips:
            found = find_program(tips, program)
        if found.program_id not in opened.settings.roots:
            raise Stopped(f"{found.name} has no recovery key yet. Run first: tipline keys init")
        name = ask.for_value(name or given, "Their name")
        role = role or _role(ask.for_value(None, f"Their role ({', '.join(Role)})"))
        joined = _join(opened, found, name=name, role=role, unit=unit)
        _show(joined, found)
        _close_founding(opened, found)


@app.command("list")
@told
def list_people(program: Program = None) -> None:
    """List the people of a program: name, role, state."""
    with office() as opened, opened.tips.read() as tips:
        found = find_program(tips, program)
        people = select(PersonRow).where(PersonRow.program_id == found.program_id)
        for person in tips.exec(people.order_by(PersonRow.name)):
            print(f"{person.name}\t{person.role.value}\t{person.state.value}")


def _join(opened: Office, program: ProgramRow, *, name: str, role: Role, unit: str | None) -> Joined:
    kept = root_file.read(opened.settings.root_key).get(program.program_id)
    console = key_files.load_console(opened.settings.key_folder(key_files.CONSOLE))
    with opened.transaction() as (tips, keys):
        unit_id = None
        if unit is not None:
            unit_id = find_or_make_unit(tips, program_id=program.program_id, name=unit)
        return join(
            tips,
            keys,
            program_id=program.program_id,
            name=name,
            role=role,
            unit_id=unit_id,
            secret=kept.secret if kept is not None else None,
            console_key=console.console_key,
            now=SystemClock().now(),
        )


def _show(joined: Joined, program: ProgramRow) -> None:
    person = joined.person
    uri = pyotp.TOTP(person.totp_secret).provisioning_uri(name=person.row.name, issuer_name=program.name)
    print(f"name: {person.row.name}")
    print(f"role: {person.row.role.value}")
    print(f"password: {person.password}")
    print(f"totp: {person.totp_secret}")
    print(f"otpauth: {uri}")
    print(f"fingerprint: {person.fingerprint}")
    if joined.team is TeamKind.INBOX:
        print("The root has signed their keys: they hold the inbox, and may sign in.")
    elif joined.team is TeamKind.INTEGRITY:
        print("The root has signed their keys: they hold the integrity team, and may sign in.")
    else:
        print("They wait. A holder confirms them in the console (People), by the fingerprint they read out.")
    print("Password and authenticator secret are shown this once.")


def _close_founding(opened: Office, program: ProgramRow) -> None:
    """Destroy the program's secret when the root is no longer needed, and say what is still missing."""
    kept = root_file.read(opened.settings.root_key).get(program.program_id)
    if kept is None:
        return
    far = founding.how_far(opened, program.program_id, kept.secret)
    if not far.complete:
        print(
            f"Founding goes on: {far.inbox_holders} of {INBOX_HOLDERS} hold the inbox, "
            f"{far.integrity_holders} of {INTEGRITY_HOLDERS} is of integrity."
        )
    elif not kept.shown:
        print("Founding is done, but nobody has seen the shares. Run: tipline keys init")
    else:
        founding.forget_secret(opened.settings, program.program_id)
        print(f"Founding is done. The secret is destroyed and on paper alone: {program.name} can be served.")


def _role(typed: str) -> Role:
    try:
        return Role(typed.strip().lower())
    except ValueError:
        raise Stopped(f"There is no role of that name. There are: {', '.join(Role)}") from None
