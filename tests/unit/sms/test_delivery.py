"""What staff write reaches the phone, once; what cannot reach it is told to them."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from sms.delivery import MOST_TRIES
from sms.refusals import NOT_TAKEN, notice
from sms.webhook import gateway_app
from tests.fakes import NO_MOBILE, TOO_FAST, Sent
from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway
from tipline.intake.texts.replies import NO_ADDRESS_NOTICE
from tipline.store.columns import table
from tipline.store.vault_tables import PseudonymRow, ReturnAddressRow
from tipline.store.work_tables import OutboxRow

pytestmark = pytest.mark.anyio

QUESTION = "There is a question for you. Reply OK when it is safe."


async def test_an_answer_goes_to_who_wrote_by_the_line_that_they_wrote_to(any_gateway: Gateway) -> None:
    await any_gateway.text("TOR black jeep", To=SHARED)
    await any_gateway.text("white van", From="+14165550177")
    by_text = {tip.texts[0]: tip for tip in any_gateway.tips()}
    any_gateway.answer(by_text["black jeep"], QUESTION)
    any_gateway.answer(by_text["white van"], "thanks")

    await any_gateway.delivery().turn(now=any_gateway.clock.at)

    assert sorted(any_gateway.carrier.sent, key=lambda one: one.body) == [
        Sent(REPORTER, SHARED, QUESTION),
        Sent("+14165550177", OWN, "thanks"),
    ]
    assert waiting(any_gateway) == 0


async def test_it_is_sent_within_two_seconds_while_the_gateway_runs(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    running = asyncio.create_task(gateway.delivery().run())
    await asyncio.sleep(0.1)

    gateway.answer(gateway.only_tip(), QUESTION)
    in_time = await asyncio.to_thread(gateway.carrier.arrived.wait, 2)
    running.cancel()

    assert in_time
    assert [one.body for one in gateway.carrier.sent] == [QUESTION]


async def test_two_gateways_do_not_send_it_twice(any_gateway: Gateway) -> None:
    await any_gateway.text("black jeep")
    for number in range(20):
        any_gateway.answer(any_gateway.only_tip(), f"question {number}")
    turns = [any_gateway.delivery() for _ in range(4)]

    for _ in range(3):
        await asyncio.gather(*(one.turn(now=any_gateway.clock.at) for one in turns))

    assert sorted(one.body for one in any_gateway.carrier.sent) == sorted(f"question {n}" for n in range(20))


async def test_what_the_carrier_refuses_for_good_is_told_to_staff_with_the_reason(
    any_gateway: Gateway,
) -> None:
    await any_gateway.text("black jeep", From=NO_MOBILE)
    any_gateway.answer(any_gateway.only_tip(), QUESTION)
    any_gateway.mark_read()

    await any_gateway.delivery().turn(now=any_gateway.clock.at)

    tip = any_gateway.only_tip()
    assert sorted(tip.texts) == sorted(["black jeep", notice(21614, kept=True)])
    assert (tip.proven, tip.unread, waiting(any_gateway)) == (True, True, 0)


async def test_what_the_carrier_cannot_take_now_is_tried_again_later_and_given_up_at_last(
    gateway: Gateway,
) -> None:
    await gateway.text("black jeep", From=TOO_FAST)
    gateway.answer(gateway.only_tip(), QUESTION)
    delivery = gateway.delivery()

    tried = [await delivery.turn(now=gateway.clock.at + timedelta(seconds=after)) for after in (0, 4, 7, 8)]
    with gateway.stores.tips.transaction() as session:
        session.connection().execute(update(table(OutboxRow)).values(tries=MOST_TRIES))
    before = gateway.only_tip().texts
    await delivery.turn(now=gateway.clock.at + timedelta(hours=1))

    assert (tried, before) == ([1, 0, 1, 0], ["black jeep"])
    assert sorted(gateway.only_tip().texts) == sorted(["black jeep", NOT_TAKEN])
    assert waiting(gateway) == 0


async def test_after_stop_there_is_nowhere_to_send_it(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    gateway.answer(gateway.only_tip(), QUESTION)
    await gateway.text("STOP")

    await gateway.delivery().turn(now=gateway.clock.at)

    assert (gateway.carrier.sent, waiting(gateway)) == ([], 0)
    assert NO_ADDRESS_NOTICE in gateway.only_tip().texts


async def test_a_way_back_that_was_moved_to_another_tip_leads_nowhere(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    await gateway.text("white van", From="+14165550177")
    rows = table(ReturnAddressRow)
    with gateway.stores.vault.transaction() as session:
        sealed = session.connection().execute(select(rows.c.sealed).limit(1)).scalar_one()
        session.connection().execute(update(rows).values(sealed=sealed))
    for tip in gateway.tips():
        gateway.answer(tip, QUESTION)

    await gateway.delivery().turn(now=gateway.clock.at)

    assert len(gateway.carrier.sent) == 1


async def test_a_text_that_nobody_of_the_program_has_signed_is_not_sent(
    gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await gateway.text("black jeep")
    gateway.answer(gateway.only_tip(), QUESTION)
    with gateway.stores.tips.transaction() as session:
        session.connection().execute(update(table(OutboxRow)).values(sealed=bytes(2000)))

    await gateway.delivery().turn(now=gateway.clock.at)

    assert (gateway.carrier.sent, waiting(gateway)) == ([], 1)
    assert '"event": "cannot-open"' in capsys.readouterr().err


async def test_an_answer_is_a_contact_and_lets_the_way_back_live_on(any_gateway: Gateway) -> None:
    await any_gateway.text("TOR black jeep", To=SHARED)
    any_gateway.clock.at += timedelta(days=20)
    any_gateway.answer(any_gateway.only_tip(), QUESTION)

    await any_gateway.delivery().turn(now=any_gateway.clock.at)

    assert await any_gateway.forgotten_after(timedelta(days=29)) == 0
    assert any_gateway.count(PseudonymRow) == 1


async def test_the_way_back_opens_next_month_too(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    gateway.clock.at += timedelta(days=29)
    gateway.answer(gateway.only_tip(), QUESTION)

    await gateway.delivery().turn(now=gateway.clock.at)

    assert [one.to for one in gateway.carrier.sent] == [REPORTER]


async def test_the_application_delivers_while_it_runs(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    gateway.answer(gateway.only_tip(), QUESTION)
    gateway.write_key_file()
    events: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    sent: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    life: asyncio.Task[None] = asyncio.create_task(
        gateway_app(gateway.runtime)({"type": "lifespan"}, events.get, sent.put)  # type: ignore[arg-type]
    )

    await events.put({"type": "lifespan.startup"})
    started = await sent.get()
    in_time = await asyncio.to_thread(gateway.carrier.arrived.wait, 5)
    await events.put({"type": "lifespan.shutdown"})
    ended = await sent.get()
    await life

    assert (started["type"], ended["type"]) == ("lifespan.startup.complete", "lifespan.shutdown.complete")
    assert in_time


def waiting(gateway: Gateway) -> int:
    with gateway.stores.tips.read() as session:
        return len(session.connection().execute(select(table(OutboxRow))).all())
