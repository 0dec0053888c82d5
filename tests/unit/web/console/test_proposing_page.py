from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.tipline.casework.case import ADA, DANA, IDA
from tests.unit.tipline.rewards.board import BEA, BEN, BO, TESS, TRUDY, Board
from tests.unit.web.console.boards import FORM, SUMMARY, BoardConsole, a_board_console, carried
from tests.unit.web.console.console import flash, words
from tipline.reward_words import AwardState
from tipline.vocabulary import Channel


@pytest.fixture
def desk(sqlite_board: Board, tmp_path: Path) -> BoardConsole:
    return a_board_console(sqlite_board, tmp_path)


def test_a_tip_is_proposed_and_approved_by_two_in_the_console(desk: BoardConsole) -> None:
    told = desk.board.tell()
    address = f"/tips/{told.number}/reward"

    with desk.console.browser(ADA) as ada:
        tip_page = ada.get(f"/tips/{told.number}").text
        review = ada.post(address, data=FORM)
        before = desk.waiting()
        proposed = ada.post(f"{address}/propose", data=carried(review.text))
        after = words(ada.get(address).text)
    with desk.console.browser(BEA) as bea:
        sealed = words(bea.get("/rewards/meetings").text)
        meeting = desk.meet(bea)
        case = words(bea.get(f"{meeting}/awards/A").text)
        first = bea.post(f"{meeting}/awards/A", data={"deed": "approve"})
        between = words(bea.get(meeting).text)
    with desk.console.browser(BEN) as ben:
        second = ben.post(f"{meeting}/awards/A", data={"deed": "approve"})
        closed = ben.post(f"{meeting}/close")
        minutes = words(ben.get(f"{meeting}/minutes").text)

    assert f'href="{address}"' in tip_page
    assert (review.status_code, before, proposed.status_code) == (200, 0, 303)
    assert "By the table 80 $950" in words(review.text)
    assert "30 points at $15 $450" in words(review.text)
    assert "$950: proposed , and waits sealed for the board" in after
    assert "1 proposal waits , sealed" in sealed
    assert SUMMARY in case
    assert told.number not in case + between + minutes
    assert (first.status_code, second.status_code, closed.status_code) == (303, 303, 303)
    assert "A $950 to be decided" in between
    assert "A $950 Approved" in minutes
    assert "Approved 1 $950" in minutes
    claim = desk.board.claim(told)
    assert claim is not None
    assert (claim.amount, claim.to_pick) == (95_000, True)


def test_nobody_who_proposes_or_decides_is_shown_the_claim_code(desk: BoardConsole) -> None:
    told = desk.board.tell()
    address = f"/tips/{told.number}/reward"
    with desk.console.browser(ADA) as ada:
        pages = [ada.post(address, data=FORM).text]
        ada.post(f"{address}/propose", data=carried(pages[0]))
    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben:
        meeting = desk.meet(bea)
        for browser in (bea, ben):
            browser.post(f"{meeting}/awards/A", data={"deed": "approve"})
            pages += [browser.get(f"{meeting}{rest}").text for rest in ("", "/awards/A", "/minutes")]
    code = desk.board.code(told)
    desk.console.clock.at += timedelta(minutes=2)
    with desk.console.browser(ADA) as ada:
        pages += [ada.get(address).text, ada.get(f"/tips/{told.number}").text]

    plain = "".join(character for character in code if character.isalnum())
    assert [code in page or plain in page for page in pages] == [False] * len(pages)


def test_marked_words_are_shown_with_reasons_and_forbid_nothing(desk: BoardConsole) -> None:
    told = desk.board.tell()
    address = f"/tips/{told.number}/reward"
    form = {**FORM, "summary": "My cousin saw it on Sherbourne Street."}

    with desk.console.browser(ADA) as ada:
        review = ada.post(address, data=form)
        unseen = ada.post(f"{address}/propose", data=form)
        before = desk.waiting()
        proposed = ada.post(f"{address}/propose", data=carried(review.text))

    assert "<mark>My cousin</mark>" in review.text
    assert "“My cousin”: it says who the reporter is to somebody" in words(review.text)
    assert "Propose it with these words all the same" in review.text
    assert (unseen.status_code, before) == (200, 0)
    assert (proposed.status_code, desk.waiting()) == (303, 1)


def test_what_was_changed_after_it_was_looked_over_is_looked_over_again(desk: BoardConsole) -> None:
    told = desk.board.tell()
    address = f"/tips/{told.number}/reward"

    with desk.console.browser(ADA) as ada:
        seen = carried(ada.post(address, data=FORM).text)
        again = ada.post(f"{address}/propose", data={**seen, "summary": "Signed, Bob Jones"})
        changed = ada.post(f"{address}/propose", data={**seen, "change": "yes"})

    assert "Nothing is proposed yet." in words(again.text)
    assert f">{SUMMARY}</textarea>" in changed.text
    assert desk.waiting() == 0


