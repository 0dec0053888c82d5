"""Scoring tables and sheets as bytes: JSON in one form only, so that a digest or a seal means one thing.

Keys stand in order, without spaces, in UTF-8; numbers are whole. Reading is strict: what would be written
differently, has another key or lacks one, or does not add up, is not ours.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Final, NoReturn

from tipline.rewards.score_table import Bracket, Campaign, Factor, FactorRule, Level, Measure, ScoreTable
from tipline.rewards.scoring import Line, LineKind, Sheet
from tipline.rewards.scoring_refusals import NotScoringBytes, TableRefused
from tipline.vocabulary import Cents

LARGEST_BYTES: Final = 16_384
"""More than any table or sheet takes; a sheet takes less than half of it."""

DIGEST_SIZE: Final = 32
_VERSION: Final = 1


def table_to_bytes(table: ScoreTable) -> bytes:
    """A table as it is kept."""
    return _written(
        {
            "version": _VERSION,
            "factors": [
                [
                    rule.factor.value,
                    rule.measure.value,
                    [[lv.label, lv.points, lv.at_least] for lv in rule.levels],
                ]
                for rule in table.factors
            ],
            "brackets": [[bracket.above, bracket.each] for bracket in table.brackets],
            "floor": table.floor,
            "cap": table.cap,
            "step": table.step,
            "campaigns": [
                [
                    each.name,
                    each.amount,
                    each.first.isoformat(),
                    each.last.isoformat(),
                    each.most,
                    int(each.on_top),
                ]
                for each in table.campaigns
            ],
        }
    )


def table_digest(table: ScoreTable) -> bytes:
    """By what a sheet names its table: SHA-256 of its bytes, 32 bytes."""
    return hashlib.sha256(table_to_bytes(table)).digest()


def table_from_bytes(content: bytes) -> ScoreTable:
    """Read a table.

    Raises:
        NotScoringBytes: they are not as `table_to_bytes` writes them.
    """
    try:
        fields = _read(content)
        table = ScoreTable(
            factors=tuple(
                FactorRule(
                    Factor(_text(factor)),
                    Measure(_text(measure)),
                    tuple(
                        Level(_text(label), _number(points), _number(at_least))
                        for label, points, at_least in _list(levels)
                    ),
                )
                for factor, measure, levels in _list(fields["factors"])
            ),
            brackets=tuple(
                Bracket(_number(above), Cents(_number(each))) for above, each in _list(fields["brackets"])
            ),
            floor=Cents(_number(fields["floor"])),
            cap=Cents(_number(fields["cap"])),
            step=Cents(_number(fields["step"])),
            campaigns=tuple(
                Campaign(
                    _text(name),
                    Cents(_number(amount)),
                    date.fromisoformat(_text(first)),
                    date.fromisoformat(_text(last)),
                    _number(most),
                    on_top=_number(on_top) == 1,
                )
                for name, amount, first, last, most, on_top in _list(fields["campaigns"])
            ),
        )
        same = table_to_bytes(table) == content
    except (ValueError, KeyError, TypeError, RecursionError, TableRefused):
        raise NotScoringBytes from None
    if not same:
        raise NotScoringBytes
    return table


def to_bytes(sheet: Sheet) -> bytes:
    """A filled sheet as it is sealed."""
    return _written(
        {
            "version": _VERSION,
            "table": sheet.table.hex(),
            "lines": [
                [line.kind.value, line.name, line.level, line.points, line.cents] for line in sheet.lines
            ],
            "points": sheet.points,
            "amount": sheet.amount,
        }
    )


def from_bytes(content: bytes) -> Sheet:
    """Read a filled sheet, and add it up again.

    Raises:
        NotScoringBytes: they are not as `to_bytes` writes them, or the sums are wrong.
    """
    try:
        fields = _read(content)
        sheet = Sheet(
            table=bytes.fromhex(_text(fields["table"])),
            lines=tuple(
                Line(LineKind(_text(kind)), _text(name), _text(level), _number(points), Cents(_number(cents)))
                for kind, name, level, points, cents in _list(fields["lines"])
            ),
            points=_number(fields["points"]),
            amount=Cents(_number(fields["amount"])),
        )
        same = to_bytes(sheet) == content
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotScoringBytes from None
    scored = sum(line.points for line in sheet.lines if line.kind is LineKind.FACTOR)
    adds_up = scored == sheet.points and sum(line.cents for line in sheet.lines) == sheet.amount >= 0
    if not same or len(sheet.table) != DIGEST_SIZE or not adds_up:
        raise NotScoringBytes
    return sheet


def _written(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _read(content: bytes) -> Mapping[str, object]:
    if len(content) > LARGEST_BYTES:
        raise ValueError("too long")
    read: object = json.loads(content.decode(), parse_float=_refuse, parse_constant=_refuse)
    if not isinstance(read, dict) or read.get("version") != _VERSION:
        raise ValueError("another version")
    return read


def _refuse(number: str) -> NoReturn:
    raise ValueError(number)


def _list(value: object) -> list[list[object]]:
    if not isinstance(value, list) or not all(isinstance(each, list) for each in value):
        raise TypeError("a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text")
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError("a whole number")
    return value
