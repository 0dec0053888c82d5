from datetime import timedelta

import pytest

from tests.program import NOON
from tipline.letters import PAGE_SUBJECT, SIZE, SUBJECT, Letter, compose
from tipline.private import MailAddress

SENDER = MailAddress("line@tips.example")
ADDRESSES = [
    MailAddress("a@b"),
    MailAddress("ada.byron@police.example"),
    MailAddress(f"{'a' * 64}@{'b' * 189}"),
]


def a_letter(letter: Letter, to: MailAddress = ADDRESSES[1], sender: MailAddress = SENDER) -> str:
    return compose(letter, sender=sender, to=to, mail_id=bytes(16), at=NOON).decode("ascii")


@pytest.mark.parametrize("sender", ADDRESSES)
@pytest.mark.parametrize("to", ADDRESSES)
def test_every_letter_has_one_size_whoever_it_is_for(to: MailAddress, sender: MailAddress) -> None:
    assert {len(a_letter(letter, to, sender)) for letter in Letter} == {SIZE}


def test_letters_have_one_subject_and_a_page_its_own() -> None:
    subjects = {
        letter: next(line for line in a_letter(letter).split("\r\n") if line.startswith("Subject: "))
        for letter in Letter
    }

    assert subjects == dict.fromkeys(Letter, f"Subject: {SUBJECT}") | {
        Letter.PAGE: f"Subject: {PAGE_SUBJECT}"
    }


@pytest.mark.parametrize("letter", list(Letter))
def test_two_letters_of_a_kind_differ_in_time_name_and_address_alone(letter: Letter) -> None:
    other = compose(
        letter, sender=SENDER, to=MailAddress("g@h"), mail_id=b"\1" * 16, at=NOON + timedelta(days=40)
    ).decode()

    differing = {
        line.partition(":")[0]
        for line in set(other.split("\r\n")) ^ set(a_letter(letter).split("\r\n"))
        if not line.startswith("X-Padding")
    }

    assert differing == {"To", "Date", "Message-ID"}


@pytest.mark.parametrize("letter", list(Letter))
def test_no_letter_has_a_link_or_a_number(letter: Letter) -> None:
    _, _, body = a_letter(letter).partition("\r\n\r\n")

    assert [sign for sign in ("http", "www", "//", *"0123456789") if sign in body] == []


@pytest.mark.parametrize("letter", list(Letter))
def test_no_line_is_longer_than_mail_allows(letter: Letter) -> None:
    lines = a_letter(letter).split("\r\n")

    assert lines[-1] == ""
    assert max(len(line) for line in lines) < 100
