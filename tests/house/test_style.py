"""Each part of a page is styled in one file of its face, and every colour is a token."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pytest

from tests.house.tree import Source, sample, sources

FACES: Final = ("public", "console")
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
BRACE: Final = re.compile(r"([^{}]*)([{}])")
BEGINS_WITH: Final = re.compile(r"[a-z0-9]*\.([a-z0-9-]+)")
COLOUR: Final = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)\(")


def sheets(face: str) -> list[Source]:
    """The style sheets of a face."""
    return [
        one for one in sources() if one.path.suffix == ".css" and one.path.match(f"web/static/{face}*.css")
    ]


def selectors(css: str) -> Iterator[str]:
    """What its rules speak of, but for those that hold under a condition: a narrow window, paper."""
    depth = conditions = 0
    for before, brace in BRACE.findall(COMMENT.sub("", css)):
        if brace == "}":
            depth -= 1
            conditions = min(conditions, depth)
            continue
        depth += 1
        if before.strip().startswith("@"):
            conditions = depth
        elif not conditions:
            yield from (one.strip() for one in before.split(","))


def in_two_places(among: Iterable[Source]) -> list[str]:
    """The classes that rules of several files begin with: what one file says, another would change."""
    places = defaultdict(set)
    for sheet in among:
        for selector in selectors(sheet.text):
            if begins := BEGINS_WITH.match(selector):
                places[begins[1]].add(sheet.path.name)
    return [
        f".{name}: {', '.join(sorted(files))}" for name, files in sorted(places.items()) if len(files) > 1
    ]


def colours(among: Iterable[Source]) -> list[str]:
    """The colours that are written out."""
    return [f"{sheet.path.name}: {found}" for sheet in among for found in COLOUR.findall(sheet.text)]


@pytest.mark.parametrize("face", FACES)
def test_a_part_of_a_page_is_styled_in_one_file(face: str) -> None:
    assert len(sheets(face)) > 3
    assert in_two_places(sheets(face)) == []


@pytest.mark.parametrize("face", FACES)
def test_no_colour_is_written_outside_the_tokens(face: str) -> None:
    assert colours(sheets(face)) == []


def test_what_is_styled_twice_is_seen() -> None:
    table = sample(".ticked .tick { margin: 0 } @media print { .list { display: none } }", path="table.css")
    room = sample("p, ul.ticked { display: grid } .list { color: #fff }", path="room.css")

    assert in_two_places([table, room]) == [".ticked: room.css, table.css"]
    assert colours([table, room]) == ["room.css: #fff"]
