"""A program with staff and tips to work on, for the tests of casework and of its pages."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, SQLModel, col, select

from crypto.codes import CodeSecrets, code_secrets, draw_code
from crypto.signing import SigningKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.access.epochs import ensure
from tipline.casework import conversation, dispatch, progress, tip, withdrawal
from tipline.casework.dispatch import Order
from tipline.casework.queue import Filters, QueuePage, Scope, queue
from tipline.casework.views import RecordView, TipView
from tipline.holdings import Holder
from tipline.intake import receive
from tipline.intake.notices import add_notice, prepare_notice
from tipline.intake.programs import Desk, read_desk
from tipline.intake.receive import Thread
from tipline.intake.report import Origin, Report
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.keyring import ProgramKeys
from tipline.records import ENDED
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import (
    Channel,
    Disposition,
    Offence,
    PersonId,
    RecordId,
    Role,
    TeamId,
    TeamKind,
    TipId,
    team_id,
)

ADA, GRACE, IDA = "Ada Byron", "Grace Hopper", "Ida Wells"
"""Two who hold the inbox, and integrity."""
DANA, SAM, ROBIN = "Dana Kowalski", "Sam Okafor", "Robin Tremblay"
"""Three investigators, the first two of them of 51 Division."""
DIVISION = "51 Division"
PEPPER = bytes(32)
GUNS = "A man sells guns behind the laundromat on Sherbourne."
SCRUBBED = "Guns are sold in the area."
"""What a coordinator made of it for those who investigate."""


@dataclass(frozen=True, slots=True)
class Told:
    """A tip that came in."""

    tip_id: TipId
    number: str
    thread: Thread
    code: CodeSecrets | None = field(repr=False)


@dataclass
class Case:
    """A founded program, its people and its tips."""

    program: FoundedProgram

    def keys(self) -> ProgramKeys:
        """What is proven now."""
        return self.program.keys()

    def by(self, name: str) -> Holder:
        """Somebody signed in."""
        return self.program.holder(name)

    def person(self, name: str) -> PersonId:
        """Somebody's id."""
        return self.program.people[name].person_id

    def division(self) -> TeamId:
        """The id of 51 Division."""
        found = self.program.people[DANA].row.unit_id
        assert found is not None
        return found

    def special(self, kind: TeamKind) -> TeamId:
        """The id of a special team."""
        return team_id(self.program.program_id, kind)

    def make_epochs(self) -> None:
        """What a coordinator's sign-in does: every open team has keys for the months ahead."""
        with self.program.tips.transaction() as tips, self.program.keys_store.transaction() as keys:
            ensure(tips, keys, program=self.keys(), by=self.by(ADA).holdings, now=NOON)

    def intake(self) -> Desk:
        """Where a report is taken in."""
        with self.program.tips.read() as session:
            return read_desk(session, self.program.program_id, keys=self.keys())

    def tell(
        self,
        text: str = GUNS,
        *,
        channel: Channel = Channel.WEB,
        now: datetime = NOON,
        offence: Offence = Offence.FIREARM,
        danger: bool = False,
        about_us: bool = False,
        origin: Origin | None = None,
        details: Mapping[str, str] | None = None,
    ) -> Told:
        """A tip comes in: by text it is the gateway's, by any other door a reporter's with a code."""
        code = None
        if not channel.by_text:
            code = code_secrets(draw_code("en"), pepper=PEPPER, program=self.program.program_id)
        report = Report(
            channel=channel,
            text=text,
            offence=offence,
            danger=danger,
            about_us=about_us,
            origin=origin,
            details=details or {},
        )
        author = code or self.program.gateway.signing()
        sealed = receive.prepare(report, desk=self.intake(), author=author, now=now)
        with self.program.tips.transaction() as session:
            receipt = receive.store(session.connection(), sealed)
        return Told(receipt.tip_id, receipt.number, sealed.thread, code)

    def add(self, told: Told, text: str, *, now: datetime = NOON) -> None:
        """The reporter writes again."""
        author = told.code or self.program.gateway.signing()
        channel = Channel.WEB if told.code else Channel.TEXT
        sealed = receive.prepare_message(
            text, thread=told.thread, desk=self.intake(), author=author, channel=channel, now=now
        )
        with self.program.tips.transaction() as session:
            receive.add_message(session.connection(), sealed)

    def stop(self, told: Told, *, by: SigningKey | None = None, now: datetime = NOON) -> None:
        """The reporter texts STOP, and the gateway says so in the thread; or somebody else does."""
        notice = prepare_notice(
            STOPPED_NOTICE,
            thread=told.thread,
            program=self.intake().program,
            record_id=RecordId(an_id()),
            signer=by or self.program.gateway.signing(),
            now=now,
            event=ENDED,
        )
        with self.program.tips.transaction() as session:
            add_notice(session.connection(), notice)

    @contextmanager
    def at_work(self) -> Iterator[tuple[Session, Session]]:
        """A deed's sessions: the tips', committed at the end, and the keys'."""
        with self.program.keys_store.read() as keys, self.program.tips.transaction() as tips:
            yield tips, keys

    def open(self, told: Told, *, by: str, now: datetime = NOON) -> TipView:
        """Somebody opens a tip as the page does."""
        holder = self.by(by)
        with self.at_work() as (tips, keys):
            tip.announce(tips, keys, number=told.number, by=holder, now=now)
        return self.look(told, by=by)

    def look(self, told: Told, *, by: str) -> TipView:
        """What somebody would see, without the entry."""
        with self.program.keys_store.read() as keys, self.program.tips.read() as tips:
            return tip.open_tip(tips, keys, number=told.number, by=self.by(by), program=self.keys())

    def assign(self, told: Told, to: PersonId | TeamId, *, by: str = ADA, now: datetime = NOON) -> None:
        """Somebody gives a tip to a person or a team, with the reporter's own words beside the copy."""
        self.dispatch(told, Order(primary=to, text=SCRUBBED, original=True), by=by, now=now)

    def dispatch(
        self, told: Told, order: Order, *, since: str | None = None, by: str = ADA, now: datetime = NOON
    ) -> None:
        """Somebody dispatches a tip."""
        with self.at_work() as (tips, keys):
            dispatch.dispatch(
                tips,
                keys,
                number=told.number,
                order=order,
                since=since,
                by=self.by(by),
                program=self.keys(),
                now=now,
            )

    def withdraw(
        self, told: Told, recipient: PersonId | TeamId, *, by: str = ADA, now: datetime = NOON
    ) -> None:
        """Somebody takes a tip back."""
        with self.at_work() as (tips, keys):
            withdrawal.withdraw(
                tips,
                keys,
                number=told.number,
                recipient=recipient,
                by=self.by(by),
                program=self.keys(),
                now=now,
            )

    def answer(
        self,
        told: Told,
        text: str = "Thank you. Which unit?",
        *,
        by: str = ADA,
        question: bool = False,
        limit: int | None = None,
        when_safe: bool = False,
        reason: str | None = None,
        now: datetime = NOON,
    ) -> None:
        """Somebody answers the reporter."""
        with self.at_work() as (tips, keys):
            conversation.answer(
                tips,
                keys,
                number=told.number,
                text=text,
                question=question,
                segment_limit=limit,
                when_safe=when_safe,
                reason=reason,
                by=self.by(by),
                program=self.keys(),
                now=now,
            )

    def note(self, told: Told, text: str = "Seen before.", *, by: str = ADA) -> None:
        """Somebody writes a note."""
        with self.at_work() as (tips, keys):
            conversation.note(
                tips, keys, number=told.number, text=text, by=self.by(by), program=self.keys(), now=NOON
            )

    def start(self, told: Told, *, by: str) -> None:
        """Somebody takes a tip up."""
        with self.at_work() as (tips, keys):
            progress.start(tips, keys, number=told.number, by=self.by(by), now=NOON)

    def close(
        self,
        told: Told,
        *,
        by: str = ADA,
        disposition: Disposition = Disposition.LED_TO_ARREST,
        text: str = "",
        now: datetime = NOON,
    ) -> None:
        """Somebody closes a tip."""
        with self.at_work() as (tips, keys):
            progress.close(
                tips,
                keys,
                number=told.number,
                disposition=disposition,
                text=text,
                by=self.by(by),
                program=self.keys(),
                now=now,
            )

    def queue(self, name: str, filters: Filters | None = None, *, page: int = 1) -> QueuePage:
        """The queue of a person, as the page asks for it."""
        holder = self.by(name)
        own = frozenset({self.special(TeamKind.INBOX), self.special(TeamKind.INTEGRITY)})
        with self.program.keys_store.read() as keys:
            principals = holder.holdings.principals(keys)
        teams = holder.teams & own if holder.role.may_triage else frozenset[TeamId]()
        with self.program.tips.read() as tips:
            scope = Scope(self.program.program_id, teams, principals)
            return queue(tips, scope, filters or Filters(), page=page)

    def row(self, told: Told) -> TipRow:
        """The tip as it stands in the store."""
        with self.program.tips.read() as session:
            return session.get_one(TipRow, (self.program.program_id, told.tip_id))

    def trail(self) -> list[tuple[str, bytes | None, bytes | None, str]]:
        """The audit since the program was founded: action, by whom, about what, more."""
        with self.program.tips.read() as session:
            rows = session.exec(select(AuditRow).order_by(col(AuditRow.number))).all()
        skipped = {"founded", "added", "confirmed", "epochs-made"}
        return [
            (row.action, row.person_id, row.subject, row.detail) for row in rows if row.action not in skipped
        ]

    def write(self, *rows: SQLModel) -> None:
        """What somebody does who can write the store, and nothing else."""
        with self.program.tips.transaction() as session:
            for row in rows:
                session.merge(row)


def a_case(stores: Stores) -> Case:
    """A program with a division and investigators."""
    program = found(stores)
    program.add(DANA, Role.INVESTIGATOR, unit=DIVISION, confirmed_by=ADA)
    program.add(SAM, Role.INVESTIGATOR, unit=DIVISION, confirmed_by=ADA)
    program.add(ROBIN, Role.INVESTIGATOR, confirmed_by=ADA)
    case = Case(program)
    case.make_epochs()
    return case


def texts(view: TipView) -> list[str]:
    """What the threads say, in order."""
    return [
        record.text for thread in view.threads for record in thread.records if isinstance(record, RecordView)
    ]


def briefs(view: TipView) -> list[str]:
    """What was passed on, in order."""
    return [
        record.text for desk in view.brief.desks for record in desk.records if isinstance(record, RecordView)
    ]


def notes(view: TipView) -> list[str]:
    """What the desks say."""
    return [record.text for desk in view.desks for record in desk.records if isinstance(record, RecordView)]


def an_id() -> bytes:
    """A random id."""
    return secrets.token_bytes(16)
