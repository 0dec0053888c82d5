"""A stand-in for the carrier's REST API: takes what the gateway sends, and remembers until it must forget."""

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl

from cli.demo.phone.messages import Answer, Messages, refusal
from sms.carrier import TIMEOUT_SECONDS

HANGS_S: Final = TIMEOUT_SECONDS + 1


@dataclass(frozen=True, slots=True)
class SentText:
    """A text that the gateway sent."""

    to: str = field(repr=False)
    from_: str
    body: str = field(repr=False)


class _Handler(BaseHTTPRequestHandler):
    double: "CarrierDouble"
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        fields = self._fields()
        if self.path.endswith("/Messages.json"):
            self._send(fields)
        else:
            self._remember(fields)

    def do_GET(self) -> None:
        self._remember({})

    def do_DELETE(self) -> None:
        self._remember({})

    def _send(self, fields: dict[str, str]) -> None:
        self.double.asked.append(fields)
        if fields["To"] in self.double.hangs_for:
            time.sleep(HANGS_S)
            self.close_connection = True
        elif self.double.refuse_with is None:
            self.double.sent.append(SentText(fields["To"], fields["From"], fields["Body"]))
            sent = self.double.messages.send(fields, now=datetime.now(UTC), status=self.double.sent_become)
            queued = self.double.messages.resource(sent) | {"status": "queued"}
            self._answer(Answer(HTTPStatus.CREATED, queued))
        else:
            self._answer(refusal(self.double.refuse_with, self.double.refuse_code, "no"))

    def _remember(self, fields: dict[str, str]) -> None:
        if self.double.refuse_with is not None:
            self._answer(refusal(self.double.refuse_with, self.double.refuse_code, "no"))
            return
        path, _, query = self.path.partition("?")
        asked = dict(parse_qsl(query, keep_blank_values=True))
        self._answer(self.double.messages.answer(self.command, path, query=asked, fields=fields))

    def _fields(self) -> dict[str, str]:
        length = int(self.headers.get("content-length", "0"))
        return dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))

    def _answer(self, answer: Answer) -> None:
        body = b"" if answer.content is None else json.dumps(answer.content).encode()
        self.send_response(answer.status)
        if self.double.retry_after is not None:
            self.send_header("Retry-After", self.double.retry_after)
        if answer.content is not None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


class CarrierDouble:
    """Listens on a port of its own from the moment that it is made until it is closed."""

    def __init__(self, account_sid: str = "") -> None:
        self.messages = Messages(account_sid)
        self.sent: list[SentText] = []
        self.sent_become = "delivered"
        """The state that a sent text is in at once."""
        self.asked: list[dict[str, str]] = []
        """Every field of each text that it was handed, whatever came of it."""
        self.refuse_with: HTTPStatus | None = None
        self.refuse_code = 20500
        self.retry_after: str | None = None
        """How long a refusal asks to wait, as it is written in the header."""
        self.hangs_for: set[str] = set()
        """Numbers for which it reads a request and does not answer until the gateway has given up."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Ours", (_Handler,), {"double": self}))
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
