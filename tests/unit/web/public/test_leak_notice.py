"""A leak that was announced, on the pages of who comes back: told before the code is asked for, and after."""

from datetime import date, timedelta

from starlette.testclient import TestClient

from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, read_page, send_tip
from tests.unit.web.public.speakers import read_in
from tipline.store.program_tables import LeakNoticeRow

URL = f"/{SLUG}/follow-up"
ENGLISH = "Tips of March were copied.\nYours may be among them: <be careful>."


def announce(site: PublicSite, **words: str) -> None:
    with site.staff.stores.tips.transaction() as session:
        for tag, said in words.items():
            session.add(
                LeakNoticeRow(
                    program_id=site.staff.program.program_id,
                    language=tag,
                    day=date(2026, 11, 3),
                    words=said,
                )
            )


def test_who_comes_back_reads_it_with_and_without_a_code(site: PublicSite, browser: TestClient) -> None:
    announce(site, en=ENGLISH)
    code = read_page(send_tip(browser, what=WORDS).text).texts["reporter-code"]
    form = browser.get(f"/{SLUG}")
    asked, opened = browser.get(URL), browser.post(URL, data={"code": code})

    for page in (asked, opened):
        said = read_page(page.text).texts["leak"]
        assert "Some of what we kept was seen by others. We said so on" in said
        assert "November 3, 2026" in said
        assert ENGLISH in said
        assert "&lt;be careful&gt;" in page.text
    assert "leak" not in read_page(form.text).texts


def test_a_language_without_words_gets_the_english_and_says_so(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    read_in(quick_site, "fr", "so")
    announce(quick_site, en=ENGLISH, fr="On a copié des messages.")

    french, somali = quick_browser.get(f"/fr{URL}").text, quick_browser.get(f"/so{URL}").text

    assert ("On a copié des messages." in french, "Tips of March" in french) == (True, False)
    assert ("Tips of March" in somali, '<p class="sent" lang="en" dir="ltr">' in somali) == (True, True)
    assert "Tan waxaan ku haynaa Ingiriisi oo keliya." in somali
    assert "anglais" not in french


def test_where_nothing_was_announced_or_it_was_taken_back_nothing_is_said(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    before = read_page(quick_browser.get(URL).text).texts
    announce(quick_site, en=ENGLISH)
    quick_site.clock.at += timedelta(seconds=20)
    up = read_page(quick_browser.get(URL).text).texts
    with quick_site.staff.stores.tips.transaction() as session:
        session.delete(session.get_one(LeakNoticeRow, (quick_site.staff.program.program_id, "en")))
    quick_site.clock.at += timedelta(seconds=20)
    down = read_page(quick_browser.get(URL).text).texts

    assert ["leak" in page for page in (before, up, down)] == [False, True, False]
