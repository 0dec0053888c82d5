"""The carrier that the demo plays: it brings texts to the gateway, and takes those that the gateway sends."""

import base64
import binascii
import hmac
import secrets
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any, Final

import requests
from twilio.request_validator import RequestValidator

from cli.demo.config import PhoneConfig

TIMEOUT_SECONDS: Final = 15.0
SEGMENT: Final = 153

REFUSED: Final[Mapping[str, int]] = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
"""The magic numbers of Twilio's test credentials, and the errors that they give."""

TROUBLED: Final[Mapping[str, HTTPStatus]] = {
    "+15005550429": HTTPStatus.TOO_MANY_REQUESTS,
    "+15005550500": HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Numbers of our own at which this carrier itself is in trouble."""

MISSING: Final[Mapping[str, int]] = {"To": 21604, "From": 21603, "Body": 21602}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a text that was brought to the gateway."""

    delivered: bool
    answers: tuple[str, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True)
class Answer:
    """What the carrier's API says."""

    status: HTTPStatus
    content: dict[str, Any] = field(repr=False)


def bring(config: PhoneConfig, *, sender: str, line: str, body: str) -> Taken:
    """POST a text to the gateway as Twilio does, signed, and read the TwiML that comes back."""
    fields = inbound_fields(config, sender=sender, line=line, body=body)
    validator = RequestValidator(config.auth_token)
    url = f"{config.public_url}/sms/inbound"
    signature = validator.compute_signature(url, fields)
    try:
        response = requests.post(
            f"{config.gateway_url}/sms/inbound",
            data=fields,
            headers={"X-Twilio-Signature": signature, "User-Agent": "TwilioProxy/1.1"},
            timeout=TIMEOUT_SECONDS,
        )
        if response.status_code != HTTPStatus.OK:
            return Taken(delivered=False)
        return Taken(delivered=True, answers=tuple(_messages(response.text)))
    except (requests.RequestException, ET.ParseError):
        return Taken(delivered=False)


def inbound_fields(config: PhoneConfig, *, sender: str, line: str, body: str) -> dict[str, str]:
    """Everything that Twilio sends with a text, names of places and all."""
    sid = f"SM{secrets.token_hex(16)}"
    return {
        "ToCountry": "CA",
        "ToState": "ON",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "TORONTO",
        "FromZip": "",
        "SmsSid": sid,
        "FromState": "ON",
        "SmsStatus": "received",
        "FromCity": "SCARBOROUGH",
        "Body": body,
        "FromCountry": "CA",
        "To": line,
        "ToZip": "",
        "NumSegments": str(1 + len(body) // SEGMENT),
        "MessageSid": sid,
        "AccountSid": config.account_sid,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }


def is_customer(config: PhoneConfig, *, account_sid: str, authorization: str) -> bool:
    """Whether a request to the API is our customer's own, by its basic authentication."""
    scheme, _, encoded = authorization.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    wanted = f"{config.account_sid}:{config.auth_token}".encode()
    return (
        scheme.lower() == "basic" and account_sid == config.account_sid and hmac.compare_digest(given, wanted)
    )


def accept(config: PhoneConfig, fields: Mapping[str, str], *, now: datetime) -> Answer:
    """Take a text for a phone, or say in Twilio's own words why not."""
    for name, code in MISSING.items():
        if not fields.get(name):
            return refusal(HTTPStatus.BAD_REQUEST, code, f"A '{name}' is required.")
    to = fields["To"]
    if (code_of := REFUSED.get(to)) is not None:
        return refusal(HTTPStatus.BAD_REQUEST, code_of, "Unable to create record")
    if (trouble := TROUBLED.get(to)) is not None:
        return refusal(trouble, 20429 if trouble is HTTPStatus.TOO_MANY_REQUESTS else 20500, "Try again")
    return Answer(HTTPStatus.CREATED, _resource(config, fields, now))


def refusal(status: HTTPStatus, code: int, message: str) -> Answer:
    """An error as Twilio's API words it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Answer(status, {"code": code, "message": message, "more_info": more, "status": status.value})


def _resource(config: PhoneConfig, fields: Mapping[str, str], now: datetime) -> dict[str, Any]:
    sid = f"SM{secrets.token_hex(16)}"
    path = f"/2010-04-01/Accounts/{config.account_sid}/Messages/{sid}"
    when = format_datetime(now)
    return {
        "account_sid": config.account_sid,
        "api_version": "2010-04-01",
        "body": fields["Body"],
        "date_created": when,
        "date_sent": None,
        "date_updated": when,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": fields["From"],
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(1 + len(fields["Body"]) // SEGMENT),
        "price": None,
        "price_unit": "USD",
        "sid": sid,
        "status": "queued",
        "subresource_uris": {"media": f"{path}/Media.json"},
        "to": fields["To"],
        "uri": f"{path}.json",
    }


def _messages(twiml: str) -> list[str]:
    root = ET.fromstring(twiml)  # noqa: S314  # from the gateway that the demo itself has started
    return ["".join(message.itertext()) for message in root.iter("Message")]
