"""REWARD by text: how a reward can be had, the same for everybody, and nothing kept."""

import pytest

from tests.unit.sms.gateway import SHARED, Gateway
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.intake.texts.wording import rewarding
from tipline.intake.texts.words.french import FRENCH

pytestmark = pytest.mark.anyio

SITE = "https://tips.example"


@pytest.fixture
def rewarded(gateway: Gateway) -> Gateway:
    """A gateway that knows where the public site is."""
    gateway.runtime.settings = gateway.runtime.settings.model_copy(update={"public_origin": SITE})
    return gateway


@pytest.mark.parametrize("body", ["REWARD", " reward? ", "Rewards"])
async def test_reward_says_how_one_can_be_had_and_stores_nothing(rewarded: Gateway, body: str) -> None:
    heard = await rewarded.text(body)

    assert heard.said == rewarding(f"{SITE}/toronto-crime-stoppers")
    assert rewarded.vault_rows() == (0, 0, 0, 0)
    assert rewarded.tips() == []


async def test_in_french_it_leads_to_the_form_in_french(rewarded: Gateway) -> None:
    heard = await rewarded.text("Récompense")

    assert heard.said == rewarding(f"{SITE}/fr/toronto-crime-stoppers", FRENCH)


async def test_it_is_the_same_to_who_has_told_something_and_adds_nothing_to_it(rewarded: Gateway) -> None:
    stranger = await rewarded.text("REWARD")
    await rewarded.text("black jeep")

    teller = await rewarded.text("REWARD")

    assert teller.said == stranger.said
    assert rewarded.only_tip().texts == ["black jeep"]


async def test_on_a_shared_number_it_leads_to_the_program_of_the_thread_or_to_the_list(
    rewarded: Gateway,
) -> None:
    nobody = await rewarded.text("REWARD", To=SHARED)
    await rewarded.text("PEEL black jeep", To=SHARED)
    peel = await rewarded.text("REWARD", To=SHARED)

    assert nobody.said == rewarding(f"{SITE}/")
    assert peel.said is not None
    assert f"{SITE}/peel" in peel.said


async def test_without_an_address_the_form_is_named_without_it(gateway: Gateway) -> None:
    assert (await gateway.text("REWARD")).said == rewarding(None)


async def test_a_picture_with_that_word_is_a_tip(gateway: Gateway) -> None:
    await gateway.text("REWARD", NumMedia="1")

    assert gateway.only_tip().texts == ["REWARD"]


async def test_just_after_stop_it_is_passed_over_in_silence(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    await gateway.text("STOP")

    heard = await gateway.text("REWARD")

    assert heard.said is None
    assert sorted(gateway.only_tip().texts) == [STOPPED_NOTICE, "black jeep"]
