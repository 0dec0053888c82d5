"""The life of a tip, told once from the first text to the month's count, against the processes themselves."""

from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest

from tests.integration.deployment import Deployment
from tests.integration.doors import Desk, give
from tests.integration.pages import Page

pytestmark = pytest.mark.processes

TORONTO = ZoneInfo("America/Toronto")
NIGHT_TEXT = "Two men load boxes into a white van behind the arena, plate ends 7K2. They come back at eleven."
MENU_TEXT = "somebody is breaking into cars on Gerrard right now"
WEB_TEXT = "The corner store sells pills from under the till. Ask for the blue tea and they know."
LINK_TEXT = "The man of your appeal sleeps at the marina, third dock, in the boat with the torn sail."
ABOUT_US_TEXT = "One of your people tells the dealers on which day you come."


def test_the_life_of_a_tip(deployment: Deployment) -> None:  # noqa: PLR0915 - one story, told once
    # A text to the number that several programs share, with the program's keyword.
    night = deployment.handset("+14165550131")
    shared = deployment.config.twilio.shared_number
    (reply,) = night.text(f"TOR {NIGHT_TEXT}", to=shared)
    text_number = reply.split()[0]
    assert text_number.startswith("TOR-")
    assert "911" in reply
    assert NIGHT_TEXT[:20] not in reply

    # What they add later needs no keyword, and starts no second tip.
    assert all(text_number not in later for later in night.text("the van is back", to=shared))

    # Who is not the carrier is not believed.
    forged = night.parameters("TOR nothing of this happened", to=shared)
    assert night.post(forged, signature="bm90IHNpZ25lZA==").status_code == HTTPStatus.FORBIDDEN

    # Without a keyword there is a menu; the text waits, and is not lost, until the menu is answered.
    hurried = deployment.handset("+14165550132")
    (menu,) = hurried.text(MENU_TEXT, to=shared)
    assert "TOR" in menu
    (reply,) = hurried.text("tor", to=shared)
    menu_number = reply.split()[0]
    assert menu_number.startswith("TOR-")
    assert menu_number != text_number

    # The web form: a number, and eight words that are the only way back.
    visitor = deployment.visitor()
    web = visitor.report(WEB_TEXT, where="Gerrard and Main", offence="drug-trafficking", wish="yes")
    assert web.number.startswith("TOR-")
    assert len(web.words) == 8
    assert WEB_TEXT in visitor.come_back(web.code).text

    # A link under a post: everything but the link itself is dropped on the way to the form.
    account_link = deployment.config.links[0]
    answer = visitor.get(f"/l/{account_link}?fbclid=abc&utm_source=x")
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert answer.headers["location"].endswith(f"/{deployment.config.program}?l={account_link}")
    link = visitor.report(LINK_TEXT, page=f"/l/{account_link}")

    # And one that is about us, which nobody of the inbox may read.
    about_us = visitor.report(ABOUT_US_TEXT, about_us="yes")

    # The coordinator signs in, finds all but the last, and reads them.
    coordinator = deployment.desk("coordinator").sign_in()
    assert set(coordinator.numbers()) == {text_number, menu_number, web.number, link.number}
    assert NIGHT_TEXT in coordinator.page(f"/tips/{text_number}").text
    assert "the van is back" in coordinator.page(f"/tips/{text_number}").text
    assert MENU_TEXT in coordinator.page(f"/tips/{menu_number}").text
    assert LINK_TEXT in coordinator.page(f"/tips/{link.number}").text
    assert "Gerrard and Main" in coordinator.page(f"/tips/{web.number}").text
    assert "would like one" in coordinator.page(f"/tips/{web.number}").text
    assert coordinator.get(f"/tips/{about_us.number}").status_code == HTTPStatus.NOT_FOUND

    # An answer to the texter leaves once they say that it is safe; one to the web is found by the code.
    path = f"/tips/{text_number}"
    coordinator.press(path, action="/answer", text="Thank you. Is it every night?")
    (knock,) = deployment.carrier.wait_for(night.number)
    assert knock.body == "There is a message for you. Reply OK when it is safe."
    assert night.text("ok", to=shared) == []
    _, sent = deployment.carrier.wait_for(night.number, count=2)
    assert sent.body == "Thank you. Is it every night?"
    assert sent.from_ == shared
    night.text("yes since monday", to=shared)
    assert "yes since monday" in coordinator.page(path).text

    path = f"/tips/{web.number}"
    coordinator.press(path, action="/answer", text="Is anybody in danger there?", question="yes")
    thread = visitor.come_back(web.code)
    assert "Is anybody in danger there?" in thread.text
    visitor.say(thread, "No, it is closed by ten.")
    assert "No, it is closed by ten." in coordinator.page(path).text

    # One tip is given to an investigator, who sees that one and no other.
    investigator = deployment.desk("investigator").sign_in()
    assert investigator.numbers() == []
    give(coordinator, web.number, to=investigator.person.name)
    assert investigator.numbers() == [web.number]
    assert WEB_TEXT in investigator.page(path).text
    assert "would like one" not in investigator.page(path).text
    for other in (text_number, menu_number, link.number, about_us.number, "TOR-0000-0000"):
        assert investigator.get(f"/tips/{other}").status_code == HTTPStatus.NOT_FOUND
    colleague = deployment.desk("investigator", place=1).sign_in()
    assert colleague.get(path).status_code == HTTPStatus.NOT_FOUND

    # They work on it, and it ends with an outcome; the reporter is told only that it is finished.
    investigator.press(path, action="/note", text="Spoke with the owner of the building.")
    assert "Spoke with the owner" in coordinator.page(path).text
    investigator.press(path, action="/close", disposition="led-to-arrest", outcome="One arrested on the 3rd.")
    assert "led to arrest" in coordinator.page(path).text.casefold()
    assert "One arrested on the 3rd." in coordinator.page(path).text
    thread = visitor.come_back(web.code)
    assert "finished" in thread.text.casefold()
    assert "arrest" not in thread.text.casefold()
    assert "Spoke with the owner" not in thread.text

    # Integrity reads what is about us, and nothing else.
    integrity = deployment.desk("integrity").sign_in()
    assert integrity.numbers() == [about_us.number]
    assert ABOUT_US_TEXT in integrity.page(f"/tips/{about_us.number}").text
    assert integrity.get(f"/tips/{web.number}").status_code == HTTPStatus.NOT_FOUND

    # STOP ends the conversation and forgets the number: an answer that was being written is refused.
    path = f"/tips/{text_number}"
    writing = coordinator.page(path).form(action="/answer")
    night.text("STOP", to=shared)
    refused = coordinator.send(writing, text="Are you still there?")
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Are you still there?" in refused.text
    assert "texted STOP" in coordinator.page(path).by_id("ended").text

    # A reporter may take a tip back: the code opens nothing more, staff keep what they have.
    visitor.withdraw(visitor.come_back(link.code))
    answer = visitor.post(f"/{deployment.config.program}/follow-up", {"code": link.code})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "withdrawn" in coordinator.page(f"/tips/{link.number}").text.casefold()

    # The month is counted by somebody who can read no tip; what is about us is in the total alone.
    analyst = deployment.desk("analyst").sign_in()
    month = analyst.page(f"/reports/{datetime.now(TORONTO):%Y-%m}")
    assert month.by_id("total").text.split()[0] == "5"
    assert [_counted(month, door) for door in ("Text", "Web", "Link", "Phone")] == ["2", "1", "1", "0"]
    assert [_counted(month, what) for what in ("Drugs: trafficking", "Other")] == ["1", "3"]
    assert "Follow-ups 3 " in month.text
    assert "under 5" in month.text
    assert analyst.get(f"/tips/{web.number}").status_code == HTTPStatus.FORBIDDEN

    # Who opened what is on the record, and the record can be checked.
    auditor = deployment.desk("auditor").sign_in()
    for reader, numbers in (
        (coordinator, {text_number, menu_number, web.number, link.number}),
        (investigator, {web.number}),
        (colleague, set[str]()),
        (integrity, {about_us.number}),
    ):
        assert _opened(auditor, reader) == numbers
    assert auditor.press("/audit", action="/audit/verify").status_code == HTTPStatus.SEE_OTHER
    finding = auditor.page("/audit").of_class("trail")[0].text
    assert "holds:" in finding
    assert "broken" not in finding.casefold()
    assert auditor.get(f"/tips/{web.number}").status_code == HTTPStatus.FORBIDDEN

    # After signing out there is nothing at this desk, not even for who kept the cookie.
    kept = coordinator.cookie
    coordinator.sign_out()
    coordinator.cookie = kept
    assert coordinator.get("/").status_code == HTTPStatus.SEE_OTHER
    assert coordinator.get("/").headers["location"] == "/sign-in"

    # The answer after STOP was not sent, long after it would have been.
    assert [text.body for text in deployment.carrier.sent if "still there" in text.body] == []


def _rows(page: Page) -> list[list[str]]:
    """The rows of every table, as the words in their cells."""
    return [
        [cell.text for cell in row.children if cell.tag in {"td", "th"}]
        for row in page.elements
        if row.tag == "tr"
    ]


def _counted(month: Page, label: str) -> str:
    """The count of this month on the line of this label."""
    return next(row[1] for row in _rows(month) if row[0] == label)


def _opened(auditor: Desk, reader: Desk) -> set[str]:
    """Which tips somebody has opened, as the trail says."""
    rows = [row for row in _rows(auditor.page("/audit")) if reader.person.name in row and "Opened" in row]
    return {cell for row in rows for cell in row if cell.startswith("TOR-")}
