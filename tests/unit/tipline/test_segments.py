"""How many messages a text becomes, by the standard and by a counter that is not ours."""

import csv
import itertools

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from tests.material import material
from tipline.segments import GSM, GSM_BASIC, GSM_EXTENDED, segments

ALPHABETS = ("".join(sorted(GSM)), "".join(sorted(GSM_EXTENDED)) + "a", "aç🙂楼", "🙂")
EDGES = (69, 70, 71, 133, 134, 135, 159, 160, 161, 305, 306, 307, 459, 460)


def others_count(text: str) -> int:
    """What `smsutil` counts; for it no text at all is no message."""
    return max(1, len(smsutil.split(text).parts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("é" * 160, 1),
        ("ç" * 70, 1),
        ("ç" * 71, 2),
        ("ç" * 134, 2),
        ("ç" * 135, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
        ("it" + "\u2019" + "s" + "a" * 67, 2),
    ],
)
def test_a_text_is_counted_in_messages_as_a_phone_gets_them(text: str, expected: int) -> None:
    assert segments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 152 + "€" + "a" * 152, 3),  # the euro does not fit into the last septet of the first
        ("a" * 151 + "€" + "a" * 153, 2),
        ("ç" * 66 + "🙂" + "ç" * 66, 3),
        ("ç" * 65 + "🙂" + "ç" * 67, 2),
    ],
)
def test_what_takes_two_places_is_never_parted_between_two_messages(text: str, expected: int) -> None:
    assert segments(text) == expected


@given(st.text(max_size=500))
def test_any_text_is_counted_as_another_counter_does(text: str) -> None:
    assert segments(text) == others_count(text)


@given(st.lists(st.sampled_from([*GSM_BASIC, *GSM_EXTENDED]), max_size=500).map("".join))
def test_any_text_of_the_alphabet_is_counted_as_another_counter_does(text: str) -> None:
    assert segments(text) == others_count(text)


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_at_every_edge_both_count_the_same(alphabet: str) -> None:
    texts = ["".join(itertools.islice(itertools.cycle(alphabet), size)) for size in EDGES]

    assert [segments(text) for text in texts] == [others_count(text) for text in texts]


def test_five_thousand_texts_of_everyday_are_counted_the_same() -> None:
    with material("texts", "sms_spam_collection.tsv").open(encoding="utf-8", newline="") as file:
        texts = [row[-1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]

    assert len(texts) == 5_574
    assert [text for text in texts if segments(text) != others_count(text)] == []
