"""What the carrier tells of our texts: out of order, twice, of texts unknown, too early, or never."""

import json
from datetime import timedelta
from itertools import permutations
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from sms.clockwork import Clockwork
from sms.refusals import notice
from sms.status import Report, Reports, read_report
from sms.telling import Telling
from tests.fakes import Sent
from tests.material import material
from tests.unit.sms.gateway import ACCOUNT, OWN, PUBLIC_URL, REPORTER, Gateway, a_sid, signed
from tipline.errors import StoreUnavailable
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import take_erasures
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.intake.texts.sent import State, heard
from tipline.records import ENDED
from tipline.store.columns import table
from tipline.store.vault_tables import ErasureRow, ReturnAddressRow, SentTextRow
from tipline.vocabulary import StoreName

pytestmark = pytest.mark.anyio

FIRST = f"SM{1:032x}"
"""The id that the fake carrier gives its first text."""
TOLD = f"SM{'e' * 32}"
"""The id of the text that the reporter began with, whose erasure is owed too."""
LOST = {"ErrorCode": "30003"}


async def tell(gateway: Gateway, state: str, *, sid: str = FIRST, **more: str) -> int:
    """The carrier tells how far a text is, in a signed request; what it was answered with."""
    fields = {
        "SmsSid": sid,
        "SmsStatus": state,
        "MessageStatus": state,
        "To": REPORTER,
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": OWN,
        "ApiVersion": "2010-04-01",
    } | more
    headers = signed(fields, url=f"{PUBLIC_URL}/sms/status")
    async with gateway.client() as client:
        answer = await client.post("/sms/status", content=urlencode(fields), headers=headers)
    if answer.status_code == 200:
        assert answer.text == '<?xml version="1.0" encoding="UTF-8"?><Response />'
    return answer.status_code


async def send_one(gateway: Gateway) -> None:
    """An answer to the only tip is handed to the carrier."""
    await gateway.text("black jeep", sid=TOLD)
    gateway.answer(gateway.only_tip(), "Which street?")
    gateway.mark_read()
    await gateway.delivery().turn(now=gateway.clock.at)


def state(gateway: Gateway) -> State | None:
    """How far the first text is, as long as it was not read."""
    with gateway.stores.vault.read() as session:
        known = heard(session.connection(), Names(gateway.runtime.keys), sid=FIRST, state=State.READ)
    return known.state if known else None


def owed(gateway: Gateway) -> list[str]:
    """Of which messages of ours the erasure at the carrier is owed."""
    with gateway.stores.vault.transaction() as session:
        now = gateway.clock.at + timedelta(days=30)
        names = Names(gateway.runtime.keys)
        found = take_erasures(session.connection(), names, now=now, limit=100)
    return [one.sid for one in found if one.sid != TOLD]


def notices(gateway: Gateway) -> list[str]:
    return [text for text in gateway.only_tip().texts if text not in {"black jeep", "Which street?"}]


async def test_a_text_that_arrived_is_owed_to_be_erased_and_nobody_is_told(any_gateway: Gateway) -> None:
    await send_one(any_gateway)
    before = owed(any_gateway)

    told = [await tell(any_gateway, one) for one in ("queued", "sent", "delivered")]

    assert (before, told) == ([], [200, 200, 200])
    assert (owed(any_gateway), state(any_gateway)) == ([FIRST], State.DELIVERED)
    assert (notices(any_gateway), any_gateway.only_tip().unread) == ([], False)


@pytest.mark.parametrize("order", list(permutations(["queued", "sending", "sent", "undelivered"])), ids=str)
async def test_in_whatever_order_it_is_told_a_lost_text_stays_lost_and_is_told_once(
    gateway: Gateway, order: tuple[str, ...]
) -> None:
    await send_one(gateway)

    for one in order:
        await tell(gateway, one, **(LOST if one == "undelivered" else {}))

    assert (state(gateway), owed(gateway)) == (State.UNDELIVERED, [FIRST])
    assert notices(gateway) == [notice(30003)]


async def test_what_is_told_twice_counts_once(any_gateway: Gateway) -> None:
    await send_one(any_gateway)

    for one in ("failed", "failed", "delivered", "failed", "sent"):
        await tell(any_gateway, one, **LOST)

    tip = any_gateway.only_tip()
    assert notices(any_gateway) == [notice(30003)]
    assert (tip.proven, tip.unread, owed(any_gateway)) == (True, True, [FIRST])


