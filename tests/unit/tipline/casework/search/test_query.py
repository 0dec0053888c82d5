import sqlite3
from datetime import date

import pytest

from tipline.casework.search.index import Index
from tipline.casework.search.query import (
    Field,
    NoSuchValue,
    NothingAsked,
    Phrase,
    Query,
    QueryRefused,
    QueryTooLong,
    read_query,
)
from tipline.vocabulary import Channel, Offence, Status

HOSTILE = [
    "a",
    "NEAR(a b)",
    "van*",
    "*",
    "^van",
    "van OR gun",
    "van AND NOT gun",
    "-van",
    "said:van",
    "{said notes}:van",
    'a "b',
    '""',
    '"""',
    "''",
    "x'; DROP TABLE tip; --",
    "(a|b)+[c-d]{2,}\\w$",
    "van\0gun",
    "\u202egpj.exe",
    "\u200f\u05e9\u05dc\u05d5\u05dd",
    "\ud800",
    "\ufffe\uffff",
    "😀",
    "%",
    "a" * 300,
    ":",
    "q:",
    "offence",
    "الف ب ج",
    "word " * 20,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_is_a_command(typed: str) -> None:
    index = Index.empty()
    try:
        query = read_query(typed)
    except QueryRefused:
        return

    found = [] if query is None else index.find(query.match, low=0, high=2**62, limit=10)

    assert found == []


def test_what_would_be_a_command_if_it_were_not_quoted_is_one() -> None:
    with pytest.raises(sqlite3.OperationalError):
        Index.empty().find("NEAR(a b", low=0, high=2**62, limit=10)


def test_words_phrases_and_fields_are_told_apart() -> None:
    query = read_query(
        'van "grey door" offence:drugs channel:text status:closed from:2026-10-01 to:2026-10-31'
    )

    assert query == Query(
        phrases=(Phrase(("van",), begins=True), Phrase(("grey", "door"))),
        offences=frozenset({Offence.DRUG_POSSESSION, Offence.DRUG_PRODUCTION, Offence.DRUG_TRAFFICKING}),
        channels=frozenset({Channel.TEXT}),
        statuses=frozenset({Status.CLOSED}),
        since=date(2026, 10, 1),
        until=date(2026, 10, 31),
    )


@pytest.mark.parametrize(
    ("typed", "offences"),
    [
        ("offence:theft", {Offence.THEFT}),
        ('offence:"theft from"', {Offence.THEFT_FROM_VEHICLE}),
        ("OFFENCE:self-harm", {Offence.SELF_HARM}),
        ("offence:suicide", {Offence.SELF_HARM}),
    ],
)
def test_an_offence_is_known_by_its_beginning(typed: str, offences: set[Offence]) -> None:
    query = read_query(typed)

    assert query is not None
    assert query.offences == frozenset(offences)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("offence:nonsense", Field.OFFENCE),
        ("offence:***", Field.OFFENCE),
        ("channel:fax", Field.CHANNEL),
        ("status:lost", Field.STATUS),
        ("from:yesterday", Field.FROM),
        ("to:2026-02-30", Field.TO),
        ("to:٢٠٢٦-٠١-٠١", Field.TO),
        ("number:%", Field.NUMBER),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused_by_its_field(typed: str, name: Field) -> None:
    with pytest.raises(NoSuchValue) as refused:
        read_query(typed)

    assert refused.value.name is name
    assert refused.value.args == (name.value,)


@pytest.mark.parametrize("typed", ["***", "()", '""', "-", "…"])
def test_what_has_no_letter_is_refused(typed: str) -> None:
    with pytest.raises(NothingAsked):
        read_query(typed)


@pytest.mark.parametrize("typed", ["a" * 10_240, "a " * 21, "x" * 301])
def test_too_much_is_refused(typed: str) -> None:
    with pytest.raises(QueryTooLong):
        read_query(typed)


@pytest.mark.parametrize("typed", ["", "   ", "\0\0"])
def test_nothing_is_nothing(typed: str) -> None:
    assert read_query(typed) is None


def test_no_word_of_a_query_stands_in_its_repr() -> None:
    assert "laundromat" not in repr(read_query('laundromat "laundromat" number:LAUNDROMAT'))
