import pytest

from crypto.envelope import PASSPHRASE_OVERHEAD
from crypto.errors import CannotOpen
from crypto.passphrase import MEMORY_KIB, PASSES, lock_by_passphrase, stretched, unlock_by_passphrase

DATA, WORDS, CONTEXT = b"a key file", "correct horse battery staple", b"gateway"
LOCKED = lock_by_passphrase(DATA, WORDS, context=CONTEXT, memory_kib=8, passes=1)


def test_a_locked_value_opens_with_its_passphrase() -> None:
    assert unlock_by_passphrase(LOCKED, f" {WORDS}\n", context=CONTEXT) == DATA
    assert len(LOCKED) == len(DATA) + PASSPHRASE_OVERHEAD
    assert PASSPHRASE_OVERHEAD == 74


def test_today_s_costs_are_stored_with_the_value() -> None:
    locked = lock_by_passphrase(DATA, WORDS, context=CONTEXT)

    costs = (int.from_bytes(locked[17:21], "big"), int.from_bytes(locked[21:25], "big"))
    assert costs == (MEMORY_KIB, PASSES)
    assert unlock_by_passphrase(locked, WORDS, context=CONTEXT) == DATA


@pytest.mark.parametrize("position", [*range(18), 20, 24, *range(25, len(LOCKED))])
def test_a_changed_byte_does_not_open(position: int) -> None:
    changed = bytearray(LOCKED)

    changed[position] ^= 0x01

    with pytest.raises(CannotOpen):
        unlock_by_passphrase(bytes(changed), WORDS, context=CONTEXT)


@pytest.mark.parametrize(
    ("passphrase", "context"), [("", CONTEXT), (WORDS.upper(), CONTEXT), (WORDS, b"console")]
)
def test_another_passphrase_or_context_does_not_open(passphrase: str, context: bytes) -> None:
    with pytest.raises(CannotOpen):
        unlock_by_passphrase(LOCKED, passphrase, context=context)


def test_a_lone_surrogate_in_a_passphrase_breaks_nothing() -> None:
    with pytest.raises(CannotOpen):
        unlock_by_passphrase(LOCKED, "\ud800", context=CONTEXT)


@pytest.mark.parametrize(
    ("salt", "memory_kib", "passes"),
    [(b"short", 8, 1), (bytes(16), 7, 1), (bytes(16), 1_048_577, 1), (bytes(16), 8, 0), (bytes(16), 8, 17)],
)
def test_costs_and_salts_beyond_reason_are_refused(salt: bytes, memory_kib: int, passes: int) -> None:
    with pytest.raises(CannotOpen):
        stretched(WORDS, salt=salt, memory_kib=memory_kib, passes=passes)
