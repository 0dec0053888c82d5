"""Name the unit that illegal pictures are handed to, and by when the program must report one."""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline import audit
from tipline.errors import NoSuchPerson, NoSuchTeam, Unsuitable
from tipline.store.program_tables import PersonRow, ProgramRow, TeamRow
from tipline.vocabulary import PersonState, ProgramId, TeamId, fold

DAYS_LIMIT: Final = 30
"""Days that a program can give itself; a law that gives more is none that we know."""


def name_specialists(
    tips: Session, *, program_id: ProgramId, unit: str, report_days: int, now: datetime
) -> TeamId:
    """From now on what is called an illegal picture is sealed to this unit; what was handed over stays there.

    A unit of one person is one too. The special teams are none: who holds the inbox is who must not see it.

    Raises:
        NoSuchTeam: the program has no unit of this name.
        NoSuchPerson: nobody in it is confirmed, so nobody could open anything.
        Unsuitable: the days are none, or too many.
    """
    if not 1 <= report_days <= DAYS_LIMIT:
        raise Unsuitable("days")
    teams = tips.exec(select(TeamRow).where(TeamRow.program_id == program_id)).all()
    team = next((one for one in teams if not one.kind.special and fold(one.name) == fold(unit)), None)
    if team is None:
        raise NoSuchTeam
    confirmed = select(PersonRow.person_id).where(
        col(PersonRow.program_id) == program_id,
        col(PersonRow.unit_id) == team.team_id,
        col(PersonRow.state) == PersonState.CONFIRMED,
    )
    if tips.exec(confirmed).first() is None:
        raise NoSuchPerson
    house = tips.get_one(ProgramRow, program_id)
    house.specialist_id, house.report_days = team.team_id, report_days
    tips.add(house)
    audit.record(
        tips,
        program_id=program_id,
        action=audit.Action.SPECIALISTS_NAMED,
        by=None,
        subject=team.team_id,
        detail=f"{report_days} day{'' if report_days == 1 else 's'} to report",
        at=now,
        signer=None,
    )
    return team.team_id
