"""The same text again: at the same time, later, after a death in between, at two gateways."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, delete, update

from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway, a_sid, heard, params, post
from tipline.errors import StoreUnavailable
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.english import ENGLISH
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.store.vault_tables import HeldTextRow, PseudonymRow, ReturnAddressRow
from tipline.vocabulary import StoreName

pytestmark = pytest.mark.anyio


T = TypeVar("T")


class Killed(BaseException):
    """The process dies here."""


class DyingStore:
    """A store at which the process dies, before it writes or right after."""

    def __init__(self, store: Store, *, before: bool) -> None:
        self._store = store
        self._before = before

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self._store, name)

    async def write(self, deed: Callable[[Connection], T]) -> T:
        if not self._before:
            await self._store.write(deed)
        raise Killed


class LostStore(DyingStore):
    """A store that cannot be written."""

    async def write(self, deed: Callable[[Connection], T]) -> T:  # noqa: ARG002 - as the store has it
        raise StoreUnavailable(StoreName.TIPS)


async def test_twenty_deliveries_at_once_make_one_tip_and_get_one_answer(any_gateway: Gateway) -> None:
    fields = params("TOR black jeep", To=SHARED)

    async with any_gateway.client() as client:
        answers = await asyncio.gather(*(post(client, fields) for _ in range(20)))

    said = {heard(answer).said for answer in answers}
    tip = any_gateway.only_tip()
    assert said == {ENGLISH.says[Answer.RECEIVED].format(number=tip.number)}
    assert tip.texts == ["black jeep"]
    assert (any_gateway.count(PseudonymRow), any_gateway.count(ReturnAddressRow)) == (1, 1)


async def test_two_gateways_that_get_the_same_text_at_once_make_one_tip(any_gateway: Gateway) -> None:
    fields = params("black jeep")
    other = any_gateway.beside()

    async with any_gateway.client() as here, other.client() as there:
        answers = await asyncio.gather(*(post(client, fields) for client in (here, there) * 5))

    tip = any_gateway.only_tip()
    assert {heard(answer).said for answer in answers} == {
        ENGLISH.says[Answer.RECEIVED].format(number=tip.number)
    }
    assert (await other.text("more")).status == 200
    assert sorted(any_gateway.only_tip().texts) == ["black jeep", "more"]


async def test_two_parts_that_arrive_at_once_are_one_tip(any_gateway: Gateway) -> None:
    async with any_gateway.client() as client:
        await asyncio.gather(post(client, params("part one")), post(client, params("part two")))

    assert sorted(any_gateway.only_tip().texts) == ["part one", "part two"]


async def test_a_later_delivery_gets_the_same_answer_and_changes_nothing(gateway: Gateway) -> None:
    first, second, third, fourth = (a_sid() for _ in range(4))
    texts = {first: "black jeep", second: "more", third: "NEW white van", fourth: "NEW red van"}
    heard_first = {sid: await gateway.text(body, sid=sid) for sid, body in texts.items()}
    gateway.begin_again()

    heard_again = {sid: await gateway.text(body, sid=sid) for sid, body in texts.items()}
    await gateway.text("which goes to the last one")

    assert heard_again == heard_first
    assert sorted(sorted(tip.texts) for tip in gateway.tips()) == [
        ["black jeep", "more"],
        ["red van", "which goes to the last one"],
        ["white van"],
    ]


async def test_a_delivery_that_comes_after_stop_brings_no_number_back(gateway: Gateway) -> None:
    first, second = a_sid(), a_sid()
    heard_first = await gateway.text("black jeep", sid=first)
    await gateway.text("more", sid=second)
    await gateway.text("STOP")

    again = await gateway.text("black jeep", sid=first)
    more_again = await gateway.text("more", sid=second)

    assert (heard_first.said is None, again.said, more_again.said) == (False, None, None)
    assert len(gateway.only_tip().texts) == 3
    assert (gateway.count(PseudonymRow), gateway.count(ReturnAddressRow)) == (0, 0)


async def test_a_second_text_is_thanked_for_however_often_it_comes_and_a_third_never(
    gateway: Gateway,
) -> None:
    second, third = a_sid(), a_sid()
    await gateway.text("black jeep")

    heard_second = [(await gateway.text("two", sid=second)).said for _ in range(2)]
    heard_third = [(await gateway.text("three", sid=third)).said for _ in range(2)]

    assert heard_second + heard_third == [ENGLISH.says[Answer.ADDED]] * 2 + [None] * 2


@pytest.mark.parametrize("body", ["black jeep", "TOR black jeep"])
@pytest.mark.parametrize(("store", "before"), [("vault", False), ("tips", True), ("tips", False)])
async def test_what_dies_on_the_way_is_healed_by_the_next_delivery(
    gateway: Gateway, body: str, store: str, *, before: bool
) -> None:
    sid = a_sid()
    with pytest.raises(Killed):
        await gateway.on(**{store: DyingStore(getattr(gateway.stores, store), before=before)}).text(
            body, sid=sid, To=OWN
        )

    healed = await gateway.text(body, sid=sid, To=OWN)
    await gateway.text("more", To=OWN)

    tip = gateway.only_tip()
    assert healed.said == ENGLISH.says[Answer.RECEIVED].format(number=tip.number)
    assert sorted(tip.texts) == ["black jeep", "more"]
    gateway.answer(tip, "A question waits.")
    await gateway.delivery().turn(now=gateway.clock.at)
    assert [one.to for one in gateway.carrier.sent] == [REPORTER]


async def test_when_another_text_comes_first_after_a_death_nothing_is_lost(gateway: Gateway) -> None:
    sid = a_sid()
    with pytest.raises(Killed):
        await gateway.on(tips=DyingStore(gateway.stores.tips, before=True)).text("black jeep", sid=sid)

    await gateway.text("white van")
    await gateway.text("black jeep", sid=sid)

    assert sorted(gateway.only_tip().texts) == ["black jeep", "white van"]


async def test_a_store_that_cannot_be_written_is_an_error_that_the_carrier_understands(
    gateway: Gateway,
) -> None:
    sid = a_sid()
    without = gateway.on(tips=LostStore(gateway.stores.tips, before=True))
    without.runtime.spool._limit = 10  # else it waits there

    lost = await without.text("black jeep", sid=sid)
    found = await gateway.text("black jeep", sid=sid)

    assert (lost.status, found.status) == (503, 200)
    assert gateway.only_tip().texts == ["black jeep"]


async def test_stop_forgets_the_number_even_while_the_tips_cannot_be_written(gateway: Gateway) -> None:
    await gateway.text("black jeep")

    stopped = await gateway.on(tips=LostStore(gateway.stores.tips, before=True)).text("STOP")

    assert stopped.said == ENGLISH.says[Answer.STOPPED]
    assert (gateway.count(PseudonymRow), gateway.count(ReturnAddressRow)) == (0, 0)
    assert gateway.only_tip().texts == ["black jeep"]
    await gateway.texting.settle(now=gateway.clock.at)
    assert len(gateway.only_tip().texts) == 2
    assert gateway.count(HeldTextRow) == 0


async def test_a_key_that_was_swapped_in_the_store_is_not_sealed_to_and_rings(
    any_gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await any_gateway.text("black jeep")
    await any_gateway.text("white van", From="+14165550177")
    thief = any_gateway.toronto.keys().epochs
    with any_gateway.stores.tips.transaction() as session:
        stolen = next(iter(thief.values())).public.raw
        session.connection().execute(update(table(TipKeyRow)).values(public_key=stolen))

    said = (await any_gateway.text("the driver is called Bob")).said

    assert said is not None
    assert said.startswith("TOR-")
    assert '"event": "key-not-proven"' in capsys.readouterr().err
    assert len(tips_of(any_gateway)) == 3


async def test_a_sender_whose_row_was_changed_from_outside_begins_anew(
    gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await gateway.text("black jeep")
    with gateway.stores.vault.transaction() as session:
        session.connection().execute(update(table(PseudonymRow)).values(sealed=bytes(600)))

    await gateway.text("white van")

    assert sorted(tip.texts[0] for tip in gateway.tips()) == ["black jeep", "white van"]
    assert '"event": "cannot-open"' in capsys.readouterr().err


async def test_a_tip_that_was_deleted_does_not_keep_its_reporter_from_writing(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    with gateway.stores.tips.transaction() as session:
        for row in (RecordRow, TipGrantRow, TipKeyRow, TipRow):
            session.connection().execute(delete(table(row)))

    await gateway.text("white van")

    assert gateway.only_tip().texts == ["white van"]


async def test_rows_live_thirty_days_after_the_last_contact(any_gateway: Gateway) -> None:
    await any_gateway.text("black jeep")
    any_gateway.clock.at += timedelta(days=20)
    await any_gateway.text("more")

    kept = await any_gateway.forgotten_after(timedelta(days=29))
    gone = await any_gateway.forgotten_after(timedelta(days=31))

    assert (kept, gone) == (0, 2)


def tips_of(gateway: Gateway) -> list[bytes]:
    with gateway.stores.tips.read() as session:
        return list(session.connection().execute(table(TipRow).select()).scalars())
