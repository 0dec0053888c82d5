"""A page reaches the phones of staff and the number outside, in two sentences that say nothing."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from sms.pager import Pager
from tests.fakes import NO_MOBILE, TOO_FAST, Sent
from tests.program import OUTSIDE
from tests.unit.sms.gateway import OWN, Gateway
from tipline.alerts import texts
from tipline.letters import TEXTS, PageWords
from tipline.segments import segments
from tipline.store.alert_tables import PageTextRow
from tipline.store.columns import table

pytestmark = pytest.mark.anyio

PHONE = "+14165550177"


def owe(gateway: Gateway, number: str = PHONE, words: PageWords = PageWords.STAFF) -> None:
    with gateway.runtime.tips.transaction() as session:
        texts.owe_text(
            session.connection(),
            program_id=gateway.toronto.program_id,
            number=number,
            words=words,
            now=gateway.clock.at,
        )


def waiting(gateway: Gateway) -> int:
    with gateway.runtime.tips.read() as session:
        return session.connection().scalar(select(func.count()).select_from(table(PageTextRow))) or 0


def stuck(gateway: Gateway) -> int:
    with gateway.runtime.tips.look() as connection:
        return texts.stuck(connection, gateway.toronto.program_id, now=gateway.clock.at)


async def test_a_page_is_texted_once_from_the_programs_own_number_and_nothing_of_it_stays(
    any_gateway: Gateway,
) -> None:
    owe(any_gateway)
    owe(any_gateway, OUTSIDE.e164, PageWords.OUTSIDE)
    pager = Pager(any_gateway.runtime)

    sent = [await pager.turn(now=any_gateway.clock.at) for _ in range(2)]

    assert sent == [2, 0]
    assert sorted(any_gateway.carrier.sent, key=lambda one: one.to) == [
        Sent(PHONE, OWN, TEXTS[PageWords.STAFF]),
        Sent(OUTSIDE.e164, OWN, TEXTS[PageWords.OUTSIDE]),
    ]
    assert waiting(any_gateway) == 0


async def test_two_gateways_text_once(any_gateway: Gateway) -> None:
    for _ in range(5):
        owe(any_gateway)
    pagers = [Pager(any_gateway.runtime) for _ in range(2)]

    await asyncio.gather(*(pager.turn(now=any_gateway.clock.at) for pager in pagers))

    assert len(any_gateway.carrier.sent) == 5


@pytest.mark.parametrize("number", [NO_MOBILE, TOO_FAST])
async def test_what_the_carrier_does_not_take_is_tried_again_keeps_nobody_waiting_and_is_an_alarm(
    gateway: Gateway, number: str
) -> None:
    owe(gateway, number)
    owe(gateway)
    pager = Pager(gateway.runtime)

    for _ in range(12):
        await pager.turn(now=gateway.clock.at)
        gateway.clock.at += timedelta(seconds=30)

    assert [one.to for one in gateway.carrier.sent] == [PHONE]
    assert (8 <= gateway.carrier.asked.count(number) <= 10, stuck(gateway)) == (True, 1)


async def test_a_text_that_is_too_old_is_not_sent(gateway: Gateway) -> None:
    owe(gateway)
    gateway.clock.at += texts.LIFE

    sent = await Pager(gateway.runtime).turn(now=gateway.clock.at)

    assert (sent, gateway.carrier.sent, waiting(gateway)) == (0, [], 0)


async def test_a_gateway_that_is_down_is_an_alarm_soon(gateway: Gateway) -> None:
    owe(gateway)
    at_once = stuck(gateway)
    gateway.clock.at += texts.LATE + timedelta(seconds=1)

    assert (at_once, stuck(gateway)) == (0, 1)


@pytest.mark.parametrize("words", list(PageWords))
async def test_each_sentence_is_one_text_message(words: PageWords) -> None:
    assert segments(TEXTS[words]) == 1


async def test_the_log_says_nothing_of_whom(gateway: Gateway, capsys: pytest.CaptureFixture[str]) -> None:
    owe(gateway, NO_MOBILE)
    owe(gateway, TOO_FAST)

    await Pager(gateway.runtime).turn(now=gateway.clock.at)

    said = capsys.readouterr().err
    assert ["carrier-refused" in said, "carrier-unavailable" in said, "5550" in said] == [True, True, False]
