"""Fetch a picture that the carrier keeps: from its own host, or from where that sends us, and nowhere else.

What is asked for is built from ids, never from an address that came with a text. The carrier answers with a
redirect to a signed address at another host of its own. Account and token go to the carrier's host alone; the
other must be one of a list.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from requests import PreparedRequest, Response, Session
from requests.auth import AuthBase, HTTPBasicAuth
from requests.exceptions import RequestException

from tipline.carrier_errors import CarrierRefused, CarrierUnavailable

CONNECT_SECONDS: Final = 10.0
SILENCE_SECONDS: Final = 30.0
"""For the next bytes to come."""
WHOLE_SECONDS: Final = 300.0
"""For all of one picture."""
MOST_REDIRECTS: Final = 2
PIECE: Final = 65_536

_MESSAGE: Final = re.compile(r"(?:SM|MM)[0-9a-f]{32}", re.ASCII)
_MEDIA: Final = re.compile(r"ME[0-9a-f]{32}", re.ASCII)
_HTTPS: Final = 443
_OK: Final = 200
_GONE: Final = frozenset({404, 410})
_ELSEWHERE: Final = frozenset({301, 302, 303, 307, 308})


class _Nobody(AuthBase):
    """Says nothing of who we are; without it the library would look into a file of this machine."""

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Leave the request as it is."""
        return request


class Media:
    """The pictures of one account."""

    def __init__(self, *, account_sid: str, auth_token: str, url: str, hosts: Sequence[str]) -> None:
        """Fetch from the carrier at `url`, and follow it to `hosts`; it asks nothing yet."""
        self._account = account_sid
        self._known = HTTPBasicAuth(account_sid, auth_token)
        self._base = url.rstrip("/")
        self._hosts = [urlsplit(host) for host in hosts]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    @contextmanager
    def fetch(self, *, sid: str, media: str) -> Iterator[Iterator[bytes]]:
        """The bytes of one picture, in pieces, while the block lasts.

        Raises:
            CarrierRefused: the carrier has no such picture, or no longer.
            CarrierUnavailable: it could not be asked, does not know us, or sends us where we do not go;
                also while the pieces come, where they break off or come too slowly.
        """
        if not _MESSAGE.fullmatch(sid) or not _MEDIA.fullmatch(media):
            raise CarrierRefused
        url = f"{self._base}/2010-04-01/Accounts/{self._account}/Messages/{sid}/Media/{media}"
        until = time.monotonic() + WHOLE_SECONDS
        with ExitStack() as opened:
            yield _pieces(self._answer(url, opened), until)

    def _answer(self, url: str, opened: ExitStack) -> Response:
        for _ in range(MOST_REDIRECTS + 1):
            response = self._ask(url, opened)
            if response.status_code == _OK:
                return response
            if response.status_code in _GONE:
                raise CarrierRefused
            if response.status_code not in _ELSEWHERE:
                break
            url = urljoin(url, response.headers.get("Location", ""))
        raise CarrierUnavailable

    def _ask(self, url: str, opened: ExitStack) -> Response:
        """Ask one host; each is asked by a client of its own, so that nothing said by one gets to another."""
        parts = _parts(url)
        ours = _origin(parts) == _origin(urlsplit(self._base))
        if not ours and not self._is_listed(parts):
            raise CarrierUnavailable
        session = opened.enter_context(Session())
        try:
            return opened.enter_context(
                session.get(
                    url,
                    auth=self._known if ours else _Nobody(),
                    headers={"Accept-Encoding": "identity"},
                    stream=True,
                    allow_redirects=False,
                    timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
                )
            )
        except (RequestException, ValueError):
            raise CarrierUnavailable from None

    def _is_listed(self, parts: SplitResult) -> bool:
        """Whether an address is at one of the listed hosts: in the open only where the carrier itself is."""
        if parts.scheme != "https" and parts.scheme != urlsplit(self._base).scheme:
            return False
        path = unquote(parts.path)
        return ".." not in path.split("/") and any(
            _origin(parts) == _origin(host) and path.startswith(f"{host.path.rstrip('/')}/")
            for host in self._hosts
        )


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _origin(parts)
    except ValueError:
        raise CarrierUnavailable from None
    if parts.username is not None or parts.password is not None:
        raise CarrierUnavailable
    return parts


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or (_HTTPS if parts.scheme == "https" else None)


def _pieces(response: Response, until: float) -> Iterator[bytes]:
    """What comes, as it comes; the library sees to it that nothing is missing at the end."""
    stream = response.iter_content(PIECE)
    while True:
        try:
            piece: bytes | None = next(stream, None)
        except (RequestException, ValueError):
            raise CarrierUnavailable from None
        if piece is None:
            return
        if time.monotonic() > until:
            raise CarrierUnavailable
        yield piece
