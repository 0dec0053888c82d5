"""One table says what each of the carrier's errors means, what we do, and what staff read."""

import re
from pathlib import Path

import pytest

from sms.refusals import MEANINGS, as_table, closes, notice, tried_again

ASKED_FOR = (21610, 21211, 21614, 21635, 30003, 30004, 30005, 30006, 30007, 30008, 63016, 20429)
TEXTING = Path(__file__).parents[3] / "docs" / "texting.md"


@pytest.mark.parametrize("code", ASKED_FOR)
def test_the_errors_that_a_line_meets_are_in_the_table(code: int) -> None:
    assert MEANINGS[code].code == code
    assert MEANINGS[code].source.endswith(f"/{code}")


def test_only_who_has_opted_out_is_closed_and_only_a_crowd_is_tried_again() -> None:
    assert [code for code in sorted(MEANINGS) if closes(code)] == [21610]
    assert [code for code in sorted(MEANINGS) if tried_again(code)] == [20429, 21611]


@pytest.mark.parametrize("code", MEANINGS)
def test_each_is_told_in_whole_sentences_that_are_its_own(code: int) -> None:
    said = MEANINGS[code].said

    assert [one.said for one in MEANINGS.values()].count(said) == 1
    assert re.fullmatch(r"[a-zW].*\.", said)
    assert str(code) not in notice(code)


def test_an_error_that_nobody_knows_is_told_with_its_number_and_goes_on() -> None:
    assert notice(39999) == (
        "An answer did not reach the reporter's phone: the phone company gives no reason that we know. "
        "Its number for it: 39999."
    )
    assert (closes(39999), tried_again(39999), closes(None)) == (False, False, False)


def test_the_page_on_texting_has_the_table() -> None:
    assert "\n".join(as_table()) in TEXTING.read_text()
