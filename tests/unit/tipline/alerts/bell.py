"""A console's bell with a clock of its own, and a mailer that remembers."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from tests.program import NOON, FixedClock
from tests.unit.tipline.casework.case import Case, an_id
from tipline.alerting import LETTERS, PAGES, Alerting
from tipline.alerts.choices import Choice, choice_of, choose
from tipline.errors import MailTrouble
from tipline.letters import Letter
from tipline.private import MailAddress
from tipline.runtime import ConsoleRuntime
from tipline.store.alert_tables import AlertChoiceRow, MailRow, PageTextRow, ShiftRow


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that a mailer took."""

    to: str
    letter: Letter
    mail_id: bytes


@dataclass
class FakeMailer:
    """A mailer that remembers; held to the real one's behaviour by what it raises."""

    sent: list[Sent] = field(default_factory=list)
    trouble: dict[str, MailTrouble] = field(default_factory=dict)
    """What is raised for an address."""
    away: MailTrouble | None = None
    asked: int = 0

    def send(self, letter: Letter, *, to: MailAddress, mail_id: bytes, at: datetime) -> None:
        """Take a letter, or say why not."""
        assert at.tzinfo is not None
        self.asked += 1
        if self.away is not None:
            raise self.away
        if to.address in self.trouble:
            raise self.trouble[to.address]
        self.sent.append(Sent(to.address, letter, mail_id))


@dataclass
class Bell:
    """A bell, what rings it, and what it rang."""

    case: Case
    runtime: ConsoleRuntime
    clock: FixedClock
    mailer: FakeMailer
    alerting: Alerting

    def ring(self, at: datetime | None = None, *, after: timedelta = timedelta()) -> list[tuple[str, Letter]]:
        """Take every turn that a console takes, at a moment; what left by it."""
        self.clock.at = (at or self.clock.at) + after
        before = len(self.mailer.sent)
        self.alerting.page(now=self.clock.at)
        self.alerting.owe(now=self.clock.at)
        self.alerting.send(PAGES)
        self.alerting.send(LETTERS)
        return sorted((one.to, one.letter) for one in self.mailer.sent[before:])

    def page(self, at: datetime) -> list[str]:
        """Take every turn at a moment; who is paged by it: by letter their name, by text a number."""
        before = len(self.texts())
        letters = [to.partition("@")[0] for to, letter in self.ring(at) if letter is Letter.PAGE]
        return sorted([*letters, *(row.number for row in self.texts()[before:])])

    def texts(self) -> list[PageTextRow]:
        """The texts that wait, the oldest first."""
        with self.runtime.tips.read() as session:
            return list(session.exec(select(PageTextRow).order_by(col(PageTextRow.due))))

    def duty(self, name: str, begins: datetime, ends: datetime) -> None:
        """Somebody is on duty."""
        self.case.write(
            ShiftRow(
                program_id=self.case.program.program_id,
                shift_id=an_id(),
                person_id=self.case.person(name),
                begins=begins,
                ends=ends,
            )
        )

    def choose(self, name: str, choice: Choice, *, now: datetime | None = None) -> None:
        """Somebody chooses how to be told."""
        with self.runtime.tips.transaction() as session:
            choose(session, choice, by=self.case.by(name), now=now or self.clock.at)

    def asks(self, name: str, **wanted: object) -> str:
        """Somebody asks for something, at an address that is made from their name; which one."""
        address = f"{name.split(maxsplit=1)[0].lower()}@police.example"
        chosen = Choice(email=MailAddress(address))
        self.choose(name, replace(chosen, **wanted))  # type: ignore[arg-type]  # names of fields
        return address

    def chosen(self, name: str) -> Choice:
        """What somebody chose."""
        with self.runtime.tips.read() as session:
            return choice_of(session, self.case.by(name))

    def owed(self) -> list[MailRow]:
        """The letters that wait."""
        with self.runtime.tips.read() as session:
            return list(session.exec(select(MailRow)))

    def row(self, name: str) -> AlertChoiceRow:
        """What the store has of somebody's choice."""
        with self.runtime.tips.read() as session:
            return session.get_one(AlertChoiceRow, (self.case.program.program_id, self.case.person(name)))

    def beside(self) -> "Bell":
        """Another console on the same stores, with a mailer of its own."""
        runtime = replace(self.runtime)
        mailer = FakeMailer()
        return Bell(self.case, runtime, self.clock, mailer, Alerting(runtime, mailer))


def a_bell(case: Case, folder: Path) -> Bell:
    """The bell of a console on the stores of a case."""
    clock = FixedClock(NOON)
    runtime = case.program.runtime(folder, clock)
    mailer = FakeMailer()
    return Bell(case, runtime, clock, mailer, Alerting(runtime, mailer))
