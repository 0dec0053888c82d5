from collections.abc import Iterable

import anyio
import pytest
from starlette.requests import Request
from starlette.types import Message

from web.forms import (
    BODY_LIMIT,
    FIELDS_LIMIT,
    BodyTooLarge,
    Form,
    MalformedForm,
    WrongContentType,
    read_form,
)

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=line"


class Sender:
    """Somebody who sends a body in pieces, and knows how many were taken."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.taken = 0

    async def receive(self) -> Message:
        piece = next(self._pieces, None)
        self.taken += piece is not None
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}


def read(body: bytes | Sender, kind: str, *, length: str | None = None, limit: int = BODY_LIMIT) -> Form:
    sender = body if isinstance(body, Sender) else Sender([body])
    headers = [(b"content-type", kind.encode())]
    if length is not None:
        headers.append((b"content-length", length.encode()))
    request = Request({"type": "http", "method": "POST", "headers": headers}, sender.receive)

    async def get() -> Form:
        return await read_form(request, limit=limit)

    return anyio.run(get)


def part(name: str, value: bytes, *, more: str = "") -> bytes:
    return b'--line\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
        name.encode(),
        more.encode(),
        value,
    )


END = b"--line--\r\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"what=a+b%20c&when=&\xc3\xa9=%C3%A9", URLENCODED),
        (b"what=a+b%20c&when=&\xc3\xa9=%C3%A9", f"{URLENCODED}; charset=UTF-8"),
        (b"what=a+b%20c&when=&\xc3\xa9=%C3%A9", URLENCODED.upper()),
        (part("what", b"a b c") + part("when", b"") + part("é", "é".encode()) + END, MULTIPART),
        (
            part("what", b"a b c") + part("when", b"") + part("é", "é".encode()) + END,
            MULTIPART + "; charset=x",
        ),
        (b"before\r\n" * 0 + part("what", b"a b c") + part("é", "é".encode()) + END + b"after", MULTIPART),
    ],
)
def test_both_kinds_of_form_are_read(body: bytes, kind: str) -> None:
    form = read(body, kind)

    assert (form.get("what"), form.get("when"), form.get("é"), form.get("who")) == ("a b c", "", "é", "")
    assert ("what" in form, "who" in form) == (True, False)


def test_line_ends_and_dashes_in_a_part_are_its_own() -> None:
    value = b"one\r\n--lin\r\n\r\ntwo\r\n--"

    assert read(part("what", value) + END, MULTIPART).get("what") == value.decode()


def test_a_body_in_single_bytes_is_read_like_one_in_one_piece() -> None:
    body = part("what", "häuser".encode()) + END

    form = read(Sender(bytes([byte]) for byte in body), MULTIPART)

    assert form.get("what") == "häuser"


def test_of_a_repeated_field_the_first_counts() -> None:
    form = read(b"what=a&what=b", URLENCODED)

    assert (form.get("what"), form.all("what"), form.all("who")) == ("a", ("a", "b"), ())


def test_files_are_let_fall() -> None:
    body = part("what", b"a") + part("photo", b"secret", more='; filename="house.jpg"') + END

    form = read(body, MULTIPART)

    assert ("photo" in form, form.get("what")) == (False, "a")


def test_bytes_that_are_no_text_are_replaced_and_surrogates_never_made() -> None:
    for form in (
        read(b"what=%FF%ED%A0%80\xff", URLENCODED),
        read(part("what", b"\xff\xed\xa0\x80\xff") + END, MULTIPART),
    ):
        assert set(form.get("what")) == {"\ufffd"}


def test_a_body_of_the_limit_is_read_and_one_byte_more_is_not() -> None:
    form = read(b"what=" + b"a" * (BODY_LIMIT - 5), URLENCODED)

    assert len(form.get("what")) == 1_048_571
    with pytest.raises(BodyTooLarge) as refused:
        read(b"what=" + b"a" * (BODY_LIMIT - 4), URLENCODED)
    assert refused.value.limit == 1_048_576


def test_a_body_that_announces_too_much_is_not_read_at_all() -> None:
    sender = Sender([b"what=a"])

    with pytest.raises(BodyTooLarge):
        read(sender, URLENCODED, length=str(BODY_LIMIT + 1))

    assert sender.taken == 0


@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])
def test_a_body_without_a_length_is_read_up_to_the_limit_and_no_further(kind: str) -> None:
    sender = Sender([b"a" * 100] * 100)

    with pytest.raises(BodyTooLarge):
        read(sender, kind, limit=1_000)

    assert sender.taken == 11


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/json", "multipart/mixed; boundary=line", "x", "image/png", ";"]
)
def test_what_is_no_form_is_refused(kind: str) -> None:
    sender = Sender([b"what=a"])

    with pytest.raises(WrongContentType):
        read(sender, kind)

    assert sender.taken == 0


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (part("what", b"a") + END, "multipart/form-data"),
        (part("what", b"a"), MULTIPART),
        (part("what", b"a") + END[:-5], MULTIPART),
        (b"", MULTIPART),
        (b"what=a", MULTIPART),
        (part("what", b"a") + END, "multipart/form-data; boundary=other"),
        (part("what", b"a") + END, "multipart/form-data; boundary=" + "b" * 300),
        (b"&".join([b"a=1"] * (FIELDS_LIMIT + 1)), URLENCODED),
        (part("a", b"1") * (FIELDS_LIMIT + 1) + END, MULTIPART),
        (b"--line\r\n" + b"X: y\r\n" * 500 + b"\r\na\r\n" + END, MULTIPART),
    ],
)
def test_a_form_that_is_cut_short_or_none_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(MalformedForm):
        read(body, kind)


def test_what_was_typed_is_not_in_what_is_printed() -> None:
    form = read(b"what=secret&code=words", URLENCODED)

    assert repr(form) == "Form(2 fields)"


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def never() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    headers = [(b"content-type", URLENCODED.encode())]
    request = Request({"type": "http", "method": "POST", "headers": headers}, never)

    async def get() -> Form:
        return await read_form(request, patience=0.05)

    with pytest.raises(MalformedForm):
        anyio.run(get)
