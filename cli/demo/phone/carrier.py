"""The carrier that the demo plays, as the gateway asks it to send: what it takes, and what it refuses."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final

from cli.demo.config import PhoneConfig
from cli.demo.phone.messages import Answer, Message, Messages, refusal
from cli.demo.phone.opting import OptOuts

OPTED_OUT: Final = 21610
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


def accept(
    messages: Messages, opt_outs: OptOuts, fields: Mapping[str, str], *, now: datetime
) -> Message | Answer:
    """Take a text for a phone, or say in Twilio's own words why not."""
    for name, code in MISSING.items():
        if not fields.get(name):
            return refusal(HTTPStatus.BAD_REQUEST, code, f"A '{name}' is required.")
    to = fields["To"]
    if opt_outs.is_out(to, fields["From"]):
        return refusal(HTTPStatus.BAD_REQUEST, OPTED_OUT, "Attempt to send to unsubscribed recipient")
    if (code_of := REFUSED.get(to)) is not None:
        return refusal(HTTPStatus.BAD_REQUEST, code_of, "Unable to create record")
    if (trouble := TROUBLED.get(to)) is not None:
        return refusal(trouble, 20429 if trouble is HTTPStatus.TOO_MANY_REQUESTS else 20500, "Try again")
    return messages.send(fields, now=now)
