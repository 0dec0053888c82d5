"""Whatever the carrier signs is answered 200 with TwiML, and nothing else is: however absurd either is."""

import asyncio
import hashlib
import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from tests.unit.sms.gateway import (
    ACCOUNT,
    OWN,
    PUBLIC_URL,
    REPORTER,
    SHARED,
    TOKEN,
    Gateway,
    a_sid,
    heard,
    params,
    post,
    signed,
)
from tipline.store.vault_tables import PseudonymRow

JSON: Final = "application/json"
PATHS: Final = ("/sms/inbound", "/sms/status")

SHAPES: Final = {
    "more pictures than there can be": {"NumMedia": "99999999999999999999"},
    "fewer than none": {"NumMedia": "-1"},
    "pictures in words": {"NumMedia": "many"},
    "pictures without an address": {"NumMedia": "10"},
    "pictures at another host": {"NumMedia": "1", "MediaUrl0": "http://169.254.169.254/latest"},
    "another state": {"SmsStatus": "sent"},
    "no state of the carrier's": {"SmsStatus": "\x00"},
    "from nobody": {"From": ""},
    "from white space": {"From": " \t"},
    "from what is no number": {"From": "' OR 1=1 --\x00"},
    "from a thousand digits": {"From": "+" + "1" * 1000},
    "to nobody": {"To": ""},
    "to a number that no program has": {"To": "+14165550000"},
    "to what is no number": {"To": "\ud7ff\x00" * 50},
    "no words": {"Body": ""},
    "nothing but white space": {"Body": " \r\n\u2028\t"},
    "nothing but a NUL": {"Body": "\x00"},
    "a NUL in words": {"Body": "black\x00 jeep"},
    "as long as one body can be": {"Body": "a" * 1_000_000},
    "no id": {"MessageSid": ""},
    "an id that is none": {"MessageSid": "'; DROP TABLE tip; --"},
    "an opt-out that is none": {"OptOutType": "\x00STOP"},
    "a field that nobody knows": {"Tomorrow": "\U0010ffff"},
}


def silent_or_said(answer: httpx2.Response) -> bool:
    """Whether an answer is 200 with TwiML that says one thing, or nothing."""
    if answer.status_code != 200 or answer.headers["content-type"] != "application/xml":
        return False
    root = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    return root.tag == "Response" and [child.tag for child in root] in ([], ["Message"])


@pytest.mark.anyio
@pytest.mark.parametrize("path", PATHS)
async def test_a_signed_request_of_every_shape_is_answered_200_with_twiml(
    any_gateway: Gateway, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    answers = {}
    async with any_gateway.client() as client:
        for name, changed in SHAPES.items():
            fields = params("black jeep", **changed)
            answers[name] = await deliver(client, path, fields)
        for name in params(""):
            fields = {key: value for key, value in params("black jeep").items() if key != name}
            if name != "AccountSid":
                answers[f"without {name}"] = await deliver(client, path, fields)

    assert [name for name, answer in answers.items() if not silent_or_said(answer)] == []
    assert "Traceback" not in (said := capfd.readouterr().err)
    assert "failed" not in said


async def deliver(
    client: httpx2.AsyncClient, path: str, fields: Mapping[str, str], *, token: str = TOKEN
) -> httpx2.Response:
    headers = signed(fields, token=token, url=PUBLIC_URL + path)
    return await client.post(path, content=urlencode(fields), headers=headers)


NAMES: Final = (*params(""), "OptOutType", "MediaUrl0", "MessageStatus", "ErrorCode", "Tomorrow")
WORDS: Final = ("STOP", "START", "HELP", "CODE", "REWARD", "NEW", "OK", "YES", "TOR", "PEEL x", "tor: new: a")
SENDERS: Final = (REPORTER, "", "883333", "whatsapp:+14165550142", "messenger:44650129", "rcs:x", OWN)
VALUES: Final = {
    "Body": st.text(max_size=200) | st.sampled_from(WORDS),
    "From": st.sampled_from(SENDERS) | st.text(max_size=30),
    "To": st.sampled_from((OWN, SHARED, f"whatsapp:{OWN}", "+14165550000")) | st.text(max_size=20),
    "NumMedia": st.integers().map(str) | st.text(max_size=5),
    "OptOutType": st.sampled_from(("STOP", "HELP", "START", "stop", "")) | st.text(max_size=5),
    "MessageStatus": st.sampled_from(("sent", "delivered", "failed", "")) | st.text(max_size=5),
    "ErrorCode": st.integers().map(str) | st.text(max_size=5),
    "AccountSid": st.just(ACCOUNT),
}
ANYTHING: Final = st.text(max_size=40)
FORMS: Final = st.fixed_dictionaries(
    {}, optional={name: VALUES.get(name, ANYTHING) for name in NAMES}
) | st.dictionaries(ANYTHING, ANYTHING, max_size=5)


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    """One loop for every form that is tried."""
    with asyncio.Runner() as runner:
        yield runner


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=FORMS, left_out=st.sets(st.sampled_from(NAMES), max_size=3), path=st.sampled_from(PATHS))
def test_any_signed_form_is_answered_200_with_twiml_and_unsigned_is_refused(
    gateway: Gateway,
    loop: asyncio.Runner,
    changed: dict[str, str],
    left_out: set[str],
    path: str,
) -> None:
    fields = params("black jeep") | changed | {"AccountSid": ACCOUNT}
    fields = {name: value for name, value in fields.items() if name not in left_out - {"AccountSid"}}

    async def both() -> tuple[httpx2.Response, httpx2.Response]:
        async with gateway.client() as client:
            forged = await deliver(client, path, fields, token="f" * 32)
            return forged, await deliver(client, path, fields)

    forged, answer = loop.run(both())

    assert forged.status_code == 403
    assert silent_or_said(answer)


