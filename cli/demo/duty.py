"""The demo's roster: two coordinators by day and by night for some weeks, and whom to call for a place."""

import secrets
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cli.demo.founding import Founded, Stage
from cli.demo.numbers import ON_DUTY
from tipline.store.alert_tables import AlertChoiceRow, CentreRow, ShiftRow
from tipline.vocabulary import ID_SIZE

DAYS: Final = 28
BY_DAY, BY_NIGHT = time(8), time(20)
CENTRES: Final = (("Toronto", "416-555-0193"), ("Peel", "905-555-0194"))


def put_on_duty(stage: Stage, founded: Founded, *, now: datetime, zone: ZoneInfo) -> None:
    """The first coordinator by day, the second by night, from this morning on."""
    program_id = founded.program_id
    people = [founded.holder(place).person_id for place in range(len(ON_DUTY))]
    today = now.astimezone(zone).date()
    with stage.tips.transaction() as tips:
        for person_id, phone in zip(people, ON_DUTY, strict=True):
            tips.add(AlertChoiceRow(program_id=program_id, person_id=person_id, phone=phone))
        for place, number in CENTRES:
            centre_id = secrets.token_bytes(ID_SIZE)
            tips.add(CentreRow(program_id=program_id, centre_id=centre_id, place=place, number=number))
        for half in range(-1, 2 * DAYS):
            day = today + timedelta(days=half // 2)
            starts, ends = (BY_NIGHT, BY_DAY) if half % 2 else (BY_DAY, BY_NIGHT)
            until = day + timedelta(days=half % 2)
            tips.add(
                ShiftRow(
                    program_id=program_id,
                    shift_id=secrets.token_bytes(ID_SIZE),
                    person_id=people[half % 2],
                    begins=datetime.combine(day, starts, zone).astimezone(UTC),
                    ends=datetime.combine(until, ends, zone).astimezone(UTC),
                )
            )
