"""The page on texting shows the table that the gateway runs by, and a text that is too long is seen."""

from dataclasses import replace

import pytest

from tests.house.tree import ROOT
from tipline.intake.texts.transitions import TABLE, Answer, Stands, Wants
from tipline.intake.texts.words.arabic import ARABIC
from tipline.intake.texts.words.english import ENGLISH
from tipline.intake.texts.words.tongue import Tongue
from tipline.intake.texts.words.tongues import TONGUES
from tools.texting import page, too_long

PAGE = (ROOT / "docs/texting.md").read_text()


def saying(tongue: Tongue, answer: Answer, words: str) -> Tongue:
    return replace(tongue, says={**tongue.says, answer: words})


def test_the_page_is_what_would_be_written_now() -> None:
    assert page(PAGE) == PAGE


def test_a_page_that_says_something_else_is_seen() -> None:
    stale = PAGE.replace("begins a tip", "drops it", 1)

    assert stale != PAGE
    assert page(stale) == PAGE


def test_every_text_fits_into_two_segments_with_the_longest_that_is_filled_in() -> None:
    assert list(too_long(TONGUES.values())) == []


@pytest.mark.parametrize(
    ("tongue", "fault"),
    [
        (saying(ENGLISH, Answer.ADDED, "a" * 306), None),
        (saying(ENGLISH, Answer.ADDED, "a" * 307), "en: added: 3 segments"),
        (saying(ENGLISH, Answer.ADDED, "arrêt"), "en: added: letters that make every text twice as long: ê"),
        (saying(ENGLISH, Answer.RECEIVED, "a" * 290 + " {number}"), "en: received: 3 segments"),
        (saying(ARABIC, Answer.ADDED, "ا" * 134), None),
        (saying(ARABIC, Answer.ADDED, "ا" * 135), "ar: added: 3 segments"),
        (
            saying(ENGLISH, Answer.HELP, "a" * 270 + "{name}{phone}"),
            "en: help: no room for Crime Stoppers of Saint-Hyacinthe",
        ),
    ],
)
def test_a_text_that_is_too_long_or_strange_is_seen(tongue: Tongue, fault: str | None) -> None:
    assert list(too_long([tongue])) == ([fault] if fault else [])


def test_the_table_has_a_step_for_everything_that_can_come_wherever_it_comes() -> None:
    assert {wants: set(steps) for wants, steps in TABLE.items()} == {wants: set(Stands) for wants in Wants}
