"""The conversation by text, as a reporter and the staff see it."""

from datetime import timedelta
from typing import Final

import pytest

from tests.unit.sms.gateway import OWN, REPORTER, SHARED, Gateway
from tipline.enclosures import announced_by
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.words.english import ENGLISH
from tipline.intake.texts.words.tongues import TONGUES
from tipline.records import ENDED, EVENT
from tipline.store.vault_tables import ReturnAddressRow
from tipline.vocabulary import TeamKind

pytestmark = pytest.mark.anyio

ADDED: Final = ENGLISH.says[Answer.ADDED]
ASK: Final = ENGLISH.says[Answer.ASK]
STOPPED: Final = ENGLISH.says[Answer.STOPPED]
STARTED: Final = ENGLISH.says[Answer.STARTED]
OTHER: Final = "+14165550177"


def received(number: str) -> str:
    return ENGLISH.says[Answer.RECEIVED].format(number=number)


async def test_a_text_to_a_programs_own_number_is_a_tip_without_any_keyword(any_gateway: Gateway) -> None:
    heard = await any_gateway.text("Black jeep outside the laundromat 🚗")

    tip = any_gateway.only_tip()
    assert heard.said == received(tip.number)
    assert (tip.texts, tip.team, tip.status, tip.unread, tip.proven) == (
        ["Black jeep outside the laundromat 🚗"],
        TeamKind.INBOX,
        "new",
        True,
        True,
    )
    assert any_gateway.tips(any_gateway.peel) == []


async def test_a_later_text_adds_to_the_open_thread_and_is_thanked_for_once(any_gateway: Gateway) -> None:
    await any_gateway.text("first")

    second = await any_gateway.text("second")
    any_gateway.clock.at += timedelta(minutes=1)
    third = await any_gateway.text("third")

    tip = any_gateway.only_tip()
    assert (second.said, third.said) == (ADDED, None)
    assert sorted(tip.texts) == ["first", "second", "third"]
    assert [str(one.record.kind) for one in tip.records].count("message") == 2
    assert tip.proven


@pytest.mark.parametrize(
    "body",
    [
        "TOR black jeep",
        "tor black jeep",
        "Tor: black jeep",
        "TOR, black jeep",
        "TOR\nblack jeep",
        "  TOR - black jeep  ",
        "ＴＯＲ black jeep",
    ],
)
async def test_on_a_shared_number_the_keyword_says_whose_it_is(gateway: Gateway, body: str) -> None:
    heard = await gateway.text(body, To=SHARED)

    tip = gateway.only_tip(gateway.toronto)
    assert (heard.said, tip.texts) == (received(tip.number), ["black jeep"])
    assert gateway.tips(gateway.peel) == []


async def test_a_keyword_of_its_own_is_taken_off_on_a_programs_own_number(gateway: Gateway) -> None:
    await gateway.text("TOR: black jeep", From=REPORTER)
    await gateway.text("PEEL: black jeep", From=OTHER)

    assert sorted(tip.texts[0] for tip in gateway.tips()) == ["PEEL: black jeep", "black jeep"]


async def test_a_thread_on_a_shared_number_needs_no_keyword_and_another_programs_begins_there(
    any_gateway: Gateway,
) -> None:
    await any_gateway.text("TOR black jeep", To=SHARED)
    await any_gateway.text("more about it", To=SHARED)
    await any_gateway.text("PEEL white van", To=SHARED)
    await any_gateway.text("more about that", To=SHARED)

    assert sorted(any_gateway.only_tip(any_gateway.toronto).texts) == ["black jeep", "more about it"]
    assert sorted(any_gateway.only_tip(any_gateway.peel).texts) == ["more about that", "white van"]


async def test_the_keyword_of_a_program_that_was_left_goes_on_with_its_thread(gateway: Gateway) -> None:
    await gateway.text("TOR black jeep", To=SHARED)
    await gateway.text("PEEL white van", To=SHARED)

    await gateway.text("TOR it is back", To=SHARED)

    assert sorted(gateway.only_tip(gateway.toronto).texts) == ["black jeep", "it is back"]


@pytest.mark.parametrize("body", ["NEW white van", "new: white van", "NEW\nwhite van", "Tor NEW white van"])
async def test_new_begins_another_tip(gateway: Gateway, body: str) -> None:
    await gateway.text("black jeep")

    heard = await gateway.text(body)

    tips = {tip.texts[0]: tip for tip in gateway.tips()}
    assert set(tips) == {"black jeep", "white van"}
    assert heard.said == received(tips["white van"].number)


async def test_new_alone_asks_and_the_next_text_begins_another_tip(gateway: Gateway) -> None:
    await gateway.text("black jeep")

    asked = await gateway.text("New")
    await gateway.text("white van")

    assert asked.said == ASK
    assert sorted(tip.texts[0] for tip in gateway.tips()) == ["black jeep", "white van"]


async def test_a_sentence_that_begins_with_the_word_new_is_no_command(gateway: Gateway) -> None:
    await gateway.text("black jeep")

    await gateway.text("New car in the driveway today")

    assert sorted(gateway.only_tip().texts) == ["New car in the driveway today", "black jeep"]


