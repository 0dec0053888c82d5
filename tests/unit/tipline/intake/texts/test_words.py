"""The words of every language are complete, and no word means two things."""

import string
from collections import defaultdict

import pytest

from tipline.intake.texts.transitions import BY_APP_ALONE, Answer, Wants
from tipline.intake.texts.words.tongue import Tongue, whole_word
from tipline.intake.texts.words.tongues import FAMILIES, TONGUES
from tipline.languages import LANGUAGES
from tipline.segments import GSM_BASIC, GSM_EXTENDED

RULING = {
    Wants.STOP,
    Wants.START,
    Wants.YES,
    Wants.OK,
    Wants.HELP,
    Wants.NEW,
    Wants.REWARD,
    Wants.CODE,
}
PLACES = {
    Answer.RECEIVED: {"number"},
    Answer.MENU: {"choices"},
    Answer.HELP: {"name", "phone"},
    Answer.REWARD: {"form"},
    Answer.CODE: {"address"},
}
every_tongue = pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES)


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_every_language_of_the_conversation_is_one_of_the_site() -> None:
    assert [tag for tag in TONGUES if tag not in LANGUAGES] == []
    assert list(TONGUES) == ["en", "fr", "es", "so", "ar"]


@every_tongue
def test_every_language_says_everything_with_the_same_places(tongue: Tongue) -> None:
    assert {answer: places(words) for answer, words in tongue.says.items()} == {
        answer: PLACES.get(answer, set()) for answer in Answer if answer not in BY_APP_ALONE
    }
    assert (places(tongue.form), places(tongue.choice), places(tongue.phone)) == (
        {"address"},
        {"keyword", "name"},
        {"phone"},
    )


@every_tongue
def test_every_reply_names_911_and_only_arabic_needs_wide_letters(tongue: Tongue) -> None:
    said = "".join(tongue.says.values())

    without = [answer for answer, words in tongue.says.items() if "911" not in words]
    assert without == [Answer.QUESTION_WAITS, Answer.MESSAGE_WAITS]
    assert (set(said) <= GSM_BASIC | GSM_EXTENDED) is not tongue.wide


@every_tongue
def test_every_language_has_the_families_of_words_that_rule(tongue: Tongue) -> None:
    assert set(tongue.keywords) == RULING


def test_no_word_means_two_things() -> None:
    meanings = defaultdict(set)
    for tongue in TONGUES.values():
        for wants, words in tongue.keywords.items():
            for word in words.split():
                meanings[whole_word(word)].add(wants)

    assert {word: wants for word, wants in meanings.items() if len(wants) > 1} == {}
    assert len(meanings) == len(FAMILIES)


@pytest.mark.parametrize(
    "word",
    ["stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout", "arret", "arrêt"],
)
def test_every_word_that_a_carrier_ends_a_conversation_by_does_so_with_us(word: str) -> None:
    assert FAMILIES[whole_word(word)] is Wants.STOP
