import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.crockford import ALPHABET, check_value, write
from crypto.errors import BadCode
from crypto.numbers import (
    CLAIM_MATERIAL_SIZE,
    PASSWORD_WORDS,
    claim_code_of,
    draw_claim_code,
    draw_number,
    draw_password,
    read_claim_code,
    read_number,
)
from crypto.words import word_list

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PREFIXES = st.text(LETTERS, min_size=1, max_size=12)
LOOK_ALIKE = {"0": "O", "1": "I", "O": "0", "I": "1", "L": "1"}


@given(prefix=PREFIXES, offline=st.booleans(), data=st.data())
def test_a_drawn_number_is_read_however_it_is_typed(prefix: str, offline: bool, data: st.DataObject) -> None:
    number = draw_number(prefix, offline=offline)
    typed = ""
    for letter in number.replace("-", ""):
        typed += data.draw(st.sampled_from(["", "", " ", "-", "–", "\u00a0", "\u200b"]))
        typed += data.draw(st.sampled_from([letter, letter.lower()]))

    assert read_number(typed) == number


@given(prefix=PREFIXES, data=st.data())
def test_a_number_with_one_changed_letter_is_refused(prefix: str, data: st.DataObject) -> None:
    number = draw_number(prefix)
    at = data.draw(st.sampled_from([place for place, letter in enumerate(number) if letter != "-"]))
    alphabet = LETTERS if at < len(prefix) else ALPHABET
    other = data.draw(st.sampled_from(alphabet.replace(number[at], "")))

    with pytest.raises(BadCode):
        read_number(number[:at] + other + number[at + 1 :])


@given(prefix=PREFIXES, data=st.data())
def test_a_number_with_two_neighbours_swapped_is_refused(prefix: str, data: st.DataObject) -> None:
    number = draw_number(prefix).replace("-", "")
    at = data.draw(st.integers(0, len(number) - 2).filter(lambda place: place != len(prefix) - 1))
    if number[at] == number[at + 1]:
        return

    with pytest.raises(BadCode):
        read_number(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(prefix=PREFIXES)
def test_look_alikes_are_taken_for_what_they_are(prefix: str) -> None:
    number = draw_number(prefix)
    at = len(prefix)
    shown = prefix.replace("O", "0").replace("I", "1") + number[at:].replace("0", "o").replace("1", "l")

    assert read_number(shown) == number


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(typed: str) -> None:
    try:
        number = read_number(typed)
    except BadCode:
        return
    assert read_number(number) == number


def test_a_number_begins_with_z_only_where_it_was_drawn_without_the_store() -> None:
    online = {draw_number("TOR")[4] for _ in range(800)}
    offline = {draw_number("TOR", offline=True)[4] for _ in range(20)}

    assert online == set(ALPHABET) - {"Z"}
    assert offline == {"Z"}


def test_numbers_have_the_shape_that_people_know() -> None:
    prefix, first, second = draw_number("tor").split("-")

    assert (prefix, len(first), len(second)) == ("TOR", 4, 4)


def test_two_drawn_numbers_differ() -> None:
    assert len({draw_number("TOR") for _ in range(300)}) == 300


@pytest.mark.parametrize("prefix", ["", "T7", "TÖR", "A-B", "ABCDEFGHIJKLM", " TOR"])
def test_a_prefix_that_is_not_letters_is_a_mistake(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        draw_number(prefix)


@given(st.lists(st.integers(0, 31), min_size=1, max_size=30), st.data())
def test_every_single_change_in_thirty_letters_is_found(values: list[int], data: st.DataObject) -> None:
    check = check_value(values)
    at, change = data.draw(st.integers(0, len(values) - 1)), data.draw(st.integers(1, 31))

    changed = [value ^ change if place == at else value for place, value in enumerate(values)]

    assert check_value(changed) != check


def test_a_number_too_large_to_write_is_a_mistake() -> None:
    assert write(1023, length=2) == "ZZ"
    with pytest.raises(ValueError, match="fit"):
        write(1024, length=2)


@given(st.data())
def test_a_drawn_claim_code_is_read_with_or_without_its_dashes(data: st.DataObject) -> None:
    code = draw_claim_code()
    separator = data.draw(st.sampled_from(["-", "", " ", " - "]))

    assert read_claim_code(code.replace("-", separator)) == code
    assert [len(group) for group in code.split("-")] == [4, 4, 5]


@given(st.data())
def test_a_claim_code_with_one_changed_digit_is_refused(data: st.DataObject) -> None:
    code = draw_claim_code().replace("-", "")
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from("0123456789".replace(code[at], "")))

    with pytest.raises(BadCode):
        read_claim_code(code[:at] + other + code[at + 1 :])


@given(st.data())
def test_a_claim_code_with_two_neighbours_swapped_is_refused(data: st.DataObject) -> None:
    code = draw_claim_code().replace("-", "")
    at = data.draw(st.integers(0, len(code) - 2))
    if code[at] == code[at + 1]:
        return

    with pytest.raises(BadCode):
        read_claim_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@given(st.text(max_size=30))
def test_any_text_is_a_claim_code_or_refused(typed: str) -> None:
    try:
        code = read_claim_code(typed)
    except BadCode:
        return
    assert read_claim_code(code) == code


def test_a_password_is_seven_words_of_the_english_list() -> None:
    words = draw_password().split(" ")

    assert len(words) == PASSWORD_WORDS == 7
    assert set(words) <= set(word_list("en").words)
    assert draw_password() != draw_password()


@given(material=st.binary(min_size=CLAIM_MATERIAL_SIZE, max_size=40))
def test_the_code_that_follows_from_a_secret_is_always_the_same_and_reads(material: bytes) -> None:
    code = claim_code_of(material)

    assert (read_claim_code(code), claim_code_of(material)) == (code, code)
    assert int(code.replace("-", "")[:-1]) == int.from_bytes(material, "big") % 10**12


def test_too_little_material_for_a_claim_code_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        claim_code_of(bytes(CLAIM_MATERIAL_SIZE - 1))
