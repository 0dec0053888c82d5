"""Every row of the tables in docs/texting.md, walked by texts through the whole gateway."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import select

from tests.unit.sms.gateway import REPORTER, SHARED, Gateway, Heard, a_sid
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.intake.texts.transitions import TABLE, Answer, Does, Stands, Step, Wants
from tipline.intake.texts.words.tongues import TONGUES
from tipline.store.columns import table
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Priority
from tools.texting import EXAMPLES, NO_LINK, WRITERS, Example, Writer

pytestmark = pytest.mark.anyio

NOTHING: Final = (0, 0, 0, 0)
FIRST: Final = "black jeep"

BODIES: Final[Mapping[Wants, str]] = {
    Wants.TELL: "it is back",
    Wants.NEW: "NEW white van",
    Wants.CALL: "TOR",
    Wants.YES: "Yes",
    Wants.OK: "ok",
    Wants.STOP: "STOP",
    Wants.START: "START",
    Wants.HELP: "HELP",
    Wants.REWARD: "REWARD",
    Wants.CODE: "CODE",
    Wants.NOTHING: "  ",
}


def answer_of(heard: Heard) -> Answer | None:
    """Which of our answers this is: by its first words, in whatever language."""
    if heard.said is None:
        return None
    said = heard.said
    fits = [
        answer
        for tongue in TONGUES.values()
        for answer, words in tongue.says.items()
        if all(part in said for part in _parts(words))
    ]
    return max(fits, key=lambda answer: len(TONGUES["en"].says[answer]))


def _parts(words: str) -> list[str]:
    """The words of an answer between what is filled in."""
    for place in ("{number}", "{choices}", "{name}.{phone}", "{form}"):
        words = words.replace(place, "\0")
    return words.split("\0")


def said_by(step: Step) -> set[Answer | None]:
    """What a step may be answered with: where no link can be made, it is said why."""
    return {step.says, *(NO_LINK if step.does is Does.LINK else ())}


async def brought_to(gateway: Gateway, stands: Stands, wants: Wants) -> dict[str, str]:
    """Bring a conversation where the table begins; gives what the next text must carry."""
    match stands:
        case Stands.UNBEGUN:
            return {}
        case Stands.UNCALLED:
            return {"To": SHARED}
        case Stands.OPEN:
            await gateway.text(FIRST)
        case Stands.ASKED:
            await gateway.text(FIRST)
            gateway.answer(gateway.only_tip(), "What colour is it?", when_safe=True)
            await gateway.delivery().turn(now=gateway.clock.at)
        case Stands.ENDED:
            await gateway.text("STOP")
        case Stands.AGAIN:
            sid = a_sid()
            await gateway.text(FIRST)
            await gateway.text(BODIES[wants], sid=sid)
            return {"sid": sid}
    return {}


EVERYWHERE: Final = [
    (wants, stands)
    for wants in Wants
    for stands in Stands
    # A program's keyword calls it: then there is nobody uncalled. Apps alone can be closed.
    if (wants, stands) != (Wants.CALL, Stands.UNCALLED) and stands is not Stands.CLOSED
]


@pytest.mark.parametrize(("wants", "stands"), EVERYWHERE)
async def test_a_text_is_answered_as_the_table_says_wherever_it_comes(
    gateway: Gateway, wants: Wants, stands: Stands
) -> None:
    step = TABLE[wants][stands]
    carries = await brought_to(gateway, stands, wants)
    before = [tip.texts for tip in gateway.tips()]

    heard = await gateway.text(BODIES[wants], **carries)

    assert heard.status == 200
    after = sorted(text for tip in gateway.tips() for text in tip.texts)
    had = sorted(text for texts in before for text in texts)
    told = BODIES[wants].removeprefix("NEW ")
    match Does.REPEAT if stands is Stands.AGAIN else step.does:
        case Does.BEGIN | Does.KEEP:
            assert (after, len(gateway.tips())) == (sorted([*had, told]), len(before) + 1)
        case Does.ADD:
            assert (after, len(gateway.tips())) == (sorted([*had, told]), len(before))
        case Does.END:
            assert (after, gateway.vault_rows()) == (sorted([*had, *[STOPPED_NOTICE] * len(before)]), NOTHING)
        case Does.RELEASE:
            await gateway.delivery().turn(now=gateway.clock.at)
            assert gateway.carrier.sent[-1].body == "What colour is it?"
        case _:
            assert after == had
    if step.does is not Does.REPEAT:
        assert answer_of(heard) in said_by(step)


async def test_new_alone_where_nobody_is_called_is_answered_with_the_menu(gateway: Gateway) -> None:
    heard = await gateway.text("NEW", To=SHARED)

    assert (answer_of(heard), gateway.vault_rows()) == (Answer.MENU, NOTHING)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.what)
async def test_every_example_of_the_page_is_what_the_page_says(gateway: Gateway, example: Example) -> None:
    opted = {"OptOutType": example.opt_out.value} if example.opt_out else {}
    step = TABLE[example.wants][Stands.UNBEGUN]

    heard = await gateway.text(example.body, NumMedia=str(example.media), **opted)

    assert heard.status == 200
    assert answer_of(heard) in ({None} if example.opt_out else said_by(step))
    assert len(gateway.tips()) == (1 if step.does is Does.BEGIN or example.media else 0)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda one: one.what)
async def test_every_sender_of_the_page_is_taken_in_and_answered_as_it_says(
    gateway: Gateway, writer: Writer
) -> None:
    heard = await gateway.text(FIRST, From=writer.sender)

    assert (heard.status, heard.said is not None) == (200, writer.answered)
    assert gateway.only_tip().texts == [FIRST]


@pytest.mark.parametrize(
    ("body", "said"),
    [("END", Answer.STOPPED), ("Stop", Answer.STOPPED), ("YES", Answer.ADDED), ("yes.", Answer.ADDED)],
)
async def test_a_question_of_staffs_that_is_answered_by_one_word_is_answered(
    gateway: Gateway, body: str, said: Answer
) -> None:
    await gateway.text(FIRST)
    gateway.answer(gateway.only_tip(), "Is he still there?")
    await gateway.delivery().turn(now=gateway.clock.at)

    heard = await gateway.text(body)

    ended = said is Answer.STOPPED
    assert answer_of(heard) == said
    assert sorted(gateway.only_tip().texts) == sorted([FIRST, STOPPED_NOTICE if ended else body])
    assert gateway.vault_rows() == (NOTHING if ended else (1, 0, 1, 0))
    assert gateway.only_tip().unread


async def test_a_thread_goes_stale_after_the_days_that_are_set(gateway: Gateway) -> None:
    gateway.runtime.settings = gateway.runtime.settings.model_copy(update={"text_days": 7})
    await gateway.text(FIRST)

    early = await gateway.forgotten_after(timedelta(days=7))
    late = await gateway.forgotten_after(timedelta(days=8))
    await gateway.text("white van")

    assert (early, late) == (0, 2)
    assert sorted(tip.texts for tip in gateway.tips()) == [[FIRST], ["white van"]]


async def test_a_reporter_is_reminded_once_in_a_thread_not_to_say_who_they_are(gateway: Gateway) -> None:
    sid = a_sid()
    await gateway.text("My name is Rosalind and I saw it")

    first = await gateway.text("he is back")
    named = await gateway.text("It's me, my name is Rosalind", sid=sid)
    again = await gateway.text("It's me, my name is Rosalind", sid=sid)
    second = await gateway.text("my name is Rosalind by the way")

    said = [answer_of(one) for one in (first, named, again, second)]
    assert said == [Answer.ADDED, Answer.NAMELESS, Answer.NAMELESS, None]
    assert "Rosalind" not in (named.said or "")


async def test_a_reply_is_in_the_language_of_the_text_and_then_of_the_thread(gateway: Gateway) -> None:
    first = await gateway.text("Hay un hombre con una caja en la esquina")
    second = await gateway.text("AKBR 442")
    stopped = await gateway.text("STOP")

    spanish = TONGUES["es"]
    assert first.said == spanish.says[Answer.RECEIVED].format(number=gateway.only_tip().number)
    assert (second.said, stopped.said) == (spanish.says[Answer.ADDED], spanish.says[Answer.STOPPED])
    records = {one.record.text: one.record.language for one in gateway.only_tip().records}
    assert {records["Hay un hombre con una caja en la esquina"], records["AKBR 442"]} == {"es"}


@pytest.mark.parametrize(
    ("body", "language"),
    [("aide", "fr"), ("ayuda", "es"), ("caawimaad", "so"), ("مساعدة", "ar"), ("help", "en")],
)
async def test_help_is_answered_in_the_language_that_it_is_asked_in(
    gateway: Gateway, body: str, language: str
) -> None:
    await gateway.text("There is a man with a box at the corner")

    heard = await gateway.text(body)

    assert heard.said is not None
    assert heard.said.startswith(TONGUES[language].says[Answer.HELP].partition("{")[0])


async def test_what_waits_for_an_ok_is_told_of_in_the_language_of_the_thread(gateway: Gateway) -> None:
    await gateway.text("Il y a un homme dans la ruelle avec des sacs")

    gateway.answer(gateway.only_tip(), "Combien?", when_safe=True)
    await gateway.delivery().turn(now=gateway.clock.at)

    french = {TONGUES["fr"].says[one] for one in (Answer.QUESTION_WAITS, Answer.MESSAGE_WAITS)}
    assert [(one.to, one.body in french) for one in gateway.carrier.sent] == [(REPORTER, True)]


@pytest.mark.parametrize("body", ["he is going to kill her", "il va la tuer", "سيقتلها الليلة"])
async def test_a_text_with_words_of_danger_comes_as_danger_to_life(gateway: Gateway, body: str) -> None:
    await gateway.text(body)

    assert priorities(gateway) == [Priority.DANGER]


async def test_a_later_text_with_words_of_danger_makes_its_tip_danger_to_life(any_gateway: Gateway) -> None:
    await any_gateway.text(FIRST)
    before = priorities(any_gateway)

    await any_gateway.text("he has a gun to her head")

    assert (before, priorities(any_gateway)) == ([Priority.ROUTINE], [Priority.DANGER])


def priorities(gateway: Gateway) -> list[Priority]:
    with gateway.stores.tips.read() as session:
        return list(session.connection().execute(select(table(TipRow).c.priority)).scalars())
