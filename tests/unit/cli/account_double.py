"""An account at the carrier, as its REST API tells of one: numbers, short codes and messaging services."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

ACCOUNT: Final = "AC0123456789abcdef0123456789abcdef"
TOKEN: Final = "0123456789abcdef0123456789abcdef"
SERVICE: Final = "MG0123456789abcdef0123456789abcdef"

_OF_ACCOUNT: Final = f"/2010-04-01/Accounts/{ACCOUNT}"


def a_number(number: str, **changed: object) -> dict[str, Any]:
    """A long code as the API has it, whose texts go nowhere."""
    return {
        "phone_number": number,
        "sms_url": "",
        "sms_method": "POST",
        "sms_fallback_url": "",
        "sms_fallback_method": "POST",
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        **changed,
    }


def a_code(code: str, **changed: object) -> dict[str, Any]:
    """A short code as the API has it."""
    return {"short_code": code, "sms_url": "", "sms_method": "POST", **changed}


def a_service(**changed: object) -> dict[str, Any]:
    """A messaging service as the API has it."""
    return {
        "sid": SERVICE,
        "friendly_name": "Tips",
        "inbound_request_url": None,
        "inbound_method": "POST",
        "fallback_url": None,
        "fallback_method": "POST",
        "use_inbound_webhook_on_number": False,
        **changed,
    }


@contextmanager
def an_account(lists: Mapping[str, list[dict[str, Any]]], *, anything: bool = False) -> Iterator[str]:
    """Serve an account: `numbers`, `codes`, `services`, `in_service`; its address.

    Args:
        anything: whatever is posted to it is answered 200, as by a server that is not ours.
    """
    answers: Mapping[str, dict[str, Any]] = {
        f"{_OF_ACCOUNT}/IncomingPhoneNumbers.json": {
            "incoming_phone_numbers": lists.get("numbers", []),
            "page": 0,
        },
        f"{_OF_ACCOUNT}/SMS/ShortCodes.json": {"short_codes": lists.get("codes", []), "page": 0},
        "/v1/Services": {"services": lists.get("services", []), "meta": {"key": "services"}},
        f"/v1/Services/{SERVICE}/PhoneNumbers": {
            "phone_numbers": lists.get("in_service", []),
            "meta": {"key": "phone_numbers"},
        },
        f"/v1/Services/{SERVICE}/ShortCodes": {"short_codes": [], "meta": {"key": "short_codes"}},
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(urlsplit(self.path).path)
            body = json.dumps(found or {"code": 20404, "message": "no"}).encode()
            self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(HTTPStatus.OK if anything else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002  # the library's own name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
