"""The words of the automatic replies, filled in: two segments in every language, with nothing left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import Named, fits, gsm, helping, menu, paging, received, rewarding
from tipline.intake.texts.words.english import ENGLISH
from tipline.intake.texts.words.tongue import Tongue
from tipline.intake.texts.words.tongues import TONGUES
from tipline.segments import segments
from tipline.vocabulary import TipNumber

ANY_TONGUE = st.sampled_from(list(TONGUES.values()))


def test_the_first_reply_says_in_english_what_the_design_says() -> None:
    assert received(TipNumber("TOR-4F7K-92QX")) == (
        "TOR-4F7K-92QX received, thank you. Danger now? Call 911. Do not give your name. Text again to add. "
        "CODE: a private page, the way to a reward. STOP: ends this, we forget your number. "
        "Delete these texts. Msg & data rates may apply."
    )


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=str)
@pytest.mark.parametrize("word", ["911", "CODE", "STOP", "TOR-4F7K-92QX"])
def test_the_first_reply_says_the_same_words_in_every_language(tongue: Tongue, word: str) -> None:
    assert word in received(TipNumber("TOR-4F7K-92QX"), tongue)


@pytest.mark.parametrize("answer", [Answer.ADDED, Answer.ASK, Answer.STOPPED, Answer.STARTED, Answer.MENU])
def test_no_reply_after_the_first_names_a_program_or_what_this_is(answer: Answer) -> None:
    said = ENGLISH.says[answer].lower()

    assert [word for word in ("crime", "police", "{name}", "{number}", "tip") if word in said] == []


@given(name=st.text(max_size=400), phone=st.text(max_size=24), tongue=ANY_TONGUE)
def test_help_stays_in_two_segments_whatever_a_program_is_called(
    name: str, phone: str, tongue: Tongue
) -> None:
    assert fits(helping(Named("TOR", name, phone), tongue))


@given(address=st.text(max_size=400), tongue=ANY_TONGUE)
def test_what_is_said_of_a_reward_stays_in_two_segments_whatever_the_address(
    address: str, tongue: Tongue
) -> None:
    assert fits(rewarding(f"https://{address}", tongue))


@given(
    programs=st.lists(st.tuples(st.text(max_size=12), st.text(max_size=80)), min_size=1, max_size=40),
    tongue=ANY_TONGUE,
)
def test_the_menu_stays_in_two_segments_whoever_is_on_it(
    programs: list[tuple[str, str]], tongue: Tongue
) -> None:
    assert fits(menu([Named(gsm(keyword), name, "") for keyword, name in programs], tongue))


def test_what_is_said_of_a_reward_names_the_form_and_promises_nothing() -> None:
    said = rewarding("https://tips.example/toronto-crime-stoppers")

    assert said == (
        "Reply CODE: a private page, the way to a reward. If you have told nothing yet, our web form gives a "
        "code too: https://tips.example/toronto-crime-stoppers Danger now? Call 911. Delete these texts. "
        "Msg & data rates may apply."
    )
    assert "the way to a reward. Danger now?" in rewarding(None)


LINK = "https://tips.crimestoppers.example/fr/c/" + "a" * 26


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES)
def test_a_link_fits_into_two_segments_of_every_language(tongue: Tongue) -> None:
    said = paging(LINK, tongue)

    assert said == tongue.says[Answer.CODE].format(address=LINK)
    assert ("15" in said, f"{LINK} " in said) == (True, True)


@given(address=st.text(max_size=400), tongue=ANY_TONGUE)
def test_what_is_said_of_a_page_stays_in_two_segments_whatever_the_address(
    address: str, tongue: Tongue
) -> None:
    said = paging(f"https://{address}", tongue)

    assert said is None or fits(said)


def test_a_long_address_is_said_in_english_and_a_longer_one_not_at_all() -> None:
    longer = LINK.replace("tips", "anonymous-tips-of-the-county")

    assert paging(longer, TONGUES["ar"]) == paging(longer)
    assert paging(LINK.replace("tips", "t" * 200)) is None


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
