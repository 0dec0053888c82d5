"""Twilio's signatures: its own vectors, and what must not count."""

import json
from typing import Final

import pytest

from sms.signature import Fields, Signatures, read_fields
from tests.material import material

TOKEN: Final = "0123456789abcdef0123456789abcdef"


def test_every_published_and_computed_vector_is_judged_as_it_should_be() -> None:
    vectors = json.loads(material("twilio", "signature_vectors.json").read_text("utf-8"))

    judged = [
        Signatures(public_url=origin_of(one["url"]), tokens=[one["token"]]).holds(
            target=one["url"].removeprefix(origin_of(one["url"])),
            params=one["raw_body"] if "raw_body" in one else Fields(one["params"]),
            signature=one["signature"],
        )
        for one in vectors
    ]

    assert len(vectors) == 23
    assert judged == [one["valid"] for one in vectors]


def origin_of(url: str) -> str:
    return "/".join(url.split("/")[:3])


def test_either_of_two_tokens_counts_and_no_third() -> None:
    vector = json.loads(material("twilio", "signature_vectors.json").read_text("utf-8"))[0]
    fields, signature = Fields(vector["params"]), vector["signature"]

    def holds(*tokens: str) -> bool:
        return Signatures(public_url=origin_of(vector["url"]), tokens=tokens).holds(
            target=vector["url"].removeprefix(origin_of(vector["url"])), params=fields, signature=signature
        )

    assert [holds("new", "12345"), holds("12345", "old"), holds("new", "old"), holds()] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        (b"a=&b=", {"a": [""], "b": [""]}),
        (b"a=1&a=2&a=1", {"a": ["1", "2", "1"]}),
        (b"Body=l1%0D%0Al2+%2B+%26", {"Body": ["l1\r\nl2 + &"]}),
        (b"Body=%F0%9F%9A%97", {"Body": ["🚗"]}),
        (b"", {}),
    ],
)
def test_every_parameter_is_read_blank_and_repeated_ones_too(
    body: bytes, pairs: dict[str, list[str]]
) -> None:
    fields = read_fields(body)

    assert fields is not None
    assert {name: fields.getall(name) for name in fields} == pairs


@pytest.mark.parametrize("body", [b"Body=%ff%fe", "Body=é".encode(), b"&".join([b"a=1"] * 1001)])
def test_a_body_that_the_carrier_would_not_send_is_not_read(body: bytes) -> None:
    assert read_fields(body) is None


def test_fields_do_not_print_what_they_hold() -> None:
    fields = Fields([("From", "+14165550142"), ("Body", "black jeep")])

    assert repr(fields) == "Fields(2)"
