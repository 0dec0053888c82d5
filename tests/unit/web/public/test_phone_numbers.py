"""A number to press, as it is read and as it is dialled."""

import pytest

from web.public.wording import grouped, telephone


@pytest.mark.parametrize(
    ("kept", "read", "dialled"),
    [
        ("+14165550100", "+1 416-555-0100", "+14165550100"),
        ("1-800-222-8477", "1-800-222-8477", "18002228477"),
        ("274637", "274637", "274637"),
        ("+442079460000", "+442079460000", "+442079460000"),
        ("+1416555010", "+1416555010", "+1416555010"),
    ],
)
def test_a_bare_number_of_north_america_is_read_in_groups(kept: str, read: str, dialled: str) -> None:
    assert (grouped(kept), telephone(kept)) == (read, dialled)
