import re
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from crypto.codes import code_secrets, draw_code, read_code
from tests.unit.tipline.intake.readers import Reporter
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, read_page, send_tip
from tipline.errors import StoreUnavailable
from tipline.intake import programs
from tipline.store.program_tables import WatchedNameRow
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipRow
from tipline.vocabulary import Status, StoreName, TeamKind
from web.public.app import public_app
from web.throttle import WrongTries

UNKEPT = {"unkept": "unkept"}
"""What keeps a browser from writing a form to disk stands in each."""
URL = f"/{SLUG}/follow-up"
NOT_OURS = "abandon ability able about above absent absorb abstract"


@pytest.fixture
def code(browser: TestClient) -> str:
    """The code of a tip that was just sent."""
    return read_page(send_tip(browser, what=WORDS, where="Dundas").text).texts["reporter-code"]


@pytest.fixture
def quick_code(quick_browser: TestClient) -> str:
    """As `code`."""
    return read_page(send_tip(quick_browser, what=WORDS, where="Dundas").text).texts["reporter-code"]


def said(answer: Response) -> list[tuple[str, str]]:
    """The conversation as the page shows it."""
    shown = re.findall(
        r'<article class="said" data-by="(\w+)".*?<div class="words" dir="auto">(.*?)</div>',
        answer.text,
        re.DOTALL,
    )
    return [(by, re.sub(r"<[^>]+>", "|", words)) for by, words in shown]


def writing(answer: Response) -> dict[str, str]:
    """The form for a message on a thread's page."""
    return next(form.fields for form in read_page(answer.text).forms if "message" in form.fields)


def taking_back(answer: Response) -> dict[str, str]:
    """The form that takes a tip back."""
    return next(form.fields for form in read_page(answer.text).forms if "withdraw" in form.fields)


def error_of(answer: Response) -> str:
    return " ".join(read_page(answer.text).texts["error"].split())


def reporter_of(site: PublicSite, code: str) -> Reporter:
    words = read_code(code, first="en")
    pepper = site.runtime.keys.code_pepper
    return Reporter(words, code_secrets(words, pepper=pepper, program=site.staff.program.program_id))


def test_the_code_opens_the_thread_in_the_answer(browser: TestClient, code: str) -> None:
    answer = browser.post(URL, data={"code": code})

    assert (answer.status_code, said(answer)) == (200, [("you", f"{WORDS}||Where||Dundas||")])
    assert 'data-state="received"' in answer.text
    assert "today" in answer.text


def test_a_code_is_read_as_people_type_it(quick_browser: TestClient, quick_code: str) -> None:
    words = quick_code.split()

    for typed in (
        quick_code.upper(),
        ", ".join(words),
        " ".join(word[:4] for word in words),
        "\n".join(words),
    ):
        assert quick_browser.post(URL, data={"code": typed}).status_code == 200


def test_the_code_is_on_no_page_and_in_no_address(quick_browser: TestClient, quick_code: str) -> None:
    opened = quick_browser.post(URL, data={"code": quick_code})
    refused = quick_browser.post(URL, data={"code": NOT_OURS})

    for answer, words in ((opened, quick_code), (refused, NOT_OURS)):
        assert words.split()[0] + " " + words.split()[1] not in re.sub(r"\s+", " ", answer.text)
        assert "location" not in answer.headers
        assert "set-cookie" not in answer.headers


def test_a_message_is_added_and_shown_and_the_tip_is_unread(
    site: PublicSite, browser: TestClient, code: str
) -> None:
    form = writing(browser.post(URL, data={"code": code})) | {"message": "And a <van>.\r\nGrey."}

    answer = browser.post(URL, data=form)

    assert (answer.status_code, said(answer)[1:]) == (200, [("you", "And a &lt;van&gt;.\nGrey.")])
    assert "We have your message" in read_page(answer.text).texts["added"]
    assert sorted(site.staff.tip().texts) == sorted([WORDS, "And a <van>.\nGrey."])
    assert (site.staff.tip().row.unread, site.staff.tip().proven) == (True, True)


def test_a_message_that_is_posted_twice_is_stored_once_and_a_changed_one_again(
    site: PublicSite, browser: TestClient, code: str
) -> None:
    form = writing(browser.post(URL, data={"code": code})) | {"message": "And a van."}

    answers = [browser.post(URL, data=form), browser.post(URL, data=form)]
    changed = browser.post(URL, data=form | {"message": "And a grey van."})

    assert [answer.status_code for answer in (*answers, changed)] == [200, 200, 200]
    assert sorted(site.staff.tip().texts) == sorted([WORDS, "And a van.", "And a grey van."])


def test_a_message_can_be_sent_with_the_code_itself(
    quick_site: PublicSite, quick_browser: TestClient, quick_code: str
) -> None:
    quick_browser.post(URL, data={"code": quick_code, "message": "And a van."})

    assert sorted(quick_site.staff.tip().texts) == sorted([WORDS, "And a van."])


