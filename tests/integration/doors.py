"""The doors of a running tip line as those who stand before them: a visitor, a handset, one of the staff."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode, urljoin

import httpx2
import pyotp
from twilio.request_validator import RequestValidator

from cli.demo.config import DemoPerson, DemoTwilio
from tests.integration.pages import FormOnPage, Page

WAIT: Final = 20.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the form answers with, once."""

    number: str
    code: str

    @property
    def words(self) -> tuple[str, ...]:
        """The eight words."""
        return tuple(self.code.split())


class Visitor:
    """A reporter at the public site: no cookie jar, because no cookie may ever be set."""

    def __init__(self, site: str, program: str) -> None:
        self._http = httpx2.Client(base_url=site, timeout=WAIT, trust_env=False)
        self._form = f"/{program}"

    def close(self) -> None:
        """Go away."""
        self._http.close()

    def get(self, path: str) -> httpx2.Response:
        """Open a page."""
        return _without_cookie(self._http.get(path))

    def post(
        self, path: str, fields: Mapping[str, str], *, files: Mapping[str, bytes] | None = None
    ) -> httpx2.Response:
        """Send a form, and files of these names with it."""
        sent = [("files", (name, content)) for name, content in (files or {}).items()]
        return _without_cookie(self._http.post(path, data=dict(fields), files=sent or None))

    def fill(self, *, page: str = "", **fields: str) -> tuple[str, dict[str, str]]:
        """The form, filled in and not yet sent: its address and its fields."""
        answer = self.get(page or self._form)
        if answer.status_code == HTTPStatus.SEE_OTHER:
            answer = self.get(answer.headers["location"])
        form = Page(answer.text).form(having="what")
        return urljoin(str(answer.url.path), form.action or str(answer.url.path)), form.filled(**fields)

    def report(self, what: str, *, page: str = "", **fields: str) -> Receipt:
        """Fill the form in, send it, and read the receipt."""
        path, filled = self.fill(page=page, what=what, **fields)
        answer = self.post(path, filled)
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(f"{answer.status_code}: {Page(answer.text).text[:500]}")
        return read_receipt(answer.text)

    def come_back(self, code: str) -> Page:
        """Open the thread of a code."""
        answer = self.post(f"{self._form}/follow-up", {"code": code})
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(f"{answer.status_code}: {Page(answer.text).text[:500]}")
        return Page(answer.text)

    def say(self, thread: Page, message: str) -> Page:
        """Add a message to an open thread."""
        form = thread.form(having="message")
        answer = self.post(form.action or f"{self._form}/follow-up", form.filled(message=message))
        return Page(answer.text)

    def withdraw(self, thread: Page) -> Page:
        """Withdraw the tip of an open thread."""
        form = thread.form(having="withdraw")
        values = {"withdraw": "yes"} | ({"sure": "yes"} if "sure" in form.fields else {})
        answer = self.post(form.action or f"{self._form}/follow-up", form.filled(**values))
        return Page(answer.text)


def read_receipt(html: str) -> Receipt:
    """The number and the code of a receipt.

    Raises:
        LookupError: this page is none.
    """
    page = Page(html)
    return Receipt(page.by_id("tip-number").text, page.by_id("reporter-code").text)


def _without_cookie(answer: httpx2.Response) -> httpx2.Response:
    if "set-cookie" in answer.headers:
        raise AssertionError(f"a cookie was set on {answer.url.path}")
    return answer


@dataclass
class Handset:
    """A phone: what it sends comes to the webhook as the carrier would bring it."""

    number: str = field(repr=False)
    gateway: str
    twilio: DemoTwilio
    client: httpx2.Client

    def parameters(self, body: str, *, to: str | None = None, sid: str | None = None) -> dict[str, str]:
        """What the carrier would POST for a text."""
        sid = sid or new_sid()
        return {
            "ToCountry": "CA", "ToState": "ON", "ToCity": "TORONTO", "ToZip": "",
            "FromCountry": "CA", "FromState": "ON", "FromCity": "SCARBOROUGH", "FromZip": "",
            "SmsMessageSid": sid, "SmsSid": sid, "MessageSid": sid, "AccountSid": self.twilio.account_sid,
            "SmsStatus": "received", "NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01",
            "From": self.number, "To": to or self.twilio.own_number, "Body": body,
        }  # fmt: skip

    def post(self, parameters: Mapping[str, str], *, signature: str | None = None) -> httpx2.Response:
        """Bring parameters to the webhook, signed unless another signature is given."""
        if signature is None:
            signature = self.sign(parameters)
        return self.client.post(
            f"{self.gateway}/sms/inbound", data=dict(parameters), headers={"X-Twilio-Signature": signature}
        )

    def sign(self, parameters: Mapping[str, str]) -> str:
        """The carrier's signature over parameters."""
        validator = RequestValidator(self.twilio.auth_token)
        return str(validator.compute_signature(f"{self.twilio.public_url}/sms/inbound", dict(parameters)))

    def text(self, body: str, *, to: str | None = None, sid: str | None = None) -> list[str]:
        """Text something, and read what the gateway answers at once."""
        answer = self.post(self.parameters(body, to=to, sid=sid))
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(f"{answer.status_code}: {answer.text[:300]}")
        return read_twiml(answer.text)


