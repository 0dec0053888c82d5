from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.databases import Stores
from tests.outage import away
from tests.program import OUTSIDE, found
from tests.unit.sms.gateway import OWN, SHARED, Gateway, two_programs
from tipline.access.programs import add_program
from tipline.intake.texts.lines import read_lines
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.english import ENGLISH
from tipline.keyring import Keyring
from tipline.private import Address
from tipline.vocabulary import ProgramId

TO_COME = "+14165550102"


def add_peel(stores: Stores, *numbers: str, name: str = "Peel", keyword: str = "PEEL") -> None:
    """A program that nobody has founded yet."""
    with stores.tips.transaction() as tips:
        add_program(
            tips,
            name=f"{name} Crime Stoppers",
            time_zone="America/Toronto",
            keyword=keyword,
            outside=OUTSIDE,
            numbers=[Address.read(number) for number in numbers],
        )


def keywords(stores: Stores, roots: Mapping[ProgramId, bytes]) -> dict[str, tuple[str, ...]]:
    return {number: line.keywords for number, line in read_lines(stores.tips, Keyring(roots)).items()}


def test_a_shared_line_offers_every_program_that_is_founded(stores: Stores) -> None:
    both = two_programs(stores)

    assert keywords(stores, both.toronto.roots | both.peel.roots) == {SHARED: ("TOR", "PEEL"), OWN: ("TOR",)}


def test_a_program_that_is_not_founded_yet_is_offered_on_no_line(stores: Stores) -> None:
    toronto = found(stores, numbers=(SHARED, OWN))

    add_peel(stores, SHARED, OWN)

    assert keywords(stores, toronto.roots) == {SHARED: ("TOR",), OWN: ("TOR",)}


def test_a_line_that_only_a_program_to_come_has_is_still_a_line_of_ours(stores: Stores) -> None:
    add_peel(stores, TO_COME)

    assert keywords(stores, {}) == {TO_COME: ("PEEL",)}


def test_a_program_whose_root_came_after_the_gateway_is_offered_by_the_next_one(stores: Stores) -> None:
    both = two_programs(stores)

    assert keywords(stores, both.toronto.roots) == {SHARED: ("TOR",), OWN: ("TOR",)}
    assert keywords(stores, both.peel.roots)[SHARED] == ("PEEL",)


@pytest.mark.anyio
async def test_a_program_to_come_changes_nothing_for_who_texts_its_number_today(gateway: Gateway) -> None:
    add_peel(gateway.stores, OWN, name="York", keyword="YORK")
    gateway.begin_again()

    heard = await gateway.text("black jeep")

    tip = gateway.only_tip()
    assert (tip.texts, heard.said) == (
        ["black jeep"],
        ENGLISH.says[Answer.RECEIVED].format(number=tip.number),
    )


@pytest.mark.anyio
async def test_who_talks_to_a_program_at_another_gateway_is_brought_to_no_other(gateway: Gateway) -> None:
    await gateway.text("PEEL white van", To=SHARED)
    gateway.runtime = replace(gateway.runtime, keyring=Keyring(gateway.toronto.roots))
    gateway.begin_again()

    more = await gateway.text("it is back", To=SHARED)
    called = await gateway.text("TOR black jeep", To=SHARED)

    assert (more.status, called.status) == (503, 200)
    assert gateway.only_tip(gateway.toronto).texts == ["black jeep"]


@pytest.mark.anyio
async def test_while_a_store_is_away_nothing_is_kept_here_for_a_program_at_another_gateway(
    gateway: Gateway,
) -> None:
    await gateway.text("PEEL white van", To=SHARED)
    gateway.runtime = replace(gateway.runtime, keyring=Keyring(gateway.toronto.roots))
    gateway.begin_again()
    await gateway.text("HELP", To=SHARED)

    with away(gateway.stores.tips):
        heard = await gateway.text("TOR black jeep", To=SHARED, From="+14165550177")
        more = await gateway.text("it is back", To=SHARED)

    assert (heard.status, more.status, len(gateway.runtime.spool.names())) == (200, 503, 1)


@pytest.mark.anyio
async def test_stop_forgets_at_every_gateway_and_staff_are_told_by_the_one_that_can(gateway: Gateway) -> None:
    roots = gateway.runtime.keyring
    await gateway.text("PEEL white van", To=SHARED)
    gateway.runtime = replace(gateway.runtime, keyring=Keyring(gateway.toronto.roots))
    gateway.begin_again()

    stopped = await gateway.text("STOP", To=SHARED)

    assert (stopped.status, gateway.vault_rows()) == (200, (0, 0, 0, 1))
    gateway.runtime = replace(gateway.runtime, keyring=roots)
    gateway.begin_again()
    await gateway.texting.settle(now=gateway.clock.now())
    assert sorted(gateway.only_tip(gateway.peel).texts) == [STOPPED_NOTICE, "white van"]
