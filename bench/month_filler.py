"""Fifteen years of tips by the database's own statements: columns of true size, what is sealed a stub."""

from datetime import date
from typing import Final

from sqlalchemy import Connection, text

from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.month_tables import FigureRow
from tipline.store.tip_tables import RecordRow, TipMoveRow, TipRow
from tipline.vocabulary import Channel, Disposition, Offence, ProgramId, Status, TeamKind, team_id

YEARS: Final = 15
DAYS: Final = YEARS * 365
UNITS: Final = 17
LINKS: Final = 20

FILLED: Final = (TipRow, TipMoveRow, RecordRow, FigureRow)

Parts = dict[str, str]
"""What is written differently on the two databases."""

_SQLITE: Final[Parts] = {
    "rows": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
    "SELECT i FROM n)",
    "id": "randomblob(16)",
    "chance": "abs(random() % {of})",
    "later": "date({day}, '+' || {days} || ' days')",
    "stub": "zeroblob(96)",
    "true": "1",
}
_POSTGRES: Final[Parts] = {
    "rows": "(SELECT i FROM generate_series(1, {count}) AS g(i))",
    "id": "uuid_send(gen_random_uuid())",
    "chance": "floor(random() * {of})::int",
    "later": "({day} + {days})",
    "stub": "decode(repeat('00', 96), 'hex')",
    "true": "true",
}


def fill(store: Store, program_id: ProgramId, *, count: int, today: date) -> None:
    """Put so many tips of a program into an empty store, with moves, follow-ups and figures."""
    with store.transaction() as session:
        connection = session.connection()
        parts = _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE
        if parts is _SQLITE:
            connection.execute(text("PRAGMA cache_size = -1000000"))
        indexes = [index for row in FILLED for index in table(row).indexes]
        for index in indexes:
            index.drop(connection)
        _tips(connection, parts, program_id, count=count, today=today)
        _rest(connection, parts)
        for index in indexes:  # in one go: a million at random places one by one take half an hour
            index.create(connection)
    if parts is _SQLITE:
        return  # nothing of ours keeps statistics there
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for row in FILLED:
            connection.execute(text(f"VACUUM ANALYZE {table(row).name}"))


def _tips(connection: Connection, parts: Parts, program_id: ProgramId, *, count: int, today: date) -> None:
    first = date.fromordinal(today.toordinal() - DAYS)
    day = parts["later"].format(day="CAST(:first AS date)" if parts is _POSTGRES else ":first", days="day")
    closed = parts["later"].format(day=day, days="wait")
    connection.execute(
        text(
            f"""
            WITH drawn AS MATERIALIZED (
                SELECT i, {parts["id"]} AS id, {parts["chance"].format(of=1_000_000)} AS chance,
                {parts["chance"].format(of=DAYS)} AS day, {parts["chance"].format(of=40)} AS wait
                FROM {parts["rows"].format(count=count)} AS numbered
            )
            INSERT INTO tip (program_id, tip_id, number, team_id, channel, link_kind, appeal_id, link_id,
                language, received_day, status, status_day, offence, priority, unit_id, assignee_id,
                disposition, closed_day, unread)
            SELECT :program, id, 'T' || i, CASE WHEN chance % 100 = 0 THEN :us ELSE :inbox END,
                {_one_of(Channel, "chance")}, CASE WHEN chance % 20 = 1 THEN 'account' END,
                CASE WHEN chance % 20 = 1 THEN :appeal END,
                CASE WHEN chance % 20 = 1 THEN 'link' || (chance % 7 + 1000) END,
                'en', {day}, {_standing()}, {closed}, {_one_of(Offence, "chance / 100")}, 'routine',
                {_unit(parts)}, NULL,
                CASE WHEN {_standing()} = 'closed' THEN {_one_of(Disposition, "chance / 7")} END,
                CASE WHEN {_standing()} = 'closed' THEN {closed} END, {parts["true"]}
            FROM drawn ORDER BY id
            """
        ),
        {
            "program": program_id,
            "us": team_id(program_id, TeamKind.INTEGRITY),
            "inbox": team_id(program_id, TeamKind.INBOX),
            "appeal": bytes(16),
            "first": first.isoformat() if parts is _SQLITE else first,
        },
    )


def _rest(connection: Connection, parts: Parts) -> None:
    """A move to dispatch for three of four, two follow-ups for each, a figure for three of a hundred."""
    later = parts["later"].format(day="received_day", days=parts["chance"].format(of=9))
    month = (
        "CAST(extract(year FROM status_day) * 100 + extract(month FROM status_day) AS int)"
        if parts is _POSTGRES
        else "CAST(strftime('%Y', status_day) AS int) * 100 + CAST(strftime('%m', status_day) AS int)"
    )
    some = "CAST(substr(number, 2) AS int)"
    move = f"INSERT INTO tip_move (program_id, move_id, tip_id, status, day) SELECT program_id, {parts['id']}"
    record = (
        "INSERT INTO record (program_id, record_id, tip_id, key_id, kind, day, sealed) "
        f"SELECT program_id, {parts['id']}, tip_id, tip_id"
    )
    figure = "INSERT INTO figure (program_id, figure_id, tip_id, kind, value, month) SELECT program_id"
    statements = [
        f"{move}, tip_id, 'dispatched', {later} FROM tip WHERE {some} % 4 > 0",
        f"{move}, tip_id, 'closed', closed_day FROM tip WHERE closed_day IS NOT NULL",
        *(
            f"{record}, '{kind}', {later}, {parts['stub']} FROM tip"
            for kind in ("report", "message", "message")
        ),
        f"{figure}, {parts['id']}, tip_id, 'arrests', 1, {month} FROM tip WHERE {some} % 33 = 0",
    ]
    for statement in statements:
        connection.execute(text(statement))


def _one_of(words: type[Channel | Offence | Disposition], number: str) -> str:
    values = list(words)
    cases = " ".join(f"WHEN {place} THEN '{word.value}'" for place, word in enumerate(values))
    return f"CASE ({number}) % {len(values)} {cases} END"


def _standing() -> str:
    return (
        f"CASE WHEN chance % 10 < 8 THEN '{Status.CLOSED.value}' WHEN chance % 10 = 8 "
        f"THEN '{Status.SPAM.value}' ELSE '{Status.INVESTIGATING.value}' END"
    )


def _unit(parts: Parts) -> str:
    """One of as many units as a city has divisions."""
    if parts is _POSTGRES:
        return f"decode(lpad(to_hex(chance / 13 % {UNITS}), 32, '0'), 'hex')"
    return f"CAST(printf('%016d', chance / 13 % {UNITS}) AS BLOB)"
