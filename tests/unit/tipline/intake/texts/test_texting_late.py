"""Texts that were written before STOP and are handled after it: the content is kept, the number is not."""

from datetime import timedelta
from typing import Final

import pytest

from tests.unit.sms.gateway import OWN, SHARED, Gateway, a_sid
from tipline.intake.texts.replies import STOPPED_NOTICE

pytestmark = pytest.mark.anyio

NOTHING: Final = (0, 0, 0, 0)
"""Rows of the vault."""


async def test_a_text_that_comes_after_its_senders_stop_is_a_tip_of_nobody(any_gateway: Gateway) -> None:
    await any_gateway.text("black jeep")
    await any_gateway.text("STOP")

    late = await any_gateway.text("he has a gun")

    assert (late.status, late.said, any_gateway.vault_rows()) == (200, None, NOTHING)
    assert sorted(sorted(tip.texts) for tip in any_gateway.tips()) == [
        [STOPPED_NOTICE, "black jeep"],
        ["he has a gun"],
    ]


async def test_however_often_it_comes_it_is_one_tip(gateway: Gateway) -> None:
    sid = a_sid()
    await gateway.text("STOP")

    for _ in range(3):
        await gateway.text("he has a gun", sid=sid)

    assert (gateway.only_tip().texts, gateway.vault_rows()) == (["he has a gun"], NOTHING)


@pytest.mark.parametrize("first", ["STOP", "Genug"])
async def test_who_texts_start_is_known_again_at_once(gateway: Gateway, first: str) -> None:
    await gateway.text(first, OptOutType="STOP")

    await gateway.text("START")
    heard = await gateway.text("black jeep")

    assert (heard.said is not None, gateway.vault_rows()) == (True, (1, 0, 1, 0))


async def test_half_a_minute_later_a_text_begins_anew(gateway: Gateway) -> None:
    await gateway.text("STOP")
    gateway.clock.at += timedelta(seconds=29)
    await gateway.text("still late")
    gateway.clock.at += timedelta(seconds=2)

    heard = await gateway.text("white van")

    assert (heard.said is not None, gateway.vault_rows()) == (True, (1, 0, 1, 0))


async def test_on_a_shared_number_it_goes_where_they_were_and_no_menu_keeps_it(gateway: Gateway) -> None:
    sid = a_sid()
    await gateway.text("PEEL white van", To=SHARED)
    await gateway.text("it is back", To=SHARED, sid=sid)
    await gateway.text("STOP", To=SHARED)
    await gateway.text("STOP", To=SHARED)

    again = await gateway.text("it is back", To=SHARED, sid=sid)
    late = await gateway.text("he has a gun", To=SHARED)

    assert (again.said, late.said, gateway.vault_rows()) == (None, None, NOTHING)
    assert gateway.tips(gateway.toronto) == []
    assert sorted(len(tip.texts) for tip in gateway.tips(gateway.peel)) == [1, 3]


async def test_on_a_shared_number_the_keyword_of_a_late_text_counts(gateway: Gateway) -> None:
    await gateway.text("PEEL white van", To=SHARED)
    await gateway.text("STOP", To=SHARED)

    await gateway.text("TOR black jeep", To=SHARED)

    assert (gateway.only_tip(gateway.toronto).texts, gateway.vault_rows()) == (["black jeep"], NOTHING)


async def test_stop_on_one_number_or_by_one_sender_is_nothing_to_others(gateway: Gateway) -> None:
    await gateway.text("STOP", To=SHARED)

    mine = await gateway.text("black jeep", To=OWN)
    theirs = await gateway.text("TOR white van", To=SHARED, From="+14165550177")

    assert (mine.said is not None, theirs.said is not None) == (True, True)
