"""Bring a text from a phone to the gateway as Twilio does: signed, with every field, and read its TwiML."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

import requests
from twilio.request_validator import RequestValidator

from cli.demo.config import PhoneConfig
from cli.demo.phone.handsets import WHATSAPP, is_whatsapp
from cli.demo.phone.messages import SEGMENT, Message
from cli.demo.phone.opting import OptWord

TIMEOUT_SECONDS: Final = 15.0
API: Final = "https://api.twilio.com"
"""Where the carrier says that its pictures are; the gateway takes no more than their ids out of that."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the gateway answers to a text, in the same breath."""

    text: str = field(repr=False)
    told_at: str = ""
    """Where it wants to be told how far the answer has come."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a text that was brought to the gateway."""

    delivered: bool
    replies: tuple[Reply, ...] = field(repr=False, default=())


def bring(config: PhoneConfig, message: Message, *, understood: OptWord | None = None) -> Taken:
    """POST a text to the gateway, and read the TwiML that comes back.

    Args:
        config: where the gateway is, and what it is signed with.
        message: the text, as the carrier remembers it.
        understood: what the carrier has done and answered by itself.
    """
    fields = inbound_fields(config, message) | (
        {} if understood is None else {"OptOutType": understood.value}
    )
    signature = RequestValidator(config.auth_token).compute_signature(
        f"{config.public_url}/sms/inbound", fields
    )
    try:
        response = requests.post(
            f"{config.gateway_url}/sms/inbound",
            data=fields,
            headers={"X-Twilio-Signature": signature, "User-Agent": "TwilioProxy/1.1"},
            timeout=TIMEOUT_SECONDS,
        )
        if response.status_code != HTTPStatus.OK:
            return Taken(delivered=False)
        return Taken(delivered=True, replies=tuple(_replies(response.text)))
    except (requests.RequestException, ET.ParseError):
        return Taken(delivered=False)


def inbound_fields(config: PhoneConfig, message: Message) -> dict[str, str]:
    """Everything that Twilio sends with a text, names of places and all."""
    base = f"{API}/2010-04-01/Accounts/{config.account_sid}/Messages/{message.sid}/Media"
    fields = {
        "SmsMessageSid": message.sid,
        "NumMedia": str(len(message.media)),
        "SmsSid": message.sid,
        "SmsStatus": "received",
        "Body": message.body,
        "To": message.to,
        "NumSegments": str(1 + len(message.body) // SEGMENT),
        "MessageSid": message.sid,
        "AccountSid": config.account_sid,
        "From": message.from_,
        "ApiVersion": "2010-04-01",
    }
    fields |= _places() if not is_whatsapp(message.to) else _profile(message.from_)
    for place, (picture, kind) in enumerate(message.media.items()):
        fields |= {f"MediaUrl{place}": f"{base}/{picture}", f"MediaContentType{place}": kind}
    return fields


def _places() -> dict[str, str]:
    """Where the carrier thinks that both numbers are."""
    return {
        "ToCountry": "CA",
        "ToState": "ON",
        "ToCity": "TORONTO",
        "ToZip": "",
        "FromCountry": "CA",
        "FromState": "ON",
        "FromCity": "SCARBOROUGH",
        "FromZip": "",
    }


def _profile(sender: str) -> dict[str, str]:
    """Who somebody is at WhatsApp."""
    return {"ProfileName": "Sam Example", "WaId": sender.removeprefix(f"{WHATSAPP}+"), "MessageType": "text"}


def _replies(twiml: str) -> Sequence[Reply]:
    root = ET.fromstring(twiml)  # noqa: S314  # from the gateway that the demo itself has started
    return [
        Reply("".join(message.itertext()), message.get("statusCallback", ""))
        for message in root.iter("Message")
    ]
