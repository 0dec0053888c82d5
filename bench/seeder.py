"""A store with as many tips as years bring: one is sealed for real, the rest are its rows under other ids.

Every row has its true size, and a day, status, channel and offence as they are in life. The copies cannot be
opened, because what is sealed is bound to its ids; the queue opens nothing.
"""

import random
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection

from bench.line import Line
from bench.words import STORY
from crypto.codes import code_secrets, draw_code
from crypto.numbers import draw_number
from tipline.intake.programs import Desk, Programs
from tipline.intake.receive import SealedTip, prepare
from tipline.intake.report import Report
from tipline.key_files import PUBLIC, load_public
from tipline.keyring import Keyring
from tipline.store.db import Store, open_store
from tipline.store.statements import insert_rows
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.store.upkeep import checkpoint
from tipline.vocabulary import Channel, Offence, Priority, Status, StoreName, TipNumber

DAYS: Final = 26 * 30
BATCH: Final = 5_000
STATUSES: Final = (*[Status.CLOSED] * 14, Status.NEW, Status.TRIAGED, Status.DISPATCHED, Status.INVESTIGATING)
CHANNELS: Final = (*[Channel.TEXT] * 5, *[Channel.WEB] * 4, Channel.LINK)

_Rows: TypeAlias = list[dict[str, Any]]  # rows of any table, as the store takes them


async def fill(line: Line, *, count: int, flood: Offence | None = None) -> None:
    """Put so many tips of a program's inbox into its store, in the order of their ids.

    With an offence they are a flood: new tips of today that came alike.
    """
    settings = line.settings()
    pepper = load_public(settings.key_folder(PUBLIC)).code_pepper
    tips = open_store(StoreName.TIPS, settings.store_url(StoreName.TIPS))
    try:
        programs = Programs(tips, Keyring(settings.roots))
        desk = await programs.by_slug(line.config.program, now=datetime.now(UTC))
        author = code_secrets(draw_code("en"), pepper=pepper, program=desk.program.program_id)
        report = Report(channel=Channel.WEB, text=STORY)
        sealed = prepare(report, desk=desk, author=author, now=datetime.now(UTC))
        chance = random.Random(1 if flood is None else count)
        ids = sorted(chance.randbytes(16) for _ in range(count))
        numbers = _numbers(sealed.number_prefix, count=count)
        for start in range(0, count, BATCH):
            rows = _copies(sealed, desk, ids[start : start + BATCH], numbers, chance, flood=flood)
            await tips.write(lambda connection, rows=rows: _insert(connection, *rows))  # type: ignore[misc]
        _settle(tips)
    finally:
        tips.close()


def _settle(tips: Store) -> None:
    """What each database does by itself within a minute of so much writing, and not while it is measured."""
    checkpoint(tips)
    if tips.engine.name == "postgresql":
        with tips.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _numbers(prefix: str, *, count: int) -> list[TipNumber]:
    """As many as there are tips, each once: among so many two are often the same, and one is drawn again."""
    drawn: set[TipNumber] = set()
    while len(drawn) < count:
        drawn.add(TipNumber(draw_number(prefix)))
    return list(drawn)


def _insert(connection: Connection, tips: _Rows, keys: _Rows, grants: _Rows, records: _Rows) -> None:
    for row, values in ((TipRow, tips), (TipKeyRow, keys), (TipGrantRow, grants), (RecordRow, records)):
        insert_rows(connection, row, values)


def _copies(
    sealed: SealedTip,
    desk: Desk,
    ids: list[bytes],
    numbers: list[TipNumber],
    chance: random.Random,
    *,
    flood: Offence | None,
) -> tuple[_Rows, _Rows, _Rows, _Rows]:
    """The rows of some tips; where an order of keys is chosen freely, it is the order of the ids."""
    tips: _Rows = []
    keys: _Rows = []
    grants: _Rows = []
    records: _Rows = []
    today = desk.program.day(datetime.now(UTC))
    for tip_id in ids:
        day = _some_day(today, chance) if flood is None else today
        own = {"tip_id": tip_id, "key_id": tip_id}
        tips.append(
            {
                **sealed.tip,
                **_in_the_clear(chance, flood),
                "tip_id": tip_id,
                "received_day": day,
                "status_day": day,
            }
        )
        tips[-1]["number"] = numbers.pop()
        keys.append({**sealed.key, **own, "lookup": secrets.token_bytes(16)})
        grants.extend({**grant, **own} for grant in sealed.grants[:1])
        grants.extend({**grant, **own, "holder_id": tip_id} for grant in sealed.grants[1:])
        records.append({**sealed.record, **own, "record_id": tip_id, "day": day})
    return tips, keys, grants, records


def _in_the_clear(chance: random.Random, flood: Offence | None) -> dict[str, Any]:  # values of a row
    if flood is not None:
        return {"offence": flood}
    status = chance.choice(STATUSES)
    return {
        "status": status,
        "channel": chance.choice(CHANNELS),
        "offence": chance.choice(tuple(Offence)),
        "priority": chance.choices((Priority.ROUTINE, Priority.URGENT, Priority.DANGER), (90, 8, 2))[0],
        "unread": status is Status.NEW,
    }


def _some_day(today: date, chance: random.Random) -> date:
    return today - timedelta(days=chance.randrange(DAYS))
