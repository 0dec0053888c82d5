"""What the gateway does by the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sms.clockwork import Clockwork
from tests.unit.sms.gateway import SHARED, Gateway
from tipline.store.columns import table
from tipline.store.program_tables import GatewayKeyRow

pytestmark = pytest.mark.anyio


async def test_a_turn_hands_on_what_waited_and_forgets_what_is_old(any_gateway: Gateway) -> None:
    any_gateway.write_key_file()
    await any_gateway.text("TOR black jeep", To=SHARED)
    await any_gateway.text("white van", From="+14165550177", To=SHARED)
    clockwork = Clockwork(any_gateway.runtime, any_gateway.texting)

    any_gateway.clock.at += timedelta(hours=2)
    await clockwork.turn(now=any_gateway.clock.at)
    handed_on = sorted(tip.texts[0] for tip in any_gateway.tips())
    any_gateway.clock.at += timedelta(days=31)
    await clockwork.turn(now=any_gateway.clock.at)

    assert handed_on == ["black jeep", "white van"]
    assert any_gateway.vault_rows() == (0, 0, 0, 0)


async def test_a_turn_renews_the_keys_of_the_month_once_an_hour(gateway: Gateway) -> None:
    gateway.write_key_file()
    clockwork = Clockwork(gateway.runtime, gateway.texting)
    await clockwork.turn(now=gateway.clock.at)
    gateway.clock.at += timedelta(days=20)

    await clockwork.turn(now=gateway.clock.at)

    assert sorted(gateway.runtime.keys.months) == [202611, 202612, 202701]
    rows = table(GatewayKeyRow)
    with gateway.stores.tips.read() as session:
        months = session.connection().scalars(select(rows.c.month).distinct()).all()
    assert sorted(months) == [202611, 202612, 202701]


async def test_turns_can_be_taken_side_by_side(any_gateway: Gateway) -> None:
    any_gateway.write_key_file()
    other = any_gateway.beside()
    await any_gateway.text("white van", To=SHARED)
    any_gateway.clock.at += timedelta(hours=2)

    await Clockwork(any_gateway.runtime, any_gateway.texting).turn(now=any_gateway.clock.at)
    await Clockwork(other.runtime, other.texting).turn(now=any_gateway.clock.at)

    assert [tip.texts for tip in any_gateway.tips()] == [["white van"]]
