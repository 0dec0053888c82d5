"""What is sent: tips as long as people write, each a little different, and texts signed beforehand."""

import secrets
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from bench.orders import Order

STORY: Final = (
    "There is a grey van behind the laundromat most nights between ten and midnight. Two men carry boxes "
    "from it into the back door of the shop next door, which has been closed for a year. On Thursday one of "
    "the boxes fell and there were pill bottles in it. The taller one has a tattoo of a swallow on his left "
    "hand and calls the other one Rusty. They leave by the lane toward the tracks with the lights off. "
)
TEXT: Final = "Grey van behind the laundromat again, two men carry boxes in, plate ends 482. Number {number}."


def web_body(number: int, *, token: str) -> bytes:
    """The form as a browser sends it: some 470 characters of what happened, and most of the other fields."""
    return urlencode(
        {
            "what": f"{STORY}This is the {number}th time.",
            "danger": "no",
            "when": "Most nights after ten",
            "where": "Back lane, east of the tracks",
            "offence": "drug-trafficking",
            "who": "A tall man with a swallow on his left hand, and one called Rusty",
            "vehicle": "Grey van, plate ends 482",
            "about_us": "no",
            "wish": "no",
            "token": token,
            "l": "",
        }
    ).encode()


def text_requests(order: Order) -> Iterator[tuple[bytes, str]]:
    """Bodies and signatures: from as many numbers as there are texts, so that each is a tip of its own."""
    validator = RequestValidator(order.auth_token)
    for number in range(order.first, order.first + order.count):
        sid = f"SM{secrets.token_hex(16)}"
        fields = {
            "ToCountry": "CA", "ToState": "ON", "ToCity": "TORONTO", "ToZip": "",
            "FromCountry": "CA", "FromState": "ON", "FromCity": "SCARBOROUGH", "FromZip": "",
            "SmsMessageSid": sid, "SmsSid": sid, "MessageSid": sid, "AccountSid": order.account_sid,
            "SmsStatus": "received", "NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01",
            "From": f"+1647{2_000_000 + number}", "To": order.to, "Body": f"TOR {TEXT.format(number=number)}",
        }  # fmt: skip
        signature = validator.compute_signature(f"{order.public_url}{order.path}", fields)
        yield urlencode(fields).encode(), str(signature)
