import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.chain import LINK_SIZE, START, check, next_link
from crypto.errors import ChainBroken

ENTRIES = st.lists(st.lists(st.binary(max_size=8), max_size=4), min_size=1, max_size=6)


def linked(entries: list[list[bytes]]) -> list[tuple[list[bytes], bytes]]:
    previous, chain = START, []
    for fields in entries:
        previous = next_link(previous, fields)
        chain.append((fields, previous))
    return chain


@given(ENTRIES)
def test_a_chain_that_was_not_touched_holds(entries: list[list[bytes]]) -> None:
    chain = linked(entries)

    assert check(chain) == chain[-1][1]


def test_a_chain_of_nothing_ends_where_it_starts() -> None:
    assert check([]) == START == bytes(LINK_SIZE)


@given(entries=ENTRIES, data=st.data())
def test_a_changed_entry_is_found_where_it_stands(entries: list[list[bytes]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    chain = linked(entries)
    chain[at] = ([*chain[at][0], b"more"], chain[at][1])

    with pytest.raises(ChainBroken) as broken:
        check(chain)

    assert broken.value.index == at


@given(entries=ENTRIES, data=st.data())
def test_an_entry_forged_with_its_link_breaks_the_next(
    entries: list[list[bytes]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(entries) - 1))
    chain = linked([*entries, [b"last"]])
    before = chain[at - 1][1] if at else START
    forged = [*chain[at][0], b"more"]
    chain[at] = (forged, next_link(before, forged))

    with pytest.raises(ChainBroken) as broken:
        check(chain)

    assert broken.value.index == at + 1


@given(one=st.lists(st.binary(max_size=6), max_size=4), two=st.lists(st.binary(max_size=6), max_size=4))
def test_two_lists_of_fields_never_have_one_link(one: list[bytes], two: list[bytes]) -> None:
    assert (next_link(START, one) == next_link(START, two)) == (one == two)


def test_an_entry_dropped_swapped_or_repeated_is_found() -> None:
    first, second, third = linked([[b"1"], [b"2"], [b"3"]])

    for chain in ([first, third], [second, first, third], [first, first, second], [second, third]):
        with pytest.raises(ChainBroken):
            check(chain)
