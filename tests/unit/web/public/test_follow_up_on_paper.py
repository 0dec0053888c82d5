"""The thread as it goes on paper: what was said, where the tip stands, no code; in each language."""

import re
from datetime import timedelta

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, read_page, send_tip
from tests.unit.web.public.speakers import OTHERS, read_in
from web.tongues import tongue

URL = f"/{SLUG}/follow-up"
_A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def code(quick_browser: TestClient) -> str:
    return read_page(send_tip(quick_browser, what=WORDS, where="Dundas").text).texts["reporter-code"]


def test_the_thread_is_shown_for_paper_without_what_opens_it(quick_browser: TestClient, code: str) -> None:
    thread = quick_browser.post(URL, data={"code": code})
    paper = quick_browser.post(URL, data=_asking(thread))

    page = read_page(paper.text)
    number = re.findall(r"TOR-[0-9A-Z]{4}-[0-9A-Z]{4}", thread.text)[0]
    assert (paper.status_code, number in paper.text, "Dundas" in paper.text) == (200, True, True)
    assert WORDS in page.texts["thread"]
    assert page.texts["hide"] == "Keep this paper where nobody finds it."
    assert "choose “Print”" in page.texts["how-to-print"]
    assert "20 November 2026" in paper.text or "November 20, 2026" in paper.text
    assert "<script" not in paper.text
    assert not any(word in page.texts["thread"] for word in code.split())
    assert all(address.partition("?")[2] == "" for address in re.findall(r'action="([^"]+)"', paper.text))
    assert paper.headers["cache-control"] == thread.headers["cache-control"]


def test_from_the_paper_one_comes_back_to_the_thread(quick_browser: TestClient, code: str) -> None:
    paper = quick_browser.post(URL, data=_asking(quick_browser.post(URL, data={"code": code})))

    back = quick_browser.post(URL, data=_asking(paper) | {"back": "yes"})

    assert ("hide" in read_page(paper.text).texts, "hide" in read_page(back.text).texts) == (True, False)
    assert 'id="withdraw"' in back.text


def test_without_the_code_there_is_no_paper(quick_browser: TestClient, code: str) -> None:
    ticket = _asking(quick_browser.post(URL, data={"code": code}))["ticket"]

    refused = [
        quick_browser.post(URL, data={"print": "yes", "ticket": ticket[:-2] + "AA"}),
        quick_browser.post(URL, data={"print": "yes"}),
    ]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert not any(WORDS in answer.text for answer in refused)


@pytest.mark.parametrize("tag", OTHERS)
def test_the_paper_is_in_the_language_that_is_pressed_on_it(
    quick_site: PublicSite, quick_browser: TestClient, code: str, tag: str
) -> None:
    read_in(quick_site, tag)
    quick_site.clock.at += _A_MINUTE
    paper = quick_browser.post(URL, data=_asking(quick_browser.post(URL, data={"code": code})))

    switched = quick_browser.post(f"/{tag}{URL}", data=_asking(paper) | {"tongue": tag})

    words = tongue(tag).say("Keep this paper where nobody finds it.")
    assert (switched.status_code, read_page(switched.text).texts["hide"]) == (200, words)
    assert f'lang="{tongue(tag).language.lang}"' in switched.text
    assert WORDS in switched.text


def _asking(page: Response) -> dict[str, str]:
    """What the form for paper sends: that of the thread by its button, that of the paper by itself."""
    ticket = next(form.fields["ticket"] for form in read_page(page.text).forms if "ticket" in form.fields)
    return {"ticket": ticket, "print": "yes"}
