"""A text that does not leave: kept for staff, sent in its turn, held back when the carrier asks for it."""

from datetime import timedelta
from functools import partial

import pytest
import sqlmodel
from sqlalchemy import select, update

from sms.clockwork import Clockwork
from sms.delivery import MOST_TRIES, Delivery
from sms.pace import Pace
from sms.refusals import NOT_TAKEN, notice
from tests.fakes import NO_MOBILE, OPTED_OUT, TOO_FAST, FakeCarrier, Sent
from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway
from tipline import outbox
from tipline.carrier_errors import CarrierUnavailable
from tipline.intake.texts.replies import NO_ADDRESS_NOTICE, STOPPED_NOTICE
from tipline.private import Address
from tipline.records import ENDED
from tipline.store.columns import table
from tipline.store.work_tables import OutboxRow, UnsentTextRow

pytestmark = pytest.mark.anyio

QUESTION = "Which street?"


async def owe_one(gateway: Gateway, number: str = REPORTER) -> None:
    await gateway.text("black jeep", From=number)
    gateway.answer(gateway.only_tip(), QUESTION)


def unsent(gateway: Gateway) -> list[UnsentTextRow]:
    with gateway.stores.tips.read() as session:
        rows = session.connection().execute(select(table(UnsentTextRow))).all()
        return [UnsentTextRow(**row._mapping) for row in rows]  # so SQLAlchemy names it


def waiting(gateway: Gateway) -> int:
    with gateway.stores.tips.read() as session:
        return len(session.connection().execute(select(table(OutboxRow))).all())


def press_again(gateway: Gateway) -> None:
    """What the console does, seen from the store."""
    with gateway.stores.tips.transaction() as session:
        for one in session.exec(sqlmodel.select(UnsentTextRow)).all():
            outbox.take_up_again(session, one, now=gateway.clock.at)


async def give_up(gateway: Gateway) -> None:
    """Its tries are over."""
    with gateway.stores.tips.transaction() as session:
        session.connection().execute(update(table(OutboxRow)).values(tries=MOST_TRIES))
    await gateway.delivery().turn(now=gateway.clock.at + timedelta(hours=1))


