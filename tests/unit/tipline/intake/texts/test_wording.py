"""The words of the automatic replies: in the GSM alphabet, in two segments, with nothing left open."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.texts.replies import SEPTETS, WORDS, Answer
from tipline.intake.texts.wording import Named, gsm, helping, menu, plain, received, rewarding, septets
from tipline.segments import segments
from tipline.vocabulary import TipNumber

LONGEST_NUMBER = TipNumber("TORONT-WWWW-WWWW")
TORONTO = Named("TOR", "Toronto Crime Stoppers", "1-800-222-8477")


@pytest.mark.parametrize("answer", [one for one in Answer if "{" not in WORDS[one]])
def test_every_fixed_reply_is_two_segments_at_most(answer: Answer) -> None:
    assert septets(plain(answer)) <= SEPTETS
    assert segments(plain(answer)) <= 2


def test_the_first_reply_is_two_segments_with_the_longest_number_there_is() -> None:
    text = received(LONGEST_NUMBER)

    assert (segments(text), text.startswith(LONGEST_NUMBER)) == (2, True)


@pytest.mark.parametrize(
    "word", ["911", "Do not give your name", "Text again", "STOP", "Delete", "Msg & data"]
)
def test_the_first_reply_says_what_it_must(word: str) -> None:
    assert word in received(LONGEST_NUMBER)


@pytest.mark.parametrize("answer", [Answer.ADDED, Answer.ASK, Answer.STOPPED, Answer.STARTED, Answer.MENU])
def test_no_reply_after_the_first_names_a_program_or_what_this_is(answer: Answer) -> None:
    said = WORDS[answer].lower()

    assert [word for word in ("crime", "police", "{name}", "{number}", "tip") if word in said] == []


def test_every_reply_has_words_and_no_place_that_nobody_fills() -> None:
    places = {
        answer: {name for _, name, _, _ in string.Formatter().parse(WORDS[answer]) if name}
        for answer in Answer
    }

    assert {answer: names for answer, names in places.items() if names} == {
        Answer.RECEIVED: {"number"},
        Answer.MENU: {"choices"},
        Answer.HELP: {"name", "phone"},
        Answer.REWARD: {"form"},
    }


@given(name=st.text(max_size=400), phone=st.text(max_size=24))
def test_help_stays_in_two_segments_whatever_a_program_is_called(name: str, phone: str) -> None:
    assert septets(helping(Named("TOR", name, phone))) <= SEPTETS


@given(address=st.text(max_size=400))
def test_what_is_said_of_a_reward_stays_in_two_segments_whatever_the_address(address: str) -> None:
    assert septets(rewarding(f"https://{address}")) <= SEPTETS


def test_what_is_said_of_a_reward_names_the_form_and_promises_nothing() -> None:
    said = rewarding("https://tips.example/toronto-crime-stoppers")

    assert said == (
        "No reward can be paid for texts: it needs a code of eight words, and our web form gives one: "
        "https://tips.example/toronto-crime-stoppers Tell it there, and keep the words. Danger now? "
        "Call 911. Delete these texts. Msg & data rates may apply."
    )
    assert "gives one. Tell it there" in rewarding(None)
    assert "CODE" not in "".join(WORDS.values())


def test_help_without_a_number_to_call_names_none() -> None:
    assert helping(Named("TOR", "Toronto", "")) == (
        "Tips by text for Toronto. Not for emergencies: call 911. STOP: ends this, we forget your number. "
        "Msg & data rates may apply."
    )


@pytest.mark.parametrize(
    ("count", "choices"),
    [
        (1, "Reply K0 for Program of a city 0. We"),
        (2, "Reply K0 for Program of a city 0 or K1 for Program of a city 1. We"),
        (12, "Reply K0, K1, K2, K3, K4, K5, K6, K7, K8, K9, K10 or K11. We"),
        (200, "Reply with the keyword of your program. We"),
    ],
)
def test_the_menu_names_as_many_programs_as_fit(count: int, choices: str) -> None:
    text = menu([Named(f"K{n}", f"Program of a city {n}", "") for n in range(count)])

    assert choices in text
    assert segments(text) <= 2


@pytest.mark.parametrize(
    ("text", "plain_text"),
    [
        ("L’Échange – Québec", "L'Échange - Québec"),
        ("Iñupiat", "Iñupiat"),
        ("Łódź", "?ódz"),
        ("楼", "?"),
        ("œ…", "?..."),
    ],
)
def test_what_the_alphabet_lacks_is_swapped_for_the_nearest(text: str, plain_text: str) -> None:
    assert gsm(text) == plain_text.replace("ó", "o")


def test_a_letter_outside_the_alphabet_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="1 letters"):
        septets("ł")
