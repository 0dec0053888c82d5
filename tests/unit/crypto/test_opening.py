from dataclasses import replace

import pytest

from crypto.keys import PrivateKey
from crypto.opening import OPENING_SECONDS, OpeningRequest

ASKER, MADE_FOR = PrivateKey.from_seed(b"a" * 32), PrivateKey.from_seed(b"m" * 32)
VERIFY = ASKER.signing().verify_key()
MADE_AT = 1_795_000_000
REQUEST = OpeningRequest.issue(
    program=b"p" * 16,
    request=b"r" * 16,
    tip=b"t" * 16,
    file=b"f" * 16,
    person=b"a" * 16,
    reason_digest=b"d" * 32,
    public=MADE_FOR.public().raw,
    made_at=MADE_AT,
    by=ASKER.signing(),
)


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (MADE_AT - 1, False),
        (MADE_AT, True),
        (MADE_AT + OPENING_SECONDS - 1, True),
        (MADE_AT + OPENING_SECONDS, False),
    ],
)
def test_a_request_counts_for_a_day(at: int, counts: bool) -> None:
    assert REQUEST.counts(VERIFY, at=at) is counts
    assert OPENING_SECONDS == 86_400


@pytest.mark.parametrize(
    "part", ["program", "request", "tip", "file", "person", "reason_digest", "public", "signature"]
)
def test_a_changed_request_does_not_count(part: str) -> None:
    changed = replace(REQUEST, **{part: b"z" * len(getattr(REQUEST, part))})  # type: ignore[arg-type]

    assert not changed.counts(VERIFY, at=MADE_AT)


def test_a_request_cannot_be_made_to_live_longer() -> None:
    assert not replace(REQUEST, made_at=MADE_AT + 1).counts(VERIFY, at=MADE_AT + 1)


@pytest.mark.parametrize("made_at", [-1, 2**64])
def test_a_time_that_no_statement_can_hold_does_not_count(made_at: int) -> None:
    assert not replace(REQUEST, made_at=made_at).counts(VERIFY, at=made_at)


def test_a_request_of_another_person_does_not_count() -> None:
    assert not REQUEST.counts(PrivateKey.generate().signing().verify_key(), at=MADE_AT)
