"""The books of a console's program, and what somebody types into their pages."""

from dataclasses import dataclass
from typing import Final

from starlette.testclient import TestClient

from tests.unit.web.console.console import SOMEBODY, Console
from tipline.money import Account, EntryKind
from tipline.rewards.journal import balances
from tipline.rewards.reading import EntryView, journal_page
from tipline.rewards.verify import verify
from tipline.vocabulary import Cents, Month, Role

NOVEMBER: Final = "2026-11"
THIS_MONTH: Final = Month(202611)


@dataclass
class Desk:
    """A console with a treasurer who is signed in, and one fund."""

    console: Console
    browser: TestClient
    fund: str

    def book(self, amount: str, *, month: str = NOVEMBER, what: str = "deposit", fund: str = "") -> str:
        """Book something, and what the page said: nothing where it was booked."""
        answer = self.browser.post(
            "/rewards/funds/entries",
            data={"fund": fund or self.fund, "amount": amount, "month": month, "what": what},
        )
        return "" if answer.status_code == 303 else answer.text

    def entries(self, month: Month = THIS_MONTH) -> tuple[EntryView, ...]:
        """The entries of a month, the newest first."""
        with self.console.runtime.ledger.read() as session:
            return journal_page(session, month, before=None, by=self.console.case.by(SOMEBODY)).entries

    def count(self) -> int:
        """Entries in all, in books that hold."""
        keys = self.console.case.keys()
        signers = {person_id: person.verify for person_id, person in keys.people.items()}
        with self.console.runtime.ledger.still() as session:
            return verify(session, self.console.case.program.program_id, signers).count

    def available(self) -> Cents:
        """What may be awarded, of all funds."""
        with self.console.runtime.ledger.read() as session:
            stands = balances(session, self.console.case.program.program_id)
        return Cents(sum(cents for (_, account), cents in stands.items() if account is Account.AVAILABLE))

    def newest(self, kind: EntryKind) -> str:
        """The id of the newest entry of a kind, as an address has it."""
        return next(entry.entry_id.hex() for entry in self.entries() if entry.kind is kind)


def a_desk(console: Console, browser: TestClient, *, name: str = "Rewards", currency: str = "CAD") -> Desk:
    """A fund, made by the treasurer who is signed in."""
    answer = browser.post("/rewards/funds", data={"name": name, "kind": "rewards", "currency": currency})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rewards/funds?done=fund")
    with console.runtime.ledger.read() as session:
        stands = balances(session, console.case.program.program_id)
    return Desk(console, browser, next(iter(stands))[0].hex())


def a_treasurer(console: Console) -> str:
    """A confirmed treasurer."""
    return console.somebody(Role.TREASURER)


def deeds(console: Console) -> list[tuple[str, bytes | None, str]]:
    """What the audit says of the books: the deed, what it was about, and what else."""
    return [
        (action, subject, detail)
        for action, _, subject, detail in console.case.trail()
        if action not in {"signed-in", "signed-out"}
    ]
