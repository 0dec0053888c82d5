from datetime import timedelta

import pytest
from sqlalchemy import select

from sms.eraser import FIRST_WAIT, LONGEST_WAIT, PICTURES_STAY, QUIET, Eraser
from tests.program import NOON
from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway, a_sid
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.carrier_watch import CarrierWatch, carrier_watch
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import add_erasure, owe_erasure
from tipline.intake.texts.inbound import InboundText
from tipline.ports import RememberedText
from tipline.store.columns import table
from tipline.store.vault_tables import ErasureRow

pytestmark = pytest.mark.anyio

WORDS = "A grey van behind the school."


def remembers(gateway: Gateway, sid: str, *, to: str = OWN, pictures: tuple[str, ...] = ()) -> str:
    """The carrier has this text."""
    gateway.carrier.remembered[sid] = RememberedText(
        sid=sid, sender=REPORTER, line=to, body=WORDS, media=pictures, at=gateway.clock.at
    )
    return sid


async def texted(gateway: Gateway, body: str = WORDS, **changed: str) -> str:
    """The id of a text that the carrier brought, and has."""
    sid = remembers(gateway, a_sid(), to=changed.get("To", OWN))
    await gateway.text(body, sid=sid, **changed)
    return sid


def owed(gateway: Gateway) -> int:
    return gateway.count(ErasureRow)


async def erase(gateway: Gateway, *, after: timedelta = timedelta()) -> int:
    return await Eraser(gateway.runtime).turn(now=gateway.clock.at + after)


async def test_what_was_stored_is_erased_at_the_carrier_and_forgotten_here(any_gateway: Gateway) -> None:
    await texted(any_gateway)
    left_at_once = len(any_gateway.carrier.remembered)

    gone = await erase(any_gateway)

    assert (left_at_once, gone) == (1, 1)
    assert (any_gateway.carrier.remembered, owed(any_gateway)) == ({}, 0)
    assert any_gateway.only_tip().texts == [WORDS]


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (WORDS, {"To": SHARED}),
        (WORDS, {"To": "+14165550777"}),
        (WORDS, {"From": SHARED}),
        (WORDS, {"From": ""}),
        (WORDS, {"From": "BANK"}),
        ("STOP", {}),
        ("STOP", {"OptOutType": "STOP"}),
        ("HELP", {}),
        ("NEW", {}),
        ("", {}),
    ],
    ids=["held", "unknown-line", "ours", "nobody", "a-name", "stop", "opt-out", "help", "new", "empty"],
)
async def test_whatever_became_of_a_text_it_is_erased(
    gateway: Gateway, body: str, changed: dict[str, str]
) -> None:
    await texted(gateway, body, **changed)

    await erase(gateway)

    assert (gateway.carrier.remembered, owed(gateway)) == ({}, 0)


async def test_a_text_that_comes_twice_is_owed_once_and_again_after_it_was_erased(gateway: Gateway) -> None:
    sid = await texted(gateway)
    await gateway.text(WORDS, sid=sid)
    twice = owed(gateway)
    await erase(gateway)

    await gateway.text(WORDS, sid=sid)
    again = owed(gateway)
    await erase(gateway)

    assert (twice, again, owed(gateway)) == (1, 1, 0)


async def test_what_was_not_taken_is_not_erased(gateway: Gateway) -> None:
    gateway.runtime.spool._limit = 10
    gateway.stores.tips.close()
    sid = remembers(gateway, a_sid())

    heard = await gateway.text(WORDS, sid=sid)

    assert heard.status == 503
    assert (owed(gateway), list(gateway.carrier.remembered)) == (0, [sid])


async def test_a_vault_that_cannot_owe_breaks_nothing(gateway: Gateway) -> None:
    gateway.stores.vault.close()
    text = InboundText(sid=a_sid(), sender=REPORTER, line=OWN, body=WORDS)

    await Eraser(gateway.runtime).owe(text, program_id=gateway.toronto.program_id, now=NOON)

    assert gateway.tips() == []


async def test_pictures_stay_until_they_are_fetched_and_go_before_their_message(gateway: Gateway) -> None:
    sid, pictures = "MM" + "5" * 32, ("ME" + "6" * 32, "ME" + "7" * 32)
    remembers(gateway, sid, pictures=pictures)
    await gateway.text("Look", sid=sid, NumMedia="2")
    waits = await erase(gateway, after=PICTURES_STAY - timedelta(minutes=15))

    values = owe_erasure(
        Names(gateway.runtime.keys),
        sid=sid,
        media=pictures,
        now=NOON,
        program_id=gateway.toronto.program_id,
    )
    await gateway.stores.vault.write(lambda connection: add_erasure(connection, values))
    gone = await erase(gateway)

    assert (waits, gone, gateway.carrier.remembered, owed(gateway)) == (0, 1, {}, 0)
    assert gateway.carrier.forgotten == [*pictures, sid]


