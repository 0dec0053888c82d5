"""What a store needs again and again: forget what is over, and leave no trace of it in the files."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, or_

from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.key_tables import SessionRow
from tipline.store.trouble import told
from tipline.store.vault_tables import ConversationRow, PseudonymRow, ReturnAddressRow
from tipline.store.work_tables import FormTokenRow


def forget_form_tokens(connection: Connection, *, before: date) -> int:
    """Delete the used form tokens of the days before; how many there were."""
    rows = table(FormTokenRow)
    return connection.execute(delete(rows).where(rows.c.day < before)).rowcount


def forget_senders(connection: Connection, *, today: date) -> int:
    """Delete the vault's rows whose last day is over; how many there were.

    Held texts are not among them: those go on to a program, and whoever sends them on deletes them.
    """
    count = 0
    for row in (PseudonymRow, ConversationRow, ReturnAddressRow):
        rows = table(row)
        count += connection.execute(delete(rows).where(rows.c.expires_day < today)).rowcount
    return count


def end_sessions(connection: Connection, *, idle_since: datetime, opened_before: datetime) -> int:
    """Delete the sessions that were not used since, or are older than they may be; how many there were."""
    rows = table(SessionRow)
    over = or_(rows.c.seen_at < idle_since, rows.c.opened_at < opened_before)
    return connection.execute(delete(rows).where(over)).rowcount


def checkpoint(store: Store) -> bool:
    """Bring what was written into the store's file and empty the journal, where deleted rows would stay.

    Hourly, and after every destruction. Nothing to do on PostgreSQL.

    Returns:
        Whether the journal is empty now; False while somebody reads an older state: ask again later.

    Raises:
        StoreUnavailable: the store is locked, full, read-only or gone.
    """
    if store.engine.dialect.name != "sqlite":
        return True
    return _alone(store, "PRAGMA wal_checkpoint(TRUNCATE)") == 0


def compact(store: Store) -> None:
    """Write the store anew, without the order in which its rows came and without remains; at night.

    SQLite builds the copy in memory, so that nothing of it stays in a temporary folder: a store too large
    for that belongs on PostgreSQL. There only the owner of the tables may do this.

    Raises:
        StoreUnavailable: the store is locked, full, read-only or gone.
    """
    _alone(store, "VACUUM")
    checkpoint(store)


def _alone(store: Store, statement: str) -> int:
    """Run a statement that can be in no transaction; the first number that it answers with, else 0."""
    with told(store.name):
        if store.engine.dialect.name == "postgresql":
            with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql(statement)
            return 0
        driver = store.engine.raw_connection()
        try:
            row: Sequence[int] | None = driver.cursor().execute(statement).fetchone()
        finally:
            driver.close()
    return row[0] if row else 0
