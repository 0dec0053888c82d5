"""What says too much for a phone waits until its reporter replies OK, and for the program's hours."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from tests.fakes import Sent
from tests.unit.sms.gateway import OWN, REPORTER, Gateway
from tipline.intake.texts.replies import NOT_SAFE_NOTICE, SAFE_NOTICE, STOPPED_NOTICE
from tipline.outbox import SAFE_FOR
from tipline.store.columns import table
from tipline.store.program_tables import ProgramRow
from tipline.store.work_tables import OutboxRow

pytestmark = pytest.mark.anyio

QUESTION = "Which way did they go?"
KNOCK = "There is a question for you. Reply OK when it is safe."


async def asked(gateway: Gateway, *questions: str) -> None:
    """Somebody has texted, and is asked what should wait for an OK."""
    await gateway.text("black jeep")
    gateway.clock.at += timedelta(minutes=1)
    for question in questions:
        gateway.answer(gateway.only_tip(), question, question=True, when_safe=True)
    await deliver(gateway)


async def deliver(gateway: Gateway, *, after: timedelta = timedelta()) -> list[str]:
    """What reaches the phone when the gateway looks."""
    before = len(gateway.carrier.sent)
    for _ in range(3):
        await gateway.delivery().turn(now=gateway.clock.at + after)
    return [one.body for one in gateway.carrier.sent[before:]]


def set_hours(gateway: Gateway, first: int, last: int) -> None:
    with gateway.stores.tips.transaction() as session:
        session.connection().execute(update(table(ProgramRow)).values(answers_from=first, answers_until=last))


async def test_first_they_are_told_that_a_question_waits_and_after_ok_they_get_it(
    any_gateway: Gateway,
) -> None:
    await asked(any_gateway, QUESTION)

    heard = await any_gateway.text("Ok.")
    then = await deliver(any_gateway)

    assert any_gateway.carrier.sent == [Sent(REPORTER, OWN, KNOCK), Sent(REPORTER, OWN, QUESTION)]
    assert (heard.said, then) == (None, [QUESTION])
    assert any_gateway.only_tip().texts == ["black jeep", SAFE_NOTICE]
    assert any_gateway.count(OutboxRow) == 0


async def test_until_then_nothing_of_it_leaves_however_often_the_gateway_looks(any_gateway: Gateway) -> None:
    await asked(any_gateway, QUESTION)

    later = await deliver(any_gateway, after=SAFE_FOR - timedelta(hours=1))

    assert ([one.body for one in any_gateway.carrier.sent], later) == ([KNOCK], [])


async def test_what_comes_while_one_waits_is_not_knocked_for_again_and_all_leave_together(
    gateway: Gateway,
) -> None:
    await asked(gateway, QUESTION)
    gateway.clock.at += timedelta(minutes=1)
    gateway.answer(gateway.only_tip(), "And when?", question=True, when_safe=True)
    knocked_again = await deliver(gateway)

    await gateway.text("OK")
    then = await deliver(gateway)

    assert (knocked_again, then) == ([], [QUESTION, "And when?"])


async def test_a_plain_answer_is_knocked_for_as_a_message(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    gateway.answer(gateway.only_tip(), "Thank you.", when_safe=True)

    assert await deliver(gateway) == ["There is a message for you. Reply OK when it is safe."]


async def test_the_same_ok_twice_sends_it_once_and_tells_staff_once(gateway: Gateway) -> None:
    await asked(gateway, QUESTION)

    for _ in range(2):
        await gateway.text("OK", sid="SM" + "a" * 32)

    assert await deliver(gateway) == [QUESTION]
    assert gateway.only_tip().texts == ["black jeep", SAFE_NOTICE]


async def test_an_ok_that_nothing_waits_for_is_a_message(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    gateway.clock.at += timedelta(minutes=1)

    await gateway.text("ok")

    assert gateway.only_tip().texts == ["black jeep", "ok"]


async def test_another_text_brings_nothing_that_waits(gateway: Gateway) -> None:
    await asked(gateway, QUESTION)

    await gateway.text("who is this")

    assert await deliver(gateway) == []


async def test_an_ok_of_somebody_else_brings_nothing(gateway: Gateway) -> None:
    await asked(gateway, QUESTION)
    await gateway.text("white van", From="+14165550177")

    await gateway.text("OK", From="+14165550177")

    assert await deliver(gateway) == []


async def test_without_an_ok_staff_are_told_after_two_weeks_and_it_is_gone(any_gateway: Gateway) -> None:
    await asked(any_gateway, QUESTION)

    later = await deliver(any_gateway, after=SAFE_FOR)

    assert (later, any_gateway.count(OutboxRow)) == ([], 0)
    assert any_gateway.only_tip().texts == ["black jeep", NOT_SAFE_NOTICE]


async def test_stop_takes_away_what_waits(any_gateway: Gateway) -> None:
    await asked(any_gateway, QUESTION)

    await any_gateway.text("STOP")

    assert any_gateway.only_tip().texts == ["black jeep", STOPPED_NOTICE]
    assert any_gateway.count(OutboxRow) == 0


async def test_outside_the_hours_an_answer_waits_for_them(any_gateway: Gateway) -> None:
    set_hours(any_gateway, 10, 20)
    await any_gateway.text("black jeep")
    any_gateway.answer(any_gateway.only_tip(), "Thank you.")
    here = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    early = await deliver(any_gateway)
    in_time = await deliver(any_gateway, after=here - any_gateway.clock.at)

    assert (any_gateway.clock.at.hour, early, in_time) == (12, [], ["Thank you."])


async def test_where_a_life_is_in_danger_and_after_an_ok_no_hour_is_waited_for(gateway: Gateway) -> None:
    await asked(gateway, QUESTION)
    set_hours(gateway, 22, 23)
    gateway.begin_again()
    gateway.answer(gateway.only_tip(), "Are you safe?", any_hour=True)
    await gateway.text("OK")

    assert sorted(await deliver(gateway)) == ["Are you safe?", QUESTION]


async def test_an_ok_that_comes_before_the_carrier_has_answered_is_not_missed(
    any_gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    await any_gateway.text("black jeep")
    any_gateway.clock.at += timedelta(minutes=1)
    any_gateway.answer(any_gateway.only_tip(), QUESTION, question=True, when_safe=True)
    loop = asyncio.get_running_loop()
    hand_over = any_gateway.carrier.send

    def hasty(**text: Any) -> Any:  # noqa: ANN401  # whatever a carrier is given
        handed_over = hand_over(**text)
        if len(any_gateway.carrier.sent) == 1:
            asyncio.run_coroutine_threadsafe(any_gateway.text("OK"), loop).result()
        return handed_over

    monkeypatch.setattr(any_gateway.carrier, "send", hasty)

    assert await deliver(any_gateway) == [KNOCK, QUESTION]
