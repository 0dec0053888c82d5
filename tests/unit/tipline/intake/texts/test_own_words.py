"""A program's own words: texted in place of the usual ones, and held to what these must say."""

import pytest
from sqlmodel import select

from tests.unit.sms.fixtures import anyio_backend, founded_programs, gateway
from tests.unit.sms.gateway import SHARED, Gateway
from tipline.errors import NothingHere, NotPermitted
from tipline.intake.texts.own_words import WordsRefused, every_answer, keep_words
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.tongues import TONGUES
from tipline.store.program_tables import OwnWordsRow

__all__ = ["anyio_backend", "founded_programs", "gateway"]

pytestmark = pytest.mark.anyio

ADDED = "Got it. In danger? Call 911. Delete this."
RECEIVED = "{number}: thank you. In danger call 911. CODE: a private page. STOP ends it."


def keep(
    gateway: Gateway, words: str, *, answer: str = "added", language: str = "en", by: str = "Ada Byron"
) -> None:
    with gateway.stores.tips.transaction() as session:
        keep_words(
            session,
            language=language,
            answer=answer,
            words=words,
            by=gateway.toronto.holder(by),
            now=gateway.clock.at,
        )
    gateway.begin_again()


def kept(gateway: Gateway) -> list[tuple[str, str, str]]:
    with gateway.stores.tips.read() as session:
        rows = session.exec(select(OwnWordsRow)).all()
    return [(row.language, row.answer, row.words) for row in rows]


async def test_what_a_program_says_in_its_own_words_is_texted_and_the_rest_as_ever(gateway: Gateway) -> None:
    keep(gateway, ADDED)

    first = await gateway.text("black jeep by the door")
    second = await gateway.text("and a white van")

    assert (first.said or "").endswith(
        " received, thank you." + (first.said or "").partition("thank you.")[2]
    )
    assert second.said == ADDED


async def test_another_program_on_the_number_and_another_language_keep_theirs(gateway: Gateway) -> None:
    keep(gateway, ADDED)

    await gateway.text("PEEL black jeep by the door", To=SHARED)
    peel = await gateway.text("PEEL and there is a white van", To=SHARED)
    await gateway.text("TOR le camion est dans la rue", To=SHARED, From="+14165550177")
    french = await gateway.text("TOR il est dans la rue avec une arme", To=SHARED, From="+14165550177")

    assert peel.said == TONGUES["en"].says[Answer.ADDED]
    assert french.said == TONGUES["fr"].says[Answer.ADDED]


async def test_a_place_is_filled_in_where_the_program_has_put_it(gateway: Gateway) -> None:
    keep(gateway, RECEIVED, answer="received")

    heard = await gateway.text("black jeep by the door")

    assert heard.said == RECEIVED.format(number=gateway.only_tip().number)


@pytest.mark.parametrize(
    ("answer", "language", "words", "why"),
    [
        ("added", "en", "Thanks!", "it must say 911"),
        ("received", "en", "Thank you. 911. CODE. STOP.", "it must have {number}, once each"),
        ("received", "en", "{number} {number} 911 CODE STOP", "it must have {number}, once each"),
        ("received", "en", "{number} thank you, call 911", "it must say CODE and STOP"),
        ("added", "en", "911 {name}", "nothing is filled in here: no curly brackets"),
        ("added", "en", "911 {", "a curly bracket stands alone"),
        ("received", "en", "{number!r} 911 CODE STOP", "a curly bracket stands alone"),
        ("received", "en", "{number.__class__} 911 CODE STOP", "a curly bracket stands alone"),
        ("added", "en", "911 " + "a" * 303, "3 segments"),
        ("added", "fr", "911, merci, ça va, être œuf", "letters that make every text twice as long: ç ê œ"),
        ("added", "ar", "911 " + "ش" * 131, "3 segments"),
        ("added", "en", "911" * 300, "it is longer than 600 letters"),
    ],
)
def test_words_that_cannot_be_texted_are_refused_with_why(
    gateway: Gateway, answer: str, language: str, words: str, why: str
) -> None:
    with pytest.raises(WordsRefused) as refused:
        keep(gateway, words, answer=answer, language=language)

    assert why in refused.value.why
    assert kept(gateway) == []


@pytest.mark.parametrize(
    ("answer", "language"), [("question-waits", "en"), ("menu", "en"), ("nonsense", "en"), ("added", "xx")]
)
def test_what_is_not_a_programs_to_say_is_not_there(gateway: Gateway, answer: str, language: str) -> None:
    with pytest.raises(NothingHere):
        keep(gateway, ADDED, answer=answer, language=language)


def test_integrity_sets_no_words(gateway: Gateway) -> None:
    with pytest.raises(NotPermitted):
        keep(gateway, ADDED, by="Ida Wells")


@pytest.mark.parametrize("words", ["", "  \n", TONGUES["en"].says[Answer.ADDED]])
def test_no_words_and_the_usual_ones_take_the_programs_own_away(gateway: Gateway, words: str) -> None:
    keep(gateway, ADDED)

    keep(gateway, words)

    assert kept(gateway) == []


async def test_words_that_were_written_past_the_rules_are_not_texted(gateway: Gateway) -> None:
    with gateway.stores.tips.transaction() as session:
        session.add(
            OwnWordsRow(
                program_id=gateway.toronto.program_id,
                language="en",
                answer="added",
                words="Meet us at {name.__class__}",
            )
        )

    await gateway.text("black jeep by the door")
    heard = await gateway.text("and a white van")

    assert heard.said == TONGUES["en"].says[Answer.ADDED]


def test_every_answer_that_a_program_may_change_is_listed_in_every_language(gateway: Gateway) -> None:
    keep(gateway, ADDED)
    with gateway.stores.tips.read() as session:
        every = every_answer(session, gateway.toronto.program_id)

    assert [(one.language, one.answer.value, one.words) for one in every if one.own] == [
        ("en", "added", ADDED)
    ]
    assert {one.language for one in every} == set(TONGUES)
