import html
import json
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from tests.material import material
from tests.unit.web.public.reporter import SLUG, WORDS, Page, PublicSite, fresh_form, read_page, send_tip
from tipline.intake.normalise import clean
from tipline.store.program_tables import WatchedNameRow
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.store.work_tables import FormTokenRow
from tipline.vocabulary import Author, Channel, Offence, Priority, Status, TeamKind

URL = f"/{SLUG}"
FORM = "application/x-www-form-urlencoded"


def rows(site: PublicSite) -> tuple[int, int, int]:
    """Tips, records and used tokens."""
    staff = site.staff
    return len(staff.rows(TipRow)), len(staff.rows(RecordRow)), len(staff.rows(FormTokenRow))


def receipt_of(page: Page) -> tuple[str, list[str]]:
    return page.texts["tip-number"], page.texts["reporter-code"].split()


def test_a_tip_is_received_with_its_number_and_eight_words(site: PublicSite, browser: TestClient) -> None:
    answer = send_tip(browser, what=WORDS)

    number, words = receipt_of(read_page(answer.text))
    tip = site.staff.tip()
    assert (answer.status_code, tip.row.number, len(words), len(set(words)) > 1) == (200, number, 8, True)
    assert (tip.texts, tip.team, tip.proven) == ([WORDS], TeamKind.INBOX, True)
    assert re.fullmatch(r"TOR-[0-9A-Z]{4}-[0-9A-Z]{4}", number)


def test_the_receipts_elements_hold_the_number_and_the_words_alone(quick_browser: TestClient) -> None:
    page = read_page(send_tip(quick_browser, what=WORDS).text)

    assert page.texts["tip-number"].strip() == page.texts["tip-number"]
    assert re.fullmatch(r"\s*([a-z]+\s+){8}", page.texts["reporter-code"])


def test_everything_that_the_form_asks_for_is_sealed(site: PublicSite, browser: TestClient) -> None:
    typed = {
        "what": WORDS,
        "when": "last night",
        "where": "Dundas",
        "offence": "firearm",
        "who": "Spider",
        "vehicle": "a grey van",
        "danger": "yes",
        "about_us": "no",
        "wish": "community",
    }

    send_tip(browser, **typed)

    tip = site.staff.tip()
    record = tip.records[0].record
    assert tip.typed == {
        "when": "last night",
        "where": "Dundas",
        "who": "Spider",
        "vehicle": "a grey van",
        "danger": "yes",
        "wish": "community",
    }
    assert (record.text, record.by, record.language) == (WORDS, Author.REPORTER, "en")
    assert (tip.row.offence, tip.row.priority) == (Offence.FIREARM, Priority.DANGER)
    assert (tip.row.channel, tip.row.status) == (Channel.WEB, Status.NEW)


def test_both_ways_of_sending_a_form_are_taken_and_absent_fields_are_empty(
    site: PublicSite, browser: TestClient
) -> None:
    token = fresh_form(browser)["token"]

    answer = browser.post(URL, files={"what": (None, WORDS), "token": (None, token)})

    assert (answer.status_code, site.staff.tip().texts) == (200, [WORDS])
    assert site.staff.tip().typed == {}


