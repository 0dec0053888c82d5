"""A database that a test has had serves another as good as new, or not at all."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.databases import PostgresSource, Stores, StoreUrls

pytestmark = pytest.mark.postgres

CHANGES = {
    "a trigger is gone": "DROP TRIGGER entry_stays ON entry",
    "a trigger sleeps": "ALTER TABLE entry DISABLE TRIGGER entry_stays",
    "a column": "ALTER TABLE fund ADD COLUMN more integer",
    "a table": "CREATE TABLE more (id integer)",
    "an index": "DROP INDEX ix_entry_month",
    "a rule": "ALTER TABLE posting DROP CONSTRAINT ck_posting_moves_something",
    "a function": "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$",
    "a grant": "GRANT SELECT ON fund TO PUBLIC",
    "the version": "UPDATE alembic_version SET version_num = 'ledger_9999'",
    "a view": "CREATE VIEW more AS SELECT name FROM fund",
}


@pytest.fixture
def source(postgres_source: PostgresSource) -> PostgresSource:
    """Databases of which no test has any at present."""
    return postgres_source


def change(urls: StoreUrls, statement: str) -> str:
    """Do something in a ledger, and say which database it was, as the server numbers them."""
    stores = Stores(urls)
    with stores.ledger.engine.begin() as connection:
        connection.execute(text(statement))
        number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    stores.close()
    return str(number)


ROW = "INSERT INTO fund VALUES (decode('00', 'hex'), decode('00', 'hex'), 'rewards', 'Rewards', 'CAD')"


def test_rows_are_gone_whoever_forbids_it_and_the_database_has_another_name(source: PostgresSource) -> None:
    first = source.migrated()
    number = change(first, ROW)
    source.forget()
    second = source.migrated()
    with_rows = change(second, "SELECT 1")
    stores = Stores(second)
    with stores.ledger.engine.connect() as connection:
        rows = connection.scalar(text("SELECT count(*) FROM fund"))
    stores.close()
    source.forget()

    assert with_rows == number
    assert rows == 0
    assert first.ledger != second.ledger


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_what_changed_in_more_than_its_rows_is_dropped(source: PostgresSource, statement: str) -> None:
    number = change(source.migrated(), statement)
    source.forget()
    another = change(source.migrated(), "SELECT 1")
    source.forget()

    assert another != number


def test_who_is_still_connected_is_sent_away(source: PostgresSource) -> None:
    stores = Stores(source.migrated())
    with stores.ledger.engine.connect() as straggler:
        straggler.execute(text(ROW))
        source.forget()
        with pytest.raises(OperationalError, match="AdminShutdown"):
            straggler.execute(text("SELECT 1"))
        straggler.invalidate()
    stores.close()
