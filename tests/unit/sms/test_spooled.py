"""Texts that come while a store is away: answered as ever, kept, and in the tips once it is back."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import pytest

from tests.outage import away
from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway
from tipline.errors import StoreUnavailable
from tipline.intake.texts import wording
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.tongues import TONGUES
from tipline.store.db import Store
from tipline.store.vault_tables import HeldTextRow

pytestmark = pytest.mark.anyio

WORDS: Final = TONGUES["en"].says
ADDED: Final = WORDS[Answer.ADDED]
OTHER: Final = "+14165550177"


def a_sid() -> str:
    return "SM" + secrets.token_hex(16)


def number_in(said: str | None) -> str:
    """The number of a first reply, which says nothing else than it always does."""
    number = (said or "").partition(" ")[0]
    assert said == WORDS[Answer.RECEIVED].format(number=number)
    return number


async def known(gateway: Gateway) -> Gateway:
    """The gateway has served each line before the store goes away."""
    await gateway.text("HELP", To=OWN)
    await gateway.text("HELP", To=SHARED)
    return gateway


@contextmanager
def mistaken(store: Store) -> Generator[None]:
    """The first deed that is brought to this store fails by a mistake of ours; the others are done."""
    write = store.write

    async def mistake(_: object) -> None:
        broken.setattr(store, "write", write)
        raise ValueError

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(store, "write", mistake)
        yield


async def deliver(gateway: Gateway) -> int:
    return await gateway.reception.turn(now=gateway.clock.at)


def waiting(gateway: Gateway) -> int:
    return len(gateway.runtime.spool.names())


async def test_a_text_while_the_tips_are_away_is_answered_with_the_number_that_its_tip_will_have(
    any_gateway: Gateway,
) -> None:
    await known(any_gateway)
    with away(any_gateway.stores.tips):
        first = await any_gateway.text("Black jeep 🚗")
        other = await any_gateway.text("White van", From=OTHER)
    before = any_gateway.tips(), waiting(any_gateway)

    delivered = await deliver(any_gateway)

    told = {tip.number: tip.texts for tip in any_gateway.tips()}
    assert (first.status, before, delivered, waiting(any_gateway)) == (200, ([], 2), 2, 0)
    assert told == {number_in(first.said): ["Black jeep 🚗"], number_in(other.said): ["White van"]}
    # The first was sealed before anybody knew; the second was drawn without the store.
    assert number_in(other.said).startswith("TOR-Z") is True


async def test_a_text_while_both_stores_are_away_is_kept_as_well(any_gateway: Gateway) -> None:
    await known(any_gateway)
    with away(any_gateway.stores.tips, any_gateway.stores.vault):
        heard = await any_gateway.text("Black jeep")

    await deliver(any_gateway)

    tip = any_gateway.only_tip()
    assert (tip.number, tip.texts, tip.proven) == (number_in(heard.said), ["Black jeep"], True)
    assert (await any_gateway.text("and a van")).said == ADDED
    assert sorted(any_gateway.only_tip().texts) == ["Black jeep", "and a van"]


async def test_the_hour_of_a_text_that_waited_is_that_at_which_it_came(gateway: Gateway) -> None:
    await known(gateway)
    came = gateway.clock.at
    with away(gateway.stores.tips):
        await gateway.text("Black jeep")
    gateway.clock.at += timedelta(hours=5)

    await deliver(gateway)

    assert [one.record.at for one in gateway.only_tip().records] == [came]


async def test_the_same_text_brought_again_meanwhile_gets_the_same_answer_and_makes_one_tip(
    any_gateway: Gateway,
) -> None:
    await known(any_gateway)
    sid = a_sid()
    with away(any_gateway.stores.tips):
        first = await any_gateway.text("Black jeep", sid=sid)
        second = await any_gateway.text("Black jeep", sid=sid)
        any_gateway.begin_again()
    third = await any_gateway.text("Black jeep", sid=sid)

    await deliver(any_gateway)
    fourth = await any_gateway.text("Black jeep", sid=sid)

    assert {heard.said for heard in (first, second, third, fourth)} == {first.said}
    assert (any_gateway.only_tip().number, any_gateway.only_tip().texts) == (
        number_in(first.said),
        ["Black jeep"],
    )


async def test_delivered_twice_it_is_there_once(any_gateway: Gateway) -> None:
    await known(any_gateway)
    with away(any_gateway.stores.tips):
        heard = await any_gateway.text("Black jeep")
    (name,) = any_gateway.runtime.spool.names()
    kept = any_gateway.runtime.spool.read(name) or b""
    await deliver(any_gateway)

    any_gateway.runtime.spool.put(name, kept, now=any_gateway.clock.at)  # killed before it was removed
    again = await deliver(any_gateway)

    tip = any_gateway.only_tip()
    assert (again, tip.number, tip.texts) == (1, number_in(heard.said), ["Black jeep"])


async def test_several_texts_of_one_sender_become_one_tip_in_their_order(any_gateway: Gateway) -> None:
    await known(any_gateway)
    with away(any_gateway.stores.tips):
        heard = []
        for body in ("one", "two", "three"):
            heard.append((await any_gateway.text(body)).said)
            any_gateway.clock.at += timedelta(seconds=1)
        any_gateway.begin_again()

    await deliver(any_gateway)

    tip = any_gateway.only_tip()
    assert (number_in(heard[0]), heard[1:]) == (tip.number, [None, None])
    assert [one.record.text for one in sorted(tip.records, key=lambda one: one.record.at)] == [
        "one",
        "two",
        "three",
    ]


async def test_a_text_behind_one_that_waits_waits_too_though_the_store_is_back(gateway: Gateway) -> None:
    await known(gateway)
    with away(gateway.stores.tips):
        heard = await gateway.text("one")

    behind = await gateway.text("two")
    before = gateway.tips(), waiting(gateway), behind.said
    await deliver(gateway)

    assert before == ([], 2, None)
    assert (gateway.only_tip().number, sorted(gateway.only_tip().texts)) == (
        number_in(heard.said),
        ["one", "two"],
    )


async def test_who_is_in_a_conversation_goes_on_with_it(any_gateway: Gateway) -> None:
    began = await any_gateway.text("first")
    await known(any_gateway)
    any_gateway.clock.at += timedelta(minutes=1)
    with away(any_gateway.stores.tips):
        later = await any_gateway.text("second")

    await deliver(any_gateway)

    assert (later.said, any_gateway.only_tip().number) == (ADDED, number_in(began.said))
    assert sorted(any_gateway.only_tip().texts) == ["first", "second"]


async def test_a_number_that_was_given_is_kept_whatever_the_vault_knows_later(gateway: Gateway) -> None:
    began = await gateway.text("first")
    await known(gateway)
    with away(gateway.stores.tips, gateway.stores.vault):
        later = await gateway.text("second")

    await deliver(gateway)

    assert {tip.number: tip.texts for tip in gateway.tips()} == {
        number_in(began.said): ["first"],
        number_in(later.said): ["second"],
    }


async def test_on_a_shared_number_the_keyword_decides_and_without_one_the_menu_is_sent(
    any_gateway: Gateway,
) -> None:
    await known(any_gateway)
    with away(any_gateway.stores.tips):
        called = await any_gateway.text("PEEL black jeep", To=SHARED)
        uncalled = await any_gateway.text("white van", To=SHARED, From=OTHER)

    await deliver(any_gateway)
    answered = await any_gateway.text("TOR", To=SHARED, From=OTHER)

    peel = any_gateway.only_tip(any_gateway.peel)
    assert (peel.number, peel.texts) == (number_in(called.said), ["black jeep"])
    line = any_gateway.texting._lines.find(SHARED, now=any_gateway.clock.at)
    assert line is not None
    assert uncalled.said == wording.menu([one.named for one in line.programs])
    assert (any_gateway.only_tip().texts, number_in(answered.said)) == (
        ["white van"],
        any_gateway.only_tip().number,
    )


async def test_stop_is_obeyed_while_the_tips_are_away_and_what_waits_forgets_the_number(
    any_gateway: Gateway,
) -> None:
    await known(any_gateway)
    with away(any_gateway.stores.tips):
        heard = await any_gateway.text("Black jeep")
        any_gateway.clock.at += timedelta(minutes=5)
        stopped = await any_gateway.text("STOP")
        in_vault = any_gateway.vault_rows()[:3]
        any_gateway.begin_again()

    await deliver(any_gateway)
    await any_gateway.texting.settle(now=any_gateway.clock.at)

    tip = any_gateway.only_tip()
    assert (stopped.said, in_vault) == (WORDS[Answer.STOPPED], (0, 0, 0))
    assert (tip.number, tip.texts[0]) == (number_in(heard.said), "Black jeep")
    assert any_gateway.vault_rows() == (0, 0, 0, 0)


async def test_stop_while_the_vault_is_away_waits_in_its_turn(gateway: Gateway) -> None:
    await gateway.text("Black jeep")
    await known(gateway)
    gateway.clock.at += timedelta(minutes=5)
    with away(gateway.stores.tips, gateway.stores.vault):
        stopped = await gateway.text("STOP")
    before = gateway.vault_rows()

    await deliver(gateway)

    assert (stopped.said, before[0]) == (WORDS[Answer.STOPPED], 1)
    assert gateway.vault_rows() == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("HELP", "help"),
        ("REWARD", "reward"),
        ("START", "started"),
        ("   ", None),
    ],
)
async def test_what_tells_nothing_is_answered_and_does_not_wait(
    gateway: Gateway, body: str, answer: str | None
) -> None:
    expected = (await gateway.text(body, From=OTHER)).said
    await known(gateway)
    with away(gateway.stores.tips):
        heard = await gateway.text(body)

    assert (heard.status, heard.said, waiting(gateway)) == (200, expected, 0)
    assert (expected is None) == (answer is None)


async def test_who_asks_for_a_code_is_told_to_ask_later_and_gets_no_link_that_is_none(
    gateway: Gateway,
) -> None:
    await gateway.text("Black jeep")
    await known(gateway)
    with away(gateway.stores.tips):
        heard = await gateway.text("CODE")

    assert (heard.said, waiting(gateway)) == (WORDS[Answer.CODE_LATER], 0)


async def test_a_sender_who_cannot_be_answered_is_kept_in_silence(gateway: Gateway) -> None:
    await known(gateway)
    with away(gateway.stores.tips):
        short = await gateway.text("Black jeep", From="12345")
        withheld = await gateway.text("White van", From="")

    await deliver(gateway)

    assert (short.said, withheld.said) == (None, None)
    assert sorted(tip.texts for tip in gateway.tips()) == [["Black jeep"], ["White van"]]


async def test_a_file_that_does_not_open_lies_apart_and_holds_nothing_up(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    await known(gateway)
    with away(gateway.stores.tips):
        await gateway.text("Black jeep")
        gateway.clock.at += timedelta(seconds=1)
        await gateway.text("White van", From=OTHER)
    spool = gateway.runtime.spool
    first = spool.names()[0]
    spool.replace(first, (spool.read(first) or b"")[:-1], now=gateway.clock.at)
    gateway.begin_again()

    await deliver(gateway)

    assert (gateway.only_tip().texts, spool.standing().aside) == (["White van"], 1)
    assert "spooled-set-aside" in capfd.readouterr().err


async def test_behind_a_text_that_cannot_be_taken_the_later_ones_of_its_sender_wait_ten_minutes_with_it(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    await known(gateway)
    with away(gateway.stores.tips):
        await gateway.text("one")
        gateway.clock.at += timedelta(seconds=1)
        await gateway.text("two")

    with mistaken(gateway.stores.tips):
        await deliver(gateway)
    await deliver(gateway)
    meanwhile = gateway.tips(), waiting(gateway)
    gateway.clock.at += timedelta(minutes=10)
    await deliver(gateway)

    assert meanwhile == ([], 2)
    assert (sorted(gateway.only_tip().texts), waiting(gateway)) == (["one", "two"], 0)
    assert "spooled-not-delivered" in capfd.readouterr().err


async def test_nothing_of_a_text_or_number_stands_in_the_folder_or_in_the_log(
    gateway: Gateway, capfd: pytest.CaptureFixture[str]
) -> None:
    await known(gateway)
    capfd.readouterr()
    sid = a_sid()
    with away(gateway.stores.tips):
        await gateway.text("Black jeep", sid=sid)
        with pytest.raises(StoreUnavailable):
            await deliver(gateway)

    (path,) = [one for one in gateway.runtime.spool.folder.iterdir() if not one.name.startswith(".")]
    seen = path.name.encode() + path.read_bytes() + capfd.readouterr().err.encode()
    names = gateway.texting._deeds.names
    secrets_of_it = [b"jeep", REPORTER.encode(), OWN.encode(), sid.encode(), names.record(sid).hex().encode()]
    assert [secret in seen for secret in secrets_of_it] == [False] * 5


async def test_where_the_spool_is_full_too_the_carrier_is_asked_to_bring_it_again(
    gateway: Gateway,
) -> None:
    await known(gateway)
    gateway.runtime.spool._limit = 10
    with away(gateway.stores.tips):
        refused = await gateway.text("Black jeep")

    assert (refused.status, waiting(gateway), gateway.count(HeldTextRow)) == (503, 0, 0)
