"""What the queue says of the phone company: nothing while all is well, one calm sentence while it is not."""

from datetime import timedelta

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, words
from tipline.carrier_watch import LATE, SILENT, Late, note_heard, note_late
from tipline.vocabulary import ProgramId


def late(console: Console, count: int, *, of: ProgramId | None = None) -> None:
    program_id = of or console.case.program.program_id
    found = [Late(program_id, count, NOON - LATE - timedelta(minutes=15))]
    console.case.program.tips.write_now(lambda connection: note_late(connection, found))


def test_a_queue_says_nothing_of_the_phone_company_while_all_is_well(quick_console: Console) -> None:
    program = quick_console.case.program
    program.tips.write_now(lambda connection: note_heard(connection, program_id=program.program_id, now=NOON))

    with quick_console.browser(ADA) as browser:
        page = browser.get("/").text

    assert "phone company" not in page


def test_coordinators_see_what_should_be_gone_and_investigators_do_not(console: Console) -> None:
    late(console, 1)

    with console.browser(ADA) as browser:
        one = words(browser.get("/").text)
        late(console, 1204)
        many = words(browser.get("/").text)
    with console.browser(DANA) as browser:
        others = browser.get("/").text

    assert "still has 1 message of this line that should be gone, the oldest since 20 Nov 2026, 05:45." in one
    assert "still has 1,204 messages of this line" in many
    assert "phone company" not in others


def test_what_another_line_owes_is_not_shown(quick_console: Console) -> None:
    late(quick_console, 7, of=ProgramId(b"o" * 16))

    with quick_console.browser(ADA) as browser:
        page = browser.get("/").text

    assert "phone company" not in page


def test_a_carrier_that_was_not_heard_is_told_of_until_it_is_heard_again(console: Console) -> None:
    program = console.case.program

    def heard(ago: timedelta) -> None:
        program.tips.write_now(
            lambda connection: note_heard(connection, program_id=program.program_id, now=NOON - ago)
        )

    with console.browser(ADA) as browser:
        heard(SILENT + timedelta(minutes=30))
        silent = words(browser.get("/").text)
        heard(timedelta(minutes=5))
        again = words(browser.get("/").text)

    assert "The phone company was last asked for texts at 20 Nov 2026, 05:30." in silent
    assert "phone company" not in again
