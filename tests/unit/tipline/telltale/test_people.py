"""Who is named in a text."""

import pytest

from tipline.telltale.people import people
from tipline.telltale.tokens import take_apart


def named(text: str) -> list[tuple[str, bool]]:
    words = take_apart(text)
    return [(text[words.starts[each.first] : words.ends[each.last]], each.sure) for each in people(words)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was Marcus who did it.", [("Marcus", True)]),
        ("It was Marcus Webb. He lives on Jane Street.", [("Marcus Webb", True)]),
        ("Marcus did it.", [("Marcus", False)]),
        ("Marcus Webb did it.", [("Marcus Webb", True)]),
        ("Yesterday Marcus drove his Honda Civic to Toronto.", [("Marcus", True)]),
        ("a guy named marcus sells guns", [("marcus", True)]),
        ("his name is dwayne and he is tall", [("dwayne", True)]),
        ("I TOLD MARCUS TO STOP", []),
        ("I TOLD A MAN NAMED MARCUS", [("MARCUS", True)]),
        ("Call Mr. O'Brien or Jean-Luc Tremblay.", [("O'Brien", True), ("Jean-Luc Tremblay", True)]),
        ("Il s'appelle Étienne.", [("Étienne", True)]),
        ("They came on Monday in a BMW. The police knew.", []),
        ("D'Arcy was there, O'", [("D'Arcy", True)]),
        ("Rifles in the shed on Wallace, by Marcus.", [("Rifles", False), ("Marcus", True)]),
        ("", []),
        ("....", []),
        ("他叫马库斯", []),
    ],
)
def test_who_is_named(text: str, found: list[tuple[str, bool]]) -> None:
    assert named(text) == found


def test_a_tip_of_20_000_capitals_in_one_line_costs_no_more_than_its_length() -> None:
    found = named("Aaa " * 5_000)

    assert {name for name, _ in found} <= {"Aaa Aaa Aaa", "Aaa Aaa"}
