"""The words of WhatsApp and Messenger: in every language, with the app's name, and nothing of awards."""

import string

import pytest

from tipline.intake.texts.transitions import BY_APP_ALONE, Answer
from tipline.intake.texts.words.by_app import BY_APP
from tipline.intake.texts.words.tongues import TONGUES

PLACES = {
    Answer.RECEIVED: {"number", "app", "form"},
    Answer.ASK: {"app", "form"},
    Answer.MENU: {"choices", "app", "form"},
    Answer.STOPPED: {"app"},
    Answer.STARTED: {"app", "form"},
    Answer.HELP: {"name", "phone", "app", "form"},
    Answer.REWARD: {"app", "form"},
    Answer.CLOSED: {"app", "form"},
    Answer.KEPT: {"app", "form"},
}
NEVER = {Answer.CODE, Answer.CODE_FIRST, Answer.CODE_LATER, Answer.CODE_NOWHERE, Answer.OFFER}
"""By an app CODE asks for what REWARD does, and nobody is offered it."""
AWARDS = ("reward", "récompense", "recompensa", "abaalmarin", "مكافأة", "CODE")


@pytest.mark.parametrize("tag", TONGUES)
def test_every_language_says_by_an_app_what_it_must_with_the_same_places(tag: str) -> None:
    said = {
        answer: {name for _, name, _, _ in string.Formatter().parse(words) if name}
        for answer, words in BY_APP[tag].items()
    }

    assert said == PLACES
    assert set(PLACES) >= BY_APP_ALONE
    assert [answer for answer, words in BY_APP[tag].items() if "911" not in words] == []


@pytest.mark.parametrize("tag", TONGUES)
def test_nothing_that_is_said_by_an_app_speaks_of_awards(tag: str) -> None:
    said = {answer: BY_APP[tag].get(answer) or TONGUES[tag].says[answer] for answer in set(Answer) - NEVER}

    assert [
        answer for answer, words in said.items() for word in AWARDS if word.casefold() in words.casefold()
    ] == []
