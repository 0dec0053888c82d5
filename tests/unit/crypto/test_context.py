import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.context import FIELD_HEAD_SIZE, INTEGER_SIZE, LABEL, Purpose, context

PARTS = st.lists(
    st.one_of(st.binary(max_size=20), st.text(max_size=10), st.integers(0, 2**64 - 1)), max_size=5
)
CONTEXTS = st.tuples(st.sampled_from(Purpose), PARTS)


@given(one=CONTEXTS, two=CONTEXTS)
def test_two_lists_of_parts_never_have_one_context(
    one: tuple[Purpose, list[bytes | str | int]], two: tuple[Purpose, list[bytes | str | int]]
) -> None:
    same_parts = [(type(part), part) for part in one[1]] == [(type(part), part) for part in two[1]]

    assert (context(one[0], *one[1]) == context(two[0], *two[1])) == (one[0] is two[0] and same_parts)


@given(parts=PARTS, cut=st.integers(0, 50))
def test_a_part_is_not_confused_with_its_neighbour(parts: list[bytes | str | int], cut: int) -> None:
    joined = b"".join(part for part in parts if isinstance(part, bytes))
    split = context(Purpose.RECORD, joined[:cut], joined[cut:])

    assert split != context(Purpose.RECORD, joined)


def test_the_length_is_the_sum_of_its_fields() -> None:
    found = context(Purpose.TIP, b"12", "é", 7)

    assert len(found) == len(LABEL) + 4 * FIELD_HEAD_SIZE + len("tip") + 2 + 2 + INTEGER_SIZE


@pytest.mark.parametrize("integer", [-1, 2**64])
def test_an_integer_that_does_not_fit_is_a_mistake(integer: int) -> None:
    with pytest.raises(ValueError, match="8 bytes"):
        context(Purpose.EPOCH, integer)


def test_every_purpose_has_a_label_of_its_own() -> None:
    labels = [purpose.value for purpose in Purpose.__members__.values()]

    assert len(set(labels)) == len(labels)
    assert all(label.isascii() and label == label.lower() for label in labels)


def test_a_lone_surrogate_is_told_apart_and_breaks_nothing() -> None:
    assert context(Purpose.LINE, "\ud800") != context(Purpose.LINE, "\ud801")
