"""The letter that a month is over and its report ready: on the first, to those who asked, once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlmodel import Session

from tipline.alerts.house import day_and_hour
from tipline.alerts.post import owe
from tipline.letters import Letter
from tipline.store.alert_tables import AlertChoiceRow
from tipline.store.columns import table
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import PersonState, ProgramId, Role


def owe_month(session: Session, *, program_id: ProgramId, zone: ZoneInfo, now: datetime) -> int:
    """Owe the letter to everybody who asked and was not told this month yet; to how many.

    That they were told is kept with the letter in one transaction, and whoever keeps it first owes the
    letter: so it is owed once, whatever is killed in between and however many consoles run. Where none ran on
    the first, it leaves when one does.
    """
    day, _ = day_and_hour(now, zone=zone)
    month = day.year * 100 + day.month
    connection, choices, people = session.connection(), table(AlertChoiceRow), table(PersonRow)
    waiting = connection.scalars(
        select(choices.c.person_id)
        .join(
            people,
            (people.c.program_id == choices.c.program_id) & (people.c.person_id == choices.c.person_id),
        )
        .where(
            choices.c.program_id == program_id,
            choices.c.monthly,
            choices.c.month_told < month,
            people.c.state == PersonState.CONFIRMED,
            people.c.role.in_([role for role in Role if role.may_see_month]),
        )
    ).all()
    told = 0
    for person_id in waiting:
        mine = connection.execute(
            update(choices)
            .where(
                choices.c.program_id == program_id,
                choices.c.person_id == person_id,
                choices.c.month_told < month,
            )
            .values(month_told=month)
        )
        if mine.rowcount == 1:
            owe(connection, program_id=program_id, person_id=person_id, letter=Letter.MONTH, now=now)
            told += 1
    return told
