"""Texts without a keyword on a shared number: asked about, kept, and never dropped."""

from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import update

from tests.unit.sms.gateway import REPORTER, SHARED, Gateway, a_sid
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.english import ENGLISH
from tipline.store.columns import table
from tipline.store.vault_tables import HeldTextRow
from tipline.vocabulary import TeamKind

pytestmark = pytest.mark.anyio

MENU: Final = (
    "Who is it for? Reply TOR for Toronto Crime Stoppers or PEEL for Peel Crime Stoppers. "
    "We keep your text until then. Danger now? Call 911."
)


async def test_without_a_keyword_there_is_a_menu_and_the_text_waits(any_gateway: Gateway) -> None:
    heard = await any_gateway.text("white van", To=SHARED)

    assert heard.said == MENU
    assert any_gateway.count(HeldTextRow) == 1
    assert any_gateway.tips(any_gateway.toronto) + any_gateway.tips(any_gateway.peel) == []


@pytest.mark.parametrize("answer", ["PEEL", "peel.", " Peel "])
async def test_the_keyword_alone_makes_what_has_waited_the_tip(gateway: Gateway, answer: str) -> None:
    await gateway.text("white van", To=SHARED)
    gateway.clock.at += timedelta(minutes=1)
    await gateway.text("two men", To=SHARED)

    heard = await gateway.text(answer, To=SHARED)

    tip = gateway.only_tip(gateway.peel)
    assert heard.said == ENGLISH.says[Answer.RECEIVED].format(number=tip.number)
    assert tip.texts == ["white van\ntwo men"]
    assert gateway.count(HeldTextRow) == 0


async def test_the_keyword_with_more_words_brings_both(any_gateway: Gateway) -> None:
    await any_gateway.text("white van", To=SHARED)

    await any_gateway.text("TOR at the corner", To=SHARED)

    assert any_gateway.only_tip().texts == ["white van\nat the corner"]


async def test_the_same_texts_again_get_the_same_answers(gateway: Gateway) -> None:
    waiting, keyword = a_sid(), a_sid()
    asked = [await gateway.text("white van", sid=waiting, To=SHARED) for _ in range(2)]
    given = [await gateway.text("TOR", sid=keyword, To=SHARED) for _ in range(2)]

    late = await gateway.text("white van", sid=waiting, To=SHARED)
    later = await gateway.text("TOR", sid=keyword, To=SHARED)

    assert [one.said for one in asked] == [MENU, MENU]
    assert {one.said for one in [*given, late, later]} == {
        ENGLISH.says[Answer.RECEIVED].format(number=gateway.only_tip().number)
    }
    assert gateway.only_tip().texts == ["white van"]


async def test_after_two_hours_it_goes_to_the_lines_first_program(any_gateway: Gateway) -> None:
    await any_gateway.text("white van", To=SHARED)

    await any_gateway.texting.settle(now=any_gateway.clock.at + timedelta(minutes=119))
    early = any_gateway.tips()
    any_gateway.clock.at += timedelta(hours=2)
    await any_gateway.texting.settle(now=any_gateway.clock.at)
    await any_gateway.texting.settle(now=any_gateway.clock.at)

    assert (early, any_gateway.only_tip().texts) == ([], ["white van"])
    assert any_gateway.count(HeldTextRow) == 0
    any_gateway.answer(any_gateway.only_tip(), "A question waits.")
    await any_gateway.delivery().turn(now=any_gateway.clock.at)
    assert [one.to for one in any_gateway.carrier.sent] == [REPORTER]


async def test_who_wrote_to_a_program_before_gets_there_again_when_nobody_says_otherwise(
    gateway: Gateway,
) -> None:
    await gateway.text("PEEL white van", To=SHARED)
    gateway.close()
    await gateway.text("it is back", To=SHARED)

    gateway.clock.at += timedelta(hours=2)
    await gateway.texting.settle(now=gateway.clock.at)

    assert sorted(tip.texts[0] for tip in gateway.tips(gateway.peel)) == ["it is back", "white van"]
    assert gateway.tips(gateway.toronto) == []


async def test_what_has_waited_and_names_staff_goes_to_integrity(gateway: Gateway) -> None:
    await gateway.text("Ada Byron takes money", To=SHARED)

    await gateway.text("TOR", To=SHARED)

    assert gateway.only_tip().team is TeamKind.INTEGRITY


async def test_stop_forgets_who_wrote_it_and_not_what_was_written(any_gateway: Gateway) -> None:
    await any_gateway.text("white van", To=SHARED)
    any_gateway.clock.at += timedelta(seconds=1)
    await any_gateway.text("two men", To=SHARED)

    await any_gateway.text("STOP", To=SHARED)

    assert any_gateway.only_tip().texts == ["white van\ntwo men"]
    assert any_gateway.vault_rows() == (0, 0, 0, 0)
    any_gateway.answer(any_gateway.only_tip(), "A question waits.")
    await any_gateway.delivery().turn(now=any_gateway.clock.at)
    assert any_gateway.carrier.sent == []


async def test_more_than_one_record_holds_goes_on_waiting(gateway: Gateway) -> None:
    for letter in "ab":
        await gateway.text(letter * 15_000, To=SHARED)
        gateway.clock.at += timedelta(seconds=1)

    await gateway.text("TOR", To=SHARED)
    gateway.clock.at += timedelta(hours=2)
    await gateway.texting.settle(now=gateway.clock.at)

    assert gateway.only_tip().texts == ["a" * 15_000, "b" * 15_000]


async def test_a_text_that_was_changed_in_the_vault_stops_nothing_else(
    gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await gateway.text("white van", To=SHARED)
    with gateway.stores.vault.transaction() as session:
        session.connection().execute(update(table(HeldTextRow)).values(sealed=bytes(600)))

    heard = await gateway.text("TOR black jeep", To=SHARED)

    assert heard.status == 200
    assert gateway.only_tip().texts == ["black jeep"]
    assert '"event": "cannot-open"' in capsys.readouterr().err