BAD = {
    "over the maximum": ({"amount": "2000.01"}, "One case may be given $2,000 at most"),
    "zero": ({"amount": "0"}, "Amount: a sum of nothing"),
    "negative": ({"amount": "-5"}, "Amount: a sum is never less than nothing"),
    "parts of a cent": ({"amount": "5.005"}, "Amount: there is nothing smaller than a cent"),
    "10^12": ({"amount": "1000000000000"}, "Amount: that is more than can be"),
    "another currency": ({"amount": "EUR 500"}, "Amount: that is another currency. This one is in CAD."),
    "no level": ({"factor-seriousness": ""}, "Seriousness of the crime: say how it was"),
    "no such level": ({"factor-seriousness": "9"}, "this is not in the table"),
    "a negative number": ({"factor-arrests": "-1"}, "Arrests: write a whole number"),
    "half a thing": ({"factor-weapons": "1.5"}, "Weapons seized: write a whole number"),
    "too much": ({"factor-property": "99,999,999,999"}, "Property recovered: that is more than can be"),
    "no summary": ({"summary": "  "}, "The box was empty"),
    "a long summary": ({"summary": "word " * 700}, "3,000 are enough"),
    "a share without a sum": (
        {"share-1-number": "TOR-0000-0000", "share-1-amount": "100"},
        "each share is written down",
    ),
}


def test_what_cannot_be_proposed_is_said_plainly_and_nothing_is_kept(desk: BoardConsole) -> None:
    told = desk.board.tell()

    with desk.console.browser(ADA) as ada:
        answers = {
            what: ada.post(f"/tips/{told.number}/reward", data={**FORM, **change})
            for what, (change, _) in BAD.items()
        }

    found = {
        what: (answer.status_code, BAD[what][1] in flash(answer.text)) for what, answer in answers.items()
    }
    assert found == dict.fromkeys(BAD, (422, True))
    assert desk.waiting() == 0


def test_a_share_of_somebody_elses_tip_is_nothing_here(desk: BoardConsole) -> None:
    told = desk.board.tell()
    form = {**FORM, "amount": "500", "share-1-number": "TOR-0000-0000", "share-1-amount": "100"}

    with desk.console.browser(ADA) as ada:
        answer = ada.post(f"/tips/{told.number}/reward", data=form)

    assert (answer.status_code, desk.waiting()) == (404, 0)


def test_a_case_is_shared_between_reporters(desk: BoardConsole) -> None:
    told, other = desk.board.tell(), desk.board.tell(text="He has a gun.")
    address = f"/tips/{told.number}/reward"
    form = {**FORM, "amount": "600", "share-1-number": other.number, "share-1-amount": "350"}

    with desk.console.browser(ADA) as ada:
        review = ada.post(address, data=form).text
        ada.post(f"{address}/propose", data=carried(review))
        pages = [words(ada.get(f"/tips/{one.number}/reward").text) for one in (told, other)]

    assert "You propose $950" in words(review)
    assert ["$600: proposed" in pages[0], "$350: proposed" in pages[1]] == [True, True]


def test_who_has_no_code_cannot_be_proposed_for(desk: BoardConsole) -> None:
    told = desk.board.case.tell(channel=Channel.TEXT)

    with desk.console.browser(ADA) as ada:
        page = words(ada.get(f"/tips/{told.number}/reward").text)
        answer = ada.post(f"/tips/{told.number}/reward", data=FORM)

    assert "This reporter has no eight-word code" in page
    assert (answer.status_code, flash(answer.text)[:40]) == (409, "This reporter has no eight-word code, so")
    assert desk.waiting() == 0


@pytest.mark.parametrize(
    ("wish", "said", "state"),
    [
        ("no", "The reporter wished no reward.", AwardState.WAIVED),
        ("community", "The reporter gives the reward to the community.", AwardState.COMMUNITY),
    ],
)
def test_a_wish_is_said_and_honoured(desk: BoardConsole, wish: str, said: str, state: AwardState) -> None:
    told = desk.board.tell(wish)
    with desk.console.browser(ADA) as ada:
        page = words(ada.get(f"/tips/{told.number}/reward").text)
    award = desk.board.propose(told)

    with desk.console.browser(BEA) as bea, desk.console.browser(BEN) as ben:
        meeting = desk.meet(bea)
        case = words(bea.get(f"{meeting}/awards/A").text)
        for browser in (bea, ben):
            browser.post(f"{meeting}/awards/A", data={"deed": "approve"})

    assert (said in page, said in case) == (True, True)
    assert desk.board.state(award) is state


def test_an_award_is_proposed_once(desk: BoardConsole) -> None:
    told = desk.board.tell()
    desk.board.propose(told)
    address = f"/tips/{told.number}/reward"

    with desk.console.browser(ADA) as ada:
        answer = ada.post(f"{address}/propose", data=carried(ada.post(address, data=FORM).text))

    assert (answer.status_code, flash(answer.text)[:40]) == (409, "There is an award for this tip already: ")
    assert desk.waiting() == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [(ADA, 200), (IDA, 404), (DANA, 403), (BEA, 403), (BO, 403), (TESS, 403), (TRUDY, 403)],
)
def test_only_those_whose_tip_it_is_propose(desk: BoardConsole, name: str, status: int) -> None:
    told = desk.board.tell()
    address = f"/tips/{told.number}/reward"

    with desk.console.browser(name) as browser:
        found = (
            browser.get(address).status_code,
            browser.post(address, data=FORM).status_code,
            browser.post(f"{address}/propose", data=FORM).status_code,
        )

    assert found == (status, status, status)
    assert desk.waiting() == 0
