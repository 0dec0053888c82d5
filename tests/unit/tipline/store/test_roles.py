"""On PostgreSQL each process can do its own and is refused the rest."""

import secrets
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, insert, select, text, update

from tests.databases import Kind, Stores
from tests.unit.tipline.store.acting import (
    acting_as,
    fill_parents,
    quoted,
    refused,
    rights_found,
    rights_of,
    take_a_tip,
)
from tests.unit.tipline.store.samples import DAY, a_row
from tipline.store.appeal_tables import LinkVisitRow
from tipline.store.columns import table
from tipline.store.program_tables import PersonRow
from tipline.store.roles import ALL, POWERS, May, apply_roles, grant_statements
from tipline.store.statements import insert_new, insert_rows
from tipline.store.tables import METADATA
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipMoveRow, TipRow
from tipline.store.version import newest
from tipline.store.work_tables import AuditRow, FormTokenRow, OutboxRow
from tipline.vocabulary import HolderKind, Priority, Process, Status, StoreName

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database", [Kind.POSTGRES], indirect=True)]

Roles = Mapping[Process, str]


@pytest.fixture
def roles(stores: Stores) -> Iterator[Roles]:
    """Roles of this test's own, with their powers in the tips."""
    with roles_in(stores, [StoreName.TIPS]) as names:
        yield names


@pytest.fixture
def roles_everywhere(stores: Stores) -> Iterator[Roles]:
    """Roles of this test's own, with their powers in all four stores."""
    with roles_in(stores, list(StoreName)) as names:
        yield names


@contextmanager
def roles_in(stores: Stores, where: list[StoreName]) -> Generator[Roles, None, None]:
    mark = secrets.token_hex(4)
    names = {process: f'tip"{process.value}_{mark}' for process in Process}
    listed = ", ".join(quoted(role) for role in names.values())
    for name in where:
        apply_roles(name, stores.urls.of(name), names)
    yield names
    for name in where:
        with stores.of(name).transaction() as session:
            session.connection().exec_driver_sql(f"DROP OWNED BY {listed}")
    with stores.tips.transaction() as session:
        session.connection().exec_driver_sql(f"DROP ROLE {listed}")


def test_every_role_has_the_rights_of_the_table_and_no_other(stores: Stores, roles_everywhere: Roles) -> None:
    wanted = {
        (name, process, each.name, column.name): rights_of(
            POWERS[name].get(process, {}).get(each.name, May()), column.name
        )
        for name in StoreName
        for process in Process
        for each in METADATA[name].sorted_tables
        for column in each.columns
    }

    found: dict[object, set[str]] = {}
    for name in StoreName:
        with stores.of(name).read() as session:
            found |= {
                (name, process, each.name, column.name): rights_found(
                    session.connection(), roles_everywhere[process], each.name, column.name
                )
                for process in Process
                for each in METADATA[name].sorted_tables
                for column in each.columns
            }

    assert found == wanted


def test_a_process_without_business_in_a_store_may_not_even_connect(
    stores: Stores, roles_everywhere: Roles
) -> None:
    found = {}
    for name in StoreName:
        with stores.of(name).read() as session:
            found[name] = {
                process
                for process, role in roles_everywhere.items()
                if session.connection().scalar(
                    text("SELECT has_database_privilege(:role, current_database(), 'CONNECT')"),
                    {"role": role},
                )
            }

    assert found == {
        StoreName.TIPS: set(Process),
        StoreName.KEYS: {Process.CONSOLE},
        StoreName.VAULT: {Process.GATEWAY},
        StoreName.LEDGER: {Process.PUBLIC, Process.CONSOLE},
    }


def test_a_role_that_nobody_named_sees_nothing(stores: Stores, roles: Roles) -> None:
    stranger = f"stranger_{secrets.token_hex(4)}"
    with stores.tips.transaction() as session:
        session.connection().exec_driver_sql(f"CREATE ROLE {stranger} LOGIN")
        rights = session.connection().execute(
            text(
                "SELECT has_database_privilege(:role, current_database(), 'CONNECT'), "
                "has_schema_privilege(:role, 'public', 'USAGE')"
            ),
            {"role": stranger},
        )
        seen = tuple(rights.one())
        session.connection().exec_driver_sql(f"DROP ROLE {stranger}")

    assert seen == (False, False)


@pytest.mark.parametrize("process", list(Process))
def test_every_process_may_read_the_version_and_nobody_may_write_it(
    stores: Stores, roles: Roles, process: Process
) -> None:
    with acting_as(stores, roles[process]) as connection:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        is_refused = refused(connection, text("UPDATE alembic_version SET version_num = 'x'"))

    assert (version, is_refused) == (newest(StoreName.TIPS), True)


