import pytest

from tests.unit.tipline.casework.case import ADA, DANA, Told
from tests.unit.tipline.casework.search.searching import Searching
from tests.unit.tipline.casework.search.test_search import grants_of
from tipline.casework.search.clues import Clue, ClueKind, clues_of
from tipline.casework.search.desk import at_hand
from tipline.casework.search.links import links_of
from tipline.holdings import Holder
from tipline.vocabulary import HolderKind


def linked(searching: Searching, by: Holder, told: Told, text: str) -> list[tuple[str, list[str]]]:
    """What the page of a tip shows: each clue, and the numbers of the other tips."""
    case = searching.case
    with case.program.tips.read() as session, case.program.keys_store.read() as keys:
        searched = at_hand(session, keys, searching.rooms, by=by, program=case.keys())
        links = links_of(session, searched, tip_id=told.tip_id, text=text, by=by)
    return [(link.clue.written, [one.number for one in link.tips]) for link in links]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("plate ABCD 123", "it was abcd123", ClueKind.PLATE),
        ("plate ABCD-123", "the car ABCD 123 again", ClueKind.PLATE),
        ("call (416) 555-0142", "text 4165550142", ClueKind.PHONE),
        ("his cell +1 416 555 0142", "416.555.0142", ClueKind.PHONE),
        ("he is @Big_Rusty99", "on insta @big_rusty99", ClueKind.HANDLE),
        ("jo.doe77@mail.example", "JO.DOE77@mail.example", ClueKind.EMAIL),
    ],
)
def test_a_clue_is_the_same_however_it_is_written(one: str, other: str, kind: ClueKind) -> None:
    found = [{clue for clue in clues_of(text) if clue.kind is kind} for text in (one, other)]

    assert len(found[0]) == 1
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "text", ["", "on 2026-11-24 at 15:20", "500 dollars, two men, a grey van", "@ ( ) \"'"]
)
def test_what_is_no_clue_is_none(text: str) -> None:
    assert clues_of(text) == ()


def test_an_earlier_tip_with_the_same_plate_or_number_is_shown_with_the_reason(searching: Searching) -> None:
    case = searching.case
    plate, phone = case.tell("It was abcd123."), case.tell("He texts from 416 555 0142.")
    case.tell("He lives at abcd 123 times; 416 people.")
    text = "Plate ABCD 123, call (416) 555-0142."
    told = case.tell(text)
    ada = searching.sign_in(ADA)
    before = linked(searching, ada, told, text)
    searching.found(ada, "anything")

    assert before == []
    assert linked(searching, ada, told, text) == [
        ("ABCD 123", [plate.number]),
        ("(416) 555-0142", [phone.number]),
    ]


def test_a_plate_in_one_word_is_found_where_it_was_written_in_two(quick_searching: Searching) -> None:
    other = quick_searching.case.tell("Plate ABCD 123.")
    told = quick_searching.case.tell("It was abcd123.")
    ada = quick_searching.sign_in(ADA)
    quick_searching.found(ada, "anything")

    assert linked(quick_searching, ada, told, "It was abcd123.") == [("abcd123", [other.number])]


def test_a_tip_that_somebody_may_not_open_is_no_link(searching: Searching) -> None:
    case = searching.case
    about_us = case.tell("Constable Nobody drives ABCD 123.", about_us=True)
    hidden, text = case.tell("It was ABCD 123."), "Plate ABCD 123."
    told = case.tell(text)
    case.assign(told, case.person(DANA))
    ada, dana = searching.sign_in(ADA), searching.sign_in(DANA)
    searching.found(ada, "plate")
    searching.found(dana, "plate")
    shown = linked(searching, ada, told, text)

    grants_of(hidden, HolderKind.EPOCH, searching)

    assert shown == [("ABCD 123", [hidden.number])]
    assert about_us.number not in str(shown)
    assert linked(searching, ada, told, text) == []
    assert linked(searching, dana, told, text) == []


def test_a_clue_does_not_print() -> None:
    assert "ABCD" not in repr(Clue(ClueKind.PLATE, "abcd123", "ABCD 123"))
