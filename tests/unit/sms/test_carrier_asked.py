"""What the carrier's API is asked for with each text, and what its refusals mean to us."""

from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus

import pytest

from sms.carrier import TwilioCarrier
from tests.integration.carrier import CarrierDouble
from tests.unit.sms.gateway import ACCOUNT, OWN, PUBLIC_URL, REPORTER, TOKEN
from tipline.carrier_errors import CarrierRefused, CarrierTrouble, CarrierUnavailable
from tipline.private import Address

PLAIN = {"To": REPORTER, "From": OWN, "Body": "x"}


@pytest.fixture
def double() -> Iterator[CarrierDouble]:
    with closing(CarrierDouble()) as found:
        yield found


def ask(double: CarrierDouble, *, status_url: str | None = None, discards: bool = False) -> str:
    carrier = TwilioCarrier(
        account_sid=ACCOUNT, auth_token=TOKEN, url=double.url, status_url=status_url, discards=discards
    )
    return carrier.send(to=Address.read(REPORTER), from_=Address.read(OWN), body="x")


def refused(double: CarrierDouble) -> CarrierTrouble:
    with pytest.raises(CarrierTrouble) as trouble:
        ask(double)
    return trouble.value


def test_with_each_text_goes_the_address_of_its_reports(double: CarrierDouble) -> None:
    sid = ask(double, status_url=f"{PUBLIC_URL}/sms/status")

    assert double.asked == [PLAIN | {"StatusCallback": f"{PUBLIC_URL}/sms/status"}]
    assert [one.sid for one in double.messages.all()] == [sid]


def test_an_account_that_may_asks_for_nothing_to_be_kept_and_another_does_not(double: CarrierDouble) -> None:
    ask(double, discards=True)
    ask(double)

    assert double.asked == [PLAIN | {"ContentRetention": "discard", "AddressRetention": "obfuscate"}, PLAIN]


@pytest.mark.parametrize("status", [HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE])
@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0", 0.0), (None, None), ("soon", None), ("-3", None), ("9" * 40, None)],
)
def test_a_carrier_that_says_how_long_to_wait_is_heard(
    double: CarrierDouble, status: HTTPStatus, said: str | None, seconds: float | None
) -> None:
    double.refuse_with, double.retry_after = status, said

    trouble = refused(double)

    assert isinstance(trouble, CarrierUnavailable)
    assert trouble.after == seconds


@pytest.mark.parametrize("status", [401, 403, 404, 408, 429, 500, 502, 503])
def test_what_is_said_of_us_or_of_the_hour_is_tried_again(double: CarrierDouble, status: int) -> None:
    double.refuse_with = HTTPStatus(status)

    assert isinstance(refused(double), CarrierUnavailable)


@pytest.mark.parametrize(("code", "for_good"), [(21610, True), (21211, True), (63016, True), (21611, False)])
def test_what_is_said_of_the_text_is_the_last_word_unless_the_table_says_otherwise(
    double: CarrierDouble, code: int, for_good: bool
) -> None:
    double.refuse_with, double.refuse_code = HTTPStatus.BAD_REQUEST, code

    trouble = refused(double)

    assert isinstance(trouble, CarrierRefused if for_good else CarrierUnavailable)
    assert getattr(trouble, "code", None) == (code if for_good else None)
