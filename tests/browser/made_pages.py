"""The pages that are answers: what a form is followed by, and what is said when it cannot be."""

import time
from collections.abc import Iterator
from contextlib import closing
from typing import Final
from urllib.parse import quote

import httpx2

from tests.browser.conftest import Demo
from tests.browser.every_page import Seen
from tests.integration.doors import Desk, Handset, Visitor, give, read_receipt
from tests.integration.pages import FormOnPage, Page
from tests.unit.web.public.sender import JPEG

PATIENCE: Final = 60.0
"""Seconds within which a picture is scrubbed, on a machine that does much else."""
TOLD = (
    "My cousin keeps two rifles in the shed behind 48 Wallace Avenue. The grey van is CKBX 204. "
    "Call me at 416-555-0134. He goes out at nine every night."
)
CASE = "Two firearms were taken from somebody who sold them. One arrest."
NO_TOTALS = "month,measure,key,count\n2026-01,nothing of ours,x,3\n"


def made_for_visitors(demo: Demo, visitor: Visitor) -> Iterator[Seen]:
    """Receipt, refusals, the thread, an award, and the end."""
    form, program = "/{slug}", demo.config.program
    path, filled = visitor.fill(what=TOLD)
    sent = visitor.post(path, filled)
    yield _seen(f"{form}, a receipt", sent)
    yield _seen(f"{form}, sent twice", visitor.post(path, filled))
    path, filled = visitor.fill(what=" ")
    yield _seen(f"{form}, with nothing in it", visitor.post(path, filled))
    yield _seen("no such page", visitor.get("/nowhere/at-all"))
    coming = f"/{program}/follow-up"
    yield _seen("the code, with three words", visitor.post(coming, {"code": "only three words"}))
    thread = visitor.post(coming, {"code": read_receipt(sent.text).code})
    yield _seen("the thread", thread)
    page = Page(thread.text)
    paper = page.form(having="print").filled()
    yield _seen("the thread, for paper", visitor.post(coming, paper))
    yield _seen("the thread, with nothing said", visitor.post(coming, page.form(having="message").filled()))
    end = page.form(having="withdraw")
    yield _seen("the thread, not sure to withdraw", visitor.post(coming, end.filled(withdraw="yes")))
    yield _seen("withdrawn", visitor.post(coming, end.filled(withdraw="yes", sure="yes")))
    yield from _made_by_text(demo, visitor)
    if demo.config.award is not None:
        waiting = visitor.post(coming, {"code": demo.config.award.code})
        yield _seen("an award that waits", waiting)
        asked = Page(waiting.text).form(having="award")
        yield _seen("an award that is shown", visitor.post(coming, asked.filled()))


def _made_by_text(demo: Demo, visitor: Visitor) -> Iterator[Seen]:
    """The page behind a texter's link, what its button shows, and the same link once more."""
    with closing(httpx2.Client(timeout=20, trust_env=False)) as client:
        phone = Handset("+14165550171", demo.ports.url("sms"), demo.config.twilio, client)
        phone.text("A grey van is loaded every night behind the arena.")
        (answer,) = phone.text("CODE")
    path = answer.split()[0].removeprefix(demo.ports.url("public"))
    yield _seen("/c/{token}", visitor.get(path))
    yield _seen("a code for who texted", visitor.post(path, {}))
    yield _seen("a link that was used", visitor.get(path))


def tell_with_a_picture(visitor: Visitor, desk: Desk) -> str:
    """The number of a tip whose picture was scrubbed, so that its page shows the copy."""
    path, filled = visitor.fill(what=TOLD)
    number = read_receipt(visitor.post(path, filled, files={"shed.jpg": JPEG}).text).number
    deadline = time.monotonic() + PATIENCE
    while not desk.page(f"/tips/{number}").of_class("veil"):
        if time.monotonic() > deadline:
            raise AssertionError("no copy of the picture was made")
        time.sleep(0.2)
    return number


