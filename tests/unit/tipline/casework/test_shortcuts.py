"""Single keys: off, then as somebody wants them, each for one thing."""

import pytest

from tests.unit.tipline.casework.case import ADA, GRACE, Case
from tipline.casework.shortcuts import (
    NotOneKey,
    SharedKey,
    Shortcut,
    Shortcuts,
    choose_shortcuts,
    shortcuts_of,
)
from tipline.errors import NotPermitted
from tipline.vocabulary import Role

USUAL = {each: each.usual for each in Shortcut}


def choose(case: Case, written: dict[Shortcut, str], *, by: str = ADA, on: bool = True) -> None:
    with case.at_work() as (tips, _):
        choose_shortcuts(tips, switched_on=on, written=written, by=case.by(by))


def keys_of(case: Case, name: str = ADA) -> Shortcuts:
    with case.program.tips.read() as session:
        return shortcuts_of(session, case.by(name))


def test_they_are_off_until_somebody_switches_them_on_for_themselves(case: Case) -> None:
    before = keys_of(case)

    choose(case, {**USUAL, Shortcut.DOWN: "T", Shortcut.TICK: "é", Shortcut.NOTE: ":"})

    assert before == Shortcuts(switched_on=False, letters=USUAL)
    assert keys_of(case) == Shortcuts(
        switched_on=True, letters={**USUAL, Shortcut.DOWN: "t", Shortcut.TICK: "é", Shortcut.NOTE: ":"}
    )
    assert keys_of(case, GRACE) == before
    choose(case, {**USUAL, Shortcut.DOWN: "t"}, on=False)
    assert keys_of(case) == Shortcuts(switched_on=False, letters={**USUAL, Shortcut.DOWN: "t"})


def test_the_usual_letters_are_all_different() -> None:
    assert len(set(USUAL.values())) == len(Shortcut)


@pytest.mark.parametrize("written", ["", " ", "jj", "\u0301", "\u200b", "İ", "\x00", "\ue000"])
def test_what_is_not_one_letter_or_sign_is_refused_and_nothing_changes(
    sqlite_case: Case, written: str
) -> None:
    with pytest.raises(NotOneKey) as refused:
        choose(sqlite_case, {**USUAL, Shortcut.UP: written})

    assert (refused.value.shortcut, keys_of(sqlite_case).switched_on) == (Shortcut.UP, False)


@pytest.mark.parametrize("same", ["j", "J", " j "])
def test_two_cannot_share_one(sqlite_case: Case, same: str) -> None:
    with pytest.raises(SharedKey) as refused:
        choose(sqlite_case, {**USUAL, Shortcut.UP: same})

    assert (refused.value.first, refused.value.second) == (Shortcut.DOWN, Shortcut.UP)
    assert not keys_of(sqlite_case).switched_on


def test_who_has_no_queue_has_no_keys(sqlite_case: Case) -> None:
    sqlite_case.program.add("Ben Board", Role.BOARD, confirmed_by=ADA)

    with pytest.raises(NotPermitted):
        choose(sqlite_case, USUAL, by="Ben Board")
