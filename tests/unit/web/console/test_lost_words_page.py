"""Lost words: the coordinator asks, the board agrees, days pass, and the claim is made anew."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.unit.tipline.casework.case import ADA, DANA, IDA, Told
from tests.unit.tipline.rewards.board import BEA, TESS, TRUDY
from tests.unit.web.console.console import flash, words
from tests.unit.web.console.paying import Paying
from tipline.reward_words import AwardState
from tipline.vocabulary import Channel

BOARD = "/rewards/lost-words"
ASKED = {"reason": "Knew which window it was.", "notice": "Somebody says that this is theirs. Is it you?"}


def page_of(told: Told) -> str:
    return f"/tips/{told.number}/lost-words"


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def ask(browser: TestClient, old: Told, new: Told) -> None:
    award = field(browser.get(page_of(old)).text, "award")
    answer = browser.post(page_of(old), data=ASKED | {"award": award, "new": f" {new.number.lower()} "})
    assert answer.status_code == 303, answer.text


def make(browser: TestClient, old: Told, new: Told, award: bytes) -> int:
    return browser.post(f"{page_of(old)}/make", data={"award": award.hex(), "new": new.number}).status_code


def test_an_award_goes_to_the_new_tip_of_who_lost_their_words(paying: Paying) -> None:
    board, console = paying.board, paying.console
    old, new = board.tell(), board.tell(text="I wrote before. It was the third window.")
    award = board.approved(old)
    before = board.code(old)

    with console.browser(ADA) as ada:
        ask(ada, old, new)
        early = make(ada, old, new, award)
        waits = words(ada.get(page_of(old)).text)
    frozen = board.state(award)
    with console.browser(BEA) as bea:
        listed = bea.get(BOARD).text
        agreed = bea.post(BOARD, data={"award": field(listed, "award")})
        empty = words(bea.get(BOARD).text)
    console.clock.at += timedelta(days=14)
    with console.browser(ADA) as ada:
        ready = ada.get(page_of(old)).text
        made = make(ada, old, new, award)
        again = ada.post(page_of(old), data=ASKED | {"award": award.hex(), "new": new.number})

    assert (early, frozen) == (409, AwardState.FROZEN)
    assert f"For the writer of {new.number}" in waits
    assert "The board has not agreed yet" in waits
    assert "$500, approved in November 2026" in words(listed)
    assert (old.number in listed, ASKED["reason"] in listed) == (False, False)
    assert (agreed.status_code, "No coordinator asks for one now." in empty) == (303, True)
    assert ("Make the claim anew" in ready, made) == (True, 303)
    assert (board.state(award), board.look_up(before)) == (AwardState.APPROVED, None)
    found = board.look_up(board.code(new))
    assert found is not None
    assert found.award_id == award
    assert (again.status_code, "done once" in flash(again.text)) == (409, True)


def test_the_old_conversation_is_told_and_the_desks_page_ends_it(quick_paying: Paying) -> None:
    board, console = quick_paying.board, quick_paying.console
    old, new = board.tell(), board.tell()
    award = board.approved(old)
    before = board.code(old)

    with console.browser(ADA) as ada:
        ask(ada, old, new)
        told = words(ada.get(f"/tips/{old.number}").text)
        released = ada.post("/desks/release", data={"award": award.hex(), "what": "frozen"})
        after = words(ada.get(page_of(old)).text)
    found = board.look_up(before)

    assert ASKED["notice"] in told
    assert released.status_code == 303
    assert "Freeze the award, and ask" in after
    assert found is not None
    assert found.state is AwardState.APPROVED


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"new": ""}, 422, "Name the new tip"),
        ({"reason": "  "}, 422, "what shows that both are theirs"),
        ({"notice": ""}, 422, "write the notice"),
        ({"new": "itself"}, 422, "Name the new tip"),
        ({"new": "TOR-0000-0000"}, 422, "no tip with the number"),
        ({"new": "texter"}, 409, "no eight-word code"),
        ({"award": "zz"}, 409, "not this tip's"),
        ({"award": "00" * 16}, 409, "not this tip's"),
    ],
)
def test_what_is_not_right_changes_nothing(
    quick_paying: Paying, changes: dict[str, str], status: int, said: str
) -> None:
    board, console = quick_paying.board, quick_paying.console
    old, new = board.tell(), board.tell()
    award = board.approved(old)
    texter = board.case.tell("I text.", channel=Channel.TEXT)
    stands = {"itself": old.number, "texter": texter.number}
    form = ASKED | {"award": award.hex(), "new": new.number}
    form |= {name: stands.get(value, value) for name, value in changes.items()}

    with console.browser(ADA) as ada:
        answer = ada.post(page_of(old), data=form)

    assert (answer.status_code, board.state(award)) == (status, AwardState.APPROVED)
    assert said in flash(answer.text)
    assert "Nothing was changed." in flash(answer.text)


@pytest.mark.parametrize(
    ("name", "powers"),
    [
        (ADA, (200, 422, 403, 403)),
        (BEA, (403, 403, 200, 409)),
        (IDA, (404, 404, 403, 403)),
        (DANA, (403, 403, 403, 403)),
        (TESS, (403, 403, 403, 403)),
        (TRUDY, (403, 403, 403, 403)),
    ],
)
def test_each_has_their_own_side_of_it(quick_paying: Paying, name: str, powers: tuple[int, ...]) -> None:
    old = quick_paying.board.tell()
    quick_paying.board.approved(old)

    with quick_paying.console.browser(name) as browser:
        found = (
            browser.get(page_of(old)).status_code,
            browser.post(page_of(old), data={}).status_code,
            browser.get(BOARD).status_code,
            browser.post(BOARD, data={}).status_code,
        )

    assert found == powers
