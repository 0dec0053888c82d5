"""Once somebody has texted STOP nothing more is sent to them, whatever of theirs is still under way."""

import asyncio
import threading
import time
from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.sms.gateway import REPORTER, Gateway, a_sid
from tipline.intake.texts.manners import HOUR, JUST_NOW, Ended
from tipline.intake.texts.replies import NO_ADDRESS_NOTICE

pytestmark = pytest.mark.anyio


async def test_what_was_taken_to_be_sent_before_stop_does_not_leave_after_it(any_gateway: Gateway) -> None:
    await any_gateway.text("black jeep")
    tip = any_gateway.only_tip()
    any_gateway.answer(tip, "Which colour?", any_hour=True)
    any_gateway.clock.at += timedelta(seconds=1)
    any_gateway.answer(tip, "And the plate?", any_hour=True)
    goes = any_gateway.carrier.held_up[REPORTER] = threading.Event()
    under_way = asyncio.create_task(any_gateway.delivery().turn(now=any_gateway.clock.at))
    await asyncio.to_thread(asked, any_gateway)

    await any_gateway.text("STOP")
    goes.set()
    await under_way

    assert [one.body for one in any_gateway.carrier.sent] == ["Which colour?"]
    assert NO_ADDRESS_NOTICE in any_gateway.only_tip().texts
    assert any_gateway.vault_rows() == (0, 0, 0, 0)


def asked(gateway: Gateway) -> None:
    """Wait until the carrier has been asked."""
    while not gateway.carrier.asked:
        time.sleep(0.01)


async def test_a_text_of_before_that_is_brought_again_later_is_not_answered(any_gateway: Gateway) -> None:
    sid = a_sid()
    await any_gateway.text("black jeep", sid=sid)
    await any_gateway.text("STOP")
    any_gateway.clock.at += timedelta(minutes=5)

    again = await any_gateway.text("black jeep", sid=sid)

    assert (again.status, again.said) == (200, None)
    assert (len(any_gateway.tips()), any_gateway.vault_rows()) == (1, (0, 0, 0, 0))


def test_the_half_minute_after_stop_is_each_senders_own_whatever_hour_a_text_is_of() -> None:
    ended, one, other = Ended(), b"one", b"other"
    ended.add(one, talked_to=None, now=NOON)
    ended.add(other, talked_to=None, now=NOON - HOUR)  # it waited in the spool

    of_before = ended.holds(one, now=NOON - HOUR)
    later = ended.holds(other, now=NOON - HOUR + JUST_NOW)

    assert (of_before, ended.holds(one, now=NOON), later) == (True, True, False)
