"""A stand-in for the carrier's REST API: takes what the gateway sends, and remembers it."""

import json
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs

from sms.carrier import TIMEOUT_SECONDS

HANGS_S: Final = TIMEOUT_SECONDS + 1


@dataclass(frozen=True, slots=True)
class SentText:
    """A text that the gateway sent."""

    to: str = field(repr=False)
    from_: str
    body: str = field(repr=False)


class CarrierDouble:
    """Listens on a port of its own from the moment that it is made until it is closed."""

    def __init__(self) -> None:
        self.sent: list[SentText] = []
        self.refuse_with: HTTPStatus | None = None
        self.hangs_for: set[str] = set()
        """Numbers for which it reads a request and does not answer until the gateway has given up."""
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", "0"))
                fields = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
                if fields["To"][0] in double.hangs_for:
                    time.sleep(HANGS_S)
                    self.close_connection = True
                elif double.refuse_with is None and self.path.endswith("/Messages.json"):
                    double.sent.append(SentText(fields["To"][0], fields["From"][0], fields["Body"][0]))
                    self._answer(
                        HTTPStatus.CREATED, {"sid": f"SM{len(double.sent):032x}", "status": "queued"}
                    )
                else:
                    self._answer(double.refuse_with or HTTPStatus.NOT_FOUND, {"code": 20500, "message": "no"})

            def _answer(self, status: HTTPStatus, content: dict[str, object]) -> None:
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def wait_for(self, number: str, *, seconds: float = 10.0, count: int = 1) -> list[SentText]:
        """What was sent to a number, once that is as much as is waited for.

        Raises:
            AssertionError: it was not, within so many seconds.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = [text for text in self.sent if text.to == number]
            if len(found) >= count:
                return found
            time.sleep(0.02)
        raise AssertionError(f"{len(self.sent)} texts were sent, not {count} to the one who waits")

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
