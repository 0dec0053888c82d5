"""Private matter does not print, whichever way it is asked."""

import pytest

from tipline.errors import NotAnAddress, NotAPhoneNumber
from tipline.private import Address, AddressKind, PhoneNumber, PrivateText

NUMBER = "+14165550199"
WORDS = "he keeps it under the porch"


@pytest.mark.parametrize(
    "secret", [PhoneNumber(NUMBER), Address.read(f"whatsapp:{NUMBER}"), PrivateText(WORDS)]
)
def test_nothing_prints_it(secret: PhoneNumber | Address | PrivateText) -> None:
    ways = [
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret!r}",
        format(secret),
        str([secret]),
        str({1: secret}),
    ]

    assert [way for way in ways if "555" in way or "porch" in way] == []


def test_who_asks_by_name_is_told() -> None:
    assert (PhoneNumber(NUMBER).e164, PrivateText(WORDS).text) == (NUMBER, WORDS)


@pytest.mark.parametrize("typed", ["+1 (416) 555-0199", "+1.416.555.0199", "+1 416 555\u20110199", NUMBER])
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    assert PhoneNumber.read(typed) == PhoneNumber(NUMBER)


def test_a_short_code_is_a_number_too() -> None:
    assert [PhoneNumber(number).is_short_code for number in ("274637", NUMBER)] == [True, False]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "+",
        "CRIMES",
        "whatsapp:+14165550199",
        "+0123456789",
        "12",
        "4165550199",
        f"{NUMBER}\n",
        "+١٤١٦٥٥٥٠١٩٩",
    ],
)
def test_what_is_no_number_is_refused_without_being_quoted(typed: str) -> None:
    with pytest.raises(NotAPhoneNumber) as refused:
        PhoneNumber(typed)

    assert refused.value.args == ()


@pytest.mark.parametrize(
    ("written", "kind", "person"),
    [
        (NUMBER, AddressKind.SMS, NUMBER),
        ("274637", AddressKind.SMS, "274637"),
        (f"whatsapp:{NUMBER}", AddressKind.WHATSAPP, f"whatsapp:{NUMBER}"),
        ("messenger:4465012966906978", AddressKind.MESSENGER, "messenger:4465012966906978"),
        (f"rcs:{NUMBER}", AddressKind.RCS, NUMBER),
        ("rcs:tip_line_k3hzkq1m_agent", AddressKind.RCS, "tip_line_k3hzkq1m_agent"),
    ],
)
def test_an_address_is_read_as_the_carrier_writes_it(written: str, kind: AddressKind, person: str) -> None:
    address = Address.read(written)

    assert (address, address.wire, address.person) == (Address(kind, written), written, person)


def test_a_phone_has_the_address_that_its_texts_come_from() -> None:
    assert Address.of(PhoneNumber(NUMBER)) == Address.read(NUMBER)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "TWILIO",
        "+0123456789",
        "whatsapp:",
        "whatsapp:274637",
        f"whatsapp: {NUMBER}",
        f"WhatsApp:{NUMBER}",
        f"whatsapp:whatsapp:{NUMBER}",
        f"messenger:{NUMBER}",
        "messenger:12 34",
        "messenger:" + "1" * 33,
        "rcs:an agent",
        "rcs:" + "a" * 60,
        f"telegram:{NUMBER}",
        f":{NUMBER}",
        f"{NUMBER}\n",
    ],
)
def test_what_is_no_address_is_refused_without_being_quoted(written: str) -> None:
    with pytest.raises(NotAnAddress) as refused:
        Address.read(written)

    assert refused.value.args == ()


def test_an_address_cannot_be_of_another_kind_than_it_says() -> None:
    with pytest.raises(NotAnAddress):
        Address(AddressKind.SMS, f"whatsapp:{NUMBER}")
