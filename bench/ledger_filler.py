"""Fifteen years of a ledger, written in bulk as the journal itself would have written them."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from sqlalchemy import text
from sqlmodel import Session

from crypto.chain import START
from tipline.holdings import Holder
from tipline.money import Account, EntryKind
from tipline.reward_words import AwardState, MeetingId, Outcome, Part
from tipline.rewards import lines
from tipline.rewards.awards import find_award
from tipline.rewards.chain import Head, Line, closing_context, link_of
from tipline.rewards.hands import cast_vote, mark
from tipline.rewards.journal import post
from tipline.rewards.lines import Lines
from tipline.rewards.stored import stored_entries
from tipline.store.award_tables import AgendaRow, AwardHandRow, AwardRow, MeetingRow
from tipline.store.db import Store
from tipline.store.ledger_tables import ClosedMonthRow, EntryRow, PostingRow
from tipline.store.statements import insert_rows
from tipline.store.upkeep import checkpoint
from tipline.vocabulary import AwardId, Cents, EntryId, FundId, Month, ProgramId

FIRST: Final = Month(201201)
MONTHS: Final = 178
"""All of them closed; what is done after them is done in November 2026."""
AWARD: Final = Cents(20_000)
BATCH: Final = 2_000
RETURNED: Final = 12
"""One of so many was not collected, and went back to the fund."""
TAKEN_BACK: Final = 500
"""One payment of so many was booked by mistake: it is reversed, and booked again."""

Rows: TypeAlias = list[dict[str, Any]]  # rows of any table, as the store takes them


@dataclass(frozen=True, slots=True)
class Program:
    """Whose ledger it is, and who does what in it."""

    program_id: ProgramId
    fund: FundId
    desk: FundId
    proposer: Holder
    members: tuple[Holder, Holder]
    treasurer: Holder


def fill(store: Store, program: Program, *, awards: int, unclaimed: int) -> None:
    """Put so many awards into a ledger: the newest wait for their reporters, each truly approved."""
    with store.transaction() as session:
        if session.connection().dialect.name == "postgresql":
            # What the triggers look for is proven afterwards; without statistics they take half an hour.
            session.connection().execute(text("SET LOCAL session_replication_role = replica"))
        total = Cents(AWARD * awards * 2)
        post_first(session, program, total)
        pen = _Pen.at_the_end(session, program)
        for month, count in _by_month(awards):
            _month(pen, month, count, last=awards - unclaimed)
            pen.close(month)
        pen.flush()
    _settle(store)
    for start in range(0, unclaimed, BATCH):
        with store.transaction() as session:
            for award_id in pen.waiting[start : start + BATCH]:
                award = find_award(session, program.program_id, award_id)
                for member in program.members:
                    cast_vote(session, award, Part.APPROVED, AWARD, by=member)
    _settle(store)


def post_first(session: Session, program: Program, total: Cents) -> None:
    """The money that is given, at the bank and in the drawer."""
    for kind, postings in (
        (EntryKind.DEPOSIT, lines.deposit(program.fund, total)),
        (EntryKind.FILL, lines.fill(program.fund, Cents(total // 2 + 2_000_000), desk_id=program.desk)),
    ):
        for _ in range(2 if kind is EntryKind.DEPOSIT else 1):
            post(session, program.program_id, kind=kind, postings=postings, month=FIRST)


def _settle(store: Store) -> None:
    """What each database does by itself within a minute of so much writing, and not while it is measured."""
    checkpoint(store)
    if store.engine.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _by_month(awards: int) -> list[tuple[Month, int]]:
    counts: dict[Month, int] = defaultdict(int)
    for number in range(awards):
        after = number * MONTHS // awards
        counts[Month((FIRST // 100 + after // 12) * 100 + after % 12 + 1)] += 1
    return list(counts.items())


def _month(pen: "_Pen", month: Month, count: int, *, last: int) -> None:
    """A meeting, and what became of its awards in the same month."""
    fund, desk = pen.program.fund, pen.program.desk
    meeting = pen.meet(month)
    for place in range(count):
        award = AwardId(secrets.token_bytes(16))
        pen.write(EntryKind.APPROVAL, lines.approval(fund, AWARD), award=award, month=month)
        state = AwardState.PAID
        if pen.given >= last:
            state = AwardState.APPROVED
            pen.waiting.append(award)
        elif pen.given % RETURNED == 0:
            state = AwardState.RETURNED
            pen.write(EntryKind.RETURN, lines.unclaimed(fund, AWARD), award=award, month=month)
        else:
            payment = lines.payment(fund, AWARD, desk_id=desk)
            if pen.given % TAKEN_BACK == 1:
                mistake = pen.write(EntryKind.PAYMENT, payment, award=award, month=month)
                back = lines.mirrored(payment)
                pen.write(EntryKind.REVERSAL, back, award=award, month=month, reverses=mistake)
            pen.write(EntryKind.PAYMENT, payment, award=award, month=month)
        pen.decide(award, state=state, month=month, meeting=meeting, place=place)


@dataclass
class _Pen:
    """Writes rows in bulk: those of `tipline.rewards`, without its look-ups."""

    session: Session
    program: Program
    standing: dict[tuple[bytes, str], int]
    link: bytes
    sequence: int
    given: int = 0
    waiting: list[AwardId] = field(default_factory=list)
    """Approved, and not collected yet."""
    _lines: Rows = field(default_factory=list)
    _entries: Rows = field(default_factory=list)
    _closed: Rows = field(default_factory=list)
    _awards: Rows = field(default_factory=list)
    _hands: Rows = field(default_factory=list)
    _meetings: Rows = field(default_factory=list)
    _agenda: Rows = field(default_factory=list)

    @classmethod
    def at_the_end(cls, session: Session, program: Program) -> "_Pen":
        """After what the ledger has already."""
        standing: dict[tuple[bytes, str], int] = defaultdict(int)
        link, sequence = START, 0
        with stored_entries(session, program.program_id) as entries:
            for entry in entries:
                standing.update({(line.fund_id, line.account): line.balance for line in entry.lines})
                link, sequence = entry.link, entry.head.sequence
        return cls(session, program, standing, link, sequence)

    def write(
        self,
        kind: EntryKind,
        postings: Lines,
        *,
        month: Month,
        award: AwardId | None = None,
        reverses: EntryId | None = None,
    ) -> EntryId:
        """Add an entry; it reaches the store with its batch."""
        program_id, entry_id = self.program.program_id, EntryId(secrets.token_bytes(16))
        self.sequence += 1
        head = Head(self.sequence, entry_id, month, kind.value, award, reverses, None)
        written = [
            Line(number, line.fund_id, line.account.value, line.amount, "CAD", self._book(line))
            for number, line in enumerate(postings, start=1)
        ]
        self.link = link_of(self.link, program_id, head, written)
        self._entries.append(head._asdict() | {"program_id": program_id, "kind": kind, "link": self.link})
        self._lines += [
            {
                "program_id": program_id,
                "sequence": self.sequence,
                "line": line.line,
                "fund_id": line.fund_id,
                "account": Account(line.account),
                "amount_cents": line.amount,
                "currency": line.currency,
                "balance_cents": line.balance,
            }
            for line in written
        ]
        if len(self._entries) >= BATCH:
            self.flush()
        return entry_id

    def close(self, month: Month) -> None:
        """Close a month, and sign for it."""
        self.write(EntryKind.CLOSING, (), month=month)
        program_id, by = self.program.program_id, self.program.treasurer
        signature = by.holdings.signing().sign(self.link, context=closing_context(program_id, month))
        self._closed.append(
            {
                "program_id": program_id,
                "month": month,
                "sequence": self.sequence,
                "head": self.link,
                "person_id": by.person_id,
                "signature": signature,
            }
        )
        self.flush()

    def meet(self, month: Month) -> MeetingId:
        """A meeting that is over; who was there is a stub."""
        meeting_id = MeetingId(secrets.token_bytes(16))
        row = {"meeting_id": meeting_id, "month": month, "epoch_id": bytes(16), "urgent": False, "over": True}
        self._meetings.append(row | {"program_id": self.program.program_id, "sealed": bytes(16_384)})
        return meeting_id

    def decide(
        self, award: AwardId, *, state: AwardState, month: Month, meeting: MeetingId, place: int
    ) -> None:
        """An award on a meeting's list, with who had which part in it: of what is over, stubs."""
        own = {"program_id": self.program.program_id, "award_id": award}
        self.given += 1
        self._awards.append(
            own
            | {"fund_id": self.program.fund, "amount": AWARD, "state": state, "month": month}
            | {"claim_name": secrets.token_bytes(16), "claim_tie": secrets.token_bytes(16)}
            | {"renewals": 0, "reissued": False, "to_ratify": False}
        )
        parts: Mapping[Part, bytes | None] = {Part.PROPOSED: None}
        if state is not AwardState.APPROVED:
            parts = {Part.PROPOSED: None, Part.APPROVED: bytes(64), Part.RATIFIED: None, Part.PAID: None}
        for part, signature in parts.items():
            hand = mark(self.program.proposer, award) if part is Part.PROPOSED else secrets.token_bytes(16)
            self._hands.append(own | {"hand": hand, "part": part, "amount": 0, "signature": signature})
        self._agenda.append(own | {"meeting_id": meeting, "place": place, "outcome": Outcome.APPROVED})

    def flush(self) -> None:
        """Hand over what waits: the lines before their entries, the closings after them."""
        waiting: Sequence[tuple[Any, Rows]] = (  # Any: the tables of the ledger have no common class to name
            (PostingRow, self._lines),
            (EntryRow, self._entries),
            (ClosedMonthRow, self._closed),
            (AwardRow, self._awards),
            (AwardHandRow, self._hands),
            (MeetingRow, self._meetings),
            (AgendaRow, self._agenda),
        )
        for row, values in waiting:
            insert_rows(self.session.connection(), row, values)
            values.clear()

    def _book(self, line: lines.Posting) -> int:
        place = (line.fund_id, line.account.value)
        self.standing[place] += line.amount
        return self.standing[place]
