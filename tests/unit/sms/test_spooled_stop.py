"""Whoever texts STOP is forgotten in the spool too: by each way of theirs, in every process, for good."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from sms.eraser import Eraser
from sms.reconcile import Reconciler
from tests.outage import away
from tests.unit.sms.gateway import OWN, REPORTER, Gateway, a_sid
from tipline.errors import StoreUnavailable
from tipline.intake.texts.spooled import SpooledText, seal_spooled
from tipline.ports import RememberedText
from tipline.store.program_tables import LineRow
from tipline.store.vault_tables import HeldTextRow, PseudonymRow, ReturnAddressRow

pytestmark = pytest.mark.anyio

AGENT = "rcs:tip_line_k3hzkq1m_agent"


def numbers(gateway: Gateway) -> tuple[int, int, int]:
    """Rows of senders, ways back and texts that wait in the vault."""
    return gateway.count(PseudonymRow), gateway.count(ReturnAddressRow), gateway.count(HeldTextRow)


async def known(gateway: Gateway, *lines: str) -> None:
    """The gateway has served each line before a store goes away."""
    for line in (OWN, *lines):
        await gateway.text("HELP", To=line)


async def test_stop_by_rcs_forgets_what_was_texted_and_waits(any_gateway: Gateway) -> None:
    with any_gateway.stores.tips.transaction() as session:
        session.add(LineRow(program_id=any_gateway.toronto.program_id, number=AGENT, first=True))
    await known(any_gateway, AGENT)
    with away(any_gateway.stores.tips):
        await any_gateway.text("Black jeep")
        any_gateway.clock.at += timedelta(minutes=5)
        await any_gateway.text("STOP", From=f"rcs:{REPORTER}", To=AGENT)

    await any_gateway.reception.turn(now=any_gateway.clock.at)

    assert (any_gateway.only_tip().texts, numbers(any_gateway)) == (["Black jeep"], (0, 0, 0))


async def test_a_process_that_knew_the_text_before_stop_does_not_bring_the_number_back(
    any_gateway: Gateway,
) -> None:
    await known(any_gateway)
    other = any_gateway.beside()
    await known(other)
    with away(any_gateway.stores.tips):
        await any_gateway.text("Black jeep")
        other.begin_again()  # it reads the folder when it begins
        any_gateway.clock.at += timedelta(minutes=5)
        await any_gateway.text("STOP")

    await other.reception.turn(now=any_gateway.clock.at)

    assert (any_gateway.only_tip().texts, numbers(any_gateway)) == (["Black jeep"], (0, 0, 0))


async def test_stop_at_a_process_finds_what_another_one_of_the_folder_keeps(any_gateway: Gateway) -> None:
    await known(any_gateway)
    other = any_gateway.beside()
    await known(other)
    with away(any_gateway.stores.tips):
        await any_gateway.text("Black jeep")
        any_gateway.clock.at += timedelta(minutes=5)
        await other.text("STOP")

    await any_gateway.reception.turn(now=any_gateway.clock.at)

    assert (any_gateway.only_tip().texts, numbers(any_gateway)) == (["Black jeep"], (0, 0, 0))


async def test_the_same_text_at_two_processes_of_a_folder_gets_one_answer(any_gateway: Gateway) -> None:
    await known(any_gateway)
    other, sid = any_gateway.beside(), a_sid()
    await known(other)
    with away(any_gateway.stores.tips):
        first = await any_gateway.text("Black jeep", sid=sid)
        second = await other.text("Black jeep", sid=sid)

    await other.reception.turn(now=any_gateway.clock.at)

    assert second.said == first.said
    assert (first.said or "").startswith(any_gateway.only_tip().number) is True


async def test_a_stop_that_was_missed_forgets_what_waits_here(any_gateway: Gateway) -> None:
    await known(any_gateway)
    with away(any_gateway.stores.tips):
        await any_gateway.text("Black jeep")
    any_gateway.clock.at += timedelta(minutes=5)
    stop = RememberedText(a_sid(), REPORTER, OWN, "STOP", (), any_gateway.clock.at)
    any_gateway.carrier.remembered[stop.sid] = stop
    runtime, reception = any_gateway.runtime, any_gateway.reception

    await Reconciler(runtime, any_gateway.texting, Eraser(runtime), reception=reception).turn(
        now=any_gateway.clock.at
    )
    await reception.turn(now=any_gateway.clock.at)

    assert (any_gateway.only_tip().texts, numbers(any_gateway)) == (["Black jeep"], (0, 0, 0))


async def test_who_can_write_the_folder_makes_nobody_text(gateway: Gateway) -> None:
    await known(gateway)
    with away(gateway.stores.tips):
        await gateway.text("Black jeep")
    (name,) = gateway.runtime.spool.names()
    runtime = gateway.runtime
    forger = gateway.on(keys=replaced_signing(gateway))
    spooled = SpooledText(the_text(gateway, name).text, gateway.clock.at, gateway.toronto.program_id)
    sealed = seal_spooled(spooled, forger.texting._deeds.names, name=name, now=gateway.clock.at)
    runtime.spool.replace(name, sealed, now=gateway.clock.at)
    gateway.begin_again()

    await gateway.reception.turn(now=gateway.clock.at)

    assert (gateway.tips(), runtime.spool.standing().aside) == ([], 1)


async def test_a_turn_that_finds_nothing_does_not_take_the_store_for_back(gateway: Gateway) -> None:
    await known(gateway)
    spool = gateway.runtime.spool
    with away(gateway.stores.tips):
        await gateway.text("Black jeep")
        spool.remove(spool.names()[0])  # as if another process of the folder had delivered it
        with pytest.raises(StoreUnavailable):
            await gateway.reception.turn(now=gateway.clock.at)
        heard = await gateway.text("White van", From="+14165550177")

    assert (heard.said or "").startswith("TOR-Z")


async def test_a_file_that_was_moved_to_another_name_is_no_text(gateway: Gateway) -> None:
    await known(gateway)
    with away(gateway.stores.tips):
        await gateway.text("Black jeep")
    spool = gateway.runtime.spool
    (name,) = spool.names()
    (spool.folder / name).rename(spool.folder / f"{name[:-1]}x")
    gateway.begin_again()

    await gateway.reception.turn(now=gateway.clock.at)

    assert (gateway.tips(), spool.standing().aside) == ([], 1)


def replaced_signing(gateway: Gateway) -> object:
    """The gateway's keys with another signing key: whoever has none of them knows the month's public key."""
    return replace(gateway.runtime.keys, signing_seed=secrets.token_bytes(32))


def the_text(gateway: Gateway, name: str) -> SpooledText:
    return gateway.reception._waiting[name].spooled
