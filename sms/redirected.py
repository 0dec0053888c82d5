"""The HTTP client of the carrier's library, kept silent, and sent to whatever stands in its place."""

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

CARRIER_HOST: Final = "api.twilio.com"


MOST_DIGITS: Final = 6
"""Of a number of seconds to wait: more is a date or nonsense."""


class AskedToWait(TwilioException):
    """The carrier has too much to do, and says for how many seconds it wants to be left alone.

    The library's own errors do not carry the header that says so (RFC 9110, section 10.2.3).
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Redirected(TwilioHttpClient):
    """Sends every request to the host that the settings name, and says nothing about it.

    The library would hand numbers and texts to a logger.
    """

    def __init__(self, url: str, *, timeout: float) -> None:
        """Send everything to `url`; where that is the carrier itself, each request to the host it is for.

        The carrier has several hosts, one for each of its products; whatever stands in its place is one.
        """
        super().__init__(timeout=timeout)
        self._base = urlsplit(url)
        self._itself = self._base.hostname == CARRIER_HOST

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
        """Send one request, to the host that it is for or to the one in its place.

        Raises:
            AskedToWait: it says when it may be asked again.
        """
        there = url if self._itself else self._in_its_place(url)
        answer = super().request(method, there, params, data, headers, auth, timeout, allow_redirects)
        if answer.status_code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
            said = str((answer.headers or {}).get("Retry-After", ""))
            if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS:
                raise AskedToWait(float(said))
        return answer

    def _in_its_place(self, url: str) -> str:
        asked = urlsplit(url)
        path = self._base.path.rstrip("/") + asked.path
        return urlunsplit((self._base.scheme, self._base.netloc, path, asked.query, ""))

    def log_request(self, kwargs: dict[str, object]) -> None:
        """Say nothing."""

    def log_response(self, status_code: int, response: object) -> None:
        """Say nothing."""
