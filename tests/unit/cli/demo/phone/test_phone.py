"""The demo's phone page: it texts as the carrier does, and shows what comes back."""

import json

import httpx2
import pyotp
import pytest

from tests.material import material
from tests.unit.cli.demo.phone.conftest import ACCOUNT, FIRST, OWN, SECRET, SHARED, DoubleOfTheGateway

pytestmark = pytest.mark.anyio


async def test_a_text_is_posted_with_every_field_that_the_carrier_sends(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    sent = await page.post("/send", data={"from": "", "to": SHARED, "body": "TOR black jeep"})

    handed = json.loads(material("twilio", "payloads_handed.json").read_text("utf-8"))[0]["params"]
    (fields,) = double.texts
    assert set(fields) == set(handed)
    assert (fields["From"], fields["To"], fields["Body"]) == (FIRST, SHARED, "TOR black jeep")
    assert fields["MessageSid"] == fields["SmsSid"] == fields["SmsMessageSid"]
    where = "/?phone=%2B14165550142&to=274637"
    assert (sent.status_code, sent.headers["location"]) == (303, where)


async def test_what_was_sent_and_what_was_answered_are_on_the_screen(page: httpx2.AsyncClient) -> None:
    await page.post("/send", data={"to": OWN, "body": "<script>alert(1)</script>"})

    thread = (await page.get("/")).text

    assert '<span class="words">&lt;script&gt;alert(1)&lt;/script&gt;</span>' in thread
    assert '<span class="words">TOR-4F7K-92QX received &amp; kept</span>' in thread
    assert [name for name in ('id="body"', 'id="send"', 'id="thread"') if name not in thread] == []


async def test_a_text_that_the_gateway_does_not_take_is_shown_as_not_delivered(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    double.status = 503

    await page.post("/send", data={"to": OWN, "body": "black jeep"})

    assert "Not delivered" in (await page.get("/thread")).text


async def test_only_the_newest_text_from_a_phone_says_that_it_was_delivered(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    double.answer = "<Response/>"
    await page.post("/send", data={"to": OWN, "body": "black jeep"})

    await page.post("/send", data={"to": OWN, "body": "with a roof box"})

    assert (await page.get("/thread")).text.count("Delivered") == 1


async def test_each_phone_has_its_own_conversations(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    another = (await page.post("/another")).headers["location"]
    await page.post("/send", data={"from": "+14165550143", "to": OWN, "body": "white van"})

    first = (await page.get("/thread", params={"phone": FIRST, "to": OWN})).text
    second = (await page.get("/thread", params={"phone": "+14165550143", "to": OWN})).text

    assert another == "/?phone=%2B14165550143"
    assert (double.texts[0]["From"], "white van" in first, "white van" in second) == (
        "+14165550143",
        False,
        True,
    )


async def test_the_page_shows_who_can_sign_in_and_by_which_code(page: httpx2.AsyncClient) -> None:
    codes = (await page.get("/codes")).text

    now = pyotp.TOTP(SECRET).now()
    assert f"{now[:3]} {now[3:]}" in codes
    assert "Ada &lt;Byron&gt;" in codes
    assert "call taker" in codes
    assert "acoustic trophy" in codes


async def test_the_page_leads_to_the_other_doors_and_loads_nothing_from_elsewhere(
    page: httpx2.AsyncClient,
) -> None:
    answer = await page.get("/")

    assert 'href="http://127.0.0.1:8000/toronto"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    for asset in ("/phone.css", "/phone.js", "/phone.svg", "/healthz"):
        assert (await page.get(asset)).status_code == 200


async def test_a_page_of_another_name_is_not_this_one(page: httpx2.AsyncClient) -> None:
    assert (await page.get("/", headers={"Host": "evil.example"})).status_code == 400


async def test_a_strangers_request_to_the_carriers_api_is_refused(page: httpx2.AsyncClient) -> None:
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    fields = {"To": FIRST, "From": OWN, "Body": "x"}

    without = await page.post(path, data=fields)
    wrong = await page.post(path, data=fields, auth=(ACCOUNT, "f" * 32))
    broken = await page.post(path, data=fields, headers={"Authorization": "Basic !"})

    assert [one.status_code for one in (without, wrong, broken)] == [401, 401, 401]
    assert without.json()["code"] == 20003
