"""Private matter does not print, whichever way it is asked."""

import pytest

from tipline.errors import NotAPhoneNumber
from tipline.private import PhoneNumber, PrivateText

NUMBER = "+14165550199"
WORDS = "he keeps it under the porch"


@pytest.mark.parametrize("secret", [PhoneNumber(NUMBER), PrivateText(WORDS)])
def test_nothing_prints_it(secret: PhoneNumber | PrivateText) -> None:
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
