"""A program that gives awards: coordinators, a board, tellers, a treasurer, a fund and a desk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from tests.databases import Stores
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, GRACE, Case, Told, a_case
from tipline.access.epochs import ensure
from tipline.access.vouching import admit, find_person
from tipline.intake.follow_up import open_conversation
from tipline.intake.report import Detail
from tipline.money import EntryKind, FundKind
from tipline.reward_words import AwardState, MeetingId
from tipline.rewards import decisions, desks, meetings, payout, propose
from tipline.rewards.awards import find_award
from tipline.rewards.closing import close_month
from tipline.rewards.eligibility import ALL_RULED_OUT, Eligibility
from tipline.rewards.funds import make_fund
from tipline.rewards.journal import post
from tipline.rewards.lines import deposit
from tipline.rewards.places import open_places, pick
from tipline.rewards.reporter import OwnClaim, own_claims
from tipline.store.db import Store
from tipline.vocabulary import AwardId, Cents, FundId, Month, Role, TeamKind

BEA, BEN, BO = "Bea Arden", "Ben Castle", "Bo Lindqvist"
"""Three members of the board."""
TESS, TOM = "Tess Moreau", "Tom Adeyemi"
"""Two tellers."""
TRUDY = "Trudy Vance"
"""The treasurer."""
PEPPER = b"l" * 32
"""The ledger's."""
NOVEMBER = Month(202611)
TODAY = date(2026, 11, 20)
SUMMARY = "What was told led to an arrest and to a firearm that was taken off the street."
SHEET = b'{"points": 12}'
NOTHING = FundId(b"")
PLACE = "Any branch on King Street"


