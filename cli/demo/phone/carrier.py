"""The carrier that the demo plays: it brings texts to the gateway, and takes those that the gateway sends."""

import base64
import binascii
import hmac
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final

import requests
from twilio.request_validator import RequestValidator

from cli.demo.config import PhoneConfig
from cli.demo.phone.messages import SEGMENT, Answer, Messages, refusal

TIMEOUT_SECONDS: Final = 15.0

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


def bring(
    config: PhoneConfig, messages: Messages, *, sender: str, line: str, body: str, now: datetime
) -> Taken:
    """POST a text to the gateway as Twilio does, signed, and read the TwiML that comes back.

    The carrier remembers the text, and what was answered to it, until it is made to forget them.
    """
    message = messages.receive(from_=sender, to=line, body=body, now=now)
    fields = inbound_fields(config, sender=sender, line=line, body=body, sid=message.sid)
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
        answers = tuple(_messages(response.text))
        for answer in answers:
            messages.send({"From": line, "To": sender, "Body": answer}, now=now, status="delivered")
        return Taken(delivered=True, answers=answers)
    except (requests.RequestException, ET.ParseError):
        return Taken(delivered=False)


def inbound_fields(config: PhoneConfig, *, sender: str, line: str, body: str, sid: str) -> dict[str, str]:
    """Everything that Twilio sends with a text, names of places and all."""
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


def accept(messages: Messages, fields: Mapping[str, str], *, now: datetime) -> Answer:
    """Take a text for a phone, or say in Twilio's own words why not."""
    for name, code in MISSING.items():
        if not fields.get(name):
            return refusal(HTTPStatus.BAD_REQUEST, code, f"A '{name}' is required.")
    to = fields["To"]
    if (code_of := REFUSED.get(to)) is not None:
        return refusal(HTTPStatus.BAD_REQUEST, code_of, "Unable to create record")
    if (trouble := TROUBLED.get(to)) is not None:
        return refusal(trouble, 20429 if trouble is HTTPStatus.TOO_MANY_REQUESTS else 20500, "Try again")
    sent = messages.send(fields, now=now, status="delivered")
    return Answer(HTTPStatus.CREATED, messages.resource(sent) | {"status": "queued", "date_sent": None})


def _messages(twiml: str) -> list[str]:
    root = ET.fromstring(twiml)  # noqa: S314  # from the gateway that the demo itself has started
    return ["".join(message.itertext()) for message in root.iter("Message")]
