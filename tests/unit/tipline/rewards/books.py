"""Books for the tests of the ledger: a program with funds, a desk, and money."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from crypto.keys import PrivateKey
from crypto.signing import SigningKey, VerifyKey
from tipline.money import Account, EntryKind, FundKind
from tipline.rewards import journal, lines
from tipline.rewards.closing import close_month
from tipline.rewards.funds import make_fund
from tipline.rewards.journal import Balances
from tipline.rewards.lines import Lines
from tipline.store.db import Store
from tipline.vocabulary import AwardId, Cents, EntryId, FundId, Month, PersonId, ProgramId

NOVEMBER = Month(202611)
DECEMBER = Month(202612)
CLERK = PersonId(b"the clerk's id..")


def an_award() -> AwardId:
    return AwardId(secrets.token_bytes(16))


@dataclass
class Books:
    """The ledger of one program: a rewards fund, a community fund and a desk."""

    ledger: Store
    program_id: ProgramId = field(default_factory=lambda: ProgramId(secrets.token_bytes(16)))
    clerk: SigningKey = field(default_factory=lambda: PrivateKey.generate().signing())
    fund: FundId = field(init=False)
    community: FundId = field(init=False)
    desk: FundId = field(init=False)

    def __post_init__(self) -> None:
        self.fund = self.make("Rewards", FundKind.REWARDS)
        self.community = self.make("Parks", FundKind.COMMUNITY)
        self.desk = self.make("Front desk", FundKind.DESK)

    def make(self, name: str, kind: FundKind = FundKind.REWARDS, currency: str = "CAD") -> FundId:
        with self.ledger.transaction() as session:
            return make_fund(
                session, self.program_id, name=name, kind=kind, currency=currency, month=NOVEMBER
            )

    def post(
        self, kind: EntryKind, postings: Lines, *, award: AwardId | None = None, month: Month = NOVEMBER
    ) -> EntryId:
        with self.ledger.transaction() as session:
            return journal.post(
                session, self.program_id, kind=kind, postings=postings, month=month, award_id=award
            )

    def reverse(self, entry_id: EntryId, *, month: Month = NOVEMBER) -> EntryId:
        with self.ledger.transaction() as session:
            return journal.reverse(session, self.program_id, entry_id, month=month)

    def deposit(self, amount: int, *, month: Month = NOVEMBER) -> EntryId:
        return self.post(EntryKind.DEPOSIT, lines.deposit(self.fund, Cents(amount)), month=month)

    def approve(self, award: AwardId, amount: int) -> EntryId:
        return self.post(EntryKind.APPROVAL, lines.approval(self.fund, Cents(amount)), award=award)

    def fill(self, amount: int) -> EntryId:
        return self.post(EntryKind.FILL, lines.fill(self.fund, Cents(amount), desk_id=self.desk))

    def pay(self, award: AwardId, amount: int) -> EntryId:
        return self.post(
            EntryKind.PAYMENT, lines.payment(self.fund, Cents(amount), desk_id=self.desk), award=award
        )

    def close(self, month: Month, *, this_month: Month = DECEMBER) -> None:
        with self.ledger.transaction() as session:
            close_month(session, self.program_id, month, this_month=this_month, by=CLERK, signer=self.clerk)

    @property
    def signers(self) -> Mapping[PersonId, VerifyKey]:
        return {CLERK: self.clerk.verify_key()}

    def balances(self) -> Balances:
        with self.ledger.read() as session:
            return journal.balances(session, self.program_id)

    def at(self, fund_id: FundId, account: Account) -> int:
        return self.balances()[fund_id, account]

    def at_float(self) -> int:
        return self.at(self.desk, Account.FLOAT)

    def standing(self) -> dict[str, int]:
        """What stands on each account that is not empty, by the names of fund and account."""
        names = {self.fund: "rewards", self.community: "community", self.desk: "desk"}
        return {
            f"{names[fund_id]} {account.value}": cents
            for (fund_id, account), cents in self.balances().items()
            if cents
        }
