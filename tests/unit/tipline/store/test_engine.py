"""An error of a store quotes nothing that was to be stored."""

import traceback

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError

from tests.databases import Stores
from tests.unit.tipline.store.samples import a_row
from tipline.log import failure
from tipline.store.columns import table
from tipline.store.program_tables import ProgramRow, WatchedNameRow
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import FormTokenRow

PLANTED = "4165550199"


def everything_printed(error: BaseException) -> str:
    """What a careless handler could print of an error, its causes and their attributes."""
    printed = ["".join(traceback.format_exception(error))]
    seen: BaseException | None = error
    while seen is not None:
        printed += [str(seen), repr(seen), repr(seen.args)]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(printed)


def test_a_unique_violation_quotes_no_value(stores: Stores) -> None:
    row = {"program_id": bytes(16), "name": PLANTED}

    with pytest.raises(SQLAlchemyError) as error, stores.tips.transaction() as session:
        session.connection().execute(insert(table(WatchedNameRow)), [row, row])

    assert PLANTED not in everything_printed(error.value)


def test_a_violation_that_postgresql_quotes_the_whole_row_for_quotes_no_value(stores: Stores) -> None:
    row = a_row(table(ProgramRow)) | {"phone": PLANTED, "name": None}

    with pytest.raises(SQLAlchemyError) as error, stores.tips.transaction() as session:
        session.connection().execute(insert(table(ProgramRow)), row)

    assert PLANTED not in everything_printed(error.value)


def test_a_value_of_the_wrong_type_is_not_quoted(stores: Stores) -> None:
    wrong = [{"received_day": PLANTED}, {"status": PLANTED}, {"unread": PLANTED}, {"tip_id": PLANTED}]
    printed = []

    for change in wrong:
        with pytest.raises((SQLAlchemyError, TypeError)) as error, stores.tips.transaction() as session:
            session.connection().execute(insert(table(TipRow)), a_row(table(TipRow)) | change)
        printed.append(everything_printed(error.value))

    assert [PLANTED in each for each in printed] == [False] * 4


def test_a_value_that_the_database_cannot_read_is_not_quoted(stores: Stores) -> None:
    with pytest.raises(SQLAlchemyError) as error, stores.tips.read() as session:
        session.connection().execute(
            text("SELECT no_such_function(:planted), CAST(:planted AS no_such_type)"), {"planted": PLANTED}
        )

    assert PLANTED not in everything_printed(error.value)


def test_a_logged_failure_quotes_nothing_either(stores: Stores, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"program_id": bytes(16), "token_hash": PLANTED.encode(), "day": None}

    with pytest.raises(SQLAlchemyError) as error, stores.tips.transaction() as session:
        session.connection().execute(insert(table(FormTokenRow)), row)
    failure(error.value)

    logged = capsys.readouterr().err
    assert "IntegrityError" in logged
    assert PLANTED not in logged


def test_the_constraint_is_still_told_by_postgresql_and_the_columns_by_sqlite(stores: Stores) -> None:
    row = {"program_id": bytes(16), "name": PLANTED}

    with pytest.raises(SQLAlchemyError) as error, stores.tips.transaction() as session:
        session.connection().execute(insert(table(WatchedNameRow)), [row, row])

    assert "watched_name" in str(error.value)
