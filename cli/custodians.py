"""`tipline staff custodian`: the first people of the two teams who open originals together."""

from enum import StrEnum
from typing import Annotated, Final

import typer
from sqlmodel import select

from cli import ask, root_file
from cli.compose import SystemClock, office
from cli.tell import Stopped, told
from crypto.shares import combine
from tipline.access.custodians import appoint_by_root
from tipline.access.founding import RecoverySecret
from tipline.access.programs import find_program
from tipline.errors import NoSuchPerson, Unsuitable
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import TeamKind, fold


class CustodianTeam(StrEnum):
    """Which of the two."""

    A = "a"
    B = "b"


_KINDS: Final = {CustodianTeam.A: TeamKind.CUSTODIAN_A, CustodianTeam.B: TeamKind.CUSTODIAN_B}


@told
def custodian(
    name: Annotated[str, typer.Argument(help="The name that they sign in with.")],
    team: Annotated[CustodianTeam, typer.Option(help="Which of the two teams; nobody may be in both.")],
    program: Annotated[str | None, typer.Option(help="Its address; needed where there are several.")] = None,
) -> None:
    """Make a confirmed person a custodian of the files that reporters send.

    While the program is being founded its root does it; later the shares of the recovery secret are asked
    for, or come on standard input, one a line. A program takes files as soon as a custodian of each team has
    signed in once.
    """
    with office() as opened:
        with opened.tips.read() as tips:
            found = find_program(tips, program)
        kept = root_file.read(opened.settings.root_key).get(found.program_id)
        secret = kept.secret if kept is not None else RecoverySecret(combine(ask.for_lines("Share")))
        if secret.root().verify_key().raw != opened.settings.roots.get(found.program_id):
            raise Stopped(f"These shares are not those of {found.name}.")
        with opened.transaction() as (tips, keys):
            person = tips.exec(
                select(PersonRow).where(
                    PersonRow.program_id == found.program_id, PersonRow.sign_in == fold(name)
                )
            ).first()
            if person is None:
                raise NoSuchPerson
            try:
                appoint_by_root(
                    tips,
                    keys,
                    program_id=found.program_id,
                    person_id=person.person_id,
                    team=_KINDS[team],
                    secret=secret,
                    now=SystemClock().now(),
                )
            except Unsuitable:
                raise Stopped(
                    f"{person.name} is a custodian already, and nobody may be in both teams."
                ) from None
        print(
            f"{person.name} is a custodian of team {team.upper()}. At their next sign-in its keys are made."
        )
