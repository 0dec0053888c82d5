from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.databases import Kind, Stores
from tests.unit.tipline.rewards.tables import DAY
from tipline.errors import NotPermitted
from tipline.rewards.score_bytes import table_digest
from tipline.rewards.score_table import DEFAULT, ScoreTable
from tipline.rewards.score_versions import Version, add_version, in_force, versions
from tipline.rewards.scoring_refusals import DayTaken, Fault, NoTableInForce, NotScoringBytes, TableRefused
from tipline.vocabulary import Cents, PersonId, ProgramId, Role

PROGRAM, OTHER = ProgramId(b"p" * 16), ProgramId(b"o" * 16)
ANN = PersonId(b"a" * 16)
LATER = DAY + timedelta(days=10)
HIGHER = replace(DEFAULT, cap=Cents(3_000_00))


def add(
    stores: Stores,
    table: ScoreTable = DEFAULT,
    *,
    first_day: date = DAY,
    program: ProgramId = PROGRAM,
    role: Role = Role.COORDINATOR,
) -> Version:
    with stores.ledger.transaction() as session:
        return add_version(session, program, table=table, first_day=first_day, by=ANN, role=role, today=DAY)


def all_of(stores: Stores, program: ProgramId = PROGRAM) -> tuple[Version, ...]:
    with stores.ledger.read() as session:
        return versions(session, program)


def on(stores: Stores, day: date) -> Version:
    with stores.ledger.read() as session:
        return in_force(session, PROGRAM, on=day)


def test_a_version_holds_from_its_first_day_until_the_next_begins(stores: Stores) -> None:
    first, second = add(stores), add(stores, HIGHER, first_day=LATER)

    assert on(stores, DAY) == on(stores, LATER - timedelta(days=1)) == first
    assert on(stores, LATER) == on(stores, LATER + timedelta(days=999)) == second
    assert all_of(stores) == (second, first)
    assert first == Version(DAY, DAY, ANN, DEFAULT, table_digest(DEFAULT))


def test_before_the_first_version_no_table_is_in_force(stores: Stores) -> None:
    add(stores, first_day=LATER)

    with pytest.raises(NoTableInForce) as refused:
        on(stores, LATER - timedelta(days=1))

    assert refused.value.on == LATER - timedelta(days=1)


def test_programs_have_tables_of_their_own(stores: Stores) -> None:
    mine, theirs = add(stores), add(stores, HIGHER, program=OTHER)

    assert (all_of(stores), all_of(stores, OTHER)) == ((mine,), (theirs,))


@pytest.mark.parametrize("first_day", [DAY, LATER])
def test_no_version_begins_before_or_with_the_newest(stores: Stores, first_day: date) -> None:
    newest = add(stores, first_day=LATER)

    with pytest.raises(DayTaken) as refused:
        add(stores, HIGHER, first_day=first_day)

    assert refused.value.newest == LATER
    assert all_of(stores) == (newest,)


def test_a_version_is_not_backdated(stores: Stores) -> None:
    with pytest.raises(TableRefused) as refused:
        add(stores, first_day=DAY - timedelta(days=1))

    assert refused.value.fault is Fault.BACKDATED
    assert all_of(stores) == ()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_a_coordinator_sets_the_table(sqlite_stores: Stores, role: Role) -> None:
    with pytest.raises(NotPermitted):
        add(sqlite_stores, role=role)

    assert all_of(sqlite_stores) == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE score_table SET first_day = '2020-01-01'",
        "DELETE FROM score_table",
        "INSERT OR REPLACE INTO score_table SELECT * FROM score_table",
        "TRUNCATE score_table",
    ],
)
def test_the_database_keeps_every_version(stores: Stores, database: Kind, change: str) -> None:
    kept = add(stores)
    of_other = {Kind.SQLITE: "TRUNCATE", Kind.POSTGRES: "INSERT OR"}[database]

    if not change.startswith(of_other):  # a statement of the other database alone
        with pytest.raises(IntegrityError), stores.ledger.transaction() as session:
            session.connection().execute(text(change))

    assert all_of(stores) == (kept,)


def test_a_row_that_is_not_ours_is_not_read(stores: Stores) -> None:
    with stores.ledger.transaction() as session:
        session.connection().execute(
            text("INSERT INTO score_table VALUES (:program, :day, :day, :person, :content)"),
            {
                "program": PROGRAM,
                "day": DAY.isoformat() if stores.ledger.engine.dialect.name == "sqlite" else DAY,
            }
            | {"person": ANN, "content": b"{}"},
        )

    with pytest.raises(NotScoringBytes):
        all_of(stores)
