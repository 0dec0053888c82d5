"""What is hidden in a tip is found by nobody's search, and stands in no snippet of it."""

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Told
from tests.unit.tipline.casework.search.searching import Searching
from tipline.casework.dispatch import Order
from tipline.casework.masking import hide_name, show_again
from tipline.holdings import Holder


def words_of(searching: Searching, by: Holder, typed: str) -> list[str]:
    lines = searching.search(by, typed).lines
    return ["".join(piece.text for piece in line.snippet) for line in lines]


def hide(searching: Searching, told: Told, words: str) -> None:
    case = searching.case
    with case.at_work() as (tips, keys):
        hide_name(
            tips, keys, number=told.number, words=words, by=case.by(GRACE), program=case.keys(), now=NOON
        )


def test_a_name_that_is_hidden_is_found_no_more_in_words_notes_or_copies(searching: Searching) -> None:
    case = searching.case
    told, other = case.tell("Zora Quill saw a grey van."), case.tell("A red door.")
    case.note(told, "Zora Quill wrote before.")
    case.dispatch(told, Order(primary=case.person(DANA), text="Zora Quill saw a van."))
    ada, dana = searching.sign_in(ADA), searching.sign_in(DANA)
    before = [searching.found(ada, "zora"), searching.found(dana, "quill")]

    hide(searching, told, "zora quill")

    assert before == [[told.number], [told.number]]
    assert [searching.found(who, word) for who in (ada, dana) for word in ("zora", "quill")] == [[]] * 4
    assert words_of(searching, ada, "grey") == ["[hidden] saw a grey van. [hidden] saw a van."]
    assert words_of(searching, dana, "saw") == ["[hidden] saw a van."]
    assert searching.found(ada, "door") == [other.number]


def test_what_was_hidden_by_mistake_is_found_again(quick_searching: Searching) -> None:
    case = quick_searching.case
    told = case.tell("A grey van.")
    ada = quick_searching.sign_in(ADA)
    hide(quick_searching, told, "grey")
    hidden = quick_searching.found(ada, "grey")
    (name,) = case.look(told, by=ADA).hidden

    with case.at_work() as (tips, keys):
        show_again(
            tips,
            keys,
            number=told.number,
            mask_id=name.mask_id,
            by=case.by(ADA),
            program=case.keys(),
            now=NOON,
        )

    assert (hidden, quick_searching.found(ada, "grey")) == ([], [told.number])
