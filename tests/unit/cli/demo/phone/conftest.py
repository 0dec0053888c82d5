"""A phone page, and a double of the gateway that it texts."""

import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl

import httpx2
import pytest
from twilio.request_validator import RequestValidator

from cli.demo.config import DemoPerson, PhoneConfig, Place
from cli.demo.phone import phone_app

ACCOUNT: Final = "AC0123456789abcdef0123456789abcdef"
TOKEN: Final = "0123456789abcdef0123456789abcdef"
SECRET: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OWN: Final = "+14165550199"
SHARED: Final = "274637"
FIRST: Final = "+14165550142"


class DoubleOfTheGateway:
    """Takes what is POSTed to it, checks the signature as the gateway would, and answers in TwiML."""

    def __init__(self) -> None:
        self.texts: list[dict[str, str]] = []
        self.asked: list[str] = []
        """The path of every request, also of one that is not signed as it should be."""
        self.reports: list[dict[str, str]] = []
        self.answer = "<Response><Message>TOR-4F7K-92QX received &amp; kept</Message></Response>"
        self.status = 200
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                double.asked.append(self.path)
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                fields = dict(parse_qsl(body, keep_blank_values=True))
                url, signature = f"https://line.example{self.path}", self.headers["X-Twilio-Signature"]
                assert RequestValidator(TOKEN).validate(url, fields, signature)
                (double.texts if self.path == "/sms/inbound" else double.reports).append(fields)
                self.send_response(double.status)
                self.end_headers()
                self.wfile.write(double.answer.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def double() -> Iterator[DoubleOfTheGateway]:
    made = DoubleOfTheGateway()
    yield made
    made.close()


@pytest.fixture
async def page(double: DoubleOfTheGateway, anyio_backend: str) -> AsyncIterator[httpx2.AsyncClient]:
    config = PhoneConfig(
        gateway_url=double.url,
        public_url="https://line.example",
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        shared_number=SHARED,
        own_number=OWN,
        people=(DemoPerson("Ada <Byron>", "call-taker", "acoustic trophy", SECRET),),
        step_seconds=0.02,
        places=(Place("The web form", "http://127.0.0.1:8000/toronto", "A tip without a phone."),),
    )
    transport = httpx2.ASGITransport(app=phone_app(config))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8003") as client:
        yield client
