"""The funds of a program: what its money is for, and the drawers that it lies in."""

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from tipline.errors import NameTaken, Unsuitable
from tipline.money import CURRENCIES, Currency, EntryKind, FundKind
from tipline.rewards.chain import fund_digest
from tipline.rewards.journal import vouch
from tipline.rewards.refusals import NoSuchFund
from tipline.store.ledger_tables import FundRow
from tipline.store.statements import insert_rows, take_turn
from tipline.vocabulary import ID_SIZE, FundId, Month, ProgramId

NAME_LIMIT: Final = 80


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund as a page shows it."""

    fund_id: FundId
    kind: FundKind
    name: str
    currency: Currency


def make_fund(
    session: Session, program_id: ProgramId, *, name: str, kind: FundKind, currency: str, month: Month
) -> FundId:
    """Make a fund or a desk; the journal vouches for its row, so that nobody renames it unseen.

    Raises:
        Unsuitable: the name is empty or too long, or no fund is kept in this currency.
        NameTaken: the program has a fund of this name.
        MonthClosed: nothing is posted in this month any more.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(name) <= NAME_LIMIT or not name.isprintable():
        raise Unsuitable("fund")
    if Currency(currency) not in CURRENCIES:
        raise Unsuitable("currency")
    take_turn(session, program_id=program_id, what="ledger")
    if any(name.casefold() == fund.name.casefold() for fund in list_funds(session, program_id)):
        raise NameTaken
    row = FundRow(
        program_id=program_id,
        fund_id=FundId(secrets.token_bytes(ID_SIZE)),
        kind=kind,
        name=name,
        currency=Currency(currency),
    )
    insert_rows(session.connection(), FundRow, [row.model_dump()])
    digest = fund_digest(program_id, row.fund_id, kind=row.kind.value, name=row.name, currency=row.currency)
    vouch(session, program_id, kind=EntryKind.FUND, month=month, digest=digest)
    return row.fund_id


def list_funds(session: Session, program_id: ProgramId) -> list[Fund]:
    """The funds of a program by their names."""
    rows = session.exec(
        select(FundRow).where(FundRow.program_id == program_id).order_by(col(FundRow.name))
    ).all()
    return [_fund(row) for row in rows]


def find_fund(session: Session, program_id: ProgramId, fund_id: FundId) -> Fund:
    """One fund.

    Raises:
        NoSuchFund: no fund of this program has this id.
    """
    row = session.get(FundRow, (program_id, fund_id))
    if row is None:
        raise NoSuchFund
    return _fund(row)


def _fund(row: FundRow) -> Fund:
    return Fund(fund_id=row.fund_id, kind=row.kind, name=row.name, currency=row.currency)
