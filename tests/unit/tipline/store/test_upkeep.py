"""What is over goes, what lives stays, and the files of SQLite keep no remains."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, insert, make_url, select

from tests.databases import Stores
from tests.unit.tipline.store import trouble
from tests.unit.tipline.store.samples import DAY, a_row
from tipline.store import upkeep
from tipline.store.columns import table
from tipline.store.tables import ROWS
from tipline.store.vault_tables import ConversationRow, PseudonymRow, ReturnAddressRow
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import StoreName

A_DAY = timedelta(days=1)
SENDERS = (PseudonymRow, ConversationRow, ReturnAddressRow)
PLANTED = b"what must not stay in a file " * 8


def test_senders_are_forgotten_after_their_last_day_and_what_waits_is_left(stores: Stores) -> None:
    with stores.vault.transaction() as session:
        for row in ROWS[StoreName.VAULT]:
            session.connection().execute(insert(table(row)), a_row(table(row)))

    on_the_day = stores.vault.write_now(lambda connection: upkeep.forget_senders(connection, today=DAY))
    after_it = stores.vault.write_now(lambda connection: upkeep.forget_senders(connection, today=DAY + A_DAY))

    with stores.vault.read() as session:
        left = [
            row for row in ROWS[StoreName.VAULT] if session.connection().execute(select(table(row))).all()
        ]
    assert (on_the_day, after_it, left) == (
        0,
        3,
        [row for row in ROWS[StoreName.VAULT] if row not in SENDERS],
    )


def test_what_was_deleted_is_in_no_file_after_a_checkpoint(sqlite_stores: Stores) -> None:
    outbox = table(OutboxRow)
    folder = Path(make_url(sqlite_stores.urls.tips).database or "").parent
    with sqlite_stores.tips.transaction() as session:
        session.connection().execute(insert(outbox), a_row(outbox) | {"sealed": PLANTED})
    there = found_in(folder)
    with sqlite_stores.tips.transaction() as session:
        session.connection().execute(delete(outbox))
    in_the_journal = found_in(folder)

    emptied = upkeep.checkpoint(sqlite_stores.tips)

    assert (there, in_the_journal, emptied, found_in(folder)) == (["tips.db-wal"], ["tips.db-wal"], True, [])


def test_a_checkpoint_tells_when_a_reader_kept_it_from_emptying_the_journal(sqlite_stores: Stores) -> None:
    store = sqlite_stores.tips
    outbox = table(OutboxRow)
    with store.transaction() as session:
        session.connection().execute(insert(outbox), a_row(outbox))
    trouble.on_connect(store, "PRAGMA busy_timeout=50")

    with store.read() as session:
        session.connection().execute(select(outbox)).all()
        with store.transaction() as writing:
            writing.connection().execute(delete(outbox))
        during = upkeep.checkpoint(store)

    assert (during, upkeep.checkpoint(store)) == (False, True)


def test_compacting_keeps_the_rows_and_gives_the_room_back(stores: Stores) -> None:
    outbox = table(OutboxRow)
    row = a_row(outbox) | {"sealed": bytes(20000)}
    many = [row | {"outbox_id": number.to_bytes(16, "big")} for number in range(100)]
    with stores.tips.transaction() as session:
        session.connection().execute(insert(outbox), many)
    with stores.tips.transaction() as session:
        session.connection().execute(delete(outbox).where(outbox.c.outbox_id != bytes(16)))

    upkeep.compact(stores.tips)

    with stores.tips.read() as session:
        left = session.connection().scalars(select(outbox.c.outbox_id)).all()
    assert left == [bytes(16)]


def test_a_compacted_file_is_small_again(sqlite_stores: Stores) -> None:
    outbox = table(OutboxRow)
    path = Path(make_url(sqlite_stores.urls.tips).database or "")
    upkeep.checkpoint(sqlite_stores.tips)
    before = path.stat().st_size
    with sqlite_stores.tips.transaction() as session:
        session.connection().execute(insert(outbox), a_row(outbox) | {"sealed": bytes(1_000_000)})
    with sqlite_stores.tips.transaction() as session:
        session.connection().execute(delete(outbox))
    upkeep.checkpoint(sqlite_stores.tips)
    swollen = path.stat().st_size

    upkeep.compact(sqlite_stores.tips)

    assert swollen > before + 900_000
    assert path.stat().st_size <= before


def found_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if PLANTED in path.read_bytes())
