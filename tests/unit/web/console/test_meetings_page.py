from datetime import timedelta
from pathlib import Path

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, IDA
from tests.unit.tipline.rewards.board import BEA, BEN, BO, TESS, TRUDY, Board
from tests.unit.web.console.boards import SUMMARY, BoardConsole, a_board_console
from tests.unit.web.console.console import flash, words
from tipline.reward_words import AwardState

TODAY = NOON.date().isoformat()


@pytest.fixture
def desk(sqlite_board: Board, tmp_path: Path) -> BoardConsole:
    return a_board_console(sqlite_board, tmp_path)


@pytest.mark.parametrize("name", [ADA, IDA, DANA, TESS, TRUDY])
def test_nobody_but_the_board_has_a_page_of_its_meetings(desk: BoardConsole, name: str) -> None:
    desk.board.propose(desk.board.tell())
    meeting = f"/rewards/meetings/{desk.board.convene().hex()}"

    with desk.console.browser(name) as browser:
        got = [
            browser.get(address).status_code
            for address in ("/rewards/meetings", meeting, f"{meeting}/minutes", f"{meeting}/awards/A")
        ]
        posted = [
            browser.post(address, data={"deed": "approve", "day": TODAY, "person": "00" * 16}).status_code
            for address in (
                "/rewards/meetings",
                f"{meeting}/present",
                f"{meeting}/close",
                f"{meeting}/awards/A",
            )
        ]

    assert (got, posted) == ([403] * 4, [403] * 4)


def test_a_meeting_that_is_not_there_is_nothing_here(desk: BoardConsole) -> None:
    none = "00" * 16
    with desk.console.browser(BEA) as bea:
        found = [
            bea.get(f"/rewards/meetings/{rest}").status_code
            for rest in ("no-id", none, f"{none}/minutes", f"{none}/awards/A")
        ]

    assert found == [404] * 4


def test_without_a_quorum_no_meeting_opens_and_the_proposals_stay_sealed(desk: BoardConsole) -> None:
    desk.board.propose(desk.board.tell())
    present = [desk.board.case.person(name).hex() for name in (BEA, ADA)]

    with desk.console.browser(BEA) as bea:
        answer = bea.post("/rewards/meetings", data={"day": TODAY, "present": present})
        page = words(bea.get("/rewards/meetings").text)

    assert answer.status_code == 409
    assert flash(answer.text) == (
        "1 of the board are present, and the program asks for 3. No meeting was opened, and the proposals "
        "stay sealed."
    )
    assert "1 proposal waits , sealed" in page
    assert "Meetings so far None yet." in page


def test_a_meeting_is_of_a_day_that_has_been(desk: BoardConsole) -> None:
    tomorrow = (NOON + timedelta(days=1)).date().isoformat()
    with desk.console.browser(BEA) as bea:
        answers = [
            bea.post("/rewards/meetings", data={"day": day})
            for day in ("", "14 October", "2026-13-01", tomorrow)
        ]

    found = [(answer.status_code, flash(answer.text)[:26]) for answer in answers]
    assert found == [(422, "Write the day of the meeti")] * 4


def test_who_declares_a_conflict_sees_no_summary_and_decides_nothing(desk: BoardConsole) -> None:
    award = desk.board.propose(desk.board.tell(), summary=SUMMARY)

    with desk.console.browser(BEA) as bea:
        meeting = desk.meet(bea)
        unread = bea.get(meeting).text
        declared = bea.post(f"{meeting}/awards/A", data={"deed": "conflict"})
        page = bea.get(f"{meeting}/awards/A").text
        refused = bea.post(f"{meeting}/awards/A", data={"deed": "approve"})

    assert (SUMMARY in unread, SUMMARY in page, SUMMARY in refused.text) == (False, False, False)
    assert (declared.status_code, refused.status_code) == (303, 409)
    assert flash(refused.text).startswith("You declared a conflict in this case")
    assert desk.board.state(award) is AwardState.PROPOSED


def test_one_member_counts_once(desk: BoardConsole) -> None:
    award = desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea:
        meeting = desk.meet(bea)
        bea.post(f"{meeting}/awards/A", data={"deed": "approve"})
        again = bea.post(f"{meeting}/awards/A", data={"deed": "approve"})

    assert (again.status_code, flash(again.text)[:40]) == (409, "You said just this of the award before, ")
    assert desk.board.state(award) is AwardState.PROPOSED


def test_two_agree_on_another_amount_or_none(desk: BoardConsole) -> None:
    award = desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben:
        meeting = desk.meet(bea)
        bea.post(f"{meeting}/awards/A", data={"deed": "amend", "amount": "$300"})
        waits = desk.board.state(award)
        ben.post(f"{meeting}/awards/A", data={"deed": "amend", "amount": "300.00"})
        page = words(ben.get(meeting).text)

    assert (waits, desk.board.state(award)) == (AwardState.PROPOSED, AwardState.APPROVED)
    assert "A $300 approved Approved" in page


AMOUNTS = {
    "-5": "Amount: a sum is never less than nothing",
    "1000000000000": "Amount: that is more than can be",
    "0": "Amount: a sum of nothing",
    "": "Amount: write a sum",
    "3.005": "Amount: there is nothing smaller than a cent",
    "USD 300": "Amount: that is another currency",
    "2,000.01": "One case may be given $2,000 at most",
}


