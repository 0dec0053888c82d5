import hmac

import pytest

from crypto.pseudonym import NAME_SIZE, keyed_name

KEY = b"k" * 32


def test_one_context_has_one_name() -> None:
    assert keyed_name(KEY, b"+14165550123") == keyed_name(KEY, b"+14165550123")


def test_a_name_is_the_first_half_of_an_hmac() -> None:
    name = keyed_name(KEY, b"+14165550123")

    assert name == hmac.digest(KEY, b"+14165550123", "sha256")[:16]
    assert len(name) == NAME_SIZE


def test_another_key_or_context_has_another_name() -> None:
    names = {
        keyed_name(key, number) for key in (KEY, b"j" * 32) for number in (b"+14165550123", b"+14165550124")
    }

    assert len(names) == 4


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_a_mistake(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keyed_name(bytes(size), b"+14165550123")