def new_sid() -> str:
    """A message id as the carrier draws them."""
    return f"SM{secrets.token_hex(16)}"


class _Messages(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.messages: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag == "message":
            self._inside = True
            self.messages.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "message"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.messages[-1] += data


def read_twiml(xml: str) -> list[str]:
    """The messages of an answer to the carrier."""
    reader = _Messages()
    reader.feed(xml)
    reader.close()
    return [message.strip() for message in reader.messages]


_used: dict[str, int] = {}


def next_totp(secret: str) -> str:
    """A code that was not used before: each works once, and one step to either side counts."""
    clock = pyotp.TOTP(secret)
    step = max(_used.get(secret, 0) + 1, int(time.time()) // clock.interval - 1)
    while step > int(time.time()) // clock.interval + 1:
        time.sleep(0.5)
    _used[secret] = step
    return clock.generate_otp(step)


class Desk:
    """One of the staff at the console.

    Their cookie is for https alone, which the console stands behind in life; a browser takes it on
    loopback too, and here it is carried by hand.
    """

    def __init__(self, console: str, person: DemoPerson) -> None:
        self._http = httpx2.Client(base_url=console, timeout=WAIT, trust_env=False)
        self.person = person
        self.cookie = ""

    def close(self) -> None:
        """Leave the desk, without signing out."""
        self._http.close()

    def try_to_sign_in(self, *, totp: str | None = None, password: str | None = None) -> httpx2.Response:
        """Type name, password and the six digits."""
        page = Page(self._send("GET", "/sign-in").text)
        form = page.form(having="totp")
        return self._send(
            "POST",
            form.action or "/sign-in",
            form.filled(
                name=self.person.name,
                password=self.person.password if password is None else password,
                totp=next_totp(self.person.totp) if totp is None else totp,
            ),
        )

    def sign_in(self) -> "Desk":
        """Sign in, or stop the test."""
        answer = self.try_to_sign_in()
        if answer.status_code != HTTPStatus.SEE_OTHER or not self.cookie:
            raise AssertionError(f"{answer.status_code}: {Page(answer.text).text[:500]}")
        return self

    def sign_out(self) -> httpx2.Response:
        """Press the button."""
        form = Page(self.get("/").text).form(action="/sign-out")
        return self._send("POST", form.action, form.filled())

    def get(self, path: str) -> httpx2.Response:
        """Open a page."""
        return self._send("GET", path)

    def page(self, path: str) -> Page:
        """Open a page that must be there."""
        answer = self.get(path)
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(f"{answer.status_code} {path}: {Page(answer.text).text[:500]}")
        return Page(answer.text)

    def press(self, path: str, *, action: str, **fields: str) -> httpx2.Response:
        """Open a page, fill the form that goes to `action`, and send it."""
        return self.send(self.page(path).form(action=action), **fields)

    def send(self, form: FormOnPage, **fields: str) -> httpx2.Response:
        """Fill a form of a page that was opened before, and send it."""
        return self._send("POST", form.action, form.filled(**fields))

    def numbers(self, **filters: str) -> list[str]:
        """The tip numbers of every page of the queue."""
        found: list[str] = []
        for page_number in range(1, 200):
            query = "&".join(
                f"{name}={value}" for name, value in {**filters, "page": str(page_number)}.items()
            )
            rows = self.page(f"/?{query}").of_class("tip", "tr")
            if not rows or rows[0].attributes["data-number"] in found:
                break
            found += [row.attributes["data-number"] for row in rows]
        return found

    def _send(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> httpx2.Response:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if method == "POST":
            headers["Origin"] = str(self._http.base_url).rstrip("/")
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self._http.request(method, path, content=urlencode(fields or {}), headers=headers)
        for line in answer.headers.get_list("set-cookie"):
            self.cookie = line.partition(";")[0]
        self._http.cookies.clear()
        return answer


def give(desk: Desk, number: str, *, to: str, text: str | None = None) -> None:
    """Dispatch a tip to somebody, by choosing their name: its words as they stand, or others."""
    path = f"/tips/{number}/dispatch"
    page = desk.page(path)
    options = [element for element in page.elements if element.tag == "option" and to in element.text]
    copy = {} if text is None else {"text": text}
    preview = desk.press(path, action="/dispatch", primary=options[0].attributes["value"], **copy)
    answer = desk.send(Page(preview.text).form(action="/dispatch/send"))
    if answer.status_code != HTTPStatus.SEE_OTHER:
        raise AssertionError(f"{answer.status_code}: {Page(answer.text).text[:500]}")
