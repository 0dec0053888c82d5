"""A name of somebody of ours that is split over two texts is found where they meet."""

from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.sms.gateway import Gateway
from tipline.intake.texts.begun_names import MOST, BegunNames
from tipline.vocabulary import TeamKind

pytestmark = pytest.mark.anyio

WHO = b"w" * 16


def by_team(gateway: Gateway) -> dict[TeamKind, list[str]]:
    return {tip.team: sorted(tip.texts) for tip in gateway.tips()}


async def test_a_name_that_is_split_over_two_texts_takes_the_second_to_integrity(
    any_gateway: Gateway,
) -> None:
    await any_gateway.text("black jeep, it is Ada")
    await any_gateway.text("Byron who takes money")

    assert by_team(any_gateway) == {
        TeamKind.INBOX: ["black jeep, it is Ada"],
        TeamKind.INTEGRITY: ["Byron who takes money"],
    }


async def test_a_name_is_found_too_where_a_third_text_ends_it(gateway: Gateway) -> None:
    for text in ("black jeep", "it is officer", "tall", "Byron"):
        await gateway.text(text)

    assert by_team(gateway)[TeamKind.INTEGRITY] == ["Byron"]


async def test_the_text_after_one_that_went_aside_goes_on_in_the_thread(gateway: Gateway) -> None:
    for text in ("it is Ada", "Byron", "and the jeep is back"):
        await gateway.text(text)

    assert by_team(gateway)[TeamKind.INBOX] == ["and the jeep is back", "it is Ada"]


async def test_another_sender_ends_no_name(gateway: Gateway) -> None:
    await gateway.text("it is Ada")
    await gateway.text("a white van", From="+14165550177")
    await gateway.text("Byron Street", From="+14165550177")

    assert {tip.team for tip in gateway.tips()} == {TeamKind.INBOX}


async def test_a_name_that_began_more_than_an_hour_ago_is_not_gone_on_with(gateway: Gateway) -> None:
    await gateway.text("it is Ada")
    gateway.clock.at += timedelta(hours=1)
    await gateway.text("Byron Street")

    assert {tip.team for tip in gateway.tips()} == {TeamKind.INBOX}


async def test_stop_forgets_how_the_last_text_ended(gateway: Gateway) -> None:
    await gateway.text("it is Ada")
    begun = gateway.texting._deeds.begun_names
    assert [end for _, end in begun._ends.values()] == ["ada"]

    await gateway.text("STOP")

    assert not begun._ends


async def test_nothing_is_kept_of_a_text_in_which_no_name_begins(gateway: Gateway) -> None:
    await gateway.text("black jeep outside the laundromat")
    await gateway.text("I saw it")

    assert not gateway.texting._deeds.begun_names._ends


def test_who_wrote_first_is_forgotten_first_and_no_more_than_so_many_are_kept() -> None:
    begun = BegunNames()
    for number in range(MOST + 1):
        begun.keep(number.to_bytes(16), "ada", now=NOON)

    assert len(begun._ends) == MOST
    assert begun.of((0).to_bytes(16), now=NOON) == ""
    assert begun.of((1).to_bytes(16), now=NOON) == "ada"


def test_what_is_an_hour_old_goes_when_somebody_writes() -> None:
    begun = BegunNames()
    begun.keep(WHO, "ada", now=NOON)

    begun.keep(b"v" * 16, "", now=NOON + timedelta(hours=1))

    assert not begun._ends