def test_a_message_that_names_staff_goes_aside_and_the_page_does_not_show_it(
    quick_site: PublicSite, quick_browser: TestClient, quick_code: str
) -> None:
    with quick_site.staff.stores.tips.transaction() as session:
        session.merge(WatchedNameRow(program_id=quick_site.staff.program.program_id, name="ada byron"))
    quick_site.clock.at += timedelta(minutes=1)
    form = writing(quick_browser.post(URL, data={"code": quick_code}))

    answer = quick_browser.post(URL, data=form | {"message": "Officer Byron warns them."})

    assert said(answer)[1:] == [("you", "Officer Byron warns them.")]
    assert {tip.team: tip.texts for tip in quick_site.staff.tips()} == {
        TeamKind.INBOX: [WORDS],
        TeamKind.INTEGRITY: ["Officer Byron warns them."],
    }


def test_our_answer_is_shown_and_a_question_waits_on_top(
    site: PublicSite, browser: TestClient, code: str
) -> None:
    thread = reporter_of(site, code).open(site.staff).thread
    site.staff.answer(
        "Which <days>?", thread=thread, at=site.clock.at + timedelta(hours=1), fields={"question": "yes"}
    )
    site.clock.at += timedelta(days=1)

    answer = browser.post(URL, data={"code": code})

    page = read_page(answer.text)
    assert said(answer)[1:] == [("us", "Which &lt;days&gt;?")]
    assert "Which <days>?" in page.texts["question"]
    assert page.texts["main"].index("Which <days>?") < page.texts["main"].index(WORDS)
    assert ("yesterday" in page.texts["question"], ":" in page.texts["thread"]) == (True, False)


def test_an_answer_that_is_not_proven_says_so_and_nothing_else(
    quick_site: PublicSite, quick_browser: TestClient, quick_code: str
) -> None:
    reporter = reporter_of(quick_site, quick_code)
    quick_site.staff.answer(
        "Text 416 555 0199",
        thread=reporter.open(quick_site.staff).thread,
        at=quick_site.clock.at + timedelta(hours=1),
        signer=reporter.author.signing,
    )

    answer = quick_browser.post(URL, data={"code": quick_code})

    assert said(answer)[1:] == [("us", "We could not prove that this message is ours, so we do not show it.")]
    assert "416 555 0199" not in answer.text


def test_taking_a_tip_back_asks_first_and_then_closes_it_for_good(
    site: PublicSite, browser: TestClient, code: str
) -> None:
    form = taking_back(browser.post(URL, data={"code": code}))

    unsure = browser.post(URL, data=form)
    assert (unsure.status_code, "tick the box" in error_of(unsure)) == (422, True)
    assert re.search(r"<details open[^>]*id=\"withdraw\"", unsure.text)
    assert site.staff.tip().row.status is Status.NEW

    sure = browser.post(URL, data=taking_back(unsure) | {"sure": "yes"})

    assert (sure.status_code, "You have taken back your tip" in sure.text) == (200, True)
    assert site.staff.tip().row.status is Status.WITHDRAWN
    assert len(site.staff.rows(TipGrantRow)) == 1
    assert browser.post(URL, data={"code": code}).status_code == 422
    assert browser.post(URL, data=form | {"sure": "yes"}).status_code == 422


def test_wrong_unknown_and_withdrawn_codes_are_one_answer(browser: TestClient, code: str) -> None:
    form = taking_back(browser.post(URL, data={"code": code}))
    browser.post(URL, data=form | {"sure": "yes"})
    first, *rest = code.split()

    answers = [
        browser.post(URL, data={"code": words})
        for words in (NOT_OURS, draw_code("fr").text, code, " ".join([*rest, first]))
    ]

    assert len({(answer.status_code, answer.text, tuple(answer.headers.items())) for answer in answers}) == 1
    assert error_of(answers[0]).startswith("Those words open nothing")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "You typed 0."),
        ("abandon", "You typed 1."),
        (" ".join(NOT_OURS.split()[:7]), "You typed 7."),
        (NOT_OURS + " again", "You typed 9."),
        (NOT_OURS.replace("able", "qqqq"), "Word 3 is not one that we use."),
        (
            NOT_OURS.replace("able", "qqqq").replace("above", "zzzz"),
            "Words 3 and 5 are not ones that we use.",
        ),
        ("1 2 3 4 5 6 7 8 \x00 \u202e", "You typed 0."),
    ],
)
def test_what_cannot_be_a_code_is_pointed_at_by_its_place_and_not_shown_again(
    quick_browser: TestClient, typed: str, words: str
) -> None:
    answer = quick_browser.post(URL, data={"code": typed})

    assert (answer.status_code, words in error_of(answer)) == (422, True)
    assert read_page(answer.text).forms[0].fields == UNKEPT | {"code": ""}
    assert "qqqq" not in answer.text