async def test_pictures_that_nobody_fetched_are_asked_for_and_go_too(gateway: Gateway) -> None:
    sid, picture = "MM" + "5" * 32, "ME" + "6" * 32
    remembers(gateway, sid, pictures=(picture,))
    await gateway.text("Look", sid=sid, NumMedia="1")

    await erase(gateway, after=PICTURES_STAY)

    assert gateway.carrier.forgotten == [picture, sid]


async def test_what_is_still_on_its_way_is_tried_again_and_alarms_nobody(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    sid = await texted(gateway)
    gateway.carrier.on_its_way.add(sid)
    capfd.readouterr()
    first = await erase(gateway)
    gateway.carrier.on_its_way.clear()

    at_once, later = await erase(gateway), await erase(gateway, after=2 * FIRST_WAIT)

    assert (first, at_once, later) == (0, 0, 1)
    assert capfd.readouterr().err == ""


async def test_a_carrier_that_cannot_be_asked_is_left_alone_for_a_while(gateway: Gateway) -> None:
    await texted(gateway)
    eraser = Eraser(gateway.runtime)
    gateway.carrier.troubled = CarrierUnavailable()
    await eraser.turn(now=NOON)
    gateway.carrier.troubled = None
    await texted(gateway)

    quiet = await eraser.turn(now=NOON + QUIET - timedelta(seconds=1))
    again = await eraser.turn(now=NOON + 2 * FIRST_WAIT)

    assert (quiet, again) == (0, 2)


async def test_what_is_refused_waits_longer_each_time_and_is_never_given_up(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    await texted(gateway)
    gateway.carrier.troubled = CarrierRefused(20004)
    now, waits = gateway.clock.at, []
    for _ in range(20):
        await Eraser(gateway.runtime).turn(now=now)
        [due] = await gateway.stores.vault.write(
            lambda connection: connection.scalars(select(table(ErasureRow).c.due)).all()
        )
        waits.append(due - now)
        now = due

    gateway.carrier.troubled = None

    assert await Eraser(gateway.runtime).turn(now=now) == 1
    assert FIRST_WAIT <= waits[0] <= FIRST_WAIT * 1.25
    assert all(LONGEST_WAIT <= wait <= LONGEST_WAIT * 1.25 for wait in waits[10:])
    assert '"event": "erasure-refused"' in capfd.readouterr().err


async def test_two_gateways_erase_each_message_once(any_gateway: Gateway) -> None:
    for _ in range(30):
        await texted(any_gateway)
    one, other = Eraser(any_gateway.runtime), Eraser(any_gateway.runtime)

    counts = [await one.turn(now=NOON), await other.turn(now=NOON), await one.turn(now=NOON)]

    assert counts == [20, 10, 0]
    assert len(any_gateway.carrier.forgotten) == len(set(any_gateway.carrier.forgotten)) == 30


async def test_staff_are_told_what_is_late_and_that_it_is_not_any_more(
    any_gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    await texted(any_gateway, "TOR " + WORDS, To=SHARED)
    eraser = Eraser(any_gateway.runtime)
    hour = timedelta(hours=1, minutes=15)

    await eraser.watch(now=NOON + hour)
    in_time = told(any_gateway)
    await eraser.watch(now=NOON + hour + timedelta(minutes=1))
    late = told(any_gateway)
    rung = capfd.readouterr().err.count("erasures-late")
    await eraser.turn(now=NOON + hour)
    await eraser.watch(now=NOON + hour + timedelta(minutes=2))

    assert in_time == [CarrierWatch(), CarrierWatch()]
    assert [one.late for one in late] == [1, 1], "both programs of the shared line"
    assert late[0].oldest == NOON + timedelta(minutes=15)
    assert (rung, told(any_gateway)) == (1, [CarrierWatch(), CarrierWatch()])


async def test_a_message_of_no_line_rings_and_is_told_to_no_program(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    await texted(gateway, To="+14165550777")

    await Eraser(gateway.runtime).watch(now=NOON + timedelta(hours=2))

    assert told(gateway) == [CarrierWatch(), CarrierWatch()]
    assert "erasures-late" in capfd.readouterr().err


def told(gateway: Gateway) -> list[CarrierWatch]:
    """What the staff of each program see, at noon."""
    with gateway.stores.tips.look() as connection:
        return [
            carrier_watch(connection, program_id=one.program_id, now=NOON)
            for one in (gateway.toronto, gateway.peel)
        ]


async def test_nothing_of_a_message_is_said_in_the_log(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    sid = await texted(gateway)
    gateway.carrier.troubled = CarrierRefused(20004)
    await erase(gateway)
    gateway.carrier.troubled = CarrierUnavailable()
    await erase(gateway, after=timedelta(hours=1))

    said = capfd.readouterr().err

    assert [sid in said, REPORTER in said, WORDS in said, "20004" in said] == [False, False, False, True]
