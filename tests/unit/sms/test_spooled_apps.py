"""While a store is away an app is answered in its own words, and a closed one as closed."""

from typing import Final

import pytest

from tests.outage import away
from tests.unit.sms.gateway import OWN, REPORTER, Gateway
from tipline.intake.texts.lines import REMEMBERED
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import by_app
from tipline.store.program_tables import OpenAppRow
from tipline.store.vault_tables import PseudonymRow
from tipline.vocabulary import Channel, TipNumber

pytestmark = pytest.mark.anyio

SITE: Final = "https://tips.example"
FORM: Final = f"{SITE}/toronto-crime-stoppers"
WHATSAPP: Final = {"From": f"whatsapp:{REPORTER}", "To": f"whatsapp:{OWN}"}


@pytest.fixture
def apps(gateway: Gateway) -> Gateway:
    """A gateway that knows where the form is."""
    gateway.runtime.settings = gateway.runtime.settings.model_copy(update={"public_origin": SITE})
    return gateway


async def opened(gateway: Gateway) -> None:
    """Toronto's board opens WhatsApp, and the gateway has heard of it."""
    with gateway.stores.tips.transaction() as session:
        session.add(OpenAppRow(program_id=gateway.toronto.program_id, channel=Channel.WHATSAPP))
    gateway.clock.at += REMEMBERED
    await gateway.text("HELP", **WHATSAPP)


async def test_by_an_open_app_the_first_reply_is_the_apps_own(apps: Gateway) -> None:
    await opened(apps)
    with away(apps.stores.tips):
        heard = await apps.text("Black jeep", **WHATSAPP)

    await apps.reception.turn(now=apps.clock.at)

    number = TipNumber(apps.only_tip().number)
    assert heard.said == by_app(Answer.RECEIVED, app=Channel.WHATSAPP, number=number, form=FORM)
    assert ("CODE" in str(heard.said), "reward" in str(heard.said)) == (False, False)


async def test_by_an_app_that_is_closed_it_is_said_so_and_no_number_is_given(apps: Gateway) -> None:
    await apps.text("HELP", **WHATSAPP)
    with away(apps.stores.tips):
        heard = await apps.text("Black jeep", **WHATSAPP)

    await apps.reception.turn(now=apps.clock.at)

    assert heard.said == by_app(Answer.KEPT, app=Channel.WHATSAPP, form=FORM)
    assert (apps.only_tip().texts, apps.count(PseudonymRow)) == (["Black jeep"], 0)


async def test_by_an_app_that_is_closed_a_text_drawn_for_before_the_store_went_gives_no_number(
    apps: Gateway,
) -> None:
    await apps.text("HELP", **WHATSAPP)
    await apps.text("HELP")
    await apps.text("White van", From="+14165550177")  # the program is known
    with away(apps.stores.tips, apps.stores.vault):
        first = await apps.text("Black jeep", **WHATSAPP)
        second = await apps.text("and a van", **WHATSAPP)

    await apps.reception.turn(now=apps.clock.at)

    closed = by_app(Answer.KEPT, app=Channel.WHATSAPP, form=FORM)
    assert (first.said, second.said) == (closed, closed)
    assert sorted(tip.texts for tip in apps.tips()) == [["Black jeep"], ["White van"], ["and a van"]]


@pytest.mark.parametrize("body", ["CODE", "REWARD"])
async def test_nothing_is_said_of_a_code_or_a_reward_by_an_app(apps: Gateway, body: str) -> None:
    await opened(apps)
    await apps.text("Black jeep", **WHATSAPP)
    with away(apps.stores.tips):
        heard = await apps.text(body, **WHATSAPP)

    assert heard.said == by_app(Answer.REWARD, app=Channel.WHATSAPP, form=FORM)
