"""The form's steps without a script: one person more, one less, a look at what will be sent, and back."""

import html
import re

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.custodians import appoint_custodians
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, fresh_form, read_page, send_tip
from tests.unit.web.public.sender import JPEG, body_of, fields_of, post
from tests.unit.web.public.speakers import OTHERS, read_in
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import FormTokenRow
from tipline.telltale.reasons import Reason
from tipline.vocabulary import Priority, TeamKind
from web.public.review import WHY
from web.tongues import catalogue

URL = f"/{SLUG}"
MARKED = "My cousin sells guns. Call me at 416-555-0134."


def press(browser: TestClient, step: str, **typed: str) -> Response:
    return browser.post(URL, data=fresh_form(browser) | typed | {"step": step})


def form_of(answer: Response) -> dict[str, str]:
    return next(form.fields for form in read_page(answer.text).forms if "what" in form.fields)


def test_checking_shows_what_will_be_sent_and_sends_nothing(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    typed = {"what": WORDS, "where": "Dundas", "person-1-hair": "red", "wish": "no", "offence": "firearm"}

    answer = press(quick_browser, "check", **typed)

    shown = read_page(answer.text).texts["main"]
    assert (answer.status_code, quick_site.staff.rows(TipRow)) == (200, [])
    assert quick_site.staff.rows(FormTokenRow) == []
    for words in ("Check before sending", WORDS, "Dundas", "Person 1", "Hair", "red", "Nobody", "Firearm"):
        assert words in shown
    assert ("<mark>" in answer.text, "Send anyway" in shown, "Send the tip" in shown) == (False, False, True)


def test_the_plain_post_of_the_review_is_answered_by_the_receipt(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    typed = {"what": WORDS, "vehicle-1-plate": "ABCD 123", "danger": "yes", "wish": "community"}

    receipt = quick_browser.post(URL, data=form_of(press(quick_browser, "check", **typed)))

    tip = quick_site.staff.tip()
    assert "We have your tip" in receipt.text
    assert (tip.texts, tip.row.priority) == ([WORDS], Priority.DANGER)
    assert tip.typed == {"vehicle-1-plate": "ABCD 123", "danger": "yes", "wish": "community"}


def test_what_may_show_the_writer_is_marked_in_place_and_listed_with_its_reason(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    answer = press(quick_browser, "check", what=MARKED, **{"person-1-name": "my brother Abdi"})

    page = read_page(answer.text)
    assert "<mark>My cousin<sup>1</sup></mark>" in answer.text
    assert re.search(r"<mark>my brother<sup>1</sup></mark> Abdi", answer.text)
    assert re.search(r"<mark>[^<]*416-555-0134<sup>\d</sup></mark>", answer.text)
    for reason in (Reason.FAMILY, Reason.PHONE):
        assert html.escape(WHY[reason]) in answer.text
    assert "“" not in page.texts["marks"]
    assert "Send anyway" in answer.text

    quick_browser.post(URL, data=form_of(answer))
    assert quick_site.staff.tip().texts == [MARKED]


def test_every_reason_of_a_reporter_has_its_sentence() -> None:
    of_summaries = {Reason.STREET, Reason.DAY, Reason.TIME, Reason.UNIT, Reason.SUM, Reason.TIP_NUMBER}

    assert set(WHY) == set(Reason) - of_summaries


def test_changing_goes_back_with_everything_and_the_tip_is_sent_once(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    typed = {"what": MARKED, "when": "0000-00-00", "person-1-hair": "red", "person-2-age": "30", "wish": "no"}
    review = press(quick_browser, "check", **typed)

    back = quick_browser.post(URL, data=form_of(review) | {"step": "change"})
    again = quick_browser.post(URL, data=form_of(back) | {"what": WORDS, "step": "check"})

    assert {name: form_of(back)[name] for name in typed} == typed
    assert quick_site.staff.rows(TipRow) == []
    assert "We have your tip" in quick_browser.post(URL, data=form_of(again)).text
    assert "We have this tip already" in quick_browser.post(URL, data=form_of(review)).text
    assert quick_site.staff.tip().texts == [WORDS]


def test_danger_says_call_first_and_about_us_says_who_reads_it(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    answer = press(quick_browser, "check", what=WORDS, danger="yes", about_us="yes")

    shown = read_page(answer.text).texts["main"]
    assert shown.index("Call 911 now") < shown.index("Check before sending")
    assert "Only people from outside the police read it" in read_page(answer.text).texts["about-us"]
    quick_browser.post(URL, data=form_of(answer))
    tip = quick_site.staff.tip()
    assert (tip.row.priority, tip.team) == (Priority.DANGER, TeamKind.INTEGRITY)


def test_a_mistake_is_said_before_the_review(quick_browser: TestClient) -> None:
    answer = press(quick_browser, "check", what=" ", where="Dundas")

    assert (answer.status_code, form_of(answer)["where"]) == (422, "Dundas")
    assert "There is nothing in the box yet" in read_page(answer.text).texts["error"]


@pytest.mark.parametrize(("kind", "first"), [("person", "name"), ("vehicle", "plate")])
def test_one_more_keeps_everything_and_takes_the_focus(
    quick_site: PublicSite, quick_browser: TestClient, kind: str, first: str
) -> None:
    typed = {"what": "", "where": "Dundas", f"{kind}-1-{first}": "one"}
    answer = press(quick_browser, f"add-{kind}", **typed)
    third = quick_browser.post(
        URL, data=form_of(answer) | {f"{kind}-2-{first}": "two", "step": f"add-{kind}"}
    )

    fields = form_of(third)
    assert (answer.status_code, third.status_code, quick_site.staff.rows(TipRow)) == (200, 200, [])
    assert [fields[f"{kind}-{number}-{first}"] for number in (1, 2, 3)] == ["one", "two", ""]
    assert fields["where"] == "Dundas"
    assert re.findall(r'id="([^"]+)"[^>]* autofocus', third.text) == [f"{kind}-3-{first}"]
    assert 'id="error"' not in third.text


def test_one_less_moves_the_others_up(quick_browser: TestClient) -> None:
    typed = {"person-1-name": "one", "person-2-name": "two", "person-3-name": "three"}

    answer = press(quick_browser, "drop-person-2", what=WORDS, **typed)

    fields = form_of(answer)
    assert [fields.get(f"person-{number}-name") for number in (1, 2, 3)] == ["one", "three", None]
    assert 'id="add-person" name="step" value="add-person" formnovalidate autofocus' in answer.text


def test_a_half_empty_section_is_kept_and_an_empty_one_is_dropped(
    site: PublicSite, browser: TestClient
) -> None:
    typed = {"person-1-name": " ", "person-2-clothing": "a red cap", "person-3-age": "year 0", "when": "0000"}

    send_tip(browser, what=WORDS, **typed)

    assert site.staff.tip().typed == {
        "person-1-clothing": "a red cap",
        "person-2-age": "year 0",
        "when": "0000",
    }


@pytest.mark.parametrize(
    "name",
    ["person-0-name", "person-01-name", "person-1-scar", "person-9999-name", "boat-1-name", "person-1"],
)
def test_a_field_that_was_not_asked_is_none_of_ours(
    quick_site: PublicSite, quick_browser: TestClient, name: str
) -> None:
    answer = send_tip(quick_browser, what=WORDS, **{name: "x"})

    assert (answer.status_code, quick_site.staff.tip().typed) == (200, {})


def test_more_people_than_fit_are_refused_no_tip(quick_site: PublicSite, quick_browser: TestClient) -> None:
    typed = {f"person-{number}-name": f"N{number}" for number in range(1, 41)}

    full = press(quick_browser, "add-person", what=WORDS, **typed)

    assert ('id="add-person"' in full.text, "person-41-name" in full.text) == (False, False)
    quick_browser.post(URL, data=form_of(full))
    assert len(quick_site.staff.tip().typed) == 40


def test_a_box_of_a_person_that_holds_too_much_is_named(quick_browser: TestClient) -> None:
    answer = press(quick_browser, "check", what=WORDS, **{"person-2-hair": "x" * 20_001})

    assert "“Person 2: Hair”" in read_page(answer.text).texts["error"] or "“Person 1: Hair”" in answer.text
    assert re.search(r'id="person-\d-hair"[^>]* aria-invalid="true"', answer.text)


def test_files_are_carried_to_the_receipt_and_named_in_the_review(
    quick_site: PublicSite, quick_browser: TestClient
) -> None:
    appoint_custodians(quick_site.staff.program)
    fields = fresh_form(quick_browser) | {"what": WORDS, "step": "check"}
    fields.pop("files", None)
    review = post(quick_browser, body_of([*fields_of(fields), ("files", "my house 416-555-0134.jpg", JPEG)]))

    assert "416-555-0134<sup>" in review.text
    receipt = quick_browser.post(URL, data=form_of(review))
    assert "Your file came with it" in receipt.text


def test_the_kind_of_crime_opens_what_helps(quick_browser: TestClient) -> None:
    answer = press(quick_browser, "ask", what=WORDS, offence="hit-and-run")

    opened = re.findall(r"<details open>\s*<summary>([^<]+)</summary>", answer.text)
    assert opened == ["What kind of crime", "A car or another vehicle"]


@pytest.mark.parametrize("tag", OTHERS)
def test_the_review_is_in_the_language_and_stays_when_another_is_pressed(
    quick_site: PublicSite, quick_browser: TestClient, tag: str
) -> None:
    read_in(quick_site, tag)
    typed = fresh_form(quick_browser) | {"what": MARKED, "person-1-age": "30", "step": "check"}
    review = quick_browser.post(URL, data=typed)

    other = quick_browser.post(f"/{tag}{URL}", data=form_of(review) | {"tongue": tag})

    words = catalogue(tag).gettext
    assert words("Check before sending") in other.text
    assert words(WHY[Reason.FAMILY]) in html.unescape(other.text)
    for english in ("Check before sending", "Send anyway", WHY[Reason.PHONE], "Change something", "Age"):
        assert f">{english}<" not in other.text
    assert quick_site.staff.rows(TipRow) == []
