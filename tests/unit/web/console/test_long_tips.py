"""Two thousand messages, and twenty thousand letters in one line, on every page of a tip."""

import re
from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, Case, Told
from tests.unit.web.console.console import Console, words
from tipline.intake import receive
from tipline.vocabulary import Channel
from web.console.long_thread import SHOWN, part_of

MESSAGES = 2_000
BOUND = 200_000
"""Bytes that a page of a tip may have, whatever was told."""
ONE_LINE = "He keeps the rifles in the shed, " + "x" * 19_960 + " gun."


def add_all(case: Case, told: Told, texts: list[str]) -> None:
    """The reporter writes again and again: sealed one by one, stored at once."""
    assert told.code is not None
    desk = case.intake()
    with case.program.tips.transaction() as session:
        for second, text in enumerate(texts, start=1):
            now = NOON + timedelta(seconds=second)
            sealed = receive.prepare_message(
                text, thread=told.thread, desk=desk, author=told.code, channel=Channel.WEB, now=now
            )
            receive.add_message(session.connection(), sealed)


def test_a_thread_of_two_thousand_messages_is_shown_in_parts_the_newest_first(quick_console: Console) -> None:
    case = quick_console.case
    told = case.tell("This is how it began.")
    add_all(case, told, [f"Message {number} of many." for number in range(1, MESSAGES + 1)])

    with quick_console.browser(ADA) as browser:
        here = f"/tips/{told.number}"
        newest = browser.get(here)
        older = browser.get(re.findall(r'href="([^"]*part=2[^"]*)"', newest.text)[0])
        oldest = browser.get(f"{here}?part=999999")
        scrub = browser.get(f"{here}/dispatch")
        printed = browser.post(f"{here}/print")
        found = browser.get("/search", params={"q": '"message 1234 of many"'})

    assert {answer.status_code for answer in (newest, older, oldest, scrub, printed, found)} == {200}
    assert max(len(answer.content) for answer in (newest, older, oldest)) < BOUND
    first = "This is how it began."
    assert [first in words(answer.text) for answer in (newest, older, oldest)] == [True] * 3
    assert shown(newest.text) == list(range(MESSAGES - SHOWN + 1, MESSAGES + 1))
    assert shown(older.text) == list(range(MESSAGES - 2 * SHOWN + 1, MESSAGES - SHOWN + 1))
    assert shown(oldest.text) == []
    assert "Newer: 2,000 more messages" in words(oldest.text)
    assert "Older: 1,950 more messages of this conversation" in words(newest.text)
    assert 'id="answer-text"' in newest.text
    assert "Between these: 1,950 more messages, read on the tip's page" in words(scrub.text)
    assert shown(scrub.text) == list(range(MESSAGES - SHOWN + 1, MESSAGES + 1))
    assert len(scrub.content) < BOUND
    assert len(shown(printed.text)) == MESSAGES
    assert "2,001 messages, all of them here." in words(printed.text)
    assert told.number in found.text


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<p class="said"[^>]*>Message (\d+) of many', page)]


@pytest.mark.parametrize(
    ("count", "number", "expected"),
    [
        (0, 1, ([], [], 0, 0)),
        (SHOWN, 1, ([], [0, SHOWN - 1], 0, 0)),
        (SHOWN + 1, 1, ([0], [1, SHOWN], 0, 0)),
        (SHOWN + 2, 1, ([0], [2, SHOWN + 1], 1, 0)),
        (SHOWN + 2, 2, ([], [0, 1], 0, SHOWN)),
        (SHOWN + 2, 99, ([], [0, 1], 0, SHOWN)),
        (3 * SHOWN, 2, ([0], [SHOWN, 2 * SHOWN - 1], SHOWN - 1, SHOWN)),
        (3, 0, ([], [0, 2], 0, 0)),
    ],
)
def test_no_message_is_in_no_part(
    count: int, number: int, expected: tuple[list[int], list[int], int, int]
) -> None:
    part = part_of(range(count), number)

    ends = [*part.records[:1], *part.records[-1:]]
    assert (list(part.beginning), ends, part.older, part.newer) == expected


def test_a_tip_in_one_line_of_twenty_thousand_letters_is_opened_scrubbed_printed_and_found(
    quick_console: Console,
) -> None:
    told = quick_console.case.tell(ONE_LINE)

    with quick_console.browser(ADA) as browser:
        here = f"/tips/{told.number}"
        answers = [
            browser.get(here),
            browser.get(f"{here}/dispatch"),
            browser.post(f"{here}/print"),
            browser.get("/search", params={"q": "gun"}),
        ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [ONE_LINE in words(answer.text) for answer in answers] == [True, True, True, False]
    assert max(len(answer.content) for answer in answers) < BOUND
    assert told.number in answers[3].text
    assert "<mark>gun</mark>" in answers[3].text
    assert len(answers[3].content) < 60_000
