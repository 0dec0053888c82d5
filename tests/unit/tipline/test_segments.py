import pytest

from tipline.segments import segments


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
