import base64
import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import altcha
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.databases import Stores
from tests.unit.tipline.intake.readers import a_staff
from tests.unit.web.public.reporter import SLUG, WORDS, PublicSite, a_public_site, fresh_form, read_page
from tests.unit.web.public.test_headers import look
from tipline.errors import StoreUnavailable
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import StoreName
from web.public.proof import challenge, proven
from web.security import SCRIPTED
from web.templating import STATIC

STEP = f"/{SLUG}/kept"
LIMITS = {"tips_from_one": 3, "tips_by_link": 5, "tips_to_program": 6}
SLOWLY = timedelta(seconds=5)
ADDRESS = "203.0.113.77"


@pytest.fixture
def pressed_site(stores: Stores, tmp_path: Path) -> PublicSite:
    """A site behind one proxy of ours, which has enough after a few tips."""
    return a_public_site(a_staff(stores), tmp_path, proxies=1, **LIMITS)


@pytest.fixture
def reporters(pressed_site: PublicSite) -> Iterator[TestClient]:
    """Reporters, from wherever a header says."""
    with pressed_site.browser() as client:
        yield client


def send(site: PublicSite, browser: TestClient, address: str = ADDRESS, **typed: str) -> Response:
    """Fill in the form as slowly as a person, and send it from an address."""
    form = fresh_form(browser) | {"what": WORDS} | typed
    site.clock.at += SLOWLY
    return browser.post(f"/{SLUG}", data=form, headers={"X-Forwarded-For": address})


def is_receipt(answer: Response) -> bool:
    return answer.status_code == 200 and "reporter-code" in read_page(answer.text).texts


def step_of(answer: Response) -> dict[str, str]:
    """What the page of the step would send."""
    return next(form.fields for form in read_page(answer.text).forms if form.action == STEP)


def press(site: PublicSite, browser: TestClient) -> Response:
    """Send until a tip comes under pressure."""
    answers = [send(site, browser) for _ in range(LIMITS["tips_from_one"] + 1)]
    return answers[-1]


def work(site: PublicSite, carried: str) -> str:
    """Do the work that a page asks for, as a browser does."""
    program_id = site.staff.program.program_id
    asked = json.loads(challenge(carried, key=site.runtime.keys.form_key, program_id=program_id))
    task = altcha.Challenge.from_dict(asked)
    solution = altcha.solve_challenge(task)
    assert solution is not None
    return altcha.Payload(task, solution).to_base64()


def marks(site: PublicSite) -> list[bool]:
    return sorted(row.unfinished for row in site.staff.rows(TipRow))


