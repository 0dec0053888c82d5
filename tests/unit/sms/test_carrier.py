"""One contract for every carrier: the fake of the tests, and Twilio's client against the demo's stand-in."""

import base64
import re
import threading
import time
from collections.abc import Iterator
from typing import Final

import httpx2
import pytest
import uvicorn

from cli.demo.config import PhoneConfig
from cli.demo.phone import phone_app
from sms.carrier import TwilioCarrier
from tests.fakes import BROKEN, NO_MOBILE, OPTED_OUT, TOO_FAST, FakeCarrier
from tests.unit.sms.gateway import ACCOUNT, OWN, REPORTER, SHARED, TOKEN
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.ports import Carrier
from tipline.private import Address

CONFIG: Final = PhoneConfig(
    gateway_url="http://127.0.0.1:9",
    public_url="https://line.example",
    account_sid=ACCOUNT,
    auth_token=TOKEN,
    shared_number=SHARED,
    own_number=OWN,
    people=(),
)


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    """The demo's stand-in for Twilio's API, served on a free port."""
    server = uvicorn.Server(
        uvicorn.Config(phone_app(CONFIG), host="127.0.0.1", port=0, log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(params=["fake", "twilio"])
def carrier(request: pytest.FixtureRequest) -> Carrier:
    """Each carrier in turn."""
    if request.param == "fake":
        return FakeCarrier()
    url: str = request.getfixturevalue("stand_in")
    return TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=url)


def send(carrier: Carrier, to: str, body: str = "A question waits. 🚗") -> str:
    return carrier.send(to=Address.read(to), from_=Address.read(OWN), body=body)


def test_a_carrier_takes_a_text_and_says_by_which_id_it_will_speak_of_it(carrier: Carrier) -> None:
    sids = [send(carrier, REPORTER), send(carrier, REPORTER)]

    assert all(re.fullmatch("SM[0-9a-f]{32}", sid) for sid in sids)
    assert sids[0] != sids[1]


def test_a_carrier_takes_a_text_from_a_short_code(carrier: Carrier) -> None:
    carrier.send(to=Address.read(REPORTER), from_=Address.read(SHARED), body="A question waits.")


@pytest.mark.parametrize(("number", "code"), [(OPTED_OUT, 21610), (NO_MOBILE, 21614)])
def test_a_carrier_refuses_for_good_and_says_by_which_code(carrier: Carrier, number: str, code: int) -> None:
    with pytest.raises(CarrierRefused) as refused:
        send(carrier, number)

    assert refused.value.code == code


@pytest.mark.parametrize("number", [TOO_FAST, BROKEN])
def test_a_carrier_in_trouble_asks_to_come_back(carrier: Carrier, number: str) -> None:
    with pytest.raises(CarrierUnavailable):
        send(carrier, number)


def test_what_was_taken_arrives_on_the_phone_as_it_was_written(stand_in: str) -> None:
    body = "A question waits: <b>é</b> & 楼下 🚗"

    send(TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=stand_in), "+14165550188", body)

    page = httpx2.get(f"{stand_in}/thread", params={"phone": "+14165550188", "to": OWN}).text
    assert "A question waits: &lt;b&gt;é&lt;/b&gt; &amp; 楼下 🚗" in page


@pytest.mark.parametrize(
    ("account", "token", "url"),
    [
        (ACCOUNT, "f" * 32, None),
        ("AC" + "f" * 32, TOKEN, None),
        (ACCOUNT, TOKEN, "http://127.0.0.1:9"),
    ],
)
def test_twilio_that_does_not_know_us_or_is_away_is_unavailable(
    stand_in: str, account: str, token: str, url: str | None
) -> None:
    with pytest.raises(CarrierUnavailable):
        send(TwilioCarrier(account_sid=account, auth_token=token, url=url or stand_in), REPORTER)


@pytest.mark.parametrize(("missing", "code"), [("To", 21604), ("From", 21603), ("Body", 21602)])
def test_the_stand_in_refuses_what_twilio_would(stand_in: str, missing: str, code: int) -> None:
    fields = {"To": REPORTER, "From": OWN, "Body": "x"}
    del fields[missing]

    answer = httpx2.post(
        f"{stand_in}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
        data=fields,
        headers={"Authorization": "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_no_error_of_a_carrier_quotes_a_number_or_a_text(stand_in: str) -> None:
    carrier = TwilioCarrier(account_sid=ACCOUNT, auth_token=TOKEN, url=stand_in)

    with pytest.raises(CarrierRefused) as refused:
        send(carrier, OPTED_OUT, "kingfisher")

    error = refused.value
    assert (str(error), error.__cause__, error.__suppress_context__) == ("21610", None, True)
    assert repr(carrier) == "TwilioCarrier()"
