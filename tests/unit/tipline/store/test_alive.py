"""A connection to PostgreSQL that died while it lay idle is replaced; one that dies in use is told once."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.engine.interfaces import DBAPIConnection

from tests.databases import PostgresSource, Stores
from tipline.errors import StoreUnavailable
from tipline.store import alive
from tipline.store.db import Store
from tipline.store.engine import make_engine

pytestmark = pytest.mark.postgres


@pytest.fixture
def tips(postgres_source: PostgresSource) -> Iterator[Store]:
    """A store with one connection in its pool, that was used just now."""
    with closing(Stores(postgres_source.migrated())) as stores:
        stores.tips.ping()
        yield stores.tips
    postgres_source.forget()


def cut(store: Store) -> None:
    """The server ends every connection to the database of a store."""
    other = make_engine(store.name, store.engine.url.render_as_string(hide_password=False))
    with other.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.dispose()


def test_a_connection_that_died_while_it_lay_idle_is_replaced_before_it_is_used(
    tips: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alive, "IDLE_SECONDS", 0)
    cut(tips)

    with tips.look() as connection:
        found = connection.scalar(text("SELECT 1"))

    assert found == 1


def test_a_connection_that_died_just_now_is_told_once_and_then_made_anew(
    tips: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alive, "IDLE_SECONDS", 3600)
    cut(tips)

    with pytest.raises(StoreUnavailable):
        tips.ping()
    tips.ping()


def test_who_uses_a_connection_again_at_once_asks_nothing_before(
    tips: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    dialect, ping = tips.engine.dialect, tips.engine.dialect.do_ping

    def counted(connection: DBAPIConnection) -> bool:
        asked.append(True)
        return ping(connection)

    monkeypatch.setattr(dialect, "do_ping", counted)

    for idle_seconds in (3600, 0):
        monkeypatch.setattr(alive, "IDLE_SECONDS", idle_seconds)
        with tips.look() as connection:
            connection.scalar(text("SELECT 1"))

    assert asked == [True]