def test_a_choice_that_was_not_offered_counts_as_none(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    send_tip(
        quick_browser, what=WORDS, offence="parking", danger="maybe", about_us="on", wish="gold", l="zzz"
    )

    tip = quick_site.staff.tip()
    assert (tip.row.offence, tip.row.priority, tip.team) == (Offence.OTHER, Priority.ROUTINE, TeamKind.INBOX)
    assert (tip.typed, tip.row.channel) == ({}, Channel.WEB)


def test_who_says_danger_is_told_to_call_911_before_all_else(quick_browser: TestClient) -> None:
    page = read_page(send_tip(quick_browser, what=WORDS, danger="yes").text)

    main = page.texts["main"]
    assert main.index("Call 911 now") < main.index("We have your tip")
    assert (
        "Call 911 now" not in read_page(send_tip(quick_browser, what=WORDS, danger="no").text).texts["main"]
    )


def test_whose_words_tell_of_danger_is_told_the_same_and_staff_are_paged(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    page = read_page(send_tip(quick_browser, what="He is going to kill her tonight").text)

    main = page.texts["main"]
    assert main.index("Call 911 now") < main.index("We have your tip")
    assert quick_site.staff.tip().row.priority is Priority.DANGER


@pytest.mark.parametrize(
    "typed", [{"about_us": "yes"}, {"who": "Officer Byron"}, {"what": "Byron, Ada sells guns"}]
)
def test_a_tip_about_us_is_integritys_and_the_page_does_not_show_it(
    quick_site: PublicSite, quick_browser: TestClient, typed: dict[str, str]
) -> None:
    with quick_site.staff.stores.tips.transaction() as session:
        session.merge(WatchedNameRow(program_id=quick_site.staff.program.program_id, name="ada byron"))

    pages = [send_tip(quick_browser, **({"what": WORDS} | more)).text for more in ({}, typed)]

    teams = {tip.records[0].record.text: tip.team for tip in quick_site.staff.tips()}
    assert sorted(tip.team for tip in quick_site.staff.tips()) == [TeamKind.INBOX, TeamKind.INTEGRITY]
    assert teams[typed.get("what", "")] is TeamKind.INTEGRITY if "what" in typed else len(teams) == 1
    bare = [re.sub(r"<li>[a-z]+</li>|TOR-[0-9A-Z-]+", "", page) for page in pages]
    assert bare[0] == bare[1]


def test_a_form_that_is_sent_twice_is_received_once_and_shows_no_code(
    site: PublicSite, browser: TestClient
) -> None:
    form = fresh_form(browser) | {"what": WORDS, "where": "Dundas", "wish": "yes"}
    first = browser.post(URL, data=form)

    second = browser.post(URL, data=form)

    page = read_page(second.text)
    assert (first.status_code, second.status_code) == (200, 409)
    assert ("reporter-code" in page.texts, "tip-number" in page.texts) == (False, False)
    assert "The tip came through the first time" in " ".join(page.whole.split())
    assert rows(site) == (1, 1, 1)


def test_who_lost_the_answer_sends_the_tip_again_and_gets_a_code(
    site: PublicSite, browser: TestClient
) -> None:
    form = fresh_form(browser) | {"what": WORDS, "where": "Dundas", "wish": "yes", "offence": "firearm"}
    browser.post(URL, data=form)
    again = read_page(browser.post(URL, data=form).text).forms[0]

    answer = browser.post(again.action, data=again.fields)

    assert len(receipt_of(read_page(answer.text))[1]) == 8
    first, second = sorted(site.staff.tips(), key=lambda tip: "repeat" in tip.typed)
    assert first.typed == {"where": "Dundas", "wish": "yes"}
    assert second.typed == {"where": "Dundas", "wish": "yes", "repeat": "yes"}
    assert (second.texts, second.row.offence) == ([WORDS], Offence.FIREARM)


REFUSED = {
    "empty": ({"what": " \n\u200b"}, 422, "There is nothing in the box yet"),
    "too long": ({"what": "a" * 20_001}, 422, "You wrote 20,001 characters, and 20,000 fit"),
    "a detail too long": ({"what": WORDS, "who": "a" * 20_001}, 422, "One of the boxes holds too much"),
    "no token": ({"what": WORDS, "token": ""}, 422, "Please press the button once more"),
    "a strange token": ({"what": WORDS, "token": "AAAA"}, 422, "Please press the button once more"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_form_that_is_refused_keeps_what_was_typed_and_can_be_sent_again(
    quick_site: PublicSite, quick_browser: TestClient, case: str
) -> None:
    changed, status, said = REFUSED[case]
    typed = {"where": "Dundas <b>", "offence": "arson", "danger": "yes", "wish": "no"} | changed
    form = fresh_form(quick_browser) | typed

    answer = quick_browser.post(URL, data=form)

    page = read_page(answer.text)
    kept = {name: value for name, value in typed.items() if name != "token"}
    assert (answer.status_code, said in page.texts["error"]) == (status, True)
    assert {name: page.forms[0].fields[name] for name in kept} == kept
    assert rows(quick_site) == (0, 0, 0)
    assert (page.forms[0].action, page.forms[0].fields["token"] != form["token"]) == (URL, True)
    again = quick_browser.post(URL, data=page.forms[0].fields | {"what": WORDS, "who": "", "danger": ""})
    assert (again.status_code, rows(quick_site)) == (200, (1, 1, 1))


def test_the_longest_text_is_received_whole(quick_site: PublicSite, quick_browser: TestClient) -> None:
    longest = "😀\r\n" * 10_000

    answer = send_tip(quick_browser, what=longest)

    assert (answer.status_code, quick_site.staff.tip().texts) == (200, [clean(longest)])


def test_a_form_that_was_open_for_more_than_a_day_is_shown_again(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS}
    quick_site.clock.at += timedelta(hours=25)

    answer = quick_browser.post(URL, data=form)

    page = read_page(answer.text)
    assert (answer.status_code, page.forms[0].fields["what"]) == (422, WORDS)
    assert "This page was open for more than a day" in page.texts["error"]
    assert quick_browser.post(URL, data=page.forms[0].fields).status_code == 200


NO_FORM = {
    "text": ("text/plain", b"what=a", 415, "We could not read that"),
    "json": ("application/json", b'{"what": "a"}', 415, "We could not read that"),
    "too much": (FORM, b"what=" + b"a" * 1_048_576, 413, "That is too much to send at once"),
    "cut short": ("multipart/form-data; boundary=x", b"--x\r\n", 400, "We could not read that"),
}


@pytest.mark.parametrize("case", NO_FORM)
def test_what_is_no_form_or_too_much_is_refused_on_the_form(
    quick_site: PublicSite, quick_browser: TestClient, case: str
) -> None:
    kind, body, status, said = NO_FORM[case]

    answer = quick_browser.post(URL, content=body, headers={"Content-Type": kind})

    page = read_page(answer.text)
    assert (answer.status_code, said in page.texts["error"], page.forms[0].action) == (status, True, URL)
    assert rows(quick_site) == (0, 0, 0)


def test_hostile_strings_are_received_as_they_were_typed_and_shown_as_text(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    strings = json.loads(material("hostile", "blns", "blns.json").read_text("utf-8"))
    hostile = [
        text for text in [*strings, *material("hostile", "ssti.txt").read_text().splitlines()] if clean(text)
    ]

    for start in range(0, len(hostile), 5):
        what, when, where, who, vehicle = [*hostile[start : start + 5], "", "", "", ""][:5]
        typed = {"what": f"x {what}", "when": when, "where": where, "who": who, "vehicle": vehicle}
        body = urlencode(fresh_form(quick_browser) | typed, errors="replace")
        answer = quick_browser.post(URL, content=body, headers={"Content-Type": FORM})
        assert answer.status_code == 200

    received = set()
    for tip in quick_site.staff.tips():
        record = tip.records[0].record
        received |= {record.text.removeprefix("x "), *record.fields.values()}
    assert {clean(text).encode("utf-8", "replace").decode() for text in hostile} <= received

    page = quick_browser.post(URL, data={"what": "".join(hostile)[:19_000]}).text
    shown = re.search(r'<textarea[^>]*id="what"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert shown is not None
    assert "<" not in shown[1]
    assert "<script" in html.unescape(shown[1])
    assert "<script" not in page


def test_the_form_is_small_has_no_script_and_asks_what_happened_first(quick_browser: TestClient) -> None:
    answer = quick_browser.get(URL)

    sheet = re.findall(r'<link rel="stylesheet" href="([^"]+)">', answer.text)
    style = quick_browser.get(sheet[0])
    assert len(answer.content) + len(style.content) <= 30_000
    assert re.findall(r'(?:src|href)="(/static[^"]+)"', answer.text) == sheet
    assert not re.search(r"<script|<img|<style|style=|\son\w+=|@import|url\(", answer.text + style.text)
    assert re.search(r"<textarea[^>]*name=\"(\w+)\"", answer.text)[1] == "what"  # type: ignore[index]
    assert set(read_page(answer.text).forms[0].fields) >= {
        "what",
        "when",
        "where",
        "offence",
        "who",
        "vehicle",
        "token",
        "l",
    }


def test_two_forms_never_have_the_same_token(quick_browser: TestClient) -> None:
    assert len({fresh_form(quick_browser)["token"] for _ in range(5)}) == 5


def test_another_programs_token_is_none(quick_site: PublicSite, quick_browser: TestClient) -> None:
    form = fresh_form(quick_browser) | {"what": WORDS}

    answer = quick_browser.post("/nowhere", data=form)

    assert (answer.status_code, "Toronto Crime Stoppers" in answer.text) == (404, True)
    assert rows(quick_site) == (0, 0, 0)


def test_an_address_with_a_slash_too_many_is_put_straight(quick_browser: TestClient) -> None:
    answer = quick_browser.get(f"{URL}/?fbclid=x")

    assert (answer.status_code, answer.headers["location"]) == (308, URL)
