"""What is read of an inbound message, and what is dropped at the edge."""

import json
from datetime import timedelta
from typing import Final

import pytest

from sms.inbound import read_inbound
from tests.material import material
from tests.unit.sms.gateway import params
from tipline.intake.texts.inbound import InboundText, OptOut

NUMBER: Final = "+14165550142"


def payloads() -> dict[str, dict[str, str]]:
    handed = json.loads(material("twilio", "payloads_handed.json").read_text("utf-8"))
    return {one["name"]: one["params"] for one in handed}


def test_every_payload_that_was_handed_to_us_is_read_or_silent_as_it_should_be() -> None:
    read = {name: read_inbound(params) for name, params in payloads().items()}

    assert {name: text and (text.body, text.media, text.opt_out) for name, text in read.items()} == {
        "sms_basic": ("TOR black jeep outside the laundromat", 0, None),
        "sms_service": ("tip", 0, None),
        "mms_one_jpeg": ("this is him", 1, None),
        "optout_stop": ("Stop", 0, OptOut.STOP),
        "whatsapp_text": ("tip", 0, None),
        "messenger_text": ("tip", 0, None),
        "status_sent": None,
        "status_delivered": None,
        "status_undelivered_30003": None,
    }


def test_only_the_fields_of_the_allow_list_get_in() -> None:
    text = read_inbound(payloads()["whatsapp_text"] | {"TomorrowsField": "CANARY"})

    assert text is not None
    assert {getattr(text, name) for name in InboundText.__slots__} == {
        "SM00000000000000000000000000000028",
        "whatsapp:+14165550142",
        "whatsapp:+14165550199",
        "tip",
        0,
        (),
        None,
        timedelta(),
    }


def test_a_text_does_not_print_who_wrote_it_nor_what() -> None:
    text = read_inbound(params("black jeep"))

    assert repr(text) == "InboundText(media=0, opt_out=None)"


@pytest.mark.parametrize(
    ("given", "read"), [("0", 0), ("3", 3), ("99999999999", 10), ("-1", 0), ("x", 0), ("", 0), ("٣", 0)]
)
def test_an_absurd_count_of_pictures_is_a_possible_one(given: str, read: int) -> None:
    text = read_inbound(params("black jeep", NumMedia=given))

    assert text is not None
    assert text.media == read


@pytest.mark.parametrize("sid", ["", "SM1", "sm" + "0" * 32, "SM" + "g" * 32, "SM" + "0" * 33])
def test_a_message_without_an_id_of_the_carrier_is_none(sid: str) -> None:
    assert read_inbound(params("black jeep", MessageSid=sid)) is None


@pytest.mark.parametrize(
    ("sender", "answered"),
    [
        (NUMBER, True),
        ("+447700900123", True),
        ("12345", False),
        ("274637", False),
        ("+123456", False),
        ("TWILIO", False),
        ("", False),
        ("whatsapp:+14165550142", True),
        ("messenger:4465012966906978", True),
        ("rcs:+14165550142", True),
        ("rcs:+123456", False),
        ("rcs:an_agent", False),
        ("whatsapp:", False),
        ("whatsapp:TWILIO", False),
        ("messenger:+14165550142", False),
        ("telegram:4465012966", False),
        (":+14165550142", False),
        ("+1416555014２", False),
        ("+" + "1" * 16, False),
    ],
)
def test_a_sender_can_be_answered_at_a_whole_address_alone(sender: str, *, answered: bool) -> None:
    text = read_inbound(params("black jeep", From=sender))

    assert text is not None
    assert (text.address is not None) is answered


def of_a_picture(**changed: str) -> tuple[str, ...]:
    text = read_inbound(payloads()["mms_one_jpeg"] | changed)
    assert text is not None
    return text.media_ids


def test_a_picture_is_known_by_its_id_alone() -> None:
    assert of_a_picture() == ("ME00000000000000000000000000000001",)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("https://api.twilio.com", "https://evil.example"),
        ("https://api.twilio.com", "http://api.twilio.com"),
        ("https://api.twilio.com", "https://api.twilio.com.evil.example"),
        ("https://api.twilio.com", "https://api.twilio.com@evil.example"),
        ("https://api.twilio.com", "http://169.254.169.254"),
        ("AC0123456789abcdef0123456789abcdef", "ACffffffffffffffffffffffffffffffff"),
        ("MM0000000000000000000000000000000d", "MM0000000000000000000000000000000e"),
        ("Media/ME", "Media/../ME"),
        ("0001", "0001.json"),
        ("0001", "0001?x=1"),
    ],
)
def test_an_address_that_is_not_this_pictures_at_the_carrier_gives_none(was: str, becomes: str) -> None:
    address = payloads()["mms_one_jpeg"]["MediaUrl0"]

    assert of_a_picture(MediaUrl0=address.replace(was, becomes)) == ("",)


def test_of_pictures_without_an_address_the_count_is_kept() -> None:
    assert of_a_picture(NumMedia="2") == ("ME00000000000000000000000000000001", "")


def test_a_stand_in_for_the_carrier_may_have_the_pictures_too() -> None:
    payload = payloads()["mms_one_jpeg"]
    here = payload["MediaUrl0"].replace("https://api.twilio.com", "http://127.0.0.1:9000")

    text = read_inbound(payload | {"MediaUrl0": here}, carrier_url="http://127.0.0.1:9000")

    assert text is not None
    assert text.media_ids == ("ME00000000000000000000000000000001",)