def test_the_public_site_takes_a_tip_and_follows_it_up(stores: Stores, roles: Roles) -> None:
    fill_parents(stores)

    with acting_as(stores, roles[Process.PUBLIC]) as connection:
        take_a_tip(connection)
        spent = [insert_new(connection, FormTokenRow, a_row(table(FormTokenRow))) for _ in range(2)]
        insert_new(connection, LinkVisitRow, a_row(table(LinkVisitRow)))
        connection.execute(update(table(LinkVisitRow)).values(visits=LinkVisitRow.visits + 1))
        keys, grants, records = table(TipKeyRow), table(TipGrantRow), table(RecordRow)
        found = connection.execute(select(keys).where(keys.c.lookup == a_row(keys)["lookup"])).one()
        holders = connection.scalars(
            select(grants.c.holder_kind).where(grants.c.key_id == found.key_id)
        ).all()
        thread = connection.execute(select(records.c.sealed).where(records.c.key_id == found.key_id)).all()
        connection.execute(update(table(TipRow)).values(status=Status.WITHDRAWN, status_day=DAY, unread=True))
        insert_rows(connection, TipMoveRow, [a_row(table(TipMoveRow))])

    assert (spent, holders, len(thread)) == ([True, False], [HolderKind.REPORTER], 1)


def test_the_public_site_deletes_no_grant_but_a_reporters(stores: Stores, roles: Roles) -> None:
    fill_parents(stores)
    grants = table(TipGrantRow)

    with acting_as(stores, roles[Process.PUBLIC]) as connection:
        take_a_tip(connection)
        gone = connection.execute(delete(grants)).rowcount
        connection.commit()
    with stores.tips.read() as session:
        left = session.connection().scalars(select(grants.c.holder_kind)).all()

    assert (gone, left) == (1, [HolderKind.EPOCH])


def test_the_public_site_reads_nothing_of_staff_audit_or_what_is_owed(stores: Stores, roles: Roles) -> None:
    tables = ["person", "member", "team", "audit", "outbox", "tip_move"]

    with acting_as(stores, roles[Process.PUBLIC]) as connection:
        unread = [name for name in tables if refused(connection, text(f"SELECT 1 FROM {name}"))]
        columns = ["assignee_id", "unit_id", "disposition", "offence", "link_id", "channel"]
        hidden = [name for name in columns if refused(connection, text(f"SELECT {name} FROM tip"))]

    assert (unread, hidden) == (tables, columns)


def test_the_public_site_changes_no_key_certificate_or_program(stores: Stores, roles: Roles) -> None:
    changes = [
        "INSERT INTO certificate SELECT * FROM certificate",
        "INSERT INTO team_epoch SELECT * FROM team_epoch",
        "INSERT INTO gateway_key SELECT * FROM gateway_key",
        "UPDATE tip_key SET public_key = ''",
        "UPDATE tip SET number = ''",
        "UPDATE record SET sealed = ''",
        "UPDATE program SET name = ''",
        "DELETE FROM record",
        "DELETE FROM tip",
        "DELETE FROM tip_key",
        "DELETE FROM watched_name",
    ]

    with acting_as(stores, roles[Process.PUBLIC]) as connection:
        stopped = [change for change in changes if refused(connection, text(change))]

    assert stopped == changes


def test_the_gateway_takes_a_tip_and_sends_what_is_owed(stores: Stores, roles: Roles) -> None:
    fill_parents(stores)
    outbox = table(OutboxRow)
    with stores.tips.transaction() as session:
        session.connection().execute(insert(outbox), a_row(outbox))

    with acting_as(stores, roles[Process.GATEWAY]) as connection:
        take_a_tip(connection)
        again = insert_new(connection, RecordRow, a_row(table(RecordRow)))
        taken = connection.execute(
            update(outbox)
            .where(outbox.c.outbox_id.in_(select(outbox.c.outbox_id).with_for_update(skip_locked=True)))
            .values(tries=outbox.c.tries + 1)
            .returning(outbox.c.sealed)
        ).all()
        done = connection.execute(delete(outbox)).rowcount

    assert (again, len(taken), done) == (False, 1, 1)


@pytest.mark.parametrize("process", [Process.PUBLIC, Process.GATEWAY])
def test_a_door_may_say_that_a_later_message_tells_of_danger(
    stores: Stores, roles: Roles, process: Process
) -> None:
    fill_parents(stores)

    with acting_as(stores, roles[process]) as connection:
        take_a_tip(connection)
        tips = table(TipRow)
        connection.execute(update(tips).values(unread=True, priority=Priority.DANGER))
        found = connection.scalars(select(tips.c.priority)).all()

    assert found == [Priority.DANGER]


SET_DOWN = [
    "UPDATE tip SET priority = 'urgent'",
    "UPDATE tip SET priority = 'routine'",
    "UPDATE tip SET unread = false",
    "UPDATE tip SET priority = 'danger', unread = false",
    "UPDATE tip SET status = 'closed'",
]


