"""The migrations build what the models say, go both ways with data in every table, and may be done twice."""

import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, select, text

from tests.databases import Kind, Stores, StoreUrls
from tests.unit.tipline.store.samples import filling
from tipline.errors import SettingRefused, StoreAtOtherVersion, StoreUnreachable
from tipline.store import schema
from tipline.store.db import open_store
from tipline.store.engine import make_engine
from tipline.store.tables import METADATA
from tipline.store.version import newest, version
from tipline.vocabulary import StoreName

EVERY_STORE = list(StoreName)


@pytest.mark.parametrize("name", EVERY_STORE)
def test_models_and_migrations_agree(stores: Stores, name: StoreName) -> None:
    with stores.of(name).engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA[name])

    assert differences == []


@pytest.mark.parametrize("name", EVERY_STORE)
def test_the_newest_version_by_its_name_is_the_last_of_the_history(name: StoreName) -> None:
    assert newest(name) == ScriptDirectory.from_config(schema.history(name)).get_current_head()


@pytest.mark.parametrize("name", EVERY_STORE)
def test_a_migration_goes_down_and_up_again_with_data_in_every_table(
    store_urls: StoreUrls, name: StoreName
) -> None:
    url = store_urls.of(name)
    schema.migrate(name, url)
    engine = make_engine(name, url)
    fill(engine, name)

    schema.downgrade(name, url)

    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert version(name, url) is None
    schema.migrate(name, url)
    assert version(name, url) == newest(name)
    fill(engine, name)
    engine.dispose()


@pytest.mark.parametrize("name", EVERY_STORE)
def test_migrating_twice_changes_nothing(store_urls: StoreUrls, name: StoreName) -> None:
    url = store_urls.of(name)
    schema.migrate(name, url)
    engine = make_engine(name, url)
    filled = fill(engine, name)

    schema.migrate(name, url)

    assert read_back(engine, name) == filled
    engine.dispose()


@pytest.mark.parametrize("name", EVERY_STORE)
def test_a_store_without_tables_stops_the_start(store_urls: StoreUrls, name: StoreName) -> None:
    url = store_urls.of(name)
    schema.migrate(name, url)
    schema.downgrade(name, url)

    with pytest.raises(StoreAtOtherVersion) as refused:
        open_store(name, url)

    assert (refused.value.store, refused.value.found, refused.value.wanted) == (
        name,
        None,
        newest(name),
    )


def test_a_store_of_a_later_program_stops_the_start(migrated_urls: StoreUrls) -> None:
    engine = make_engine(StoreName.TIPS, migrated_urls.tips)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'tips_9999'"))
    engine.dispose()

    with pytest.raises(StoreAtOtherVersion) as refused:
        open_store(StoreName.TIPS, migrated_urls.tips)

    assert (refused.value.found, refused.value.wanted) == ("tips_9999", newest(StoreName.TIPS))


def test_a_store_that_cannot_be_reached_stops_the_start_and_is_not_made(
    database: Kind, store_urls: StoreUrls, tmp_path: Path
) -> None:
    nowhere = {
        Kind.SQLITE: f"sqlite:///{tmp_path}/nowhere/tips.db",
        Kind.POSTGRES: f"{store_urls.tips.rsplit('/', 1)[0]}/no_such_database",
    }[database]
    if database is Kind.POSTGRES and "?" in store_urls.tips:
        nowhere += "?" + store_urls.tips.partition("?")[2]

    with pytest.raises(StoreUnreachable) as refused:
        open_store(StoreName.TIPS, nowhere)
    with pytest.raises(StoreUnreachable):
        schema.migrate(StoreName.TIPS, nowhere)

    assert (refused.value.store, refused.value.args) == (StoreName.TIPS, ("tips",))
    assert not (tmp_path / "nowhere").exists()


def test_asking_for_a_missing_file_does_not_make_it(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable):
        open_store(StoreName.TIPS, f"sqlite:///{tmp_path}/tips.db")

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "tips.db").write_bytes(b"a letter, not a store " * 400)

    with pytest.raises(StoreUnreachable):
        open_store(StoreName.TIPS, f"sqlite:///{tmp_path}/tips.db")


@pytest.mark.parametrize("url", ["", "tips.db", "mysql://localhost/tips", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_no_store_runs_on_is_refused_by_its_setting(url: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        open_store(StoreName.TIPS, url)

    assert refused.value.args == ("tips_url",)


def test_a_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    schema.migrate(StoreName.TIPS, f"sqlite:///{tmp_path}/tips.db")
    store = open_store(StoreName.TIPS, f"sqlite:///{tmp_path}/tips.db")
    with store.transaction() as session:
        session.connection().execute(text("DELETE FROM tip"))

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    store.close()
    assert modes == {"tips.db": 0o600, "tips.db-wal": 0o600, "tips.db-shm": 0o600}


def test_sqlite_keeps_every_table_without_row_numbers(sqlite_stores: Stores) -> None:
    kept = {}
    for store in (sqlite_stores.of(name) for name in StoreName):
        with store.read() as session:
            for table, made in session.connection().execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_stat1'")
            ):
                kept[table] = made.rstrip().endswith("WITHOUT ROWID")

    assert kept == {table: True for metadata in METADATA.values() for table in metadata.tables} | {
        "alembic_version": False
    }


def fill(engine: Engine, name: StoreName) -> dict[str, list[tuple[object, ...]]]:
    with engine.begin() as connection:
        for table, rows in filling(name):
            connection.execute(insert(table), rows)
    return read_back(engine, name)


def read_back(engine: Engine, name: StoreName) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in METADATA[name].sorted_tables
        }
