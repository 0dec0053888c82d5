"""CODE is offered a week before a number is forgotten: once, by day, to who has something to go on with."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from sms.clockwork import Clockwork
from sms.offers import Offers
from tests.fakes import BROKEN, OPTED_OUT
from tests.program import NOON
from tests.unit.sms.gateway import REPORTER, SHARED, Gateway
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.offers import ending, mark_offered
from tipline.intake.texts.senders import ChangedMeanwhile
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import plain
from tipline.intake.texts.words.french import FRENCH
from tipline.store.columns import table
from tipline.store.tip_tables import TipKeyRow, TipRow
from tipline.store.vault_tables import PseudonymRow, ReturnAddressRow
from tipline.vocabulary import Status

pytestmark = pytest.mark.anyio

DAY = timedelta(days=1)
AFTERNOON = NOON + timedelta(hours=8)
"""Three in Toronto."""


@pytest.fixture
def reachable(any_gateway: Gateway) -> Gateway:
    """A gateway that knows where the public site is, in the afternoon."""
    return in_the_afternoon(any_gateway)


@pytest.fixture
def quick(gateway: Gateway) -> Gateway:
    """The same on SQLite alone."""
    return in_the_afternoon(gateway)


def in_the_afternoon(gateway: Gateway) -> Gateway:
    settings = gateway.runtime.settings
    gateway.runtime.settings = settings.model_copy(update={"public_origin": "https://tips.example"})
    gateway.clock.at = AFTERNOON
    return gateway


async def offered(gateway: Gateway, *, days: int = 0, hours: int = 0) -> list[tuple[str, str]]:
    """What has been sent by the turn of another day."""
    gateway.clock.at = AFTERNOON + timedelta(days=days, hours=hours)
    await Offers(gateway.runtime, gateway.texting).turn(now=gateway.clock.at)
    return [(one.to, one.body) for one in gateway.carrier.sent]


async def test_a_week_before_the_number_is_forgotten_it_is_offered_once(reachable: Gateway) -> None:
    await reachable.text("black jeep")

    before = await offered(reachable, days=22)
    on_the_day = await offered(reachable, days=23)
    after = [await offered(reachable, days=day, hours=1) for day in (23, 24, 25, 26, 29)]

    assert before == []
    assert on_the_day == [(REPORTER, plain(Answer.OFFER))]
    assert after == [on_the_day] * 5


async def test_it_lets_nothing_live_longer(reachable: Gateway) -> None:
    await reachable.text("black jeep")
    await offered(reachable, days=23)

    days: list[date] = []
    with reachable.stores.vault.read() as session:
        for kind in (ReturnAddressRow, PseudonymRow):
            days += session.connection().scalars(select(table(kind).c.expires_day)).all()

    assert set(days) == {(AFTERNOON + 30 * DAY).date()}


async def test_who_texts_after_it_goes_on_in_the_same_tip_and_is_not_told_again(quick: Gateway) -> None:
    await quick.text("black jeep")
    await offered(quick, days=23)
    await quick.text("white van")

    sent = await offered(quick, days=23 + 23)

    assert len(sent) == 1
    assert quick.only_tip().texts == ["black jeep", "white van"]


async def test_it_is_in_the_language_of_the_thread(quick: Gateway) -> None:
    await quick.text("il y a une voiture dans la rue et un homme avec une arme")

    ((_, words),) = await offered(quick, days=23)

    assert words == plain(Answer.OFFER, FRENCH)


async def test_it_is_in_words_that_tell_nothing(quick: Gateway) -> None:
    await quick.text("black jeep")

    ((_, words),) = await offered(quick, days=23)

    names = ("toronto", "tip", "crime", "police", "reward", "jeep", quick.only_tip().number.casefold())
    assert [name for name in names if name in words.casefold()] == []


@pytest.mark.parametrize(("hours", "count"), [(-6, 0), (-5, 1), (4, 1), (5, 0), (9, 0)])
async def test_no_phone_lights_up_at_night(quick: Gateway, hours: int, count: int) -> None:
    await quick.text("black jeep")

    assert len(await offered(quick, days=23, hours=hours)) == count


async def test_who_was_not_told_on_the_day_is_told_on_one_of_the_next_two_and_then_no_more(
    quick: Gateway,
) -> None:
    await quick.text("black jeep")
    await quick.text("white van", From="+14165550177")
    assert await offered(quick, days=26) == []

    assert len(await offered(quick, days=25)) == 2


async def test_who_has_a_page_is_not_offered_one(quick: Gateway) -> None:
    await quick.text("black jeep")
    keys = table(TipKeyRow)
    quick.stores.tips.write_now(lambda connection: connection.execute(update(keys).values(lookup=bytes(16))))

    assert await offered(quick, days=23) == []


async def test_who_has_taken_it_back_or_ended_it_is_not_texted(quick: Gateway) -> None:
    await quick.text("black jeep")
    tips = table(TipRow)
    quick.stores.tips.write_now(
        lambda connection: connection.execute(update(tips).values(status=Status.WITHDRAWN))
    )
    await quick.text("white van", From="+14165550177")
    await quick.text("STOP", From="+14165550177")

    assert await offered(quick, days=23) == []


async def test_of_several_tips_of_one_sender_the_last_is_the_one_that_is_told_of(quick: Gateway) -> None:
    await quick.text("black jeep")
    await quick.text("NEW: white van")
    await quick.text("PEEL grey lorry", To=SHARED)

    sent = await offered(quick, days=23)

    assert len(sent) == 2


async def test_a_carrier_that_is_away_tells_them_another_time(quick: Gateway) -> None:
    await quick.text("black jeep", From=BROKEN)
    assert await offered(quick, days=23) == []
    with quick.stores.vault.read() as session:
        rows = session.connection().execute(select(table(PseudonymRow))).all()

    await offered(quick, days=23, hours=1)

    assert quick.carrier.asked == [BROKEN, BROKEN]
    with quick.stores.vault.read() as session:
        assert session.connection().execute(select(table(PseudonymRow))).all() == rows


async def test_who_the_carrier_does_not_reach_is_tried_once(quick: Gateway) -> None:
    await quick.text("black jeep", From=OPTED_OUT)
    await offered(quick, days=23)
    await offered(quick, days=23, hours=1)

    assert quick.carrier.asked == [OPTED_OUT]


async def test_two_gateways_that_have_both_looked_tell_them_once(reachable: Gateway) -> None:
    await reachable.text("black jeep")
    now, names = AFTERNOON + 23 * DAY, Names(reachable.runtime.keys)
    with reachable.stores.vault.read() as session:
        (seen_by_both,) = ending(session.connection(), names, now=now)

    await Offers(reachable.runtime, reachable.texting).turn(now=now)

    with pytest.raises(ChangedMeanwhile):
        await reachable.stores.vault.write(partial(mark_offered, one=seen_by_both, names=names))
    assert len(reachable.carrier.sent) == 1


async def test_without_a_public_site_nothing_is_offered(gateway: Gateway) -> None:
    gateway.clock.at = AFTERNOON
    await gateway.text("black jeep")

    assert await offered(gateway, days=23) == []


async def test_a_gateway_without_the_programs_root_leaves_it_to_who_has_it(quick: Gateway) -> None:
    await quick.text("black jeep")
    stranger = replace(quick.runtime, keyring=type(quick.runtime.keyring)({}))

    await Offers(stranger, quick.texting).turn(now=AFTERNOON + 23 * DAY)

    assert quick.carrier.sent == []


async def test_the_clockwork_offers_within_the_hour_and_forgets_links(quick: Gateway) -> None:
    quick.write_key_file()
    await quick.text("black jeep")
    clockwork = Clockwork(quick.runtime, quick.texting)
    await clockwork.turn(now=quick.clock.at)
    quick.clock.at = AFTERNOON + 23 * DAY

    await clockwork.turn(now=quick.clock.at)
    await clockwork.turn(now=quick.clock.at)

    assert [one.body for one in quick.carrier.sent] == [plain(Answer.OFFER)]
