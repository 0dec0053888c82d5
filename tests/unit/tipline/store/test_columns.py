"""Nothing stands in a store that is not on the list of what may."""

from sqlalchemy import Enum, LargeBinary, Table

from tests.unit.tipline.store.columns import COLUMNS, EXPOSURES
from tipline.store.columns import WORD_SIZE
from tipline.store.columns import table as table_of
from tipline.store.tables import METADATA, ROWS

TABLES: list[Table] = [table for metadata in METADATA.values() for table in metadata.sorted_tables]


def test_the_list_names_every_column_of_every_table_and_no_other() -> None:
    found = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}

    assert found == set(COLUMNS)


def test_every_column_has_one_of_five_exposures_and_a_clear_one_its_reason() -> None:
    wrong = {
        name: said
        for name, said in COLUMNS.items()
        if said.split(":")[0] not in EXPOSURES or (said.startswith("clear") and not said[len("clear: ") :])
    }

    assert wrong == {}


def test_what_is_sealed_keyed_or_an_id_is_bytes() -> None:
    columns = {f"{table.name}.{column.name}": column for table in TABLES for column in table.columns}

    texts = [
        name
        for name, said in COLUMNS.items()
        if not said.startswith("clear") and not isinstance(columns[name].type, LargeBinary)
    ]

    assert texts == ["tip.link_id"]  # eight random letters that name a public post


def test_sealed_bytes_have_no_size_of_their_own_and_everything_else_has() -> None:
    sized = {
        f"{table.name}.{column.name}": column.type.length is not None
        for table in TABLES
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }

    assert sized == {name: not said.startswith("sealed") for name, said in COLUMNS.items() if name in sized}


def test_every_primary_key_starts_with_the_program() -> None:
    first = {table.name: next(iter(table.primary_key.columns)).name for table in TABLES}

    assert set(first.values()) == {"program_id"}


def test_every_table_is_kept_without_row_numbers() -> None:
    assert [table.name for table in TABLES if table.dialect_options["sqlite"]["with_rowid"]] == []


def test_every_word_of_every_enum_fits_its_column() -> None:
    longest = max(
        len(value)
        for table in TABLES
        for column in table.columns
        if isinstance(column.type, Enum)
        for value in column.type.enums
    )

    assert longest <= WORD_SIZE


def test_every_row_class_is_listed_with_its_store() -> None:
    listed = {name: [table_of(row).name for row in rows] for name, rows in ROWS.items()}

    assert {name: sorted(tables) for name, tables in listed.items()} == {
        name: sorted(metadata.tables) for name, metadata in METADATA.items()
    }
