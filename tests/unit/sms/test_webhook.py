"""The door: who may speak at it, what is answered, and what leaks."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from sms.webhook import BODY_LIMIT
from tests.material import material
from tests.unit.sms.gateway import (
    OTHER_TOKEN,
    OWN,
    PUBLIC_URL,
    REPORTER,
    SHARED,
    TOKEN,
    Gateway,
    heard,
    params,
    post,
    signed,
)
from tipline.store.vault_tables import PseudonymRow

pytestmark = pytest.mark.anyio

FORM: Final = "application/x-www-form-urlencoded"
SILENCE: Final = '<?xml version="1.0" encoding="UTF-8"?><Response />'


async def test_a_signed_text_is_answered_with_twiml(gateway: Gateway) -> None:
    async with gateway.client() as client:
        answer = await post(client, params("black jeep"))

    number = gateway.only_tip().number
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.text == (
        f'<?xml version="1.0" encoding="UTF-8"?><Response><Message '
        f'statusCallback="{PUBLIC_URL}/sms/status">{number} received, thank you. Danger now? '
        "Call 911. Do not give your name. Text again to add. CODE: a private page, the way to a reward. "
        "STOP: ends this, we forget your number. Delete these texts. Msg &amp; data rates may apply."
        "</Message></Response>"
    )


async def test_every_payload_that_was_handed_to_us_is_answered_200(gateway: Gateway) -> None:
    handed = json.loads(material("twilio", "payloads_handed.json").read_text("utf-8"))

    async with gateway.client() as client:
        answers = {one["name"]: heard(await post(client, one["params"])) for one in handed}

    assert {answer.status for answer in answers.values()} == {200}
    assert [name for name, answer in answers.items() if answer.said] == [
        "sms_basic",
        "sms_service",
        "whatsapp_text",
    ]


def unsigned(fields: Mapping[str, str]) -> dict[str, str]:
    return {"Content-Type": FORM}


def with_a_foreign_token(fields: Mapping[str, str]) -> dict[str, str]:
    return signed(fields, token="f" * 32)


def for_another_address(fields: Mapping[str, str]) -> dict[str, str]:
    return signed(fields, url="https://other.example/sms/inbound")


def for_another_path(fields: Mapping[str, str]) -> dict[str, str]:
    return signed(fields, url=f"{PUBLIC_URL}/sms/status")


def for_other_words(fields: Mapping[str, str]) -> dict[str, str]:
    return signed({**fields, "Body": "white van"})


def without_a_blank_field(fields: Mapping[str, str]) -> dict[str, str]:
    return signed({name: value for name, value in fields.items() if value})


def with_an_empty_signature(fields: Mapping[str, str]) -> dict[str, str]:
    return {**unsigned(fields), "X-Twilio-Signature": ""}


def with_a_signature_that_is_no_ascii(fields: Mapping[str, str]) -> dict[str, str]:
    return {**unsigned(fields), "X-Twilio-Signature": "é" * 28}


def as_another_type(fields: Mapping[str, str]) -> dict[str, str]:
    return {**signed(fields), "Content-Type": "text/plain"}


@pytest.mark.parametrize(
    "headers",
    [
        unsigned,
        with_a_foreign_token,
        for_another_address,
        for_another_path,
        for_other_words,
        without_a_blank_field,
        with_an_empty_signature,
        with_a_signature_that_is_no_ascii,
        as_another_type,
    ],
)
async def test_what_the_carrier_did_not_sign_is_refused_and_not_stored(
    gateway: Gateway, headers: object
) -> None:
    assert callable(headers)
    fields = params("black jeep")

    async with gateway.client() as client:
        given = {name: value.encode() for name, value in headers(fields).items()}
        answer = await client.post("/sms/inbound", content=urlencode(fields), headers=given)

    assert answer.status_code == 403
    assert (gateway.tips(), gateway.count(PseudonymRow)) == ([], 0)


async def test_another_account_is_refused_and_not_stored(gateway: Gateway) -> None:
    heard_it = await gateway.text("black jeep", AccountSid="AC" + "f" * 32)

    assert (heard_it.status, gateway.tips()) == (403, [])


async def test_the_token_that_is_being_replaced_still_counts(gateway: Gateway) -> None:
    async with gateway.client() as client:
        answer = await post(client, params("black jeep"), token=OTHER_TOKEN)

    assert answer.status_code == 200


async def test_the_query_is_part_of_what_is_signed(gateway: Gateway) -> None:
    fields, target = params("black jeep"), "/sms/inbound?a=%2B1&b=&b=2"

    async with gateway.client() as client:
        right = await client.post(
            target, content=urlencode(fields), headers=signed(fields, url=PUBLIC_URL + target)
        )
        wrong = await client.post(target, content=urlencode(fields), headers=signed(fields))

    assert (right.status_code, wrong.status_code) == (200, 403)


async def test_repeated_parameters_are_part_of_what_is_signed(gateway: Gateway) -> None:
    pairs = [*params("black jeep").items(), ("Extra", "2"), ("Extra", "1"), ("Extra", "2")]
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)

    async with gateway.client() as client:
        right = await client.post("/sms/inbound", content=urlencode(pairs), headers=headers_over(fields))
        fields["Extra"] = ["2"]
        wrong = await client.post("/sms/inbound", content=urlencode(pairs), headers=headers_over(fields))

    assert (right.status_code, wrong.status_code) == (200, 403)


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
async def test_a_body_is_read_up_to_its_limit_and_no_further(
    gateway: Gateway, extra: int, status: int
) -> None:
    fields = params("black jeep", Padding="")
    fields["Padding"] = "x" * (BODY_LIMIT - len(urlencode(fields)) + extra)

    async with gateway.client() as client:
        answer = await post(client, fields)

    assert answer.status_code == status
    assert len(gateway.tips()) == (status == 200)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/sms/inbound", 405), ("POST", "/", 404)])
async def test_nothing_else_is_there(gateway: Gateway, method: str, path: str, status: int) -> None:
    async with gateway.client() as client:
        assert (await client.request(method, path)).status_code == status


async def test_health_is_that_what_comes_can_be_kept(any_gateway: Gateway) -> None:
    async with any_gateway.client() as client:
        well = await client.get("/healthz")
        any_gateway.break_vault()
        spooling = await client.get("/healthz")
        any_gateway.runtime.spool.folder.rmdir()
        any_gateway.runtime.spool.folder.write_text("in the way")
        ill = await client.get("/healthz")

    assert [one.status_code for one in (well, spooling, ill)] == [200, 200, 503]
    assert [one.text for one in (well, spooling)] == [
        "ok",
        "a store does not answer; what comes is kept in the spool",
    ]


async def test_no_number_and_no_word_is_left_in_the_clear(
    gateway: Gateway, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for body in ("the password is kingfisher", "more", "STOP", "and again"):
        await gateway.text(body, ProfileName="Marguerite", FromCity="SCARBOROUGH")
    await gateway.text("no keyword kingfisher", To=SHARED)
    gateway.stores.close()
    captured = capfd.readouterr()

    left = contents(tmp_path)
    left += (captured.out + captured.err).encode()

    planted = b"planted 4165550142"
    assert [form for form in forms_of(REPORTER) if form in left.lower()] == []
    assert [word for word in (b"kingfisher", b"marguerite", b"scarborough") if word in left.lower()] == []
    assert [form for form in forms_of(REPORTER) if form in left + planted] != []
    assert OWN.encode() in left


def contents(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def headers_over(fields: Mapping[str, list[str]]) -> dict[str, str]:
    class Many(dict[str, list[str]]):
        def getlist(self, name: str) -> list[str]:
            return self[name]

    url = f"{PUBLIC_URL}/sms/inbound"
    signature: str = RequestValidator(TOKEN).compute_signature(url, Many(fields))
    return {"X-Twilio-Signature": signature, "Content-Type": FORM}


def forms_of(number: str) -> list[bytes]:
    """A number in the ways in which it could be written down."""
    digits = number.lstrip("+").encode()
    national = digits[1:]
    spoken = b"-".join((national[:3], national[3:6], national[6:]))
    wide = number.encode("utf-16-le")
    return [digits, national, national[3:], spoken, digits[::-1], digits.hex().encode(), wide, wide[2:]]
