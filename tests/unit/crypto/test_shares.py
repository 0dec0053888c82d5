from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from crypto.errors import BadShares
from crypto.shares import MAX_SHARES, SHARE_WORDS, combine, recovery_key, root_key, split

SECRET = bytes(range(32))


@settings(max_examples=12, deadline=None)
@given(secret=st.binary(min_size=32, max_size=32), data=st.data())
def test_any_enough_shares_give_the_secret_back(secret: bytes, data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 7))
    threshold = data.draw(st.integers(2, count))
    shares = split(secret, threshold=threshold, count=count)
    some = data.draw(st.permutations(shares))[: data.draw(st.integers(threshold, count))]

    assert combine(some) == secret


def test_every_two_of_three_give_the_secret_back() -> None:
    shares = split(SECRET, threshold=2, count=3)

    assert [combine(list(two)) for two in combinations(shares, 2)] == [SECRET] * 3


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_one_share_too_few_gives_nothing(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 7))
    threshold = data.draw(st.integers(2, count))
    shares = split(SECRET, threshold=threshold, count=count)

    with pytest.raises(BadShares):
        combine(data.draw(st.permutations(shares))[: threshold - 1])


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, SHARE_WORDS - 1), other=st.sampled_from(WORDLIST))
def test_a_mistyped_word_is_found(at: int, other: str) -> None:
    shares = split(SECRET, threshold=2, count=2)
    words = shares[0].split()
    mistyped = other != words[at]
    words[at] = other
    typed = [" ".join(words), shares[1]]

    if mistyped:
        with pytest.raises(BadShares):
            combine(typed)
    else:
        assert combine(typed) == SECRET


def test_shares_of_two_secrets_do_not_mix() -> None:
    one, two = split(SECRET, threshold=2, count=2), split(SECRET, threshold=2, count=2)

    with pytest.raises(BadShares):
        combine([one[0], two[1]])
    with pytest.raises(BadShares):
        combine([*one, two[0]])


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_texts_are_refused(shares: list[str]) -> None:
    with pytest.raises(BadShares):
        combine(shares)


def test_shares_of_a_secret_that_is_not_ours_are_refused() -> None:
    short = generate_mnemonics(1, [(2, 2)], bytes(16), iteration_exponent=0)[0]
    grouped = generate_mnemonics(2, [(2, 2), (2, 2)], bytes(32), iteration_exponent=0)

    with pytest.raises(BadShares):
        combine(short)
    with pytest.raises(BadShares):
        combine([*grouped[0], *grouped[1]])


def test_a_share_is_33_words_that_differ_each_time() -> None:
    one, two = split(SECRET, threshold=2, count=2), split(SECRET, threshold=2, count=2)

    assert {len(share.split()) for share in (*one, *two)} == {SHARE_WORDS} == {33}
    assert one != two


@pytest.mark.parametrize(("threshold", "count"), [(0, 3), (1, 1), (1, 3), (4, 3), (2, MAX_SHARES + 1)])
def test_numbers_that_share_nothing_are_a_mistake(threshold: int, count: int) -> None:
    with pytest.raises(ValueError, match="threshold"):
        split(SECRET, threshold=threshold, count=count)


def test_a_secret_of_another_size_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        split(bytes(31), threshold=2, count=2)


def test_the_root_and_the_recovery_key_are_derived_apart() -> None:
    root, recovery = root_key(SECRET), recovery_key(SECRET)

    assert root.verify_key() == root_key(SECRET).verify_key()
    assert recovery.public() == recovery_key(SECRET).public()
    assert recovery.signing().verify_key() != root.verify_key()
    assert recovery.seed != SECRET