def test_an_amount_that_cannot_be_changes_nothing(desk: BoardConsole) -> None:
    award = desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea:
        meeting = desk.meet(bea)
        answers = {
            amount: bea.post(f"{meeting}/awards/A", data={"deed": "amend", "amount": amount})
            for amount in AMOUNTS
        }
        page = words(bea.get(f"{meeting}/awards/A").text)

    found = {
        amount: (answer.status_code, AMOUNTS[amount] in flash(answer.text))
        for amount, answer in answers.items()
    }
    assert found == dict.fromkeys(AMOUNTS, (422, True))
    assert "No member has said anything yet. Two must say the same." in page
    assert desk.board.state(award) is AwardState.PROPOSED


@pytest.mark.parametrize("deed", ["refuse", "defer"])
def test_no_is_said_with_a_reason_that_stands_in_the_minutes(desk: BoardConsole, deed: str) -> None:
    award = desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben:
        meeting = desk.meet(bea)
        silent = bea.post(f"{meeting}/awards/A", data={"deed": deed, "reason": " "})
        before = desk.board.state(award)
        for browser in (bea, ben)[: 2 if deed == "refuse" else 1]:
            browser.post(f"{meeting}/awards/A", data={"deed": deed, "reason": "Ask the unit <first>."})
        minutes = words(ben.get(f"{meeting}/minutes").text)

    assert (silent.status_code, flash(silent.text)[:8], before) == (422, "Say why,", AwardState.PROPOSED)
    state = {"refuse": AwardState.REFUSED, "defer": AwardState.DEFERRED}[deed]
    assert desk.board.state(award) is state
    signers = {"refuse": f"{BEA}, {BEN}", "defer": BEA}[deed]
    assert f"A $500 {state.value.capitalize()} – {signers} Ask the unit <first>." in minutes


def test_what_is_urgent_is_decided_by_two_and_ratified_by_a_third(desk: BoardConsole) -> None:
    award = desk.board.propose(desk.board.tell(), urgent=True)

    with (
        desk.console.browser(BEA) as bea,
        desk.console.browser(BEN) as ben,
        desk.console.browser(BO) as bo,
    ):
        sitting = desk.meet(bea, BEA, BEN, urgent=True)
        for browser in (bea, ben):
            browser.post(f"{sitting}/awards/A", data={"deed": "approve"})
        bea.post(f"{sitting}/close")
        meeting = desk.meet(bea)
        own = bea.post(f"{meeting}/awards/A", data={"deed": "ratify"})
        third = bo.post(f"{meeting}/awards/A", data={"deed": "ratify"})
        page = words(bo.get(meeting).text)

    assert desk.board.state(award) is AwardState.APPROVED
    assert (own.status_code, third.status_code) == (409, 303)
    assert flash(own.text).startswith("You proposed this award, or have another part in it")
    assert "A $500 approved Ratified" in page


def test_what_is_not_urgent_waits_for_a_full_meeting(desk: BoardConsole) -> None:
    award = desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea:
        sitting = desk.meet(bea, BEA, BEN, urgent=True)
        answer = bea.post(f"{sitting}/awards/A", data={"deed": "approve"})

    assert (answer.status_code, "waits for a full meeting" in flash(answer.text)) == (409, True)
    assert desk.board.state(award) is AwardState.PROPOSED


def test_who_comes_late_is_added_before_they_decide(desk: BoardConsole) -> None:
    with desk.console.browser(BEA) as bea, desk.console.browser(BO) as bo:
        desk.board.propose(desk.board.tell(), urgent=True)
        meeting = desk.meet(bea, BEA, BEN, urgent=True)
        early = bo.post(f"{meeting}/awards/A", data={"deed": "approve"})
        nobody = bea.post(f"{meeting}/present", data={"person": "x"})
        stranger = bea.post(f"{meeting}/present", data={"person": desk.board.case.person(ADA).hex()})
        bea.post(f"{meeting}/present", data={"person": desk.board.case.person(BO).hex()})
        now = bo.post(f"{meeting}/awards/A", data={"deed": "approve"})

    assert [one.status_code for one in (early, nobody, stranger, now)] == [409, 422, 409, 303]
    assert flash(early.text).startswith("Who decides must be present")


def test_a_meeting_that_is_over_decides_nothing(desk: BoardConsole) -> None:
    award = desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea:
        meeting = desk.meet(bea)
        bea.post(f"{meeting}/close")
        answers = [
            bea.post(f"{meeting}/awards/A", data={"deed": "approve"}),
            bea.post(f"{meeting}/close"),
        ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert desk.board.state(award) is AwardState.PROPOSED


def test_a_deed_of_no_list_is_nothing_here(desk: BoardConsole) -> None:
    desk.board.propose(desk.board.tell())

    with desk.console.browser(BEA) as bea:
        meeting = desk.meet(bea)
        found = [
            bea.post(f"{meeting}/awards/A", data={"deed": ""}).status_code,
            bea.post(f"{meeting}/awards/A", data={"deed": "pay"}).status_code,
            bea.post(f"{meeting}/awards/B", data={"deed": "approve"}).status_code,
        ]

    assert found == [404, 404, 404]