@pytest.mark.parametrize(
    ("process", "stopped"),
    [(Process.PUBLIC, SET_DOWN), (Process.GATEWAY, SET_DOWN), (Process.CONSOLE, [])],
)
def test_the_console_alone_sets_a_tip_in_danger_down_marks_it_as_read_or_closes_it(
    stores: Stores, roles: Roles, process: Process, stopped: list[str]
) -> None:
    fill_parents(stores)
    tips = table(TipRow)

    with acting_as(stores, roles[process]) as connection:
        take_a_tip(connection)
        connection.execute(update(tips).values(unread=True, priority=Priority.DANGER))
        found = [change for change in SET_DOWN if refused(connection, text(change))]
        left = connection.execute(select(tips.c.priority, tips.c.unread)).one()

    assert (found, tuple(left)) == (stopped, (Priority.DANGER, True))


def test_the_gateway_withdraws_no_tip(stores: Stores, roles: Roles) -> None:
    with acting_as(stores, roles[Process.GATEWAY]) as connection:
        columns = ("status", "status_day", "closed_day")
        stopped = [refused(connection, text(f"UPDATE tip SET {name} = NULL")) for name in columns]

    assert stopped == [True, True, True]


def test_the_gateway_reads_no_record_grant_staff_or_audit(stores: Stores, roles: Roles) -> None:
    reads = [
        "SELECT sealed FROM record",
        "SELECT sealed FROM tip_grant",
        "SELECT holder_id FROM tip_grant",
        "SELECT 1 FROM person",
        "SELECT 1 FROM member",
        "SELECT 1 FROM audit",
        "SELECT assignee_id FROM tip",
    ]

    with acting_as(stores, roles[Process.GATEWAY]) as connection:
        stopped = [read for read in reads if refused(connection, text(read))]

    assert stopped == reads


def test_the_console_works_on_a_tip_and_writes_the_audit(stores: Stores, roles: Roles) -> None:
    fill_parents(stores)
    grants = table(TipGrantRow)

    with acting_as(stores, roles[Process.CONSOLE]) as connection:
        take_a_tip(connection)
        insert_rows(connection, AuditRow, [a_row(table(AuditRow))])
        insert_rows(connection, OutboxRow, [a_row(table(OutboxRow))])
        seen = connection.scalars(select(grants.c.holder_kind).order_by(grants.c.holder_kind)).all()
        connection.execute(
            update(table(TipRow)).values(status=Status.CLOSED, closed_day=DAY, assignee_id=bytes(16))
        )
        people = connection.execute(select(table(PersonRow))).all()

    assert (seen, people) == ([HolderKind.EPOCH, HolderKind.REPORTER], [])


def test_nobody_changes_the_audit_and_the_console_reads_no_outbox(stores: Stores, roles: Roles) -> None:
    changes = ["UPDATE audit SET action = ''", "DELETE FROM audit", "TRUNCATE audit"]
    stopped = {}

    for process, role in roles.items():
        with acting_as(stores, role) as connection:
            stopped[process] = [change for change in changes if refused(connection, text(change))]
    with acting_as(stores, roles[Process.CONSOLE]) as connection:
        outbox = refused(connection, text("SELECT sealed FROM outbox"))

    assert (stopped, outbox) == (dict.fromkeys(Process, changes), True)


def test_the_worker_counts_and_expires_and_reads_nothing_sealed(stores: Stores, roles: Roles) -> None:
    reads = ["record", "tip_grant", "tip_key", "outbox", "person", "audit", "certificate", "team_epoch"]

    with acting_as(stores, roles[Process.WORKER]) as connection:
        counted = connection.scalar(text("SELECT count(*) FROM tip WHERE channel = 'web'"))
        connection.execute(delete(table(FormTokenRow)).where(table(FormTokenRow).c.day < DAY))
        stopped = [name for name in reads if refused(connection, text(f"SELECT 1 FROM {name}"))]

    assert (counted, stopped) == (0, reads)


def test_powers_name_tables_and_columns_that_exist(database: Kind) -> None:
    unknown = [
        (name, process, each, column)
        for name, processes in POWERS.items()
        for process, powers in processes.items()
        for each, may in powers.items()
        for column in f"{may.select} {may.update}".split()
        if each not in METADATA[name].tables
        or column not in {ALL, *METADATA[name].tables[each].columns.keys()}
    ]

    assert unknown == []


def test_applying_the_roles_again_takes_back_what_was_given_besides(stores: Stores, roles: Roles) -> None:
    role = roles[Process.WORKER]
    with stores.tips.transaction() as session:
        for statement in (
            f"GRANT ALL ON audit TO {quoted(role)}",
            f"GRANT SELECT (sealed) ON record TO {quoted(role)}",
        ):
            session.connection().exec_driver_sql(statement)

    apply_roles(StoreName.TIPS, stores.urls.tips, roles)

    with acting_as(stores, role) as connection:
        stopped = [
            refused(connection, text(f"SELECT {what}")) for what in ("1 FROM audit", "sealed FROM record")
        ]
    assert stopped == [True, True]


def test_the_statements_quote_every_name(database: Kind) -> None:
    hostile = 'x"; DROP TABLE tip; --'

    statements = grant_statements(StoreName.TIPS, database=hostile, roles=dict.fromkeys(Process, hostile))

    assert [each for each in statements if "DROP TABLE" in each.replace(quoted(hostile), "")] == []