def made_for_staff(desk: Desk, investigator: Desk, number: str) -> Iterator[Seen]:
    """The steps between a tip and its outcome, and what is said of an empty box."""
    here = f"/tips/{number}"
    made = desk.press("/cases", action="/cases", title="Rifles on Wallace Avenue")
    case = made.headers["location"].rsplit("/", 1)[1]
    yield _seen("a search", desk.get("/search?q=rifles"), desk)
    yield _seen("a search that finds nothing", desk.get("/search?q=zeppelin"), desk)
    yield _seen("a search for one letter", desk.get("/search?q=" + quote('"')), desk)
    scrubbing = desk.page(f"{here}/dispatch").form(action="/dispatch")
    yield _seen("the scrub step, for nobody", desk.send(scrubbing, primary=""), desk)
    yield _seen(
        "the scrub step, looked over", desk.send(scrubbing, primary=_whom(desk, here, investigator)), desk
    )
    (texted, *_) = desk.numbers(channel="text", status="new")
    yield _seen("a tip by text", desk.get(f"/tips/{texted}"), desk)
    yield _seen("a tip, with an empty answer", desk.press(here, action="/answer", text=" "), desk)
    yield _seen("a tip for printing", desk.press(here, action="/print"), desk)
    yield _seen("a reward, not added up", desk.press(f"{here}/reward", action="/reward", summary=""), desk)
    yield _seen("the queue, none marked", desk.press("/", action="/many"), desk)
    other = desk.page("/").of_class("tip", "tr")[-1].attributes["data-number"]
    choosing = FormOnPage("", "/cases/choose", "post", {"tip": number, "also": ""})
    yield _seen("into a case", desk.send(choosing), desk)
    yield _seen("two into a case", desk.send(choosing, also=other), desk)
    yield from _made_in_a_surge(desk, investigator, number, case)
    yield _seen("refused", investigator.get("/people"), investigator)
    yield _seen("no such tip", desk.get("/tips/TOR-NONE-0000"), desk)
    yield _seen("an empty queue", desk.get("/?status=spam&channel=phone&offence=arson"), desk)
    give(desk, number, to=investigator.person.name, text="Two rifles in the shed at 48 Wallace Avenue.")
    yield _seen("a tip that was dispatched", desk.get(here), desk)
    yield _seen("a tip, as passed on", investigator.get(here), investigator)
    yield _seen(
        "the outcome, of nothing", investigator.press(f"{here}/outcome", action="/outcome"), investigator
    )


def _made_in_a_surge(desk: Desk, investigator: Desk, number: str, case: str) -> Iterator[Seen]:
    """The surge room of a case with the tip in it, the scrub of which is lent, and one answer to all."""
    room = f"/cases/{case}/surge"
    desk.send(FormOnPage("", "/cases", "post", {"case": case, "tip": number}))
    whom = next(
        one.attributes["value"]
        for one in Page(desk.get(room).text).elements
        if one.tag == "option" and investigator.person.name in one.text
    )
    lending = FormOnPage("", room, "post", {"deed": "lend", "person": whom})
    yield _seen("a surge room, lent", desk.send(lending), desk)
    taking = FormOnPage("", f"/scrub/{case}", "post", {"deed": "next"})
    investigator.send(taking)
    yield _seen("/scrub/{number}", investigator.get(f"/scrub/{case}"), investigator)
    yield _seen("what is lent", investigator.get("/scrub"), investigator)
    said = {"deed": "look", "text-en": "Thank you. We have read it."}
    yield _seen(
        "one answer to all, looked over", desk.send(FormOnPage("", f"{room}/answer", "post", said)), desk
    )


def _whom(desk: Desk, here: str, investigator: Desk) -> str:
    page = desk.page(f"{here}/dispatch")
    return next(
        one.attributes["value"]
        for one in page.elements
        if one.tag == "option" and investigator.person.name in one.text
    )


def _seen(name: str, answer: httpx2.Response, desk: Desk | None = None) -> Seen:
    return Seen(name, desk.person.role if desk else "visitor", str(answer.url), answer.text)
