"""The demo's phone page: it texts as the carrier does, and shows what comes back."""

import json
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl

import httpx2
import pyotp
import pytest
from twilio.request_validator import RequestValidator

from cli.demo.config import DemoPerson, PhoneConfig, Place
from cli.demo.phone import phone_app
from tests.material import material

pytestmark = pytest.mark.anyio

ACCOUNT: Final = "AC0123456789abcdef0123456789abcdef"
TOKEN: Final = "0123456789abcdef0123456789abcdef"
SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OWN: Final = "+14165550199"
SHARED: Final = "274637"
FIRST: Final = "+14165550142"


class DoubleOfTheGateway:
    """Takes what is POSTed to it, checks the signature as the gateway would, and answers in TwiML."""

    def __init__(self) -> None:
        self.texts: list[dict[str, str]] = []
        self.answer = "<Response><Message>TOR-4F7K-92QX received &amp; kept</Message></Response>"
        self.status = 200
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                fields = dict(parse_qsl(body, keep_blank_values=True))
                url, signature = f"https://line.example{self.path}", self.headers["X-Twilio-Signature"]
                assert RequestValidator(TOKEN).validate(url, fields, signature)
                double.texts.append(fields)
                self.send_response(double.status)
                self.end_headers()
                self.wfile.write(double.answer.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def double() -> Iterator[DoubleOfTheGateway]:
    made = DoubleOfTheGateway()
    yield made
    made.close()


@pytest.fixture
async def page(double: DoubleOfTheGateway, anyio_backend: str) -> AsyncIterator[httpx2.AsyncClient]:
    config = PhoneConfig(
        gateway_url=double.url,
        public_url="https://line.example",
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        shared_number=SHARED,
        own_number=OWN,
        people=(DemoPerson("Ada <Byron>", "call-taker", "acoustic trophy", SECRET),),
        places=(Place("The web form", "http://127.0.0.1:8000/toronto", "A tip without a phone."),),
    )
    transport = httpx2.ASGITransport(app=phone_app(config))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8003") as client:
        yield client


async def test_a_text_is_posted_with_every_field_that_the_carrier_sends(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    sent = await page.post("/send", data={"from": "", "to": SHARED, "body": "TOR black jeep"})

    handed = json.loads(material("twilio", "payloads_handed.json").read_text("utf-8"))[0]["params"]
    (fields,) = double.texts
    assert set(fields) == set(handed)
    assert (fields["From"], fields["To"], fields["Body"]) == (FIRST, SHARED, "TOR black jeep")
    assert fields["MessageSid"] == fields["SmsSid"] == fields["SmsMessageSid"]
    assert (sent.status_code, sent.headers["location"]) == (303, "/")


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


async def test_a_text_that_is_taken_and_not_answered_is_shown_as_delivered(
    page: httpx2.AsyncClient, double: DoubleOfTheGateway
) -> None:
    await page.post("/send", data={"to": OWN, "body": "black jeep"})
    answered = (await page.get("/thread")).text
    double.answer = "<Response/>"

    await page.post("/send", data={"to": OWN, "body": "with a roof box"})

    assert ("Delivered" in answered, (await page.get("/thread")).text.count("Delivered")) == (False, 1)


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
