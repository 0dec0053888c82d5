"""A link is the gateway's and one tip's, stands for a quarter of an hour, and its proof is one thread's."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crypto.keys import PrivateKey
from tests.program import NOON
from tipline.code_links import (
    LIFE,
    CodeLink,
    LinkOver,
    Taken,
    check_link,
    draw_token,
    make_link,
    read_token,
    take,
    taken_at,
    write_token,
)
from tipline.vocabulary import KeyId, ProgramId, TipId

PROGRAM, TIP, KEY = ProgramId(b"p" * 16), TipId(b"t" * 16), KeyId(b"k" * 16)
GATEWAY, OTHER = PrivateKey.generate().signing(), PrivateKey.generate().signing()
TOKEN = draw_token()
THREAD, REPORTER = PrivateKey.generate().public(), PrivateKey.generate()
TAKEN = Taken(PROGRAM, TIP, KEY, THREAD, REPORTER.public(), REPORTER.signing().verify_key())


def a_link(token: bytes = TOKEN) -> CodeLink:
    return make_link(token, program_id=PROGRAM, tip_id=TIP, gateway=GATEWAY, now=NOON)


def stands(link: CodeLink, *, after: timedelta = timedelta()) -> bool:
    try:
        check_link(link, gateway=GATEWAY.verify_key(), now=NOON + after)
    except LinkOver:
        return False
    return True


def test_a_token_is_26_letters_and_digits_and_is_read_in_any_case() -> None:
    written = write_token(TOKEN)

    assert (len(written), written.isalnum(), written.lower()) == (26, True, written)
    assert [read_token(one) for one in (written, written.upper())] == [TOKEN, TOKEN]


@pytest.mark.parametrize(
    "written", ["", "a", "a" * 25, "a" * 27, "1" * 26, "é" * 26, "a" * 25 + "\n", "=" * 26]
)
def test_what_is_no_token_is_a_link_that_is_over(written: str) -> None:
    with pytest.raises(LinkOver):
        read_token(written)


def test_a_link_stands_for_a_quarter_of_an_hour() -> None:
    assert [stands(a_link(), after=after) for after in (timedelta(), LIFE - timedelta(seconds=1), LIFE)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("after", "minutes"), [(0, 15), (1, 20), (299, 20), (300, 20), (301, 25)])
def test_its_end_is_a_whole_five_minutes_and_says_no_second(after: int, minutes: int) -> None:
    now = NOON + timedelta(seconds=after, microseconds=0)
    link = make_link(TOKEN, program_id=PROGRAM, tip_id=TIP, gateway=GATEWAY, now=now)

    assert link.expires_at == NOON + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "changed",
    [
        {"tip_id": TipId(b"o" * 16)},
        {"program_id": ProgramId(b"o" * 16)},
        {"link_hash": bytes(32)},
        {"verify_key": OTHER.verify_key().raw},
        {"expires_at": NOON + timedelta(days=30)},
        {"signature": bytes(64)},
    ],
)
def test_a_link_that_was_changed_in_the_store_does_not_stand(changed: dict[str, Any]) -> None:
    assert stands(a_link())
    assert not stands(replace(a_link(), **changed))


def test_a_link_that_no_gateway_signed_does_not_stand() -> None:
    forged = make_link(TOKEN, program_id=PROGRAM, tip_id=TIP, gateway=OTHER, now=NOON)

    assert not stands(forged)
    with pytest.raises(LinkOver):
        check_link(a_link(), gateway=None, now=NOON)


def test_the_proof_of_a_thread_says_until_when_its_link_stood() -> None:
    proof = take(a_link(), TOKEN, TAKEN)

    assert taken_at(proof, TAKEN, gateway=GATEWAY.verify_key()) == NOON + LIFE


@pytest.mark.parametrize(
    "changed",
    [
        {"tip_id": TipId(b"o" * 16)},
        {"program_id": ProgramId(b"o" * 16)},
        {"key_id": KeyId(b"o" * 16)},
        {"thread": PrivateKey.generate().public()},
        {"principal": PrivateKey.generate().public()},
        {"verify": OTHER.verify_key()},
    ],
)
def test_it_proves_no_other_thread_and_no_other_reporter(changed: dict[str, Any]) -> None:
    proof = take(a_link(), TOKEN, TAKEN)
    other = replace(TAKEN, **changed)

    assert taken_at(proof, other, gateway=GATEWAY.verify_key()) is None


def test_who_reads_the_row_of_a_link_cannot_take_it() -> None:
    """All that the store has of a link, and another token: its own key follows from the token alone."""
    proof = take(a_link(), draw_token(), TAKEN)

    assert taken_at(proof, TAKEN, gateway=GATEWAY.verify_key()) is None


@pytest.mark.parametrize("proof", ["", "no base64", "AAAA", "AQ==" * 60])
def test_what_is_no_proof_proves_nothing(proof: str) -> None:
    assert taken_at(proof, TAKEN, gateway=GATEWAY.verify_key()) is None


def test_a_link_that_another_gateway_signed_begins_nothing() -> None:
    proof = take(a_link(), TOKEN, TAKEN)

    assert [taken_at(proof, TAKEN, gateway=gateway) for gateway in (OTHER.verify_key(), None)] == [None, None]