async def test_a_keyword_alone_asks_and_remembers_whom_the_next_text_is_for(any_gateway: Gateway) -> None:
    asked = await any_gateway.text("Peel", To=SHARED)
    await any_gateway.text("white van", To=SHARED)

    assert asked.said == ASK
    assert any_gateway.only_tip(any_gateway.peel).texts == ["white van"]


async def test_a_closed_tip_is_not_added_to(any_gateway: Gateway) -> None:
    await any_gateway.text("black jeep")
    any_gateway.close()

    heard = await any_gateway.text("white van")

    tips = {tip.texts[0]: tip for tip in any_gateway.tips()}
    assert set(tips) == {"black jeep", "white van"}
    assert heard.said == received(tips["white van"].number)


async def test_when_the_thread_on_a_shared_number_is_over_a_keyword_is_needed_again(gateway: Gateway) -> None:
    await gateway.text("PEEL black jeep", To=SHARED)
    gateway.close()

    heard = await gateway.text("white van", To=SHARED)

    assert heard.said is not None
    assert heard.said.startswith("Who is it for? Reply TOR for Toronto Crime Stoppers or PEEL for Peel")
    assert gateway.only_tip(gateway.peel).texts == ["black jeep"]


@pytest.mark.parametrize("body", ["HELP", "help!", "Info"])
async def test_help_says_who_runs_the_line_and_stores_nothing(gateway: Gateway, body: str) -> None:
    heard = await gateway.text(body)

    assert heard.said is not None
    assert heard.said.startswith("Tips by text for Toronto Crime Stoppers. By phone: 1-800-222-8477.")
    assert gateway.vault_rows() == (0, 0, 0, 0)
    assert gateway.tips() == []


@pytest.mark.parametrize("body", ["START", "unstop", "Yes"])
async def test_start_lets_a_reporter_write_again_and_brings_nothing_back(gateway: Gateway, body: str) -> None:
    heard = await gateway.text(body)

    assert heard.said == STARTED
    assert gateway.vault_rows() == (0, 0, 0, 0)


async def test_yes_in_an_open_thread_is_an_answer(gateway: Gateway) -> None:
    await gateway.text("black jeep")

    await gateway.text("YES")

    assert sorted(gateway.only_tip().texts) == ["YES", "black jeep"]


@pytest.mark.parametrize("body", ["", "   ", "\n\t", "\u200b\u0000"[1:], "\ufeff"])
async def test_a_text_that_says_nothing_is_met_with_silence(gateway: Gateway, body: str) -> None:
    heard = await gateway.text(body)

    assert (heard.status, heard.said) == (200, None)
    assert (gateway.vault_rows(), gateway.tips()) == ((0, 0, 0, 0), [])


@pytest.mark.parametrize("body", ["🔫", "?", "楼下有人", "l1\r\nl2", "a" * 1600])
async def test_every_script_is_kept_whole(gateway: Gateway, body: str) -> None:
    await gateway.text(body)

    assert gateway.only_tip().texts == [body.replace("\r\n", "\n")]


async def test_a_text_longer_than_a_tip_may_be_is_cut_and_not_refused(gateway: Gateway) -> None:
    heard = await gateway.text("a" * 30_000)

    assert heard.status == 200
    assert gateway.only_tip().texts == ["a" * 20_000]


async def test_a_text_says_how_many_pictures_came_with_it(gateway: Gateway) -> None:
    await gateway.text("this is him", NumMedia="1")
    await gateway.text("", NumMedia="99999999999")

    records = [one.record for one in gateway.only_tip().records]
    assert sorted((announced_by(record), record.text) for record in records) == [(1, "this is him"), (10, "")]


async def test_a_text_that_names_staff_goes_to_integrity_and_not_to_the_inbox(any_gateway: Gateway) -> None:
    heard = await any_gateway.text("TOR Officer Ada Byron takes money", To=SHARED)

    tip = any_gateway.only_tip()
    assert (tip.team, tip.texts) == (TeamKind.INTEGRITY, ["Officer Ada Byron takes money"])
    assert heard.said == received(tip.number)


async def test_a_later_text_that_names_staff_goes_aside_and_can_be_answered_there(gateway: Gateway) -> None:
    await gateway.text("black jeep")

    await gateway.text("it belongs to Ada Byron")
    await gateway.text("and it is back")

    tips = {tip.team: tip for tip in gateway.tips()}
    assert sorted(tips[TeamKind.INBOX].texts) == ["and it is back", "black jeep"]
    assert tips[TeamKind.INTEGRITY].texts == ["it belongs to Ada Byron"]
    gateway.answer(tips[TeamKind.INTEGRITY], "There is a question for you.")
    await gateway.delivery().turn(now=gateway.clock.at)
    assert [(one.to, one.body) for one in gateway.carrier.sent] == [
        (REPORTER, "There is a question for you.")
    ]