def test_whoever_sends_more_than_their_budget_is_kept_and_gets_the_code_after_a_minute(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    first = [send(pressed_site, reporters) for _ in range(3)]

    fourth = send(pressed_site, reporters, what="The fourth of them")

    tips = pressed_site.staff.rows(TipRow)
    assert [is_receipt(answer) for answer in first] == [True, True, True]
    assert (fourth.status_code, is_receipt(fourth), len(tips)) == (200, False, 4)
    assert "Your tip is kept." in fourth.text
    assert marks(pressed_site) == [False, False, False, True]

    pressed_site.clock.at += timedelta(seconds=20)
    early = reporters.post(STEP, data=step_of(fourth))
    pressed_site.clock.at += timedelta(seconds=40)
    late = reporters.post(STEP, data=step_of(early))

    assert (is_receipt(early), "Wait 40 more seconds" in early.text) == (False, True)
    assert (is_receipt(late), marks(pressed_site)) == (True, [False] * 4)


def test_the_code_of_the_receipt_opens_the_tip_that_was_kept(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    asked = press(pressed_site, reporters)
    pressed_site.clock.at += timedelta(minutes=1)
    texts = read_page(reporters.post(STEP, data=step_of(asked)).text).texts

    thread = reporters.post(f"/{SLUG}/follow-up", data={"code": texts["reporter-code"]})

    assert (thread.status_code, texts["tip-number"].strip() in thread.text) == (200, True)


def test_work_brings_the_receipt_at_once_and_again_when_it_is_sent_twice(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    fields = step_of(press(pressed_site, reporters))
    fields["proof"] = work(pressed_site, fields["kept"])

    first, second = (reporters.post(STEP, data=fields) for _ in range(2))

    words = [read_page(answer.text).texts["reporter-code"] for answer in (first, second)]
    assert (is_receipt(first), words[0] == words[1]) == (True, True)
    assert marks(pressed_site) == [False] * 4


def test_work_is_good_for_one_tip_and_must_have_been_done(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    one, other = step_of(press(pressed_site, reporters)), step_of(send(pressed_site, reporters))
    done = work(pressed_site, one["kept"])
    undone = json.loads(base64.b64decode(done))
    undone["solution"]["counter"] += 1
    easier = json.loads(base64.b64decode(done))
    easier["challenge"]["parameters"]["keyPrefix"] = ""

    proofs = [
        (other["kept"], done),
        (one["kept"], base64.b64encode(json.dumps(undone).encode()).decode()),
        (one["kept"], base64.b64encode(json.dumps(easier).encode()).decode()),
        *((one["kept"], bad) for bad in ("", "x", "e30=", "bnVsbA==", "W10=", "A" * 100_000, "é")),
    ]

    answers = [reporters.post(STEP, data={"kept": kept, "proof": proof}) for kept, proof in proofs]
    assert [(answer.status_code, is_receipt(answer)) for answer in answers] == [(200, False)] * len(proofs)


def test_work_for_another_program_is_none(pressed_site: PublicSite) -> None:
    key, program_id = pressed_site.runtime.keys.form_key, pressed_site.staff.program.program_id
    proof = work(pressed_site, "a page")

    assert proven(proof, "a page", key=key, program_id=program_id)
    assert not proven(proof, "a page", key=key, program_id=type(program_id)(bytes(16)))
    assert not proven(proof, "a page", key=bytes(32), program_id=program_id)


@pytest.mark.parametrize("kept", ["", "x", "A" * 100, "é"])
def test_a_page_that_is_none_of_ours_shows_no_code(reporters: TestClient, kept: str) -> None:
    answer = reporters.post(STEP, data={"kept": kept})

    assert (answer.status_code, is_receipt(answer)) == (422, False)
    assert "This page cannot show your code any more" in answer.text


def test_after_a_day_the_page_shows_no_code_and_the_tip_is_there(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    fields = step_of(press(pressed_site, reporters))
    pressed_site.clock.at += timedelta(hours=24, seconds=1)

    assert reporters.post(STEP, data=fields).status_code == 422
    assert marks(pressed_site) == [False, False, False, True]


def test_the_page_of_the_step_alone_may_run_a_script_and_says_all_else_as_any_page(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    asked = press(pressed_site, reporters)

    look(asked, csp=SCRIPTED)
    pressed_site.clock.at += timedelta(minutes=1)
    look(reporters.post(STEP, data=step_of(asked)))
    look(reporters.get(STEP))
    assert asked.text.count("<script") == 1


def test_nobody_is_slowed_by_somebody_elses_flood(pressed_site: PublicSite, reporters: TestClient) -> None:
    flood = [send(pressed_site, reporters) for _ in range(30)]

    elsewhere = send(pressed_site, reporters, "198.51.100.5")

    assert [is_receipt(answer) for answer in flood].count(True) == 3
    assert is_receipt(elsewhere)


def test_a_flood_from_everywhere_presses_everybody_and_keeps_every_tip(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    answers = [send(pressed_site, reporters, f"198.51.100.{place}") for place in range(20)]

    receipts = [is_receipt(answer) for answer in answers]
    assert receipts == [True] * 6 + [False] * 14
    assert all("Your tip is kept." in answer.text for answer in answers[6:])
    assert len(pressed_site.staff.rows(TipRow)) == 20


def test_those_who_come_through_tor_leave_half_of_the_budget_to_the_others(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    tor = [is_receipt(send(pressed_site, reporters, "127.0.0.1")) for _ in range(5)]
    others = [is_receipt(send(pressed_site, reporters, f"198.51.100.{place}")) for place in range(5)]

    assert (tor.count(True), others.count(True)) == (3, 3)


@pytest.mark.parametrize("sign", ["young", "trap"])
def test_a_sign_of_a_machine_alone_refuses_nobody_and_weighs(
    stores: Stores, tmp_path: Path, sign: str
) -> None:
    site = a_public_site(a_staff(stores), tmp_path, proxies=1, tips_from_one=6)
    with site.browser() as browser:
        answers = []
        for _ in range(2):
            form = fresh_form(browser) | {"what": WORDS}
            if sign == "trap":
                form["homepage"] = "https://example.com/"
                site.clock.at += SLOWLY
            answers.append(browser.post(f"/{SLUG}", data=form, headers={"X-Forwarded-For": ADDRESS}))

    assert [is_receipt(answer) for answer in answers] == [True, False]
    assert "homepage" not in str([tip.typed for tip in site.staff.tips()])


def test_after_ten_minutes_nothing_of_a_flood_weighs_any_more(
    pressed_site: PublicSite, reporters: TestClient
) -> None:
    assert not is_receipt(press(pressed_site, reporters))
    pressure = pressed_site.app.app.state.site.pressure
    pressure._budget._until = 0.0

    assert is_receipt(send(pressed_site, reporters))


def test_nothing_of_an_address_or_its_digest_reaches_a_store_a_page_or_the_log(
    pressed_site: PublicSite,
    reporters: TestClient,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [send(pressed_site, reporters) for _ in range(5)]
    answers.append(reporters.post(f"/{SLUG}/follow-up", data={"code": "no such words"}))
    budget = pressed_site.app.app.state.site.pressure._budget
    visitor = next(who for who in budget._spent if who.startswith(b"visitor"))[-16:]

    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    rows = str([vars(row) for row in pressed_site.staff.rows(TipRow)])
    pages = "".join(answer.text + str(answer.headers) for answer in answers)
    told = "".join(capfd.readouterr()) + caplog.text
    for place in (rows, pages, told):
        assert not any(one in place for one in (ADDRESS, visitor.hex(), str(visitor)))
    assert not any(one in stored for one in (ADDRESS.encode(), visitor, visitor.hex().encode()))


def test_a_store_that_is_away_at_the_step_keeps_nobody_from_the_code(
    pressed_site: PublicSite, reporters: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise StoreUnavailable(StoreName.TIPS)

    fields = step_of(press(pressed_site, reporters))
    pressed_site.clock.at += timedelta(minutes=1)
    monkeypatch.setattr(type(pressed_site.runtime.tips), "write", away)

    assert is_receipt(reporters.post(STEP, data=fields))


def test_the_worker_is_the_one_that_was_published() -> None:
    found = hashlib.sha256((STATIC / "altcha" / "pbkdf2.js").read_bytes()).hexdigest()

    assert found == "7862add9c9d3d847ded3da928edcf406b46478754b9883351111414825b9c86f"
    assert found in (STATIC / "altcha" / "README.md").read_text()
