"""An answer that waits for an OK, where its reporter has gone on to a private page: staff answer there."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from sms.moved import EVERY, Moved
from sms.telling import Telling
from tests.unit.sms.gateway import Gateway
from tests.unit.sms.test_when_safe import KNOCK, QUESTION, asked, deliver
from tipline.intake.texts.replies import MOVED_NOTICE, SAFE_NOTICE
from tipline.store.columns import table
from tipline.store.tip_tables import TipKeyRow
from tipline.store.work_tables import OutboxRow

pytestmark = pytest.mark.anyio


def moved(gateway: Gateway) -> Moved:
    """Of a process that has just begun."""
    telling = Telling(gateway.runtime, gateway.texting)
    return Moved(gateway.runtime, gateway.texting.programs, telling)


def go_on(gateway: Gateway) -> None:
    """Each reporter has a code now."""
    keys = table(TipKeyRow)
    gateway.stores.tips.write_now(
        lambda connection: connection.execute(update(keys).values(lookup=bytes(16)))
    )


async def test_what_waits_for_somebody_with_a_page_is_given_up_and_staff_are_told_once(
    any_gateway: Gateway,
) -> None:
    await asked(any_gateway, QUESTION)
    one, other, now = moved(any_gateway), moved(any_gateway), any_gateway.clock.at
    before = await one.turn(now=now)
    go_on(any_gateway)

    at_once = await one.turn(now=now + EVERY / 2)
    counts = [await gateway.turn(now=now + EVERY) for gateway in (one, other)]

    assert (before, at_once, counts) == (0, 0, [1, 0])
    assert any_gateway.only_tip().texts == ["black jeep", MOVED_NOTICE]
    assert any_gateway.count(OutboxRow) == 0


async def test_nobody_with_a_page_is_told_by_text_that_something_waits(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    go_on(gateway)
    gateway.clock.at += timedelta(minutes=1)
    gateway.answer(gateway.only_tip(), QUESTION, question=True, when_safe=True)

    sent = await deliver(gateway)

    assert (sent, gateway.only_tip().texts, gateway.count(OutboxRow)) == ([], ["black jeep", MOVED_NOTICE], 0)


async def test_an_ok_that_has_come_goes_before(gateway: Gateway) -> None:
    await asked(gateway, QUESTION)
    with gateway.stores.tips.look() as connection:
        (row,) = connection.execute(table(OutboxRow).select()).all()
    await gateway.text("OK")
    go_on(gateway)

    count = await moved(gateway).turn(now=gateway.clock.at)
    sent = await deliver(gateway)

    assert (row.kind, count, sent) == ("waits", 0, [QUESTION])
    assert [one.body for one in gateway.carrier.sent] == [KNOCK, QUESTION]
    assert gateway.only_tip().texts == ["black jeep", SAFE_NOTICE]
