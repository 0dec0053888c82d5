"""Twilio as our carrier: its errors become ours here, and none of its objects get any further."""

from typing import Final
from urllib.parse import urlsplit, urlunsplit

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from tipline.errors import CarrierRefused, CarrierUnavailable
from tipline.private import PhoneNumber

TIMEOUT_SECONDS: Final = 10.0

OUR_FAULT: Final = frozenset({401, 403, 404, 408, 409, 425, 429})
"""Answers that say something about us or the hour, not about this text: it is tried again."""

_FIRST_REFUSAL: Final = 400
_FIRST_TROUBLE: Final = 500


class TwilioCarrier:
    """Hands texts to Twilio's REST API, or to whatever stands at `url` in its place."""

    def __init__(self, *, account_sid: str, auth_token: str, url: str) -> None:
        """Make the client; it is safe to send from many threads."""
        http = _Redirected(url)
        self._client = Client(account_sid, auth_token, http_client=http)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def send(self, *, to: PhoneNumber, from_: PhoneNumber, body: str) -> None:
        """Hand one text over.

        Raises:
            CarrierRefused: Twilio will never take this text (opted out, no mobile number, no such number …).
            CarrierUnavailable: it could not be asked, does not know us, or says to come back later.
        """
        try:
            self._client.messages.create(to=to.e164, from_=from_.e164, body=body)
        except TwilioRestException as error:
            raise _meaning(error) from None
        except (TwilioException, RequestException, ValueError):
            raise CarrierUnavailable from None


class _Redirected(TwilioHttpClient):
    """Sends every request to the host that the settings name, and says nothing about it.

    The library would hand numbers and texts to a logger.
    """

    def __init__(self, url: str) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS)
        self._base = urlsplit(url)

    def request(  # noqa: PLR0917  # the library's own signature
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001, FBT002  # the same
    ) -> Response:
        asked = urlsplit(url)
        path = self._base.path.rstrip("/") + asked.path
        there = urlunsplit((self._base.scheme, self._base.netloc, path, asked.query, ""))
        return super().request(method, there, params, data, headers, auth, timeout, allow_redirects)

    def log_request(self, kwargs: dict[str, object]) -> None:
        """Say nothing."""

    def log_response(self, status_code: int, response: object) -> None:
        """Say nothing."""


def _meaning(error: TwilioRestException) -> CarrierRefused | CarrierUnavailable:
    if _FIRST_REFUSAL <= error.status < _FIRST_TROUBLE and error.status not in OUR_FAULT:
        return CarrierRefused(error.code)
    return CarrierUnavailable()
