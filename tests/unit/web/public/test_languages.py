import gzip
import re

import pytest
from starlette.testclient import TestClient

from crypto.words import LANGUAGES as LISTS
from crypto.words import word_list
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, fresh_form, read_page
from tests.unit.web.public.speakers import OTHERS, read_in
from tipline.intake.report import Detail
from tipline.languages import LANGUAGES
from tipline.store.tip_tables import TipRow
from web.public.wording import ANSWERS
from web.tongues import catalogue, tongue

LIMIT_WIRE, LIMIT = 30_000, 60_000
"""Bytes of form and style together: as they are sent, the form never packed, and unpacked."""


def _code(page: str) -> list[str]:
    return [word.strip() for word in re.findall(r"<li>([^<]+)</li>", page.partition("reporter-code")[2])[:8]]


def _form(browser: TestClient, at: str) -> dict[str, str]:
    return next(
        form.fields for form in read_page(browser.get(f"{at}/{SLUG}").text).forms if "what" in form.fields
    )


@pytest.mark.parametrize("tag", OTHERS)
def test_every_page_is_there_in_every_language_and_says_which_it_is(
    quick_site: PublicSite, quick_browser: TestClient, tag: str
) -> None:
    read_in(quick_site, tag)
    language = LANGUAGES[tag]
    way = "rtl" if language.right_to_left else "ltr"

    for path in ("/", f"/{SLUG}", f"/{SLUG}/follow-up", f"/{SLUG}/how-anonymous", "/no-such-page"):
        page = quick_browser.get(f"/{tag}{path}").text
        assert f'<html lang="{language.lang}" dir="{way}">' in page
        assert catalogue(tag).gettext("Leave") in page
        inside = re.findall(r'(?:href|action)="(/[^"]*)"', page.partition("<main")[2].partition("<footer")[0])
        assert [link for link in inside if not link.startswith(f"/{tag}/")] == []
        assert catalogue(tag).gettext("Leave") != "Leave"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_form_is_small_in_every_language_and_two_requests(
    quick_site: PublicSite, quick_browser: TestClient, tag: str
) -> None:
    read_in(quick_site, *LANGUAGES)

    page = quick_browser.get(f"{tongue(tag).at}/{SLUG}").text
    (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    style = quick_browser.get(sheet).content

    assert len(page.encode()) + len(style) <= LIMIT
    assert len(page.encode()) + len(gzip.compress(style, mtime=0)) <= LIMIT_WIRE
    assert quick_browser.get(sheet, headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert (re.findall(r"<script|<img|<iframe|\ssrc=", page), b"url(" in style, b"@import" in style) == (
        [],
        False,
        False,
    )


def test_a_tip_has_its_language_and_its_words_come_from_the_list_of_it(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    read_in(quick_site, *LANGUAGES)
    said = {}
    for tag in LANGUAGES:
        at = tongue(tag).at
        receipt = quick_browser.post(f"{at}/{SLUG}", data=_form(quick_browser, at) | {"what": WORDS + tag})
        said[tag] = _code(receipt.text)
        listed = word_list(tag if tag in LISTS else "en").words
        assert (receipt.status_code, len(said[tag])) == (200, 8)
        assert [word for word in said[tag] if word not in listed] == []
        english = catalogue(tag).gettext("The words are English. Copy them letter by letter.")
        assert (english in receipt.text) == (tag not in LISTS)

    tips = {tip.row.language: tip.texts for tip in quick_site.staff.tips()}
    assert tips == {tag: [WORDS + tag] for tag in LANGUAGES}


def test_a_code_opens_its_tip_from_the_page_of_any_language(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    read_in(quick_site, *LANGUAGES)
    receipt = quick_browser.post("/zh/" + SLUG, data=_form(quick_browser, "/zh") | {"what": WORDS})
    code = " ".join(_code(receipt.text))

    for tag in LANGUAGES:
        at = tongue(tag).at
        thread = quick_browser.post(f"{at}/{SLUG}/follow-up", data={"code": code})
        assert (thread.status_code, WORDS in thread.text) == (200, True)
        assert catalogue(tag).gettext("What was said") in thread.text


def test_pressing_another_language_keeps_everything_that_was_typed_and_sends_nothing(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    read_in(quick_site, *LANGUAGES)
    typed = {"what": WORDS, "where": "Dundas", "offence": "fraud", "danger": "yes", "wish": "no"}

    page = quick_browser.post(f"/fr/{SLUG}", data=fresh_form(quick_browser) | typed | {"tongue": "fr"})

    form = next(form for form in read_page(page.text).forms if "what" in form.fields)
    assert (page.status_code, form.action, quick_site.staff.rows(TipRow)) == (200, f"/fr/{SLUG}", [])
    assert {name: form.fields[name] for name in typed} == typed
    assert 'id="error"' not in page.text
    assert quick_browser.post(form.action, data=form.fields).status_code == 200


def test_pressing_another_language_on_the_thread_keeps_the_message_and_adds_nothing(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    read_in(quick_site, "fr")
    receipt = quick_browser.post(f"/{SLUG}", data=fresh_form(quick_browser) | {"what": WORDS})
    thread = quick_browser.post(f"/{SLUG}/follow-up", data={"code": " ".join(_code(receipt.text))})
    ticket = read_page(thread.text).forms[0].fields["ticket"]

    page = quick_browser.post(
        f"/fr/{SLUG}/follow-up", data={"ticket": ticket, "message": "one more thing", "tongue": "fr"}
    )

    assert (page.status_code, "Ce qui s’est dit" in page.text) == (200, True)
    assert read_page(page.text).forms[0].fields["message"] == "one more thing"
    assert quick_site.staff.tip().texts == [WORDS]


def test_a_language_that_nobody_reads_is_not_offered_and_its_form_leads_to_the_english_one(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    read_in(quick_site, "fr")

    english = quick_browser.get(f"/{SLUG}").text
    somali = quick_browser.get(f"/so/{SLUG}")

    assert ('lang="fr"' in english, 'lang="so"' in english) == (True, False)
    assert (somali.status_code, somali.headers["location"]) == (303, f"/{SLUG}")


def test_what_was_sent_in_a_language_that_is_no_longer_read_comes_in_all_the_same(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    sent = quick_browser.post(f"/so/{SLUG}", data=fresh_form(quick_browser) | {"what": WORDS})

    assert (sent.status_code, quick_site.staff.tip().row.language) == (200, "so")


def test_the_form_posted_in_a_language_that_does_not_exist_is_kept_and_can_be_taken_on(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    lost = quick_browser.post(f"/xx/{SLUG}", data=fresh_form(quick_browser) | {"what": WORDS})

    kept = read_page(lost.text).forms[0]
    assert (lost.status_code, quick_site.staff.rows(TipRow)) == (404, [])
    assert kept.fields["what"] == WORDS
    there = read_page(quick_browser.post(f"/{SLUG}", data=kept.fields).text)
    assert there.forms[0].fields["what"] == WORDS


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_form_says_within_how_many_days_its_language_is_read(
    quick_site: PublicSite, quick_browser: TestClient, tag: str
) -> None:
    read_in(quick_site, tag, days=3)

    said = read_page(quick_browser.get(f"{tongue(tag).at}/{SLUG}").text).texts["reads"]

    assert ("3" in said, "911" in said) == (True, True)


@pytest.mark.parametrize("tag", OTHERS)
def test_every_refusal_is_in_the_language_of_the_page_with_its_facts(
    quick_site: PublicSite, quick_browser: TestClient, tag: str
) -> None:
    read_in(quick_site, tag)
    form = _form(quick_browser, f"/{tag}")

    refused = {
        "There is nothing in the box yet": {},
        "That is too long to send at once": {"what": "x" * 20_001},
        "One of the boxes holds too much": {"what": WORDS, Detail.WHERE.value: "y" * 20_001},
        "Please press the button once more": {"what": WORDS, "token": ""},
    }
    for title, typed in refused.items():
        page = read_page(quick_browser.post(f"/{tag}/{SLUG}", data=form | typed).text)
        assert catalogue(tag).gettext(title) in page.texts["error"]
        assert "{" not in page.texts["error"]
        assert title not in page.whole
    code = read_page(quick_browser.post(f"/{tag}/{SLUG}/follow-up", data={"code": "qqqq " * 8}).text)
    assert catalogue(tag).gettext("Some words need another look") in code.texts["error"]


@pytest.mark.parametrize("tag", OTHERS)
def test_no_refusal_stays_english(tag: str) -> None:
    kept = [
        answer.title
        for answer in ANSWERS.table.values()
        if answer.title == tongue(tag).say(answer.title) or answer.words == tongue(tag).say(answer.words)
    ]

    assert kept == []


def test_numbers_to_call_are_kept_apart_from_the_words_round_them(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    read_in(quick_site, "ar")

    page = quick_browser.get(f"/ar/{SLUG}").text

    shown = re.sub(r"<bdi[^>]*>[^<]*</bdi>|<[^>]+>", "", page.partition("<body")[2])
    assert re.findall(r"\d{3,}", shown) == []
    assert '<bdi class="whole">911</bdi>' in page
    assert '<bdi dir="ltr">1-800-222-8477</bdi>' in page


def test_leave_is_the_first_thing_on_every_page_and_goes_where_the_setting_says(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    for path in ("/", f"/{SLUG}", f"/fr/{SLUG}/follow-up", f"/{SLUG}/how-anonymous", "/nowhere"):
        body = quick_browser.get(path).text.partition("<body")[2]
        first = re.search(r"<(?:a|button|input|select|textarea|summary)\b[^>]*>", body)
        assert first is not None
        assert 'class="leave" href="https://weather.gc.ca/" rel="noreferrer"' in first[0]


@pytest.mark.parametrize(
    "path", ["/", f"/{SLUG}", f"/{SLUG}/follow-up", f"/{SLUG}/how-anonymous", "/nowhere"]
)
def test_the_title_of_a_page_tells_nobody_what_it_is(quick_browser: TestClient, path: str) -> None:
    title = re.findall("<title>(.*)</title>", quick_browser.get(path).text)

    assert len(title) == 1
    assert not re.search("tip|crime|toronto|police|anonym", title[0], re.IGNORECASE)