@dataclass
class Board:
    """A program and its ledger."""

    case: Case
    ledger: Store
    fund: FundId = NOTHING
    community: FundId = NOTHING
    desk: FundId = NOTHING

    def on(self, stores: Stores) -> "Board":
        """The same on copies of its stores."""
        program = replace(self.case.program, stores=stores, people=dict(self.case.program.people))
        return replace(self, case=Case(program), ledger=stores.ledger)

    def found(self) -> None:
        """Everybody joins; the fund has 50,000.00, the desk 10,000.00."""
        program = self.case.program
        for name in (BEA, BEN, BO):
            program.add(name, Role.BOARD, confirmed_by=ADA)
        for name in (TESS, TOM):
            program.add(name, Role.TELLER, confirmed_by=ADA)
        program.add(TRUDY, Role.TREASURER, confirmed_by=ADA)
        with program.tips.transaction() as tips, program.keys_store.transaction() as keys:
            ensure(tips, keys, program=program.keys(), by=program.holder(BEA).holdings, now=NOON)
        with self.ledger.transaction() as session:
            program_id = program.program_id
            self.fund = make_fund(
                session, program_id, name="Rewards", kind=FundKind.REWARDS, currency="CAD", month=NOVEMBER
            )
            self.community = make_fund(
                session, program_id, name="Parks", kind=FundKind.COMMUNITY, currency="CAD", month=NOVEMBER
            )
            lines = deposit(self.fund, Cents(5_000_000))
            post(session, program_id, kind=EntryKind.DEPOSIT, postings=lines, month=NOVEMBER)
            self.desk = desks.open_desk(
                session,
                name="Front desk",
                place=PLACE,
                hours="Monday to Friday, 9 to 5",
                currency="CAD",
                by=self.case.by(TRUDY),
                month=NOVEMBER,
            )
            desks.fill_desk(
                session,
                desk_id=self.desk,
                fund_id=self.fund,
                amount=Cents(1_000_000),
                by=self.case.by(TRUDY),
                month=NOVEMBER,
            )

    @contextmanager
    def sitting(self) -> Iterator[tuple[Session, Session]]:
        """The ledger's session, committed at the end, and the keys'."""
        with self.case.program.keys_store.read() as keys, self.ledger.transaction() as ledger:
            yield ledger, keys

    def tell(self, wish: str = "yes", *, text: str = "A man sells guns.", now: datetime = NOON) -> Told:
        """A tip comes in by the form."""
        details: Mapping[str, str] = {Detail.WISH: wish}
        return self.case.tell(text, details=details, now=now)

    def propose(
        self,
        told: Told,
        amount: int = 50_000,
        *,
        by: str = ADA,
        summary: str = SUMMARY,
        sheet: bytes = SHEET,
        eligibility: Eligibility = ALL_RULED_OUT,
        urgent: bool = False,
        now: datetime = NOON,
    ) -> AwardId:
        """Somebody proposes an award for one tip."""
        return self.propose_shares(
            [(told, amount)],
            by=by,
            summary=summary,
            sheet=sheet,
            eligibility=eligibility,
            urgent=urgent,
            now=now,
        )[0]

    def propose_shares(
        self,
        shares: list[tuple[Told, int]],
        *,
        by: str = ADA,
        summary: str = SUMMARY,
        sheet: bytes = SHEET,
        eligibility: Eligibility = ALL_RULED_OUT,
        urgent: bool = False,
        now: datetime = NOON,
    ) -> tuple[AwardId, ...]:
        """Somebody proposes an award that several share; in the order of the tips' numbers."""
        with self.sitting() as (ledger, keys), self.case.program.tips.transaction() as tips:
            return propose.propose(
                tips,
                keys,
                ledger,
                shares=[propose.Share(told.number, Cents(amount)) for told, amount in shares],
                fund_id=self.fund,
                summary=summary,
                sheet=sheet,
                eligibility=eligibility,
                urgent=urgent,
                by=self.case.by(by),
                program=self.case.keys(),
                pepper=PEPPER,
                now=now,
            )

    def convene(self, *present: str, urgent: bool = False, by: str = BEA, day: date = TODAY) -> MeetingId:
        """The board meets: the three of them where nobody is named."""
        there = frozenset(self.case.person(name) for name in present or (BEA, BEN, BO))
        with self.sitting() as (ledger, keys):
            return meetings.convene(
                ledger,
                keys,
                day=day,
                present=there,
                urgent=urgent,
                by=self.case.by(by),
                program=self.case.keys(),
            )

    def vote(
        self, meeting: MeetingId, award: AwardId, *, by: str, amount: int = 50_000, month: Month = NOVEMBER
    ) -> AwardState:
        """Somebody approves."""
        with self.sitting() as (ledger, keys):
            return decisions.vote(
                ledger,
                keys,
                meeting_id=meeting,
                award_id=award,
                amount=Cents(amount),
                by=self.case.by(by),
                program=self.case.keys(),
                month=month,
            )

    def listed(self, ledger: Session, keys: Session, meeting: MeetingId) -> tuple[meetings.Item, ...]:
        """The list of a meeting."""
        return meetings.read_meeting(
            ledger, keys, meeting_id=meeting, by=self.case.by(BEA), program=self.case.keys()
        ).items

    def fill(self, amount: int) -> None:
        """The treasurer brings the desk cash."""
        with self.ledger.transaction() as session:
            desks.fill_desk(
                session,
                desk_id=self.desk,
                fund_id=self.fund,
                amount=Cents(amount),
                by=self.case.by(TRUDY),
                month=NOVEMBER,
            )

    def refuse(self, meeting: MeetingId, award: AwardId, *, by: str, reason: str = "No.") -> AwardState:
        """Somebody refuses."""
        with self.sitting() as (ledger, keys):
            return decisions.refuse(
                ledger,
                keys,
                meeting_id=meeting,
                award_id=award,
                reason=reason,
                by=self.case.by(by),
                program=self.case.keys(),
                month=NOVEMBER,
            )

    def approved(self, told: Told | None = None, amount: int = 50_000) -> AwardId:
        """An award that Bea and Ben have approved."""
        award = self.propose(told or self.tell(), amount)
        meeting = self.convene()
        self.vote(meeting, award, by=BEA, amount=amount)
        self.vote(meeting, award, by=BEN, amount=amount)
        return award

    def claim(self, told: Told) -> OwnClaim | None:
        """What the reporter of a tip sees of their award."""
        found = self.claims(told)
        return found[0] if found else None

    def claims(self, told: Told, *, today: date = TODAY) -> tuple[OwnClaim, ...]:
        """As `claim`, of all awards."""
        assert told.code is not None
        with self.case.program.tips.read() as tips, self.ledger.read() as ledger:
            conversation = open_conversation(tips, desk=self.case.intake(), author=told.code)
            places = open_places(ledger, program=self.case.keys())
            return own_claims(
                tips, ledger, conversation=conversation, author=told.code, places=places, today=today
            )

    def pick(self, told: Told, desk: FundId | None = None) -> None:
        """The reporter of a tip picks where to collect their award."""
        claim = self.claim(told)
        assert claim is not None
        with self.ledger.transaction() as session:
            place = next(
                place
                for place in open_places(session, program=self.case.keys())
                if place.desk_id == (desk or self.desk)
            )
            pick(
                session.connection(),
                place,
                award_id=claim.claim.award_id,
                program_id=self.case.program.program_id,
            )

    def code(self, told: Told) -> str:
        """The claim code that the reporter of a tip is shown, once they have picked a desk."""
        claim = self.claim(told)
        if claim is not None and claim.to_pick:
            self.pick(told)
            claim = self.claim(told)
        assert claim is not None
        assert claim.code is not None
        return claim.code

    def look_up(self, typed: str, *, by: str = TESS) -> payout.Found | None:
        """A teller types a code."""
        with self.ledger.read() as session:
            return payout.look_up(session, code=payout.read_typed(typed), by=self.case.by(by), pepper=PEPPER)

    def hold(self, award: AwardId, *, by: str = TESS, now: datetime = NOON) -> payout.Hold:
        """A teller takes an award in hand."""
        with self.ledger.transaction() as session:
            return payout.hold(
                session,
                award_id=award,
                desk_id=self.desk,
                by=self.case.by(by),
                program=self.case.keys(),
                now=now,
            )

    def hand_over(
        self, award: AwardId, *, by: str = TESS, now: datetime = NOON, ran_out: bool = False
    ) -> Cents:
        """A teller says that the cash was handed over."""
        with self.ledger.transaction() as session:
            return payout.hand_over(
                session,
                award_id=award,
                by=self.case.by(by),
                program=self.case.keys(),
                month=NOVEMBER,
                now=now,
                ran_out=ran_out,
            )

    def join_the_board(self, name: str) -> None:
        """Somebody who holds the inbox is confirmed into the board too, and given its keys."""
        program = self.case.program
        with program.tips.transaction() as tips, program.keys_store.transaction() as keys:
            admit(
                tips,
                find_person(tips, program.program_id, self.case.person(name)),
                teams=(self.case.special(TeamKind.BOARD),),
                signer=self.case.person(ADA),
                by=self.case.by(ADA).holdings.signing(),
                now=NOON,
            )
            ensure(tips, keys, program=program.keys(), by=self.case.by(BEA).holdings, now=NOON)

    def close_november(self) -> None:
        """The books are closed up to the month that runs, as a clock that was wrong may have done."""
        by = self.case.by(TRUDY)
        with self.ledger.transaction() as session:
            close_month(
                session,
                self.case.program.program_id,
                NOVEMBER,
                this_month=Month(NOVEMBER + 1),
                by=by.person_id,
                signer=by.holdings.signing(),
            )

    def state(self, award: AwardId) -> AwardState:
        """Where an award stands."""
        with self.ledger.read() as session:
            return find_award(session, self.case.program.program_id, award).state


def a_board(stores: Stores) -> Board:
    """A program that gives awards."""
    board = Board(a_case(stores), stores.ledger)
    board.found()
    return board


__all__ = ["ADA", "BEA", "BEN", "BO", "GRACE", "TESS", "TOM", "TRUDY", "Board", "a_board"]
