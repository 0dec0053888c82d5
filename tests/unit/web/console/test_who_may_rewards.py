"""Who sees the pages of the rewards, and who writes there: every route for every role."""

import pytest

from tests.unit.tipline.casework.case import ADA, IDA
from tests.unit.web.console.console import Console
from tipline.vocabulary import Role

INDEX = "/rewards"
READ = (
    "/rewards/funds",
    "/rewards/journal/2026-11",
    "/rewards/books.csv",
    "/rewards/books.beancount",
    "/rewards/books.xlsx",
    "/rewards/scoring",
)
NOTHING = "00" * 16
YES, NO, GONE, LED, WRONG = 200, 403, 404, 303, 422

POWERS = {
    #                    read journal entry version verify new  score fund  book close back
    Role.COORDINATOR: (YES, LED, GONE, GONE, YES, YES, WRONG, NO, NO, NO, NO),
    Role.INVESTIGATOR: (NO,) * 11,
    Role.CALL_TAKER: (NO,) * 11,
    Role.UNIT_LIAISON: (NO,) * 11,
    Role.INTEGRITY: (NO,) * 11,
    Role.TRANSLATOR: (NO,) * 11,
    Role.BOARD: (YES, LED, GONE, GONE, YES, NO, NO, NO, NO, NO, NO),
    Role.TREASURER: (YES, LED, GONE, GONE, YES, NO, NO, WRONG, GONE, WRONG, GONE),
    Role.TELLER: (NO,) * 11,
    Role.ANALYST: (NO,) * 11,
    Role.ADMINISTRATOR: (NO,) * 11,
    Role.AUDITOR: (YES, LED, GONE, GONE, YES, NO, NO, NO, NO, NO, NO),
}
INDEXED = {role for role, powers in POWERS.items() if powers[0] == YES} | {Role.ADMINISTRATOR}
"""Who has something at /rewards: an administrator the rules alone."""


@pytest.mark.parametrize("role", list(Role))
def test_each_role_has_its_powers_over_the_books_and_no_others(quick_console: Console, role: Role) -> None:
    name = {Role.COORDINATOR: ADA, Role.INTEGRITY: IDA}.get(role) or quick_console.somebody(role)
    entry = {"fund": NOTHING, "what": "deposit", "amount": "5", "month": "2026-11"}

    with quick_console.browser(name) as browser:
        read = [browser.get(address).status_code for address in READ]
        found = (
            read[0],
            browser.get("/rewards/journal").status_code,
            browser.get(f"/rewards/entries/{NOTHING}").status_code,
            browser.get("/rewards/scoring/2026-11-01").status_code,
            browser.post("/rewards/funds/verify").status_code,
            browser.get("/rewards/scoring/new").status_code,
            browser.post("/rewards/scoring").status_code,
            browser.post("/rewards/funds").status_code,
            browser.post("/rewards/funds/entries", data=entry).status_code,
            browser.post("/rewards/funds/close", data={"month": "2026-11"}).status_code,
            browser.post(f"/rewards/entries/{NOTHING}/take-back", data={"month": "2026-11"}).status_code,
        )
        index = browser.get(INDEX).status_code
        rail = INDEX in browser.get("/").text

    assert found == POWERS[role]
    assert read == [POWERS[role][0]] * len(READ)
    assert (index == YES, rail) == (role in INDEXED, role in INDEXED)
    refused = [line for line in quick_console.case.trail() if line[0] == "not-permitted"]
    assert len(refused) == [*read, *found[1:], index].count(NO)


def test_nobody_sees_the_books_without_signing_in(quick_console: Console) -> None:
    with quick_console.browser() as browser:
        led = {browser.get(address).headers.get("location") for address in READ}

    assert led == {"/sign-in"}
