"""Tips without the link, suggested for a case by their words."""

import pytest
from sqlmodel import select

from tests.unit.tipline.casework.case import ADA, DANA, GRACE, Told
from tests.unit.tipline.casework.folders import look, make
from tests.unit.tipline.casework.search.searching import Searching
from tipline.casework.search.desk import at_hand
from tipline.casework.surge.by_name import ByName, by_name
from tipline.casework.surge.suggested import COMMON, Suggestions, suggestions
from tipline.casework.surge.words import words_of_case
from tipline.holdings import Holder
from tipline.store.tip_tables import TipRow


def suggested(searching: Searching, number: str, *, by: Holder) -> tuple[Suggestions, ByName] | None:
    case = searching.case
    view = look(case, number)
    with case.program.keys_store.read() as keys, case.program.tips.read() as tips:
        searched = at_hand(tips, keys, searching.rooms, by=by, program=case.keys())
        words = words_of_case(tips, searched, case_id=view.case_id, team_id=view.team_id, by=by)
        if words is None:
            return None
        names = by_name(words.texts)
        return suggestions(tips, words, names, by=by), names


def found(searching: Searching, number: str, *, by: Holder) -> dict[str, tuple[str, ...]]:
    both = suggested(searching, number, by=by)
    assert both is not None
    return {one.number: one.shared for one in both[0].found}


def test_a_tip_without_the_link_is_suggested_with_what_it_shares(searching: Searching) -> None:
    case = searching.case
    filed = [
        case.tell("It was Marcus Webb, on Jane Street."),
        case.tell("Marcus ran down Jane Street. Plate ABCD 123."),
    ]
    name = case.tell("I know Markus Webb.")
    both = case.tell("Somebody named marcus lives near Jane Street.")
    plate = case.tell("A grey van, plate ABCD-123, waits.")
    weak = case.tell("There is a fire on Jane Street.")
    other = case.tell("A dog barks.")
    number = make(case, *filed)
    ada = searching.sign_in(ADA)
    searching.found(ada, "dog")

    shared = found(searching, number, by=ada)

    assert {tip: set(things) for tip, things in shared.items()} == {
        name.number: {"Marcus Webb"},
        both.number: {"Marcus", "Jane Street"},
        plate.number: {"ABCD 123"},
    }
    assert {weak.number, other.number}.isdisjoint(shared)


def test_nothing_is_suggested_of_what_somebody_may_not_open_or_that_is_over(searching: Searching) -> None:
    case = searching.case
    filed = case.tell("It was Marcus Webb.")
    closed, about_us = case.tell("Marcus Webb again."), case.tell("Marcus Webb.", about_us=True)
    gone = case.tell("Marcus Webb once more.")
    number = make(case, filed)
    grace = searching.sign_in(GRACE)
    searching.found(grace, "webb")
    case.close(closed)
    taken(searching, gone)

    assert found(searching, number, by=grace) == {}
    assert about_us.number not in found(searching, number, by=grace)


def taken(searching: Searching, told: Told) -> None:
    """A tip is walled off after it was read."""
    case = searching.case
    with case.program.tips.transaction() as session:
        row = session.exec(select(TipRow).where(TipRow.tip_id == told.tip_id)).one()
        row.team_id = case.division()
        session.add(row)


def test_without_an_index_at_hand_nothing_is_said(quick_searching: Searching) -> None:
    number = make(quick_searching.case, quick_searching.case.tell())

    assert suggested(quick_searching, number, by=quick_searching.sign_in(ADA)) is None
    assert suggested(quick_searching, number, by=quick_searching.sign_in(DANA)) is None


def test_what_stands_everywhere_tells_nothing(
    quick_searching: Searching, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = quick_searching.case
    number = make(case, case.tell("It was Marcus Webb."))
    for _ in range(3):
        case.tell("Marcus Webb is on the news.")
    ada = quick_searching.sign_in(ADA)
    quick_searching.found(ada, "webb")
    before = found(quick_searching, number, by=ada)

    monkeypatch.setattr("tipline.casework.surge.suggested.COMMON", 3)

    assert (len(before), found(quick_searching, number, by=ada), COMMON) == (3, {}, 200)
