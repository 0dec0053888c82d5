"""The payout desk as its tellers use it."""

from datetime import timedelta

from crypto.numbers import draw_claim_code
from tests.program import NOON
from tests.unit.tipline.rewards.board import ADA, TESS, TOM
from tests.unit.web.console.console import flash, words
from tests.unit.web.console.paying import Paying, word_of
from tipline.reward_words import AwardState


def test_a_code_is_looked_up_held_and_paid_once(paying: Paying) -> None:
    award, code = paying.award()
    digits = code.replace("-", "")
    pairs = " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))

    with paying.console.browser(TESS) as browser:
        seen = browser.post("/payout", data={"code": pairs})
        held = paying.hold(browser, code)
        hand = browser.get("/payout").text
        paid = browser.post("/payout/paid", data={"award": award.hex()})
        again = browser.post("/payout/paid", data={"award": award.hex()})
        after = browser.post("/payout", data={"code": code})

    assert (seen.status_code, held.status_code, held.headers["location"]) == (200, 303, "/payout")
    assert "$500 To be paid." in words(seen.text)
    assert len(word_of(hand)) == 4
    assert code not in hand
    assert "Award, paid in cash on Fri 20 November 2026" in words(paid.text)
    assert TESS not in paid.text[paid.text.index("<main") :]
    assert (again.status_code, flash(again.text)[:31]) == (409, "That is not in your hand any mo")
    assert "Paid already. Pay nothing." in words(after.text)
    assert paying.board.state(award) is AwardState.PAID


def test_of_two_tellers_with_one_code_one_pays_and_the_other_is_told(paying: Paying) -> None:
    award, code = paying.award()

    with paying.console.browser(TESS) as tess, paying.console.browser(TOM) as tom:
        both = [each.post("/payout", data={"code": code}).status_code for each in (tess, tom)]
        first, second = paying.hold(tess, code), paying.hold(tom, code)
        word = word_of(tess.get("/payout").text)
        stolen = tom.post("/payout/paid", data={"award": award.hex()})
        paid = tess.post("/payout/paid", data={"award": award.hex()})
        late = paying.hold(tom, code)

    assert (both, first.status_code, second.status_code) == ([200, 200], 303, 409)
    assert f"Another teller has this award in hand. Their desk word is “{word}”." in flash(second.text)
    assert (stolen.status_code, paid.status_code, late.status_code) == (409, 200, 409)
    assert "Pay nothing." in flash(late.text)


def test_a_mistyped_code_is_said_at_once_and_an_unknown_one_in_other_words(quick_paying: Paying) -> None:
    _, code = quick_paying.award()
    mistyped = code[:-1] + str((int(code[-1]) + 1) % 10)

    with quick_paying.console.browser(TESS) as browser:
        answers = [
            browser.post("/payout", data={"code": typed}) for typed in (mistyped, draw_claim_code(), "", "x")
        ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert flash(answers[0].text).startswith("A digit is wrong or missing")
    assert flash(answers[1].text).startswith("No award here has this code.")


def test_many_wrong_codes_stop_a_teller_and_the_coordinator_sees_the_count(quick_paying: Paying) -> None:
    _, code = quick_paying.award()

    with quick_paying.console.browser(TESS) as browser:
        wrong = [browser.post("/payout", data={"code": draw_claim_code()}).status_code for _ in range(5)]
        stopped = browser.post("/payout", data={"code": code})
    with quick_paying.console.browser(ADA) as browser:
        page = words(browser.get("/desks").text)

    assert (wrong, stopped.status_code) == ([422] * 5, 429)
    assert "Wrong claim codes typed at the desks this month: 5." in page


def test_a_hold_that_ran_out_asks_whether_cash_was_handed_over(quick_paying: Paying) -> None:
    award, code = quick_paying.award()
    kept, other = quick_paying.award()

    with quick_paying.console.browser(TESS) as browser:
        quick_paying.hold(browser, code)
        quick_paying.hold(browser, other)
        quick_paying.console.clock.at = NOON + timedelta(minutes=10)
        asked = words(browser.get("/payout").text)
        late = browser.post("/payout/paid", data={"award": award.hex()})
        yes = browser.post("/payout/paid", data={"award": award.hex(), "ran-out": "yes"})
        no = browser.post("/payout/kept", data={"award": kept.hex()})

    assert asked.count("Was cash handed over?") == 2
    assert (late.status_code, yes.status_code, no.status_code) == (409, 200, 303)
    assert [quick_paying.board.state(one) for one in (award, kept)] == [AwardState.PAID, AwardState.APPROVED]


def test_to_freeze_looks_as_not_to_hand_over_does(quick_paying: Paying) -> None:
    award, code = quick_paying.award()
    kept, other = quick_paying.award()

    with quick_paying.console.browser(TESS) as browser:
        quick_paying.hold(browser, code)
        frozen = browser.post("/payout/another-day", data={"award": award.hex()}, follow_redirects=True)
        quick_paying.hold(browser, other)
        let_go = browser.post("/payout/kept", data={"award": kept.hex()}, follow_redirects=True)
        later = words(browser.post("/payout", data={"code": code}).text)

    assert frozen.text == let_go.text
    assert "Not to be paid today. Please come another day." in later
    assert ("forced" in later, "rozen" in later) == (False, False)
    assert quick_paying.board.state(award) is AwardState.FROZEN


def test_no_code_and_no_award_stands_in_an_address(quick_paying: Paying) -> None:
    award, code = quick_paying.award()

    with quick_paying.console.browser(TESS) as browser:
        answer = browser.get(f"/payout?code={code}")
        seen = browser.post("/payout", data={"code": code})

    assert "$500" not in answer.text
    assert seen.headers["cache-control"] == "no-store"
    assert award.hex() not in seen.text


def test_nonsense_pays_nothing(quick_paying: Paying) -> None:
    award, code = quick_paying.award()

    with quick_paying.console.browser(TESS) as browser:
        found = [
            browser.post(f"/payout/{step}", data={"award": named}).status_code
            for step in ("paid", "kept", "another-day", "undo")
            for named in ("", "zz", "00", award.hex())
        ]
        no_desk = browser.post("/payout/hold", data={"code": code, "desk": "00" * 16}).status_code

    assert (found, no_desk) == ([409] * 16, 409)
    assert quick_paying.board.state(award) is AwardState.APPROVED
