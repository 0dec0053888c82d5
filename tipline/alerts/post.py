"""The letters that are owed: written with what they tell of, and handed over by whichever console takes them.

Nobody is owed two letters of one kind at once: all of a kind say the same. A letter is deleted when the
server has taken it. A console that is killed between the two leaves it to be sent again, under the same
Message-ID.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, exists, func, select, update

from tipline.letters import Letter
from tipline.log import Event, log
from tipline.private import MailAddress
from tipline.store.alert_tables import AlertChoiceRow, MailRow
from tipline.store.columns import table
from tipline.store.program_tables import PersonRow
from tipline.store.statements import insert_new
from tipline.vocabulary import ID_SIZE, PersonId, PersonState, ProgramId

LEASE: Final = timedelta(minutes=2)
"""How long a letter that was taken stays away from other consoles: longer than a conversation may last."""

FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = {Letter.PAGE: timedelta(minutes=1)}
USUAL_LONGEST: Final = timedelta(minutes=15)

LIFE: Final = {Letter.MONTH: timedelta(days=14), Letter.PAGE: timedelta(hours=2)}
USUAL_LIFE: Final = timedelta(days=1)
"""How long a letter is worth sending; the next one of its kind says the same."""

ALARMING: Final = 2
"""Tries that did not succeed after which the console says that mail does not leave."""


@dataclass(frozen=True, slots=True)
class DueMail:
    """A letter that one console has taken, to hand it over."""

    program_id: ProgramId
    mail_id: bytes
    letter: Letter
    to: MailAddress = field(repr=False)
    tries: int
    """This one is among them."""


def owe(
    connection: Connection, *, program_id: ProgramId, person_id: PersonId, letter: Letter, now: datetime
) -> bool:
    """Owe somebody a letter, in the transaction of what it tells of; false where one of its kind waits."""
    values = {
        "program_id": program_id,
        "mail_id": secrets.token_bytes(ID_SIZE),
        "person_id": person_id,
        "letter": letter,
        "due": now,
        "until": now + LIFE.get(letter, USUAL_LIFE),
        "tries": 0,
    }
    return insert_new(connection, MailRow, values)


def waiting(connection: Connection, *, letters: Collection[Letter], now: datetime) -> bool:
    """Whether anything is due: a read, to be asked before `take`, which writes."""
    rows = table(MailRow)
    return bool(connection.scalar(select(exists().where(rows.c.due <= now, rows.c.letter.in_(letters)))))


def take(connection: Connection, *, letters: Collection[Letter], now: datetime) -> DueMail | None:
    """Take the letter that is due for longest, and keep it from other consoles for the lease.

    One whose time is over, or to somebody who has left or has no address any more, is deleted on the way.
    """
    rows, choices, people = table(MailRow), table(AlertChoiceRow), table(PersonRow)
    while True:
        found = connection.execute(
            select(rows)
            .where(rows.c.due <= now, rows.c.letter.in_(letters))
            .order_by(rows.c.due)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if found is None:
            return None
        this = (rows.c.program_id == found.program_id, rows.c.mail_id == found.mail_id)
        address = connection.scalar(
            select(choices.c.email)
            .join(
                people,
                (people.c.program_id == choices.c.program_id) & (people.c.person_id == choices.c.person_id),
            )
            .where(
                choices.c.program_id == found.program_id,
                choices.c.person_id == found.person_id,
                people.c.state == PersonState.CONFIRMED,
            )
        )
        if address is None or found.until <= now:
            if address is not None:
                log(Event.MAIL_GIVEN_UP, program=found.program_id, kind=found.letter, attempts=found.tries)
            connection.execute(delete(rows).where(*this))
            continue
        connection.execute(update(rows).where(*this).values(due=now + LEASE, tries=found.tries + 1))
        return DueMail(
            program_id=ProgramId(found.program_id),
            mail_id=found.mail_id,
            letter=found.letter,
            to=MailAddress(address),
            tries=found.tries + 1,
        )


def done(connection: Connection, mail: DueMail) -> None:
    """The letter was handed over: nothing of it stays."""
    connection.execute(delete(table(MailRow)).where(*_this(mail)))


def later(connection: Connection, mail: DueMail, *, now: datetime) -> None:
    """The letter was not taken: try again, with growing pauses and some chance in them."""
    longest = LONGEST_WAIT.get(mail.letter, USUAL_LONGEST)
    wait = min(FIRST_WAIT * 2 ** min(mail.tries - 1, 10), longest)
    due = (now + wait * (1 + secrets.randbelow(250) / 1000)).astimezone(UTC)
    connection.execute(update(table(MailRow)).where(*_this(mail)).values(due=due))


def stuck(connection: Connection, program_id: ProgramId) -> int:
    """How many letters of a program were tried and are still here."""
    rows = table(MailRow)
    return (
        connection.scalar(
            select(func.count()).where(rows.c.program_id == program_id, rows.c.tries >= ALARMING)
        )
        or 0
    )


def _this(mail: DueMail) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    rows = table(MailRow)
    return rows.c.program_id == mail.program_id, rows.c.mail_id == mail.mail_id