async def test_what_was_tried_for_a_day_is_kept_sealed_and_leaves_when_it_is_sent_again(
    any_gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    await owe_one(any_gateway, TOO_FAST)
    await give_up(any_gateway)
    (kept,), told = unsent(any_gateway), any_gateway.only_tip()
    monkeypatch.setattr("tests.fakes.TROUBLES", frozenset())

    press_again(any_gateway)
    await any_gateway.delivery().turn(now=any_gateway.clock.at)

    assert (kept.tip_id, kept.day) == (told.tip_id, any_gateway.clock.at.date())
    assert QUESTION.encode() not in kept.sealed
    assert sorted(told.texts) == sorted(["black jeep", NOT_TAKEN])
    assert any_gateway.carrier.sent == [Sent(TOO_FAST, OWN, QUESTION)]
    assert (unsent(any_gateway), waiting(any_gateway)) == ([], 0)


async def test_what_is_refused_for_good_is_kept_too(any_gateway: Gateway) -> None:
    await owe_one(any_gateway, NO_MOBILE)

    await any_gateway.delivery().turn(now=any_gateway.clock.at)

    assert notice(21614, kept=True) in any_gateway.only_tip().texts
    assert (len(unsent(any_gateway)), waiting(any_gateway)) == (1, 0)


async def test_who_has_opted_out_at_the_carrier_is_forgotten_with_all_that_was_to_be_sent(
    any_gateway: Gateway,
) -> None:
    await owe_one(any_gateway, OPTED_OUT)
    any_gateway.answer(any_gateway.only_tip(), "And which unit?")

    for _ in range(2):
        await any_gateway.delivery().turn(now=any_gateway.clock.at)

    tip = any_gateway.only_tip()
    ended = {one.record.text for one in tip.records if one.record.fields.get("event") == ENDED}
    assert ended == {STOPPED_NOTICE, notice(21610)}
    assert [tip.texts.count(one) for one in (notice(21610), NO_ADDRESS_NOTICE)] == [1, 1]
    assert (any_gateway.vault_rows(), unsent(any_gateway), waiting(any_gateway)) == ((0, 0, 0, 0), [], 0)
    assert tip.proven


async def test_what_is_sent_again_after_stop_goes_nowhere_and_says_so(gateway: Gateway) -> None:
    await owe_one(gateway, NO_MOBILE)
    await gateway.delivery().turn(now=gateway.clock.at)
    await gateway.text("STOP", From=NO_MOBILE)

    press_again(gateway)
    await gateway.delivery().turn(now=gateway.clock.at)

    assert NO_ADDRESS_NOTICE in gateway.only_tip().texts
    assert (gateway.carrier.sent, unsent(gateway), waiting(gateway)) == ([], [], 0)


async def test_what_nobody_sends_again_is_forgotten_after_thirty_days(any_gateway: Gateway) -> None:
    await owe_one(any_gateway, NO_MOBILE)
    await any_gateway.delivery().turn(now=any_gateway.clock.at)
    any_gateway.write_key_file()
    clockwork = Clockwork(any_gateway.runtime, any_gateway.texting)

    await clockwork.turn(now=any_gateway.clock.at + timedelta(days=30))
    kept = len(unsent(any_gateway))
    await clockwork.turn(now=any_gateway.clock.at + timedelta(days=31))

    assert (kept, unsent(any_gateway)) == (1, [])


async def test_a_number_with_a_thousand_answers_keeps_no_other_waiting(gateway: Gateway) -> None:
    await gateway.text("TOR black jeep", To=SHARED)
    await gateway.text("white van", From="+14165550177")
    by_text = {tip.texts[0]: tip for tip in gateway.tips()}
    for _ in range(200):
        gateway.answer(by_text["black jeep"], QUESTION)
    gateway.answer(by_text["white van"], "thanks")
    delivery = Delivery(gateway.runtime, gateway.texting, pace=Pace(1.0))

    while await delivery.turn(now=gateway.clock.at):
        pass

    assert [(one.from_, one.body) for one in gateway.carrier.sent] == [(SHARED, QUESTION), (OWN, "thanks")]
    assert waiting(gateway) == 199


async def test_a_number_sends_a_segment_a_second_and_everything_in_the_end(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    for _ in range(5):
        gateway.answer(gateway.only_tip(), QUESTION)
    delivery = Delivery(gateway.runtime, gateway.texting, pace=Pace(1.0))

    counts = []
    for tenth in range(60):
        while await delivery.turn(now=gateway.clock.at + timedelta(seconds=tenth / 10)):
            pass
        counts.append(len(gateway.carrier.sent))

    assert [counts[second * 10] for second in range(6)] == [1, 2, 3, 4, 5, 5]
    assert waiting(gateway) == 0


async def test_a_carrier_that_asks_for_a_pause_is_left_alone_with_everything_of_that_number(
    gateway: Gateway,
) -> None:
    await gateway.text("TOR black jeep", To=SHARED)
    await gateway.text("white van", From="+14165550177")
    by_text = {tip.texts[0]: tip for tip in gateway.tips()}
    gateway.runtime.carrier = busy = BusyCarrier()
    delivery = gateway.delivery()
    turn = partial(after, delivery, gateway)

    gateway.answer(by_text["white van"], "thanks")
    await turn(0)
    gateway.answer(by_text["white van"], "thanks again")
    gateway.answer(by_text["black jeep"], QUESTION)
    await turn(1)
    busy.waits = None
    early = [one.body for one in busy.sent]
    for seconds in (29, 31, 40):
        await turn(seconds)

    assert early == [QUESTION]
    assert sorted(one.body for one in busy.sent[1:]) == ["thanks", "thanks again"]
    assert busy.asked_of[OWN] == 3


async def after(delivery: Delivery, gateway: Gateway, seconds: int) -> None:
    while await delivery.turn(now=gateway.clock.at + timedelta(seconds=seconds)):
        pass


class BusyCarrier(FakeCarrier):
    """Asks for half a minute of rest for one of our numbers."""

    waits: float | None = 30.0

    def __init__(self) -> None:
        super().__init__()
        self.asked_of: dict[str, int] = {}

    def send(self, *, to: Address, from_: Address, body: str) -> str:
        self.asked_of[from_.wire] = self.asked_of.get(from_.wire, 0) + 1
        if from_.wire == OWN and self.waits is not None:
            away = CarrierUnavailable()
            away.after = self.waits
            raise away
        return super().send(to=to, from_=from_, body=body)
