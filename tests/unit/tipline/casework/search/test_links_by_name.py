"""Tips that name the same person, or tell nearly the same, are suggested to one another."""

import pytest

from tests.unit.tipline.casework.barred import bar
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Told
from tests.unit.tipline.casework.search.searching import Searching
from tipline.casework.search.called import called_in
from tipline.casework.search.clues import ClueKind, clues_of
from tipline.casework.search.desk import at_hand
from tipline.casework.search.links import FOR_EACH, Link, links_of
from tipline.casework.search.nearly import is_near
from tipline.holdings import Holder

RUMOUR = (
    "On Tuesday night around eleven two men carried long boxes from a white truck into the old bakery "
    "behind the arena, and a third one kept watch with a dog."
)
RETOLD = (
    "tuesday night at eleven two men carried long boxes from a white truck into the old bakery behind the "
    "arena and a third kept watch with a big dog"
)


def links(searching: Searching, by: Holder, told: Told, text: str) -> tuple[Link, ...]:
    case = searching.case
    with case.program.tips.read() as session, case.program.keys_store.read() as keys:
        searched = at_hand(session, keys, searching.rooms, by=by, program=case.keys())
        return links_of(session, searched, tip_id=told.tip_id, text=text, told=text, by=by)


def linked(searching: Searching, one: str, other: str) -> list[tuple[ClueKind, str]]:
    """Why the page of the one shows the other."""
    told = searching.case.tell(one)
    searching.case.tell(other)
    ada = searching.sign_in(ADA)
    searching.search(ada, "zzz")
    return [(link.clue.kind, link.clue.written) for link in links(searching, ada, told, one)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It was Viktor Lindqvist.", "Ask Viktor Lindqvist about it"),
        ("It was Viktor Lindqvist.", "they say Vic Lindqvist did it"),
        ("It was Viktor Lindqvist.", "They fear V. Lindqvist."),
        ("It was Viktor Lindqvist.", "LINDQVIST, VIKTOR was the one, said Viktor Lindqvist"),
        ("It was Viktor Lindqvist.", "Look at Viktor Lindkvist."),
        ("It was Viktor Lindqvist.", "the one called lindqvist"),
        ("It was Viktor Lindqvist.", "I saw Víktor Líndqvist."),
        ("It was Viktor Lindqvist.", "I saw Vіktоr Lindqvіst."),  # Cyrillic letters among them
        ("It was Viktor Lindqvist.", "I saw Viktor Lind\u200bqvist."),
        ("Bill Ostrander has it.", "his name is william ostrander"),
        ("They call him Snakebite, he goes by Snakebite.", "somebody known as snakebite"),
        ("Jørn Åkesson lives there.", "Jorn Akesson lives here."),
    ],
)
def test_the_same_person_is_found_however_they_are_written(
    quick_searching: Searching, one: str, other: str
) -> None:
    assert [kind for kind, _ in linked(quick_searching, one, other)] == [ClueKind.NAME]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bill has it, he is called Bill.", "They say Bill sold it, called Bill."),
        ("Viktor Lindqvist has it.", "Viktor Ostrander has it."),
        ("Viktor Lindqvist has it.", "Anna Lindqvist has it."),
        ("Viktor Lindqvist has it.", "I saw Vera Lindqvist and Viktor Berg."),
        ("He sells on Lindqvist Street.", "She lives on Lindqvist Street."),
        ("I was on King Street on Monday.", "He was on Queen Street on Monday."),
        ("Nothing but words.", "Other words."),
    ],
)
def test_a_common_first_name_another_person_and_a_street_make_no_link(
    quick_searching: Searching, one: str, other: str
) -> None:
    assert linked(quick_searching, one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("kowalski", "kowalsky", True),
        ("kowalski", "kowlaski", True),
        ("kowalski", "kowalskis", True),
        ("kowalski", "nowalski", False),
        ("stone", "stove", True),
        ("lind", "lint", False),
        ("lindqvist", "lindkvisd", True),
        ("lindqvist", "landkvisd", False),
    ],
)
def test_words_are_near_that_differ_by_a_letter_or_two(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is near


def test_a_plate_is_the_same_in_letters_of_another_script_and_with_what_cannot_be_seen() -> None:
    plates = [clues_of(text) for text in ("plate BKCT 123", "plate ВКСТ 123", "plate BK\u200bCT\u2060 123")]

    assert [[(clue.kind, clue.value) for clue in each] for each in plates] == [
        [(ClueKind.PLATE, "bkct123")]
    ] * 3


def test_names_are_those_of_people() -> None:
    found = called_in("I saw Dana Kowalski. He goes by T-Bone and drives a Honda on Finch Avenue.")

    assert [one.written for one in found] == ["Dana Kowalski", "T Bone"]


def test_nearly_the_same_words_are_found_and_a_few_that_are_the_same_are_not(searching: Searching) -> None:
    case = searching.case
    told, again = case.tell(RUMOUR), case.tell(RETOLD)
    case.tell("Two men carried a sofa into the old bakery, and nobody kept watch.")
    ada = searching.sign_in(ADA)
    searching.search(ada, "zzz")

    (found,) = links(searching, ada, told, RUMOUR)

    assert (found.clue.kind, [one.number for one in found.tips], found.more) == (
        ClueKind.WORDS,
        [again.number],
        False,
    )


def test_a_flood_is_a_few_lines_and_not_all_of_it(quick_searching: Searching) -> None:
    told = quick_searching.case.tell(RUMOUR)
    for _ in range(20):
        quick_searching.case.tell(RETOLD)
    ada = quick_searching.sign_in(ADA)
    quick_searching.search(ada, "zzz")

    (found,) = links(quick_searching, ada, told, RUMOUR)

    assert (len(found.tips), found.more) == (FOR_EACH, True)


def test_nobody_is_shown_what_they_may_not_open(searching: Searching) -> None:
    case = searching.case
    told, other = case.tell(RUMOUR + " It was Viktor Lindqvist."), case.tell(RETOLD + " Viktor Lindqvist.")
    case.assign(told, case.person(DANA))
    people = [searching.sign_in(name) for name in (ADA, GRACE, DANA)]
    for by in people:
        searching.search(by, "zzz")
    bar(case, other, GRACE)

    found = [len(links(searching, by, told, RUMOUR + " It was Viktor Lindqvist.")) for by in people]

    assert found[1:] == [0, 0]
    searching.search(people[0], "zzz")
    assert len(links(searching, people[0], told, RUMOUR + " It was Viktor Lindqvist.")) == 2
