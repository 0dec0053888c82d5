from datetime import timedelta

import pytest

from crypto.codes import draw_code
from tests.program import NOON
from tipline.errors import FormTokenMissing, FormTokenOld
from tipline.intake import tickets
from tipline.vocabulary import ProgramId

KEY = bytes(range(32))
PROGRAM = ProgramId(b"p" * 16)


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "zh"])
def test_a_ticket_carries_the_code_for_half_an_hour(language: str) -> None:
    code = draw_code(language)
    ticket = tickets.issue(code, key=KEY, program_id=PROGRAM, now=NOON)

    opened = tickets.read(ticket, key=KEY, program_id=PROGRAM, now=NOON + timedelta(minutes=30))

    assert opened.code == code
    with pytest.raises(FormTokenOld):
        tickets.read(ticket, key=KEY, program_id=PROGRAM, now=NOON + timedelta(minutes=30, seconds=1))


def test_a_ticket_shows_no_word_and_opens_for_nobody_else() -> None:
    code = draw_code("en")
    ticket = tickets.issue(code, key=KEY, program_id=PROGRAM, now=NOON)

    assert not any(word in ticket for word in code.words if len(word) > 4)
    with pytest.raises(FormTokenMissing):
        tickets.read(ticket, key=KEY, program_id=ProgramId(b"q" * 16), now=NOON)
    with pytest.raises(FormTokenMissing):
        tickets.read(ticket, key=bytes(32), program_id=PROGRAM, now=NOON)


@pytest.mark.parametrize("ticket", ["", "A", "AQ", "é", "\ud800", "A" * 400, "{}"])
def test_what_is_no_ticket_is_refused(ticket: str) -> None:
    with pytest.raises(FormTokenMissing):
        tickets.read(ticket, key=KEY, program_id=PROGRAM, now=NOON)


def test_a_message_has_one_id_for_one_ticket_and_one_text() -> None:
    code = draw_code("en")
    first, second = (
        tickets.read(
            tickets.issue(code, key=KEY, program_id=PROGRAM, now=NOON), key=KEY, program_id=PROGRAM, now=NOON
        )
        for _ in range(2)
    )

    assert first.record_id("a", key=KEY) == first.record_id("a", key=KEY)
    assert (
        len({first.record_id("a", key=KEY), first.record_id("b", key=KEY), second.record_id("a", key=KEY)})
        == 3
    )
