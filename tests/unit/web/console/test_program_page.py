"""What a program sets: the files of its form, and what is told of a leak that it announced."""

import pytest
from sqlmodel import select

from tests.unit.tipline.casework.case import ADA, DANA
from tests.unit.web.console.console import Console, words
from tipline.store.program_tables import LeakNoticeRow, ProgramRow

LEAK = "/program/leak"
TOLD = {
    "day": "2026-11-03",
    "words-en": " Tips of March were copied.\r\nBe careful. ",
    "words-fr": "Copiées.",
}


def notices(console: Console) -> dict[str, tuple[str, str]]:
    with console.case.program.stores.tips.read() as session:
        return {row.language: (str(row.day), row.words) for row in session.exec(select(LeakNoticeRow))}


def limits(console: Console) -> tuple[int | None, int | None]:
    with console.case.program.stores.tips.read() as session:
        row = session.get_one(ProgramRow, console.case.program.program_id)
        return row.files_most, row.files_megabytes


def deeds(console: Console) -> list[tuple[str, str]]:
    return [(line[0], line[3]) for line in console.case.trail() if line[0] != "signed-in"]


def test_a_notice_is_put_up_changed_and_taken_back(console: Console) -> None:
    with console.browser(ADA) as browser:
        empty = words(browser.get(LEAK).text)
        up = browser.post(LEAK, data=TOLD)
        there = notices(console)
        page = words(browser.get(LEAK).text)
        browser.post(LEAK, data=TOLD | {"words-fr": "", "day": "2026-11-04"})
        changed = notices(console)
        browser.post(LEAK, data={"deed": "down"})
        twice = browser.post(LEAK, data={"deed": "down"})

    assert ("No notice is up." in empty, up.status_code) == (True, 303)
    english = "Tips of March were copied.\nBe careful."
    assert there == {"en": ("2026-11-03", english), "fr": ("2026-11-03", "Copiées.")}
    assert "The notice is up, in 2 languages." in page
    assert changed == {"en": ("2026-11-04", english)}
    assert (notices(console), twice.status_code) == ({}, 303)
    assert deeds(console) == [("leak-told", ""), ("leak-told", ""), ("leak-taken-back", "")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words-en": "  "}, "write it in English"),
        ({"words-fr": "x" * 3_001}, "it can have 3,000 characters"),
        ({"day": "2026-11-21"}, "say on which day it was announced"),
        ({"day": "the third"}, "say on which day it was announced"),
    ],
)
def test_a_notice_that_cannot_stand_is_refused_and_what_was_typed_is_kept(
    quick_console: Console, typed: dict[str, str], said: str
) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post(LEAK, data=TOLD | {"words-es": "Algo se copió."} | typed)

    assert (answer.status_code, said in answer.text, "Algo se copió." in answer.text) == (422, True, True)
    assert (notices(quick_console), deeds(quick_console)) == ({}, [])


def test_limits_are_set_to_what_the_site_takes_at_most(console: Console) -> None:
    with console.browser(ADA) as browser:
        before = words(browser.get("/program").text)
        kept = browser.post("/program", data={"most": "3", "megabytes": "40"})
        none = browser.post("/program", data={"most": "0", "megabytes": "250"})
        refused = [
            browser.post("/program", data={"most": most, "megabytes": megabytes})
            for most, megabytes in (("11", "40"), ("3", "251"), ("3", "0"), ("", "40"), ("-1", "x"))
        ]

    assert "This site takes 10 files and 250 MB with one tip at most" in before
    assert (kept.status_code, none.status_code, limits(console)) == (303, 303, (0, 250))
    assert [answer.status_code for answer in refused] == [422] * 5
    assert all("from 0 to 10, and how many megabytes, from 1 to 250." in answer.text for answer in refused)
    assert deeds(console) == [("file-limits-set", "3 files, 40 MB"), ("file-limits-set", "0 files, 250 MB")]


def test_who_does_not_manage_the_program_has_no_such_page(quick_console: Console) -> None:
    with quick_console.browser(DANA) as browser:
        assert [browser.get(address).status_code for address in ("/program", LEAK)] == [403, 403]
        assert browser.post("/program", data={"most": "1", "megabytes": "1"}).status_code == 403
        assert browser.post(LEAK, data=TOLD).status_code == 403
        assert "/program" not in browser.get("/").text
    assert (notices(quick_console), limits(quick_console)) == ({}, (None, None))
