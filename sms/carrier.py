"""Twilio as our carrier: its errors become ours here, and none of its objects get any further."""

from typing import Final

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from sms.redirected import Redirected
from tipline.errors import CarrierRefused, CarrierUnavailable
from tipline.private import Address

TIMEOUT_SECONDS: Final = 10.0

OUR_FAULT: Final = frozenset({401, 403, 404, 408, 409, 425, 429})
"""Answers that say something about us or the hour, not about this text: it is tried again."""

_FIRST_REFUSAL: Final = 400
_FIRST_TROUBLE: Final = 500


class TwilioCarrier:
    """Hands texts to Twilio's REST API, or to whatever stands at `url` in its place."""

    def __init__(self, *, account_sid: str, auth_token: str, url: str) -> None:
        """Make the client; it is safe to send from many threads."""
        http = Redirected(url, timeout=TIMEOUT_SECONDS)
        self._client = Client(account_sid, auth_token, http_client=http)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def send(self, *, to: Address, from_: Address, body: str) -> None:
        """Hand one text over.

        Raises:
            CarrierRefused: Twilio will never take this text (opted out, no mobile number, no such number …).
            CarrierUnavailable: it could not be asked, does not know us, or says to come back later.
        """
        try:
            self._client.messages.create(to=to.wire, from_=from_.wire, body=body)
        except TwilioRestException as error:
            raise _meaning(error) from None
        except (TwilioException, RequestException, ValueError):
            raise CarrierUnavailable from None


def _meaning(error: TwilioRestException) -> CarrierRefused | CarrierUnavailable:
    if _FIRST_REFUSAL <= error.status < _FIRST_TROUBLE and error.status not in OUR_FAULT:
        return CarrierRefused(error.code)
    return CarrierUnavailable()
