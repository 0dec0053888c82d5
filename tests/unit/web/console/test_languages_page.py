"""The languages of the form, in the console: who reads each, and what waits for somebody who does."""

from sqlalchemy import update
from sqlmodel import col, select

from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, words
from tipline.store.program_tables import LanguageReaderRow
from tipline.store.tip_tables import TipRow


def _rows(console: Console) -> list[LanguageReaderRow]:
    with console.case.program.stores.tips.read() as session:
        return list(session.exec(select(LanguageReaderRow)))


def test_a_coordinator_names_a_reader_and_switches_the_language_off_again(console: Console) -> None:
    ada = console.case.person(ADA).hex()
    with console.browser(ADA) as browser:
        before = words(browser.get("/languages").text)
        named = browser.post("/languages", data={"language": "so", "reader": ada, "days": "2"})
        after = words(browser.get("/languages").text)
        browser.post("/languages", data={"language": "so", "deed": "off"})
        twice = browser.post("/languages", data={"language": "so", "deed": "off"})

    assert ("Somali Soomaali Off" in before, named.status_code) == (True, 303)
    assert f"Somali Soomaali On: {ADA} reads it within 2 days." in after
    assert (twice.status_code, _rows(console)) == (303, [])


def test_without_a_reader_or_a_delay_nothing_is_changed_and_the_page_says_why(quick_console: Console) -> None:
    ada = quick_console.case.person(ADA).hex()
    with quick_console.browser(ADA) as browser:
        answers = [
            browser.post("/languages", data={"language": "so"} | typed)
            for typed in ({"reader": "", "days": "2"}, {"reader": ada, "days": "9999"}, {"reader": "x" * 99})
        ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert all("Nothing was changed" in answer.text for answer in answers)
    assert _rows(quick_console) == []


def test_who_is_no_coordinator_has_no_such_page(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        assert browser.get("/languages").status_code == 403


def test_a_tip_in_a_language_that_nobody_reads_waits_where_it_is_seen(quick_console: Console) -> None:
    told = quick_console.case.tell()
    with quick_console.case.program.stores.tips.transaction() as session:
        session.execute(update(TipRow).where(col(TipRow.number) == told.number).values(language="so"))
    ada = quick_console.case.person(ADA).hex()

    with quick_console.browser(ADA) as browser:
        before = words(browser.get("/").text)
        browser.post("/languages", data={"language": "so", "reader": ada, "days": "2"})
        after = words(browser.get("/").text)

    assert ("nobody here reads Somali" in before, "nobody here reads Somali" in after) == (True, False)
