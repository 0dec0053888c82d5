"""Twilio as our carrier: its errors become ours here, and none of its objects get any further."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client

from sms import memory
from sms.media import Media
from sms.redirected import AskedToWait, Redirected
from sms.refusals import tried_again
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.ports import RememberedText
from tipline.private import Address
from tipline.settings import MEDIA_HOSTS

TIMEOUT_SECONDS: Final = 10.0

OUR_FAULT: Final = frozenset({401, 403, 404, 408, 409, 425, 429})
"""Answers that say something about us or the hour, not about this text: it is tried again."""

_FIRST_REFUSAL: Final = 400
_FIRST_TROUBLE: Final = 500


class TwilioCarrier:
    """Hands texts to Twilio's REST API, or to whatever stands at `url` in its place."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        url: str,
        media_hosts: Sequence[str] = MEDIA_HOSTS,
        status_url: str | None = None,
        discards: bool = False,
    ) -> None:
        """Make the client; it is safe to send from many threads.

        Args:
            account_sid: our account.
            auth_token: its token.
            url: where the API is.
            media_hosts: where pictures may be fetched.
            status_url: where the carrier tells how far a text has come.
            discards: whether the account may ask that a text's words are never stored, and its number only
                without its last digits (`ContentRetention`, `AddressRetention`); an account that may not is
                refused each text.
        """
        self._media = Media(account_sid=account_sid, auth_token=auth_token, url=url, hosts=media_hosts)
        http = Redirected(url, timeout=TIMEOUT_SECONDS)
        self._client = Client(account_sid, auth_token, http_client=http)
        self._with_each = {"status_callback": status_url} if status_url else {}
        if discards:
            self._with_each |= {"content_retention": "discard", "address_retention": "obfuscate"}

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def send(self, *, to: Address, from_: Address, body: str) -> str:
        """Hand one text over; its id at Twilio.

        Raises:
            CarrierRefused: Twilio will never take this text (opted out, no mobile number, no such number …).
            CarrierUnavailable: it could not be asked, does not know us, or says to come back later.
        """
        try:
            message = self._client.messages.create(to=to.wire, from_=from_.wire, body=body, **self._with_each)
        except (TwilioRestException, TwilioServiceException) as error:
            raise _meaning(error.status, error.code) from None
        except AskedToWait as asked:
            raise CarrierUnavailable(after=asked.seconds) from None
        except (TwilioException, RequestException, ValueError):
            raise CarrierUnavailable from None
        return message.sid or ""

    def redact(self, sid: str) -> None:
        """Blank a message's words; raises as `sms.memory` says, like all that follow."""
        memory.redact(self._client, sid)

    def delete(self, sid: str) -> None:
        """Forget a message."""
        memory.delete(self._client, sid)

    def media(self, message_sid: str) -> list[str]:
        """The ids of a message's pictures."""
        return memory.media(self._client, message_sid)

    def delete_media(self, message_sid: str, media_sid: str) -> None:
        """Forget one picture of a message."""
        memory.delete_media(self._client, message_sid, media_sid)

    def inbound_since(self, line: str, since: datetime) -> list[RememberedText]:
        """What was texted to a line since then and is not forgotten, the oldest first."""
        return memory.inbound_since(self._client, line, since)

    def sent_since(self, line: str, since: datetime) -> list[str]:
        """The ids of what a line has sent since then and is not forgotten."""
        return memory.sent_since(self._client, line, since)

    def fetch(self, *, sid: str, media: str) -> AbstractContextManager[Iterator[bytes]]:
        """The bytes of a picture that came with a text.

        Raises:
            CarrierRefused, CarrierUnavailable: as `Media.fetch`.
        """
        return self._media.fetch(sid=sid, media=media)


def _meaning(status: int, code: int | None) -> CarrierRefused | CarrierUnavailable:
    for_good = _FIRST_REFUSAL <= status < _FIRST_TROUBLE and status not in OUR_FAULT
    if for_good and not tried_again(code):
        return CarrierRefused(code)
    return CarrierUnavailable()
