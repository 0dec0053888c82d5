"""SPEC.md says what the code does: its sizes are the constants, its purposes are all of them."""

import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crypto
from crypto.context import Purpose
from tests.vectors.make import FOLDER

PACKAGE = Path(crypto.__file__).parent
SPEC = (PACKAGE / "SPEC.md").read_text(encoding="utf-8")
SIZE_ROW = re.compile(r"^\| `([a-z]+)\.([A-Z0-9_]+)` \| ([\d,+ ]+) \| ([\d,]+) \|$", re.MULTILINE)
SIZE_NAME = re.compile(r"^([A-Z][A-Z0-9_]*_(?:SIZE|OVERHEAD|FLOOR|HALF))\b.*=", re.MULTILINE)
PURPOSE_ROW = re.compile(r"^\| `([a-z-]+)`(?: ●)? \|[^|]*\| [^|]* \|$", re.MULTILINE)

ROWS = SIZE_ROW.findall(SPEC)


def number(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize(("module", "name", "parts", "size"), ROWS)
def test_a_size_is_the_sum_of_its_parts_and_the_constant(
    module: str, name: str, parts: str, size: str
) -> None:
    constant = getattr(importlib.import_module(f"crypto.{module}"), name)

    assert sum(number(part) for part in parts.split("+")) == number(size) == constant


def defined_sizes() -> Iterator[str]:
    for path in sorted(PACKAGE.glob("*.py")):
        yield from (f"{path.stem}.{name}" for name in SIZE_NAME.findall(path.read_text(encoding="utf-8")))


def test_every_size_of_the_code_is_in_the_specification() -> None:
    told = {f"{module}.{name}" for module, name, _, _ in ROWS}

    assert sorted(defined_sizes()) == sorted(told)


def test_every_purpose_is_in_the_specification() -> None:
    section = SPEC.partition("## 2.")[2].partition("## 3.")[0]
    told = set(PURPOSE_ROW.findall(section))

    assert told == {purpose.value for purpose in Purpose.__members__.values()}


def test_every_vector_file_is_named_by_the_section_it_belongs_to() -> None:
    told = re.findall(r"`([a-z-]+)\.json`", " ".join(re.findall(r"^## .*$", SPEC, re.MULTILINE)))

    assert sorted(told) == sorted(path.stem for path in FOLDER.glob("*.json"))


def test_the_two_sums_in_the_text_are_right() -> None:
    assert "512 + 1,201 = 1,713" in SPEC
    assert "1 + 56 + 65,536 + 5 × 16 = 65,673" in SPEC


def test_every_vector_file_says_which_format_it_is_of() -> None:
    for path in FOLDER.glob("*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))

        assert set(document) == {"format", "about", "vectors"}
        assert (document["format"], bool(document["about"])) == (path.stem, True)
