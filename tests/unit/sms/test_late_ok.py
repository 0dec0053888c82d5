"""An OK that reaches us late says nothing of now: its sender is asked once more, and sent nothing else."""

from datetime import timedelta

import pytest

from sms.eraser import Eraser
from sms.reconcile import Reconciler
from tests.outage import away
from tests.unit.sms.gateway import OWN, REPORTER, Gateway, a_sid
from tests.unit.sms.test_when_safe import KNOCK, QUESTION, asked, deliver
from tipline.intake.texts.replies import LATE_OK_NOTICE, SAFE_NOTICE
from tipline.ports import RememberedText

pytestmark = pytest.mark.anyio

HOURS = timedelta(hours=5)


async def test_an_ok_that_waited_for_hours_for_a_store_has_them_asked_again(any_gateway: Gateway) -> None:
    await asked(any_gateway, QUESTION)
    sid = a_sid()
    with away(any_gateway.stores.tips):
        await any_gateway.text("OK", sid=sid)
    any_gateway.clock.at += HOURS

    await any_gateway.reception.turn(now=any_gateway.clock.at)
    after = await deliver(any_gateway)
    again = await any_gateway.text("OK", sid=sid)
    nothing = await deliver(any_gateway)
    await any_gateway.text("ok")
    then = await deliver(any_gateway)

    assert (after, again.said, nothing, then) == ([KNOCK], None, [], [QUESTION])
    assert sorted(any_gateway.only_tip().texts) == sorted(["black jeep", LATE_OK_NOTICE, SAFE_NOTICE])


async def test_an_ok_that_waited_for_minutes_is_one(gateway: Gateway) -> None:
    await asked(gateway, QUESTION)
    with away(gateway.stores.tips):
        await gateway.text("OK")
    gateway.clock.at += timedelta(minutes=5)

    await gateway.reception.turn(now=gateway.clock.at)

    assert await deliver(gateway) == [QUESTION]


async def test_an_ok_that_was_missed_for_hours_has_them_asked_again(gateway: Gateway) -> None:
    await asked(gateway, QUESTION)
    sid = a_sid()
    gateway.carrier.remembered[sid] = RememberedText(sid, REPORTER, OWN, "OK", (), gateway.clock.at)
    gateway.clock.at += HOURS

    await Reconciler(gateway.runtime, gateway.texting, Eraser(gateway.runtime)).turn(now=gateway.clock.at)

    assert await deliver(gateway) == [KNOCK]
    assert sorted(gateway.only_tip().texts) == sorted(["black jeep", LATE_OK_NOTICE])
