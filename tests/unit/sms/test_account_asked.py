"""What we ask of an account validates against Twilio's own documents, and their answers are understood."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import httpx2
import pytest

from sms.account import Account, Place
from tests.unit.sms.gateway import ACCOUNT, TOKEN
from tests.unit.sms.prism import MESSAGES, SERVICES, prism

SERVICE_PATHS: Final = "/v1/"


@pytest.fixture(scope="module")
def twilio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Both of the carrier's hosts as one: the account's numbers, and its messaging services."""
    with ExitStack() as stack:
        numbers, services = (
            stack.enter_context(prism(tmp_path_factory.mktemp("account"), name=name, examples_hold=False))
            for name in (MESSAGES, SERVICES)
        )
        refused: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                behind = services if self.path.startswith(SERVICE_PATHS) else numbers
                asked = {name: self.headers[name] for name in ("Authorization", "Accept")}
                answer = httpx2.get(behind + self.path, headers=asked, timeout=60)
                if answer.status_code != HTTPStatus.OK:
                    refused.append(f"{answer.status_code} {self.path}: {answer.text}")
                self.send_response(answer.status_code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()
        assert refused == []


def test_every_question_of_an_account_validates_and_every_answer_is_understood(twilio: str) -> None:
    found = Account(account_sid=ACCOUNT, auth_token=TOKEN, url=twilio).numbers()

    assert found != []
    assert [one for one in found if not one.number or one.webhook == Place()] == []
