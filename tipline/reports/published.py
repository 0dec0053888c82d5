"""Read the months that are out: those alone that the program's voice has signed.

Somebody who can write the store can put any numbers into it. They are not shown: a false number on a page of
the police would be believed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.signing import VerifyKey
from tipline.keyring import ProgramKeys
from tipline.log import Event, log
from tipline.reports.public_month import NotAPublicMonth, PublicMonth, from_bytes
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.month_tables import PublishedMonthRow
from tipline.vocabulary import Month, ProgramId

KEPT: Final = timedelta(minutes=1)
"""How long the months of a program are remembered: a month is out for years, and can wait for a minute."""


class _Alarm(StrEnum):
    PUBLISHED_MONTH = "published-month"


def place(program_id: ProgramId, month: Month) -> bytes:
    """What the signature under a published month is bound to."""
    return context(Purpose.PUBLISHED, program_id, month)


def read_published(
    connection: Connection, program_id: ProgramId, *, voice: VerifyKey | None
) -> Mapping[Month, PublicMonth]:
    """Every published month that is proven, the earliest first; each that is not rings an alarm."""
    rows = table(PublishedMonthRow)
    proven: dict[Month, PublicMonth] = {}
    for row in connection.execute(select(rows).where(rows.c.program_id == program_id).order_by(rows.c.month)):
        try:
            proven[Month(row.month)] = _proven(row, program_id, voice)
        except (NotProven, NotAPublicMonth):
            log(Event.KEY_NOT_PROVEN, program=program_id, alarm=_Alarm.PUBLISHED_MONTH)
    return proven


class PublishedMonths:
    """The published months of each program, looked up in the store at most once a minute."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[ProgramId, tuple[datetime, Mapping[Month, PublicMonth]]] = {}

    def of(self, keys: ProgramKeys, *, now: datetime) -> Mapping[Month, PublicMonth]:
        """A program's months, the earliest first; to be called in a thread.

        Raises:
            StoreUnavailable: the store cannot be read.
        """
        kept = self._kept.get(keys.program_id)
        if kept and abs(now - kept[0]) < KEPT:
            return kept[1]
        with self._store.read() as session:
            months = read_published(session.connection(), keys.program_id, voice=keys.voice)
        self._kept[keys.program_id] = (now, months)
        return months


def _proven(row: Row[Any], program_id: ProgramId, voice: VerifyKey | None) -> PublicMonth:
    if voice is None:
        raise NotProven
    voice.verify(row.signature, row.content, context=place(program_id, row.month))
    public = from_bytes(row.content)
    if public.month != row.month:
        raise NotProven
    return public
