"""A store gives back what was put in, keeps all of a transaction or nothing, and says when it cannot."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import StatementError
from sqlmodel import select as select_rows

from tests.databases import Kind, Stores
from tests.unit.tipline.store import trouble
from tests.unit.tipline.store.samples import MOMENT, a_row
from tipline.errors import StoreUnavailable
from tipline.store.appeal_tables import AppealRow
from tipline.store.columns import table
from tipline.store.db import Store, open_store
from tipline.store.tables import METADATA
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import Offence, Priority, Status, StoreName

Trouble = Callable[[Store, Kind, str], AbstractContextManager[None]]


@pytest.mark.parametrize("name", [StoreName.TIPS, StoreName.KEYS, StoreName.VAULT])
def test_every_value_comes_back_as_it_was(stores: Stores, name: StoreName) -> None:
    store = stores.of(name)
    put = {each.name: a_row(each) for each in METADATA[name].sorted_tables}
    with store.transaction() as session:
        for each in METADATA[name].sorted_tables:
            session.connection().execute(insert(each), put[each.name])

    with store.read() as session:
        found = {
            each.name: dict(session.connection().execute(select(each)).mappings().one())
            for each in METADATA[name].sorted_tables
        }

    assert found == put


def test_enums_are_stored_by_value(stores: Stores) -> None:
    with stores.tips.transaction() as session:
        session.add(a_tip(status=Status.INVESTIGATING, offence=Offence.BREAK_AND_ENTER))

    with stores.tips.read() as session:
        raw = session.connection().execute(text("SELECT status, offence, priority FROM tip")).one()
        row = session.exec(select_rows(TipRow)).one()
        read = (row.status, row.offence, row.priority)

    assert tuple(raw) == ("under investigation", "break-and-enter", "danger")
    assert read == (Status.INVESTIGATING, Offence.BREAK_AND_ENTER, Priority.DANGER)


def test_a_word_of_no_enum_is_refused(stores: Stores) -> None:
    with pytest.raises(StatementError), stores.tips.transaction() as session:
        session.add(a_tip(status="nonsense"))

    assert count(stores.tips, "tip") == 0


def test_a_moment_comes_back_aware_and_in_utc(stores: Stores) -> None:
    toronto = MOMENT.astimezone(timezone(timedelta(hours=-5)))
    with stores.tips.transaction() as session:
        session.add(OutboxRow(**a_row(table(OutboxRow)) | {"due": toronto}))

    with stores.tips.read() as session:
        due = session.exec(select_rows(OutboxRow)).one().due

    assert (due, due.tzinfo) == (MOMENT, UTC)


def test_a_moment_without_its_zone_is_refused(stores: Stores) -> None:
    naive = datetime(2026, 11, 20)  # noqa: DTZ001 - what must be refused

    with pytest.raises(StatementError), stores.tips.transaction() as session:
        session.add(OutboxRow(**a_row(table(OutboxRow)) | {"due": naive}))


def test_a_transaction_keeps_everything_or_nothing(stores: Stores) -> None:
    def half_a_deed() -> None:
        with stores.tips.transaction() as session:
            session.add(an_appeal())
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_a_deed()

    assert count(stores.tips, "appeal") == 0


def test_what_is_changed_in_a_reading_session_is_not_kept(stores: Stores) -> None:
    with stores.tips.read() as session:
        session.add(an_appeal())
        session.flush()

    assert count(stores.tips, "appeal") == 0


def test_a_reader_does_not_wait_for_a_writer(stores: Stores) -> None:
    with stores.tips.transaction() as session:
        session.add(an_appeal())
        session.flush()

        during = count(stores.tips, "appeal")

    assert (during, count(stores.tips, "appeal")) == (0, 1)


def test_a_writing_transaction_on_sqlite_locks_at_its_begin(sqlite_stores: Stores) -> None:
    trouble.on_connect(sqlite_stores.tips, "PRAGMA busy_timeout=50")

    with sqlite_stores.tips.transaction() as first:
        first.connection()
        with pytest.raises(StoreUnavailable), sqlite_stores.tips.transaction() as second:
            second.connection()


def test_sqlite_is_durable_forgetful_and_strict_on_every_connection(sqlite_stores: Stores) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "page_size": 16384,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "temp_store": 2,
    }

    with sqlite_stores.tips.read() as first, sqlite_stores.tips.transaction() as second:
        found = [
            {pragma: session.connection().execute(text(f"PRAGMA {pragma}")).scalar() for pragma in wanted}
            for session in (first, second)
        ]

    assert found == [wanted, wanted]


def test_a_store_is_as_patient_as_its_door(stores: Stores, database: Kind) -> None:
    asked = "PRAGMA busy_timeout" if database is Kind.SQLITE else "SHOW lock_timeout"

    with closing(open_store(StoreName.TIPS, stores.urls.tips, patience=2)) as door, door.read() as session:
        found = session.connection().exec_driver_sql(asked).scalar()

    assert found == (2000 if database is Kind.SQLITE else "2s")


def test_a_reachable_store_answers_a_ping(stores: Stores) -> None:
    for name in StoreName:
        stores.of(name).ping()


def test_a_store_that_has_gone_answers_no_ping_and_comes_back(stores: Stores, database: Kind) -> None:
    with trouble.gone(stores.tips, database, stores.urls.tips), pytest.raises(StoreUnavailable):
        stores.tips.ping()

    stores.tips.ping()


@pytest.mark.parametrize("kind_of_trouble", [trouble.locked, trouble.read_only, trouble.gone])
def test_a_transaction_in_trouble_says_so_and_keeps_nothing(
    stores: Stores, database: Kind, kind_of_trouble: Trouble
) -> None:
    with (
        kind_of_trouble(stores.tips, database, stores.urls.tips),
        pytest.raises(StoreUnavailable) as refused,
        stores.tips.transaction() as session,
    ):
        session.add(an_appeal())

    stores.tips.engine.dispose()
    assert (refused.value.store, refused.value.args) == (StoreName.TIPS, ("tips",))
    assert count(stores.tips, "appeal") == 0


@pytest.mark.parametrize("kind_of_trouble", [trouble.locked, trouble.read_only, trouble.gone])
def test_deeds_in_trouble_are_all_told_and_the_next_one_is_done(
    stores: Stores, database: Kind, kind_of_trouble: Trouble
) -> None:
    async def three() -> list[BaseException | None]:
        return await asyncio.gather(
            *(stores.tips.write(add_an_appeal) for _ in range(3)), return_exceptions=True
        )

    with kind_of_trouble(stores.tips, database, stores.urls.tips):
        answers = asyncio.run(three())

    assert [type(answer) for answer in answers] == [StoreUnavailable] * 3
    if kind_of_trouble is not trouble.read_only:
        stores.tips.write_now(add_an_appeal)
        assert count(stores.tips, "appeal") == 1


def test_a_full_disk_is_told_by_transactions_and_deeds(sqlite_stores: Stores) -> None:
    store = sqlite_stores.tips
    with trouble.full(store, Kind.SQLITE, sqlite_stores.urls.tips):
        with pytest.raises(StoreUnavailable), store.transaction() as session:
            fill_pages(session.connection())
        with pytest.raises(StoreUnavailable):
            store.write_now(fill_pages)

    assert count(store, "outbox") == 0


def test_a_mistake_in_a_statement_is_no_trouble_of_the_store(stores: Stores) -> None:
    with pytest.raises(Exception) as mistake, stores.tips.read() as session:  # noqa: PT011 - differs by database
        session.connection().execute(text("SELECT nothing FROM nowhere"))

    assert not isinstance(mistake.value, StoreUnavailable)


def test_a_child_without_its_parent_is_refused(stores: Stores) -> None:
    refused = []
    for name in ("tip_move", "tip_key", "tip_grant", "record", "link"):
        each = METADATA[StoreName.TIPS].tables[name]
        with pytest.raises(Exception) as error, stores.tips.transaction() as session:  # noqa: PT011 - its name follows
            session.connection().execute(insert(each), a_row(each))
        refused.append(type(error.value).__name__)

    assert refused == ["IntegrityError"] * 5


def an_appeal() -> AppealRow:
    return AppealRow(**a_row(table(AppealRow)))


def add_an_appeal(connection: Connection) -> None:
    connection.execute(insert(table(AppealRow)), a_row(table(AppealRow)))


def fill_pages(connection: Connection) -> None:
    row = a_row(table(OutboxRow))
    for number in range(64):
        connection.execute(
            insert(table(OutboxRow)), row | {"outbox_id": number.to_bytes(16), "sealed": bytes(16384)}
        )


def a_tip(**changes: object) -> TipRow:
    return TipRow(**a_row(table(TipRow)) | {"priority": Priority.DANGER} | changes)


def count(store: Store, name: str) -> int:
    with store.read() as session:
        return int(session.connection().execute(text(f"SELECT count(*) FROM {name}")).scalar_one())
