"""How the carrier has our numbers set up: where it brings what is texted to them, and by what method."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException
from twilio.http.response import Response
from twilio.rest import Client

from sms.redirected import Redirected
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable

TIMEOUT_SECONDS: Final = 10.0

MOST_NUMBERS: Final = 2000
"""Numbers that are read of one account; a deployment has some dozens."""

STRANGERS: Final = frozenset({401, 403, 404})
"""Answers to an account or a token that is not known, or may not ask."""

OF_A_PAGE: Final = 500
"""Numbers that are asked for at once: the carrier refuses more than 1,000."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """An address that the carrier calls, and how."""

    url: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class NumberSetUp:
    """One number or short code of the account, as the carrier has it."""

    number: str = field(repr=False)
    webhook: Place
    fallback: Place
    service: str | None = None
    """The messaging service that decides in the number's place, by the name that its account gave it."""
    texts: bool = True
    pictures: bool = True


class Account:
    """An account at Twilio, asked by its REST API; nothing in it is changed."""

    def __init__(self, *, account_sid: str, auth_token: str, url: str) -> None:
        """Make the client; it asks nothing yet."""
        self._client = Client(account_sid, auth_token, http_client=Redirected(url, timeout=TIMEOUT_SECONDS))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def numbers(self) -> list[NumberSetUp]:
        """Every number and short code of the account, in the order of their digits.

        A number in a messaging service is called where the service says, unless the service leaves it to the
        number ("Defer to sender's webhook").

        Raises:
            CarrierRefused: the account or the token is not known, or may not ask.
            CarrierUnavailable: it could not be asked.
        """
        return _asked(self._numbers)

    def _numbers(self) -> list[NumberSetUp]:
        found = {one.number: one for one in self._of_the_account()}
        for number, decided in self._of_services():
            if (own := found.get(number)) is not None:
                found[number] = NumberSetUp(
                    number, decided.webhook, decided.fallback, decided.service, own.texts, own.pictures
                )
        return [found[number] for number in sorted(found)]

    def _of_the_account(self) -> Iterator[NumberSetUp]:
        for one in self._client.incoming_phone_numbers.list(limit=MOST_NUMBERS, page_size=OF_A_PAGE):
            yield NumberSetUp(
                number=one.phone_number or "",
                webhook=_place(one.sms_url, one.sms_method),
                fallback=_place(one.sms_fallback_url, one.sms_fallback_method),
                texts=_can(one.capabilities, "sms"),
                pictures=_can(one.capabilities, "mms"),
            )
        for code in self._client.short_codes.list(limit=MOST_NUMBERS, page_size=OF_A_PAGE):
            yield NumberSetUp(
                number=code.short_code or "",
                webhook=_place(code.sms_url, code.sms_method),
                fallback=_place(code.sms_fallback_url, code.sms_fallback_method),
            )

    def _of_services(self) -> Iterator[tuple[str, NumberSetUp]]:
        services = self._client.messaging.v1.services
        for service in services.list(limit=MOST_NUMBERS, page_size=OF_A_PAGE):
            if service.sid is None or service.use_inbound_webhook_on_number:
                continue
            decided = NumberSetUp(
                number="",
                webhook=_place(service.inbound_request_url, service.inbound_method),
                fallback=_place(service.fallback_url, service.fallback_method),
                service=service.friendly_name or service.sid,
            )
            for one in services(service.sid).phone_numbers.list(limit=MOST_NUMBERS, page_size=OF_A_PAGE):
                yield one.phone_number or "", decided
            for code in services(service.sid).short_codes.list(limit=MOST_NUMBERS, page_size=OF_A_PAGE):
                yield code.short_code or "", decided


def _place(url: str | None, method: str | None) -> Place:
    return Place(url or "", (method or "").upper())


def _can(capabilities: object, what: str) -> bool:
    """Whether a number can do this; the client hands on what the API wrote, by a name in either case."""
    if isinstance(capabilities, dict):
        return bool(capabilities.get(what, capabilities.get(what.upper(), False)))
    return bool(getattr(capabilities, what, False))


def _asked(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except TwilioException as error:
        raise _meaning(error) from None
    except (RequestException, ValueError):
        raise CarrierUnavailable from None


def _meaning(error: TwilioException) -> CarrierRefused | CarrierUnavailable:
    """What an error says; a page of a list that is refused keeps the answer beside its words."""
    answer = error.args[1] if len(error.args) > 1 else None
    if isinstance(answer, Response) and answer.status_code in STRANGERS:
        return CarrierRefused(_code(answer.text))
    return CarrierUnavailable()


def _code(body: str) -> int | None:
    """The carrier's own number of an error."""
    try:
        code = json.loads(body)["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, int) else None
