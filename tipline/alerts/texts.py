"""Texts of constant words that pages leave by: the console owes them, the gateway hands them over.

The console has no carrier, and the gateway no list of staff: a row holds one number and which of two
sentences. Who can write the store can have these two sentences sent, and nothing else.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, exists, or_, select, tuple_, update
from sqlalchemy import func as sql

from tipline.letters import PageWords
from tipline.private import Address
from tipline.store.alert_tables import PageTextRow
from tipline.store.columns import table
from tipline.store.program_tables import OTHER_KINDS, LineRow
from tipline.store.statements import insert_rows
from tipline.vocabulary import ID_SIZE, ProgramId

LEASE: Final = timedelta(minutes=1)
FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=1)
LIFE: Final = timedelta(minutes=30)
"""The page is repeated long before."""

LATE: Final = timedelta(minutes=2)
ALARMING: Final = 2
"""Tries after which, or time without any, the console says that texts do not leave."""


@dataclass(frozen=True, slots=True)
class DueText:
    """A text that a gateway has taken."""

    program_id: ProgramId
    text_id: bytes
    to: Address = field(repr=False)
    from_: Address = field(repr=False)
    words: PageWords
    tries: int


def owe_text(
    connection: Connection, *, program_id: ProgramId, number: str, words: PageWords, now: datetime
) -> None:
    """Owe a phone a text."""
    values = {
        "program_id": program_id,
        "text_id": secrets.token_bytes(ID_SIZE),
        "number": number,
        "words": words,
        "due": now,
        "until": now + LIFE,
        "tries": 0,
    }
    insert_rows(connection, PageTextRow, [values])


def waiting(connection: Connection, *, now: datetime) -> bool:
    """Whether a text is due."""
    rows = table(PageTextRow)
    return bool(connection.scalar(select(exists().where(rows.c.due <= now))))


def take(connection: Connection, *, now: datetime, limit: int) -> list[DueText]:
    """Take texts that are due, and keep them from other gateways for the lease; too old ones are deleted.

    A text comes from a number of the program's, one that it shares with nobody if there is one.
    """
    rows, lines = table(PageTextRow), table(LineRow)
    same = lines.alias()
    having = select(sql.count()).where(same.c.number == lines.c.number).scalar_subquery()
    connection.execute(delete(rows).where(rows.c.until <= now))
    oldest = select(rows).where(rows.c.due <= now).order_by(rows.c.due).limit(limit)
    chosen = connection.execute(oldest.with_for_update(skip_locked=True)).all()
    names = [(one.program_id, one.text_id) for one in chosen]
    connection.execute(
        update(rows)
        .where(tuple_(rows.c.program_id, rows.c.text_id).in_(names))
        .values(due=now + LEASE, tries=rows.c.tries + 1)
    )
    found = []
    for one in chosen:
        line = connection.scalar(
            select(lines.c.number)
            .where(lines.c.program_id == one.program_id, lines.c.number.not_like(OTHER_KINDS))
            .order_by(having, lines.c.number)
            .limit(1)
        )
        if line is not None:
            to, from_ = Address.read(one.number), Address.read(line)
            found.append(DueText(one.program_id, one.text_id, to, from_, one.words, one.tries + 1))
    return found


def done(connection: Connection, text: DueText) -> None:
    """The text was handed over: nothing of it stays."""
    rows = table(PageTextRow)
    connection.execute(
        delete(rows).where(rows.c.program_id == text.program_id, rows.c.text_id == text.text_id)
    )


def later(connection: Connection, text: DueText, *, now: datetime) -> None:
    """The text was not taken: try again soon."""
    rows = table(PageTextRow)
    due = (now + min(FIRST_WAIT * 2 ** min(text.tries - 1, 6), LONGEST_WAIT)).astimezone(UTC)
    connection.execute(
        update(rows)
        .where(rows.c.program_id == text.program_id, rows.c.text_id == text.text_id)
        .values(due=due)
    )


def stuck(connection: Connection, program_id: ProgramId, *, now: datetime) -> int:
    """How many texts of a program do not leave."""
    rows = table(PageTextRow)
    return (
        connection.scalar(
            select(sql.count()).where(
                rows.c.program_id == program_id, or_(rows.c.tries >= ALARMING, rows.c.due < now - LATE)
            )
        )
        or 0
    )
