import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.tipline.rewards.tables import by_default, entries, hits, score_tables
from tipline.rewards.score_bytes import (
    LARGEST_BYTES,
    from_bytes,
    table_digest,
    table_from_bytes,
    table_to_bytes,
    to_bytes,
)
from tipline.rewards.score_table import (
    DEFAULT,
    LARGEST,
    LONGEST_LABEL,
    MOST_BRACKETS,
    MOST_CAMPAIGNS,
    Factor,
)
from tipline.rewards.scoring import Line, LineKind, Sheet, score
from tipline.rewards.scoring_refusals import NotScoringBytes
from tipline.vocabulary import Cents

SHEET = to_bytes(by_default())


@settings(max_examples=40, deadline=None)
@given(table=score_tables())
def test_a_table_comes_back_as_it_was(table: object) -> None:
    assert table_from_bytes(table_to_bytes(table)) == table  # type: ignore[arg-type]  # a strategy's type is lost


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_sheet_comes_back_as_it_was(data: st.DataObject) -> None:
    table = data.draw(score_tables())
    sheet = score(table, data.draw(entries(table)), digest=table_digest(table), hits=data.draw(hits(table)))

    assert from_bytes(to_bytes(sheet)) == sheet


def test_the_bytes_are_one_line_of_json_with_whole_numbers() -> None:
    assert json.loads(SHEET)["amount"] == 100_00
    assert json.dumps(json.loads(SHEET), sort_keys=True, separators=(",", ":")).encode() == SHEET


def test_the_table_to_begin_with_keeps_its_digest() -> None:
    assert table_from_bytes(table_to_bytes(DEFAULT)) == DEFAULT
    assert by_default().table == table_digest(DEFAULT)


def test_the_longest_sheet_is_less_than_half_of_what_is_read() -> None:
    label, number = "𝕏" * LONGEST_LABEL, -LARGEST
    line = Line(LineKind.CAMPAIGN, label, label, points=number, cents=Cents(number))
    longest = Sheet(
        bytes(32), (line,) * (len(Factor) + MOST_BRACKETS + MOST_CAMPAIGNS + 3), number, Cents(number)
    )

    assert len(to_bytes(longest)) < LARGEST_BYTES / 2


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 5_000,
        b" " + SHEET,
        SHEET + b"\n",
        SHEET.replace(b":", b": ", 1),
        SHEET.replace(b'"version":1', b'"version":2'),
        SHEET.replace(b'"version":1', b'"version":1.0'),
        SHEET.replace(b'"version":1', b'"version":true'),
        SHEET.replace(b'"points":10', b'"points":11'),
        SHEET.replace(b'"points":10', b'"points":"10"'),
        SHEET.replace(b'"points":10', b'"points":1e1'),
        SHEET.replace(b'"points":10', b'"points":NaN'),
        SHEET.replace(b'"points":10', b'"points":10,"points":10'),
        SHEET.replace(b'"points":10', b'"more":0,"points":10'),
        SHEET.replace(b'"amount":10000', b'"amount":20000'),
        SHEET.replace(b'"amount":10000', b'"amount":true'),
        SHEET.replace(b'"amount":10000,', b""),
        SHEET.replace(b'"factor"', b'"gift"', 1),
        SHEET.replace(b"Minor", b"\\ud800"),
        SHEET.replace(b"Minor", b"M\\u0069nor"),
        SHEET.replace(b'"table":"', b'"table":"00'),
        SHEET.replace(b'"table":"', b'"table":"zz'),
        b"9" * 20_000,
        SHEET.replace(b'"points":10', b'"points":' + b"9" * 5_000),
    ],
)
def test_bytes_that_are_not_ours_are_refused(broken: bytes) -> None:
    assert broken != SHEET
    with pytest.raises(NotScoringBytes):
        from_bytes(broken)
    with pytest.raises(NotScoringBytes):
        table_from_bytes(broken)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_changed_byte_is_another_sheet_or_none(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SHEET) - 1))
    changed = bytearray(SHEET)
    changed[place] ^= data.draw(st.integers(1, 255))

    try:
        read = from_bytes(bytes(changed))
    except NotScoringBytes:
        return
    assert to_bytes(read) == bytes(changed)
    assert read.amount == 100_00