def test_after_ten_wrong_codes_each_wrong_one_waits_and_a_right_one_does_not(quick_site: PublicSite) -> None:
    app = public_app(quick_site.runtime)
    state = app.app.state
    state.site = replace(state.site, tries=WrongTries(wait=0.4))
    with replace(quick_site, app=app).browser() as browser:
        code = read_page(send_tip(browser, what=WORDS).text).texts["reporter-code"]

        def seconds(words: str, status: int) -> float:
            started = perf_counter()
            assert browser.post(URL, data={"code": words}).status_code == status
            return perf_counter() - started

        free = [seconds(words, 422) for words in (NOT_OURS, "mistyped") * 5]
        slow = [seconds(words, 422) for words in (NOT_OURS, "mistyped")]
        right = seconds(code, 200)

    assert (max(free) < 0.4, min(slow) >= 0.4, right < 0.4) == (True, True, True)


def test_a_page_that_was_open_for_too_long_asks_again_and_keeps_the_message(
    quick_site: PublicSite, quick_browser: TestClient, quick_code: str
) -> None:
    form = writing(quick_browser.post(URL, data={"code": quick_code})) | {"message": "And a van."}
    quick_site.clock.at += timedelta(minutes=31)

    answer = quick_browser.post(URL, data=form)

    asked = read_page(answer.text).forms[0].fields
    assert (answer.status_code, asked) == (422, UNKEPT | {"code": "", "message": "And a van."})
    assert "open for too long" in error_of(answer)
    assert quick_browser.post(URL, data=asked | {"code": quick_code}).status_code == 200
    assert sorted(quick_site.staff.tip().texts) == sorted([WORDS, "And a van."])


@pytest.mark.parametrize(
    ("message", "words"), [("  \x00", "There is nothing in the box yet"), ("a" * 20_001, "too long")]
)
def test_a_message_that_is_refused_is_kept_on_the_page(
    quick_site: PublicSite, quick_browser: TestClient, quick_code: str, message: str, words: str
) -> None:
    form = writing(quick_browser.post(URL, data={"code": quick_code}))

    answer = quick_browser.post(URL, data=form | {"message": message})

    assert (answer.status_code, words in error_of(answer)) == (422, True)
    assert writing(answer)["message"].strip("\x00 ") == message.strip("\x00 ")
    assert len(quick_site.staff.rows(RecordRow)) == 1


def test_when_the_store_is_away_a_message_is_not_received_and_kept(
    quick_site: PublicSite, quick_browser: TestClient, quick_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = writing(quick_browser.post(URL, data={"code": quick_code})) | {"message": "And a van."}

    async def no_writing(_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    def no_reading(*_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    for name, away in (("write", no_writing), ("read", no_reading)):
        with monkeypatch.context() as broken:
            broken.setattr(quick_site.runtime.tips, name, away)
            answer = quick_browser.post(URL, data=form)
        kept = next(one.fields for one in read_page(answer.text).forms if "message" in one.fields)
        assert (answer.status_code, "This was NOT received" in error_of(answer)) == (503, True)
        assert kept["message"] == "And a van."
    assert len(quick_site.staff.rows(RecordRow)) == 1


def test_when_not_even_the_program_can_be_read_a_message_is_kept_and_the_code_is_not(
    quick_site: PublicSite, quick_browser: TestClient, quick_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = writing(quick_browser.post(URL, data={"code": quick_code})) | {"message": "And a van."}
    quick_site.clock.at += timedelta(minutes=15)

    def away(*_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    with monkeypatch.context() as broken:
        broken.setattr(programs, "KEPT_IN_TROUBLE", timedelta(minutes=10))
        broken.setattr(quick_site.runtime.tips, "read", away)
        answer = quick_browser.post(URL, data=form)
        with_code = quick_browser.post(URL, data={"code": quick_code, "message": "And a van."})

    again = read_page(answer.text).forms[0]
    assert (answer.status_code, "This was NOT received" in error_of(answer)) == (503, True)
    assert (again.action, again.fields) == (URL, form)
    assert quick_code.split(maxsplit=1)[0] not in read_page(with_code.text).forms[0].fields.values()
    assert quick_browser.post(again.action, data=again.fields).status_code == 200
    assert sorted(quick_site.staff.tip().texts) == sorted([WORDS, "And a van."])


@pytest.mark.parametrize("deed", ["read", "write", "fail", "withdraw"])
def test_coming_back_leaves_no_line_in_the_log(
    quick_site: PublicSite,
    quick_browser: TestClient,
    quick_code: str,
    deed: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    capfd.readouterr()
    opened = quick_browser.post(URL, data={"code": quick_code if deed != "fail" else NOT_OURS})
    if deed == "write":
        quick_browser.post(URL, data=writing(opened) | {"message": "And a van."})
    if deed == "withdraw":
        quick_browser.post(URL, data=taking_back(opened) | {"sure": "yes"})

    assert capfd.readouterr() == ("", "")
    assert len(quick_site.staff.rows(TipRow)) == 1


def test_a_code_opens_nothing_at_an_address_of_no_program(quick_browser: TestClient, quick_code: str) -> None:
    answer = quick_browser.post("/nowhere/follow-up", data={"code": quick_code})

    assert (answer.status_code, "Toronto Crime Stoppers" in answer.text) == (404, True)
