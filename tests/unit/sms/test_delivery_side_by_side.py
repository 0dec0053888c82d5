"""A carrier that hangs for one number holds up nobody else: no other answer, no text that comes in."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from tests.unit.sms.gateway import Gateway
from tests.unit.sms.test_delivery import waiting
from tipline.store.columns import table
from tipline.store.work_tables import OutboxRow

pytestmark = pytest.mark.anyio

SLOW = [f"+1416555020{place}" for place in range(8)]
QUICK = "+14165550177"
PATIENCE_S = 8.0
"""Less than a carrier is given to answer, so nobody who waits for one that hangs is in time."""


async def test_numbers_at_which_the_carrier_hangs_delay_nobody_elses_answer(any_gateway: Gateway) -> None:
    async with hanging(any_gateway, SLOW) as gateway:
        await gateway.text("white van", From=QUICK)
        answer(gateway, QUICK, "thanks")

        await until(lambda: "thanks" in bodies(gateway))

        assert bodies(gateway) == ["thanks"]
        assert sorted(gateway.carrier.asked) == sorted([*SLOW, QUICK])


async def test_while_the_carrier_hangs_texts_are_taken_in_and_threads_are_free(gateway: Gateway) -> None:
    async with hanging(gateway, SLOW):
        gateway.begin_again()  # nothing is remembered: programs must be read anew

        heard = await asyncio.wait_for(gateway.text("TOR a boat without lights"), PATIENCE_S)
        async with gateway.client() as client:
            healthy = await asyncio.wait_for(client.get("/healthz"), PATIENCE_S)

        assert (heard.status, healthy.status_code) == (200, 200)


async def test_many_texts_to_a_number_that_hangs_leave_room_for_others(any_gateway: Gateway) -> None:
    async with hanging(any_gateway, SLOW[:1]) as gateway:
        for place in range(40):
            answer(gateway, SLOW[0], f"and {place}")
        await gateway.text("white van", From=QUICK)
        answer(gateway, QUICK, "thanks")

        await until(lambda: "thanks" in bodies(gateway))

        assert gateway.carrier.asked == [SLOW[0], QUICK]


async def test_one_number_is_sent_one_text_at_a_time_in_order(gateway: Gateway) -> None:
    async with hanging(gateway, SLOW[:1]):
        for place in range(5):
            gateway.clock.at = gateway.clock.at.replace(microsecond=place + 1)
            answer(gateway, SLOW[0], f"and {place}")
        await asyncio.sleep(1)
        asked_meanwhile = list(gateway.carrier.asked)
        gateway.carrier.held_up[SLOW[0]].set()
        for _ in range(3):
            await asyncio.sleep(0.5)
            gateway.clock.at = gateway.clock.at.replace(second=gateway.clock.at.second + 2)

        await until(lambda: waiting(gateway) == 0)

        assert asked_meanwhile == [SLOW[0]]
        assert bodies(gateway) == ["one", *(f"and {place}" for place in range(5))]


async def test_what_was_put_back_for_a_busy_number_counts_as_not_tried(gateway: Gateway) -> None:
    async with hanging(gateway, SLOW[:1]):
        answer(gateway, SLOW[0], "and another")
        await asyncio.sleep(1)

        with gateway.stores.tips.read() as session:
            tries = session.connection().execute(select(table(OutboxRow).c.tries)).scalars().all()

        assert sorted(tries) == [0, 1]


async def test_what_is_handed_over_when_the_gateway_ends_arrives_and_is_not_sent_again(
    gateway: Gateway,
) -> None:
    await gateway.text("black jeep", From=SLOW[0])
    answer(gateway, SLOW[0], "one")
    held_up = gateway.carrier.held_up[SLOW[0]] = threading.Event()
    running = asyncio.create_task(gateway.delivery().run())
    await until(lambda: gateway.carrier.asked == [SLOW[0]])

    running.cancel()
    await asyncio.sleep(0.1)
    held_up.set()
    await asyncio.wait([running])

    assert (bodies(gateway), waiting(gateway)) == (["one"], 0)


@asynccontextmanager
async def hanging(gateway: Gateway, numbers: list[str]) -> AsyncGenerator[Gateway]:
    """The gateway delivers, and the carrier hangs with an answer to each of these numbers."""
    for number in numbers:
        await gateway.text(f"from {number}", From=number)
        answer(gateway, number, "one")
        gateway.carrier.held_up[number] = threading.Event()
    running = asyncio.create_task(gateway.delivery().run())
    try:
        await until(lambda: len(gateway.carrier.asked) >= min(len(numbers), 6))
        yield gateway
    finally:
        for held_up in gateway.carrier.held_up.values():
            held_up.set()
        running.cancel()
        await asyncio.wait([running])


def answer(gateway: Gateway, number: str, text: str) -> None:
    """Staff answer who wrote from this number."""
    asked = {"white van": QUICK, "black jeep": SLOW[0]}
    for tip in gateway.tips():
        first = tip.texts[0]
        if asked.get(first, first.removeprefix("from ")) == number:
            gateway.answer(tip, text)


def bodies(gateway: Gateway) -> list[str]:
    return [one.body for one in gateway.carrier.sent]


async def until(what: Callable[[], bool]) -> None:
    """Wait for something; not for long enough that a carrier would have given up."""
    async with asyncio.timeout(PATIENCE_S):
        while not what():  # noqa: ASYNC110 - what is waited for happens in threads and stores
            await asyncio.sleep(0.02)
