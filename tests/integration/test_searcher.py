"""The search that the proofs rest on finds what is there: a check that cannot fail is none."""

import base64
import hashlib
from urllib.parse import quote, quote_plus

import pytest

from tests.integration.searcher import Finding, code_needles, phone_needles, search, text_needles

NAME = "Zsófia Quillfeather-Obuya"
NUMBER = "+14165550187"
WORDS = ("walnut", "orbit", "prison", "velvet", "canyon", "harbor", "mimic", "zebra")
NOISE = hashlib.sha256(b"noise").digest() * 50


@pytest.mark.parametrize(
    "worn",
    [
        NAME.encode(),
        NAME.upper().encode(),
        NAME.lower().encode(),
        NAME[::-1].encode(),
        NAME.encode("utf-16-le"),
        NAME.encode("utf-16-be"),
        NAME.encode().hex().encode(),
        NAME.encode().hex().upper().encode(),
        NAME.encode("utf-16-le").hex().encode(),
        quote(NAME).encode(),
        quote(NAME).lower().encode(),
        quote_plus(NAME).encode(),
        NAME.encode("unicode_escape").replace(b"\\xf3", b"\\u00f3"),
        *(base64.b64encode(b"?" * shift + NAME.encode() + b"!!!!") for shift in range(6)),
        *(base64.urlsafe_b64encode(b"\xff" * shift + NAME.encode() + b"\xff" * 4) for shift in range(3)),
        *(base64.b64encode(b"?" * shift + NAME.encode("utf-16-be") + b"!") for shift in range(3)),
    ],
)
def test_a_text_is_found_in_every_dress(worn: bytes) -> None:
    planted = {"name": text_needles(NAME)}

    findings = search([("disk", NOISE + worn + NOISE)], planted)

    assert {finding.planted for finding in findings} == {"name"}


@pytest.mark.parametrize(
    "worn",
    [
        b"+14165550187",
        b"4165550187",
        b"(416) 555-0187",
        b"+1 416 555 0187",
        b"416.555.0187",
        b"%2B14165550187",
        b"5550187",
        b"555-0187",
        b"7810555",
        (14165550187).to_bytes(6, "big"),
        hashlib.sha256(b"+14165550187").digest(),
        hashlib.sha256(b"14165550187").hexdigest().encode(),
        hashlib.sha1(b"+14165550187").hexdigest().upper().encode(),
        hashlib.md5(b"4165550187").digest(),
        base64.b64encode(b"a" + hashlib.sha256(b"+14165550187").digest()),
    ],
)
def test_a_phone_number_is_found_in_every_dress(worn: bytes) -> None:
    planted = {"number": phone_needles(NUMBER)}

    findings = search([("disk", NOISE + worn + NOISE)], planted)

    assert {finding.planted for finding in findings} == {"number"}


@pytest.mark.parametrize("worn", [" ".join(WORDS), "-".join(WORDS), "".join(WORDS).upper(), "velvet canyon"])
def test_a_code_is_found_by_any_two_of_its_words(worn: str) -> None:
    planted = {"code": code_needles(WORDS)}

    findings = search([("disk", NOISE + worn.encode() + NOISE)], planted)

    assert {finding.planted for finding in findings} == {"code"}


def test_nothing_is_found_where_nothing_is() -> None:
    planted = {"name": text_needles(NAME), "number": phone_needles(NUMBER), "code": code_needles(WORDS)}

    assert search([("disk", NOISE), ("name", b"tips.db")], planted) == []


def test_a_finding_says_what_and_where() -> None:
    findings = search([("log", NAME.encode("utf-16-be")), ("disk", b"")], {"name": text_needles(NAME)})

    assert findings == [Finding("name", "raw, utf-16-be", "log")]


def test_a_needle_that_chance_would_find_is_refused() -> None:
    with pytest.raises(ValueError, match="by chance"):
        search([("disk", NOISE)], {"short": text_needles("Al")})
