"""Tips grouped by the name that they give."""

import pytest

from tipline.casework.surge.by_name import ByName, by_name
from tipline.casework.surge.spelling import alike, distance
from tipline.vocabulary import CaseId, TipId


def grouped(*texts: str) -> ByName:
    return by_name({TipId(bytes([at])): text for at, text in enumerate(texts)})


def shown(found: ByName) -> list[tuple[str, list[int]]]:
    return [(group.name, sorted(tip[0] for tip in group.tips)) for group in found.groups]


def test_a_name_that_is_spelled_a_little_differently_falls_in_the_same_group() -> None:
    found = grouped(
        "It was Marcus Webb.", "I saw Markus Web there.", "Ask MARCUS about it.", "the one named marcuss"
    )

    assert shown(found) == [("Marcus Webb", [0, 1, 2, 3])]
    assert dict(found.groups[0].spellings) == {"Marcus Webb": 1, "Markus Web": 1, "MARCUS": 1, "marcuss": 1}


def test_a_first_name_alone_is_nobodys_where_two_bear_it() -> None:
    found = grouped("It was Marcus Webb.", "It was Marcus Lee.", "It was Marcus.")

    assert shown(found) == [("Marcus", [2]), ("Marcus Lee", [1]), ("Marcus Webb", [0])]


def test_a_tip_that_names_two_is_in_both_groups_and_one_that_names_nobody_apart() -> None:
    found = grouped("It was Marcus with Dwayne.", "It was Dwayne.", "Two men with a van.")

    assert shown(found) == [("Dwayne", [0, 1]), ("Marcus", [0])]
    assert [tip[0] for tip in found.nobody] == [2]


def test_who_begins_a_sentence_counts_where_another_tip_shows_that_it_is_a_name() -> None:
    found = grouped("Marcus did it.", "We saw Marcus.", "Nothing happened.")

    assert shown(found) == [("Marcus", [0, 1])]


def test_a_groups_mark_names_nobody_and_stays_while_the_group_grows() -> None:
    one, more = grouped("It was Marcus."), grouped("It was Marcus.", "Yes, Marcus.")
    case, other = CaseId(b"c" * 16), CaseId(b"d" * 16)

    assert one.groups[0].mark(case) == more.groups[0].mark(case) != one.groups[0].mark(other)
    assert one.groups[0].mark(case).isalnum()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("marcus", "markus", True),
        ("marcus", "marucs", True),
        ("jon", "jan", False),
        ("john", "jon", True),
        ("ed", "edd", False),
        ("marcus", "darcus", False),
        ("christopher", "kristopher", False),
        ("christopher", "cristofer", False),
        ("christopher", "cristopher", True),
        ("tremblay", "tremblais", True),
        ("lee", "leech", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_which_spellings_are_alike(one: str, other: str, *, same: bool) -> None:
    assert (alike(one, other), alike(other, one)) == (same, same)


def test_the_distance_counts_an_exchange_once() -> None:
    assert [
        distance("ab", "ba"),
        distance("abc", "abc"),
        distance("kitten", "sitting"),
        distance("", "ab"),
    ] == [
        1,
        0,
        3,
        2,
    ]
