"""A tip of another system on its page: told as brought, with its number there, and never answered."""

from datetime import date

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, numbers, words
from tipline.intake import brought
from tipline.intake.brought_file import read_tips

LIST = b"received,words,channel,number,status\n2025-02-03,Kim sells guns.,text,P3-77,pending\n"


def test_a_brought_tip_is_read_as_such_and_cannot_be_answered(console: Console) -> None:
    desk, tips = console.case.intake(), console.case.program.tips
    sealed = brought.seal(read_tips(LIST, today=date(2026, 11, 20)), desk=desk, pepper=bytes(32), now=NOON)
    with tips.transaction() as session:
        brought.keep(session, sealed, desk=desk, now=NOON)

    with console.browser(ADA) as browser:
        (number,) = numbers(browser.get("/").text)
        page = words(browser.get(f"/tips/{number}").text)
        answered = browser.post(f"/tips/{number}/answer", data={"text": "Thank you."})
        noted = browser.post(f"/tips/{number}/note", data={"text": "Asked there."})
        month = words(browser.get("/reports/2026-11").text)

    assert "Brought from another system It was received there, and nobody has signed it." in page
    assert "The reporter, to another system Mon 3 February 2025 Kim sells guns." in page
    assert "Number there P3-77 Stood there as pending" in page
    assert "This cannot be answered: another system received it" in page
    assert "Not proven" not in page
    assert (answered.status_code, noted.status_code) == (409, 303)
    assert "Its reporter has no code here and would never read an answer." in words(answered.text)
    assert "November 2026 so far No tips came." in month or "0" in month