@pytest.mark.parametrize(
    "sender", ["12345", "274637", "TWILIO", "", "+123456", "whatsapp:", "telegram:12345678"]
)
async def test_who_cannot_be_answered_is_heard_and_not_answered(gateway: Gateway, sender: str) -> None:
    sender = sender if sender != SHARED else "883333"

    heard = await gateway.text("black jeep", From=sender)

    assert (heard.status, heard.said) == (200, None)
    assert gateway.only_tip().texts == ["black jeep"]
    assert gateway.count(ReturnAddressRow) == 0


async def test_who_cannot_be_asked_whom_it_is_for_writes_to_the_lines_first_program(gateway: Gateway) -> None:
    heard = await gateway.text("black jeep", From="TWILIO", To=SHARED)

    assert heard.said is None
    assert gateway.only_tip(gateway.toronto).texts == ["black jeep"]


async def test_what_one_of_our_own_numbers_sends_is_no_tip(gateway: Gateway) -> None:
    await gateway.text("a first text, so that the lines are known", From=OTHER)

    heard = await gateway.text("Added, thank you.", From=SHARED)

    assert (heard.status, heard.said) == (200, None)
    assert gateway.only_tip().texts == ["a first text, so that the lines are known"]


async def test_a_number_that_is_none_of_ours_stores_nothing_and_rings(
    gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = await gateway.text("black jeep", To="+14165559999")

    assert (heard.status, heard.said) == (200, None)
    assert gateway.tips() == []
    assert '"event": "line-unknown"' in capsys.readouterr().err


async def test_two_machines_that_thank_each_other_fall_silent(gateway: Gateway) -> None:
    heard = [await gateway.text("HELP") for _ in range(25)]
    gateway.clock.at += timedelta(hours=1)
    later = await gateway.text("HELP")

    assert [one.said is not None for one in heard] == [True] * 20 + [False] * 5
    assert later.said is not None


async def test_stop_ends_the_thread_forgets_the_number_and_tells_staff(any_gateway: Gateway) -> None:
    await any_gateway.text("TOR black jeep", To=SHARED)
    await any_gateway.text("PEEL white van", To=SHARED)
    await any_gateway.text("PEEL NEW red van", To=SHARED)

    heard = await any_gateway.text("Stop.", To=SHARED)

    assert heard.said == STOPPED
    assert any_gateway.vault_rows() == (0, 0, 0, 0)
    assert sorted(any_gateway.only_tip(any_gateway.toronto).texts) == sorted(["black jeep", STOPPED_NOTICE])
    assert sorted(tip.texts.count(STOPPED_NOTICE) for tip in any_gateway.tips(any_gateway.peel)) == [1, 1]


@pytest.mark.parametrize(
    "body",
    [
        "STOP",
        "stopall",
        "Unsubscribe",
        "END",
        "quit",
        "CANCEL",
        "revoke",
        "OptOut",
        "ARRET",
        "arrêt",
        "Arrêt !",
        "Désabonner",
        "PARAR",
        "cancelar",
        "Jooji",
        "إلغاء",
    ],
)
async def test_every_word_of_the_stop_family_ends_it_whole_body_only(gateway: Gateway, body: str) -> None:
    await gateway.text("black jeep")
    await gateway.text(f"{body} him at the corner")

    heard = await gateway.text(body)

    assert heard.said in {tongue.says[Answer.STOPPED] for tongue in TONGUES.values()}
    assert gateway.vault_rows() == (0, 0, 0, 0)
    assert len(gateway.only_tip().records) == 3


async def test_a_word_that_the_carrier_took_as_stop_is_one_and_is_met_with_silence(gateway: Gateway) -> None:
    await gateway.text("black jeep")

    heard = await gateway.text("Genug jetzt", OptOutType="STOP")

    assert (heard.said, gateway.vault_rows()) == (None, (0, 0, 0, 0))


@pytest.mark.parametrize(("body", "kind"), [("Help", "HELP"), ("Start", "START")])
async def test_what_the_carrier_has_answered_is_not_answered_twice(
    gateway: Gateway, body: str, kind: str
) -> None:
    heard = await gateway.text(body, OptOutType=kind)

    assert (heard.status, heard.said) == (200, None)


async def test_stop_is_told_in_a_closed_tip_too_which_does_not_become_unread(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    gateway.close()
    gateway.mark_read()

    await gateway.text("STOP")

    tip = gateway.only_tip()
    fields = {one.record.text: one.record.fields for one in tip.records}
    assert (fields, tip.unread) == ({"black jeep": {}, STOPPED_NOTICE: {EVENT: ENDED}}, False)


async def test_after_stop_a_text_begins_anew(gateway: Gateway) -> None:
    await gateway.text("black jeep")
    await gateway.text("STOP")
    gateway.clock.at += timedelta(seconds=31)

    await gateway.text("white van")

    assert sorted(tip.texts[0] for tip in gateway.tips() if STOPPED_NOTICE not in tip.texts) == ["white van"]
    assert gateway.vault_rows() == (1, 0, 1, 0)


async def test_stop_without_anything_to_stop_is_answered_the_same(gateway: Gateway) -> None:
    heard = await gateway.text("STOP", To=OWN)

    assert (heard.said, gateway.tips()) == (STOPPED, [])