async def test_two_gateways_that_hear_of_one_loss_tell_it_once(any_gateway: Gateway) -> None:
    await send_one(any_gateway)
    other = any_gateway.beside()
    reports = [Reports(one.runtime, Telling(one.runtime, one.texting)) for one in (any_gateway, other)]
    report = Report(FIRST, State.FAILED, 30006)

    for one in reports:
        await one.take(report, now=any_gateway.clock.at)

    assert notices(any_gateway) == [notice(30006)]


async def test_a_loss_that_is_told_before_we_have_noted_the_text_is_told_to_staff(gateway: Gateway) -> None:
    early = [await tell(gateway, "sent"), await tell(gateway, "undelivered", **LOST)]

    await send_one(gateway)

    assert early == [200, 200]
    assert notices(gateway) == [notice(30003)]
    assert (gateway.count(SentTextRow), owed(gateway)) == (1, [FIRST])


async def test_a_text_that_we_do_not_know_is_erased_at_its_end_and_tells_nobody_anything(
    any_gateway: Gateway,
) -> None:
    sid = a_sid()
    told = [await tell(any_gateway, one, sid=sid, **LOST) for one in ("sent", "undelivered")]

    assert told == [200, 200]
    assert (owed(any_gateway), any_gateway.tips()) == ([sid], [])


async def test_who_has_opted_out_at_the_carrier_is_forgotten_and_staff_are_told(any_gateway: Gateway) -> None:
    await send_one(any_gateway)

    await tell(any_gateway, "failed", ErrorCode="21610")

    tip = any_gateway.only_tip()
    assert sorted(notices(any_gateway)) == sorted([notice(21610), STOPPED_NOTICE])
    assert any_gateway.vault_rows() == (0, 0, 0, 0)
    ended = [one.record.fields.get("event") for one in tip.records if one.record.text == notice(21610)]
    assert (ended, tip.proven) == ([ENDED], True)


async def test_another_loss_leaves_the_way_back_open(gateway: Gateway) -> None:
    await send_one(gateway)

    await tell(gateway, "undelivered", **LOST)
    gateway.answer(gateway.only_tip(), "Are you there?")
    await gateway.delivery().turn(now=gateway.clock.at)

    assert gateway.carrier.sent[-1] == Sent(REPORTER, OWN, "Are you there?")


async def test_what_has_no_end_after_four_days_is_over_and_erased_all_the_same(any_gateway: Gateway) -> None:
    await send_one(any_gateway)
    clockwork = Clockwork(any_gateway.runtime, any_gateway.texting)
    any_gateway.write_key_file()

    await clockwork.turn(now=any_gateway.clock.at + timedelta(days=3, hours=23))
    kept = any_gateway.count(SentTextRow), owed(any_gateway)
    await clockwork.turn(now=any_gateway.clock.at + timedelta(days=4, hours=1))

    assert kept == (1, [])
    assert (any_gateway.count(SentTextRow), owed(any_gateway)) == (0, [FIRST])


async def test_what_came_to_its_end_is_forgotten_within_two_hours(gateway: Gateway) -> None:
    await send_one(gateway)
    gateway.write_key_file()
    await tell(gateway, "delivered")

    await Clockwork(gateway.runtime, gateway.texting).turn(now=gateway.clock.at + timedelta(hours=2))

    assert gateway.count(SentTextRow) == 0


async def test_a_report_that_finds_a_store_away_is_taken_in_once_it_is_back(gateway: Gateway) -> None:
    await send_one(gateway)
    reports = Reports(gateway.runtime, Telling(gateway.runtime, gateway.texting))
    vault = gateway.runtime.vault
    gateway.runtime.vault = Closed()  # type: ignore[assignment]

    await reports.take(Report(FIRST, State.FAILED, 30007), now=gateway.clock.at)
    with pytest.raises(StoreUnavailable):
        await reports.settle()
    gateway.runtime.vault = vault
    settled = [await reports.settle(), await reports.settle()]

    assert (settled, notices(gateway), owed(gateway)) == ([1, 0], [notice(30007)], [FIRST])


