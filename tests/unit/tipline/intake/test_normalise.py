import json
import unicodedata

import pytest

from tests.material import material
from tipline.errors import TextEmpty, TextTooLong
from tipline.intake.normalise import TEXT_LIMIT, clean, optional_text, require_text

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "text",
    [
        "Il vend de la drogue à l'école",
        "他在卖枪",
        "הוא מוכר נשק",
        "\u200fهو يبيع السلاح\u200f",
        "เขาขายปืน",
        "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 👍🏽",
        "क्षत्रिय ക്ഷ ‌نمی‌خواهم",
        "a\tb\n\nc",
        "Z̤̞͙͓̠̭A̡͊͠͝LGO",
    ],
)
def test_every_script_and_emoji_is_kept_whole(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x1b[31mb\x07", "a[31mb"),
        ("\ud83dlone", "lone"),
        (f"a{OVERRIDES}b", "ab"),
        ("\ufeffa\ufffeb", "ab"),
        ("\u202etxt.exe", "txt.exe"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("  a  \r\n", "a"),
    ],
)
def test_what_hides_or_turns_text_is_dropped(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_no_hostile_string_leaves_anything_that_must_not_be_kept() -> None:
    strings = json.loads(material("hostile", "blns", "blns.json").read_text("utf-8"))

    for text in [*strings, "".join(strings)]:
        kept = clean(text)

        assert not {unicodedata.category(letter) for letter in kept.replace("\t", "").replace("\n", "")} & {
            "Cc",
            "Cs",
        }
        assert not set(OVERRIDES) & set(kept)
        assert clean(kept) == kept
        kept.encode("utf-8")


def test_a_hostile_string_loses_nothing_that_can_be_seen() -> None:
    strings = json.loads(material("hostile", "blns", "blns.json").read_text("utf-8"))

    for text in strings:
        seen = [letter for letter in text if letter.isprintable() and not letter.isspace()]

        assert [letter for letter in clean(text) if letter in set(seen)] == [
            letter for letter in text if letter in set(seen)
        ]


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\r\n\t", "\x00\x01", "\u200d\u200b", "\u202e\u202c", "\u3000"]
)
def test_a_text_of_which_nothing_can_be_read_is_empty(text: str) -> None:
    with pytest.raises(TextEmpty):
        require_text(text)


def test_the_longest_text_is_taken_and_one_more_character_is_not() -> None:
    longest = "😀" * TEXT_LIMIT

    assert require_text(longest) == longest
    with pytest.raises(TextTooLong) as refused:
        require_text(longest + "!")
    assert (refused.value.limit, refused.value.found) == (20_000, 20_001)


def test_a_line_end_counts_once_however_it_is_written() -> None:
    lines = "\r\n".join(["a"] * 10_000)

    assert len(require_text(lines)) == 19_999
    with pytest.raises(TextTooLong) as refused:
        optional_text("\r\n".join(["a"] * 10_001))
    assert refused.value.found == 20_001