async def json_to(gateway: Gateway, body: bytes, *, says: bytes | None, path: str) -> httpx2.Response:
    """Deliver JSON whose hash the address says, as the carrier signs it; `says` is what was hashed."""
    target = path if says is None else f"{path}?bodySHA256={hashlib.sha256(says).hexdigest()}"
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + target, {})
    headers = {"X-Twilio-Signature": signature, "Content-Type": JSON}
    async with gateway.client() as client:
        return await client.post(target, content=body, headers=headers)


@pytest.mark.anyio
@pytest.mark.parametrize("path", PATHS)
async def test_json_that_the_carrier_signed_is_answered_with_silence_and_not_read(
    gateway: Gateway, path: str
) -> None:
    body = json.dumps(params("black jeep")).encode()

    right = await json_to(gateway, body, says=body, path=path)
    changed = await json_to(gateway, body + b" ", says=body, path=path)
    unhashed = await json_to(gateway, body, says=None, path=path)
    no_text = await json_to(gateway, b"\xff", says=b"\xff", path=path)

    assert (heard(right).status, heard(right).said, silent_or_said(right)) == (200, None, True)
    assert [one.status_code for one in (changed, unhashed, no_text)] == [403, 403, 403]
    assert (gateway.tips(), gateway.count(PseudonymRow)) == ([], 0)


@pytest.mark.anyio
async def test_a_form_cannot_pass_for_json_that_was_signed(gateway: Gateway) -> None:
    """The hash of another body in the address counts for nothing where the body is a form."""
    fields, target = params("black jeep"), f"/sms/inbound?bodySHA256={hashlib.sha256(b'').hexdigest()}"
    signature = RequestValidator(TOKEN).compute_signature(PUBLIC_URL + target, {})

    async with gateway.client() as client:
        headers = {**signed(fields), "X-Twilio-Signature": signature}
        answer = await client.post(target, content=urlencode(fields), headers=headers)

    assert (answer.status_code, gateway.tips()) == (403, [])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("public", "signed_for", "status"),
    [
        ("https://line.example", "https://line.example:443", 200),
        ("https://line.example:8443", "https://line.example:8443", 200),
        ("https://line.example:8443", "https://line.example", 200),
        ("https://line.example/behind/a/proxy", "https://line.example/behind/a/proxy", 200),
        ("https://line.example/behind/a/proxy", "https://line.example", 403),
        ("https://line.example", "http://line.example", 403),
        ("https://line.example", "https://line.example:8443", 403),
        ("https://line.example", "http://gateway", 403),
    ],
)
async def test_the_address_that_counts_is_the_public_one_wherever_tls_ends(
    gateway: Gateway, public: str, signed_for: str, status: int
) -> None:
    """The proxy speaks plain HTTP to another host name; what it says of the first one counts for nothing."""
    settings_ = gateway.runtime.settings.model_copy(update={"sms_public_url": public})
    behind = replace(gateway, runtime=replace(gateway.runtime, settings=settings_))
    fields = params("black jeep")
    headers = signed(fields, url=f"{signed_for}/sms/inbound") | {
        "Host": "gateway",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
    }

    async with behind.client() as client:
        answer = await client.post("/sms/inbound", content=urlencode(fields), headers=headers)

    assert (answer.status_code, len(gateway.tips())) == (status, status == 200)


@pytest.mark.anyio
async def test_a_request_that_is_replayed_is_one_tip_and_one_answer(any_gateway: Gateway) -> None:
    fields = params("black jeep", MessageSid=a_sid())

    async with any_gateway.client() as client:
        once = await post(client, fields)
        again = await asyncio.gather(*(post(client, fields) for _ in range(8)))
    any_gateway.begin_again()
    async with any_gateway.client() as client:
        later = await post(client, fields)

    assert {heard(one) for one in (once, *again, later)} == {heard(once)}
    assert [tip.texts for tip in any_gateway.tips()] == [["black jeep"]]


@pytest.mark.anyio
@pytest.mark.parametrize("store", ["tips", "vault"])
async def test_a_mistake_of_ours_is_answered_with_silence_and_what_was_told_comes_later(
    gateway: Gateway, tmp_path: Path, store: str
) -> None:
    """A store that refuses what is written stands for any error that nobody thought of."""
    table = {"tips": "record", "vault": "pseudonym"}[store]
    sid = a_sid()
    with closing(sqlite3.connect(tmp_path / f"{store}.db", isolation_level=None)) as broken:
        broken.execute(f"create trigger broken before insert on {table} begin select raise(abort, 'x'); end")
        said = [await gateway.text("PEEL: black jeep", sid=sid, To=SHARED) for _ in range(2)]
        said.append(await gateway.text("and a van", To=SHARED))
        await gateway.reception.turn(now=gateway.clock.at)
        waited = len(gateway.runtime.spool.names()), gateway.tips(gateway.peel)
        broken.execute("drop trigger broken")
    gateway.clock.at += timedelta(minutes=11)

    await gateway.reception.turn(now=gateway.clock.at)

    assert [(one.status, one.said) for one in said] == [(200, None)] * 3
    assert waited == (2, [])
    assert sorted(gateway.only_tip(gateway.peel).texts) == ["and a van", "black jeep"]
    assert gateway.runtime.spool.names() == []