async def test_a_row_that_was_changed_from_outside_rings_and_tells_nothing(
    gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await send_one(gateway)
    with gateway.stores.vault.transaction() as session:
        session.connection().execute(table(SentTextRow).update().values(sealed=bytes(200)))

    told = await tell(gateway, "undelivered", **LOST)

    assert (told, notices(gateway), owed(gateway)) == (200, [], [FIRST])
    assert '"event": "cannot-open"' in capsys.readouterr().err


async def test_a_row_says_nothing_of_whom_what_or_when(gateway: Gateway) -> None:
    await send_one(gateway)
    tip = gateway.only_tip()

    with gateway.stores.vault.read() as session:
        row = session.connection().execute(select(table(SentTextRow))).one()

    assert not any(part in row.sealed for part in (b"416555", b"Which", FIRST.encode(), tip.tip_id))
    assert FIRST[2:] not in row.sent_id.hex()
    assert (row.expires_at.minute, row.expires_at.second, row.expires_at.microsecond) == (0, 0, 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"MessageSid": ""},
        {"MessageSid": "SM0"},
        {"MessageSid": "' OR 1=1"},
        {"MessageStatus": ""},
        {"MessageStatus": "received"},
        {"MessageStatus": "a state of tomorrow"},
    ],
)
async def test_what_says_nothing_is_answered_with_silence_and_written_nowhere(
    gateway: Gateway, changed: dict[str, str]
) -> None:
    assert await tell(gateway, "sent", **changed) == 200
    assert gateway.count(SentTextRow) == 0


@pytest.mark.parametrize("code", ["", "x", "-1", "9" * 40, "٣٠٠٠٣", "30003 "])
def test_a_number_of_an_error_that_is_none_is_none(code: str) -> None:
    report = read_report({"MessageSid": FIRST, "MessageStatus": "failed", "ErrorCode": code})

    assert report == Report(FIRST, State.FAILED, None)


async def test_what_the_carrier_did_not_sign_for_us_is_refused_and_written_nowhere(gateway: Gateway) -> None:
    fields = {"MessageSid": FIRST, "MessageStatus": "failed", "AccountSid": ACCOUNT, "ErrorCode": "21610"}
    other = {**fields, "AccountSid": "AC" + "f" * 32}
    here = f"{PUBLIC_URL}/sms/status"

    async with gateway.client() as client:
        for given, headers in (
            (fields, {"Content-Type": "application/x-www-form-urlencoded"}),
            (fields, signed(fields, token="f" * 32, url=here)),
            (fields, signed(fields)),
            (fields, signed({**fields, "ErrorCode": "30003"}, url=here)),
            (other, signed(other, url=here)),
        ):
            answer = await client.post("/sms/status", content=urlencode(given), headers=headers)
            assert answer.status_code == 403

    assert gateway.count(SentTextRow) == 0


async def test_the_reports_that_were_handed_to_us_are_taken_in_and_leave_no_number(
    gateway: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    handed: list[dict[str, Any]] = json.loads(material("twilio", "payloads_handed.json").read_text("utf-8"))
    reports = [one["params"] for one in handed if one["kind"] == "status"]

    for fields in reports:
        headers = signed(fields, url=f"{PUBLIC_URL}/sms/status")
        async with gateway.client() as client:
            answer = await client.post("/sms/status", content=urlencode(fields), headers=headers)
        assert answer.status_code == 200

    assert [one["MessageStatus"] for one in reports] == ["sent", "delivered", "undelivered"]
    assert sorted(owed(gateway)) == [f"SM{one:0>32}" for one in ("46", "47")]
    assert "416555" not in capsys.readouterr().err


async def test_no_answer_of_ours_waits_for_the_carrier(gateway: Gateway) -> None:
    """The reports and what they lead to ask the carrier for nothing."""
    await send_one(gateway)
    asked = len(gateway.carrier.asked)

    for code in ("21610", "30003"):
        await tell(gateway, "failed", ErrorCode=code)

    assert len(gateway.carrier.asked) == asked
    assert (gateway.count(ReturnAddressRow), gateway.count(ErasureRow)) == (0, 2)


class Closed:
    """A store that is away."""

    name = StoreName.VAULT

    async def write(self, _: object) -> None:
        raise StoreUnavailable(self.name)
