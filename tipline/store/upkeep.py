"""What a store needs again and again: forget what is over, and leave no trace of it in the files."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from sqlalchemy import Connection, delete

from tipline.errors import StoreUnavailable
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.trouble import told
from tipline.store.vault_tables import ConversationRow, PseudonymRow, ReturnAddressRow


def forget_senders(connection: Connection, *, today: date) -> int:
    """Delete the vault's rows whose last day is over; how many there were.

    Held texts are not among them: those go on to a program, and whoever sends them on deletes them.
    """
    count = 0
    for row in (PseudonymRow, ConversationRow, ReturnAddressRow):
        rows = table(row)
        count += connection.execute(delete(rows).where(rows.c.expires_day < today)).rowcount
    return count


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


def checkpoint_soon(store: Store) -> None:
    """Empty the journal after a destruction that is done and told already.

    A store that is busy now is no reason to say that the deed failed: the hourly turn empties it.
    """
    with suppress(StoreUnavailable):
        checkpoint(store)


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
