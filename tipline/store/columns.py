"""The kinds of columns that the tables are made of, and the base of each store's tables."""

# ruff: noqa: ANN401 - as SQLModel's own Field, these stand where a value of any type is declared

from enum import StrEnum
from typing import Any, Final, cast

from sqlalchemy import BigInteger, Enum, Integer, LargeBinary, MetaData, String, Table
from sqlmodel import Field, SQLModel

ID_SIZE: Final = 16
HASH_SIZE: Final = 32
VERIFY_KEY_SIZE: Final = 32
SIGNATURE_SIZE: Final = 64
PUBLIC_KEY_SIZE: Final = 1184 + 32
WORD_SIZE: Final = 20
"""Letters that an enum's value may have."""

BY_KEY: Final = {"sqlite_with_rowid": False}
"""For `__table_args__`: SQLite keeps the rows in the order of their random keys, and no row number says which
came first."""

NAMING: Final = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}
"""Every constraint has a name, by which a migration finds it again."""


class TipsTable(SQLModel):
    """A row of the tips store."""

    metadata = MetaData(naming_convention=NAMING)


class KeysTable(SQLModel):
    """A row of the keys store."""

    metadata = MetaData(naming_convention=NAMING)


class VaultTable(SQLModel):
    """A row of the vault."""

    metadata = MetaData(naming_convention=NAMING)


class LedgerTable(SQLModel):
    """A row of the ledger."""

    metadata = MetaData(naming_convention=NAMING)


def key() -> Any:
    """An id that is part of the primary key."""
    return Field(primary_key=True, sa_type=LargeBinary(ID_SIZE))


def hash_key() -> Any:
    """A SHA-256 digest that is part of the primary key."""
    return Field(primary_key=True, sa_type=LargeBinary(HASH_SIZE))


def identity() -> Any:
    """An id of something else."""
    return Field(sa_type=LargeBinary(ID_SIZE))


def maybe_identity() -> Any:
    """An id of something else, or nothing."""
    return Field(default=None, sa_type=LargeBinary(ID_SIZE), nullable=True)


def raw(size: int) -> Any:
    """Bytes of one size or less, in the clear: a public key, a signature, a link of the chain."""
    return Field(sa_type=LargeBinary(size))


def maybe_raw(size: int) -> Any:
    """Bytes of one size, or nothing."""
    return Field(default=None, sa_type=LargeBinary(size), nullable=True)


def sealed_bytes() -> Any:
    """Bytes that only a key opens."""
    return Field(sa_type=LargeBinary())


def text(size: int) -> Any:
    """A short text in the clear."""
    return Field(sa_type=String(size))


def maybe_text(size: int) -> Any:
    """A short text in the clear, or nothing."""
    return Field(default=None, sa_type=String(size), nullable=True)


def text_key(size: int) -> Any:
    """A short text that is part of the primary key."""
    return Field(primary_key=True, sa_type=String(size))


def month() -> Any:
    """A month as the number yyyymm."""
    return Field(sa_type=Integer())


def month_key() -> Any:
    """A month that is part of the primary key."""
    return Field(primary_key=True, sa_type=Integer())


def whole() -> Any:
    """A whole number that may be larger than 32 bits hold: what is added up over years."""
    return Field(sa_type=BigInteger())


def cents() -> Any:
    """Money in whole cents: more than 21 million dollars do not fit into four bytes."""
    return whole()


def word(kind: type[StrEnum]) -> Any:
    """A word of an enum, stored by its value: renaming a Python name must not rewrite history."""
    return Field(sa_type=_by_value(kind))


def word_key(kind: type[StrEnum]) -> Any:
    """A word of an enum that is part of the primary key."""
    return Field(primary_key=True, sa_type=_by_value(kind))


def maybe_word(kind: type[StrEnum]) -> Any:
    """A word of an enum, or nothing."""
    return Field(default=None, sa_type=_by_value(kind), nullable=True)


def table(row: type[SQLModel]) -> Table:
    """The table of a row class, for Core statements."""
    return cast("Table", getattr(row, "__table__"))  # noqa: B009 - SQLModel sets it where no checker sees it


def _by_value(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind,
        values_callable=lambda words: [entry.value for entry in words],
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=WORD_SIZE,
    )
