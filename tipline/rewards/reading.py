"""The books as their readers see them: each fund with what stands where, and the journal month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.money import Account, Currency, EntryKind, FundKind
from tipline.rewards.closing import next_to_close
from tipline.rewards.funds import Fund, list_funds
from tipline.rewards.journal import balances, closed_until
from tipline.rewards.refusals import NoSuchEntry
from tipline.store.ledger_tables import EntryRow, PostingRow
from tipline.vocabulary import Cents, EntryId, Month, ProgramId

PAGE: Final = 50
"""Entries on a page of the journal."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A fund and what stands on each of its accounts."""

    fund: Fund
    accounts: Mapping[Account, Cents]


@dataclass(frozen=True, slots=True)
class Overview:
    """All funds, the month that is closed next, and up to which months are closed."""

    funds: tuple[Standing, ...]
    closed: Month | None
    next_to_close: Month

    @property
    def booked_by_hand(self) -> tuple[Fund, ...]:
        """The funds that a treasurer books in: a desk's drawer is filled and counted elsewhere."""
        return tuple(one.fund for one in self.funds if one.fund.kind is not FundKind.DESK)

    def of_kind(self, kind: FundKind) -> tuple[Standing, ...]:
        """The funds of a kind."""
        return tuple(one for one in self.funds if one.fund.kind is kind)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of an entry: one of debit and credit is nothing."""

    fund: str
    account: Account
    debit: Cents
    credit: Cents
    currency: Currency


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as a page shows it. Of which award it is, no page says."""

    entry_id: EntryId
    number: int
    month: Month
    kind: EntryKind
    lines: tuple[LineView, ...]
    of_award: bool
    reverses: int | None
    """The number of the entry that it takes back."""
    reversed_by: int | None

    @property
    def by_hand(self) -> bool:
        """It may be taken back by one person: it moves money, is of no award, and stands."""
        return bool(self.kind.debited) and not self.of_award and self.reversed_by is None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some entries of a month, the newest first, and where there are more."""

    month: Month
    entries: tuple[EntryView, ...]
    older: int | None
    """The number to go on before, where the month has more."""
    earlier: Month | None
    later: Month | None
    """The nearest months that have entries."""
    closed: bool


def overview(session: Session, *, this_month: Month, by: Holder) -> Overview:
    """Every fund with its balances.

    Raises:
        NotPermitted: `by` may not read the books.
    """
    require_reader(by)
    program_id = by.program_id
    stands = balances(session, program_id)
    return Overview(
        funds=tuple(
            Standing(
                fund,
                {account: cents for (fund_id, account), cents in stands.items() if fund_id == fund.fund_id},
            )
            for fund in list_funds(session, program_id)
        ),
        closed=closed_until(session, program_id),
        next_to_close=next_to_close(session, program_id, this_month=this_month),
    )


def journal_page(session: Session, month: Month, *, before: int | None, by: Holder) -> JournalPage:
    """The entries of a month, or those before a number.

    Raises:
        NotPermitted: `by` may not read the books.
    """
    require_reader(by)
    program_id = by.program_id
    # In two steps, as in `owed`: else SQLite reads the journal in its order until it comes to the month.
    places = select(EntryRow.sequence).where(EntryRow.program_id == program_id, EntryRow.month == month)
    wanted = select(EntryRow).where(EntryRow.program_id == program_id, col(EntryRow.sequence).in_(places))
    if before is not None:
        wanted = wanted.where(EntryRow.sequence < before)
    rows = session.exec(wanted.order_by(col(EntryRow.sequence).desc()).limit(PAGE + 1)).all()
    shown, closed = rows[:PAGE], closed_until(session, program_id)
    return JournalPage(
        month=month,
        entries=_views(session, program_id, shown),
        older=shown[-1].sequence if len(rows) > PAGE else None,
        earlier=_month(session, program_id, before=month),
        later=_month(session, program_id, after=month),
        closed=closed is not None and month <= closed,
    )


def newest_month(session: Session, *, by: Holder) -> Month | None:
    """The newest month that has entries.

    Raises:
        NotPermitted: `by` may not read the books.
    """
    require_reader(by)
    return _month(session, by.program_id, before=None)


def find_entry(session: Session, entry_id: EntryId, *, by: Holder) -> EntryView:
    """One entry.

    Raises:
        NotPermitted: `by` may not read the books.
        NoSuchEntry: no entry of this program has this id.
    """
    require_reader(by)
    row = session.exec(
        select(EntryRow).where(EntryRow.program_id == by.program_id, EntryRow.entry_id == entry_id)
    ).first()
    if row is None:
        raise NoSuchEntry
    (view,) = _views(session, by.program_id, [row])
    return view


def require_reader(by: Holder) -> None:
    """Refuse who may not read the books.

    Raises:
        NotPermitted: the role may not.
    """
    if not by.role.may_read_books:
        raise NotPermitted(by.role)


def _month(
    session: Session, program_id: ProgramId, *, before: Month | None = None, after: Month | None = None
) -> Month | None:
    """The nearest month with entries before a month or after it, else the newest of all."""
    chosen = func.max(EntryRow.month) if after is None else func.min(EntryRow.month)
    wanted = select(chosen).select_from(EntryRow).where(EntryRow.program_id == program_id)
    if before is not None:
        wanted = wanted.where(EntryRow.month < before)
    if after is not None:
        wanted = wanted.where(EntryRow.month > after)
    found = session.exec(wanted).first()
    return None if found is None else Month(found)


def _views(session: Session, program_id: ProgramId, rows: Sequence[EntryRow]) -> tuple[EntryView, ...]:
    names = {fund.fund_id: fund.name for fund in list_funds(session, program_id)}
    lines: dict[int, list[LineView]] = {row.sequence: [] for row in rows}
    for line in session.exec(
        select(PostingRow)
        .where(PostingRow.program_id == program_id, col(PostingRow.sequence).in_(list(lines)))
        .order_by(col(PostingRow.sequence), col(PostingRow.line))
    ):
        lines[line.sequence].append(
            LineView(
                names[line.fund_id],
                line.account,
                Cents(max(line.amount_cents, 0)),
                Cents(max(-line.amount_cents, 0)),
                line.currency,
            )
        )
    pairs = _pairs(session, program_id, list(lines))
    return tuple(
        EntryView(
            entry_id=row.entry_id,
            number=row.sequence,
            month=row.month,
            kind=row.kind,
            lines=tuple(lines[row.sequence]),
            of_award=row.award_id is not None,
            reverses=pairs[row.sequence][0],
            reversed_by=pairs[row.sequence][1],
        )
        for row in rows
    )


def _pairs(
    session: Session, program_id: ProgramId, numbers: Sequence[int]
) -> Mapping[int, tuple[int | None, int | None]]:
    """Of each of these entries: which it takes back, and by which it is taken back, by their numbers.

    By joins: asked for a list of ids, SQLite reads all of the program's entries.
    """
    taken, back = aliased(EntryRow), aliased(EntryRow)
    found = session.exec(
        select(EntryRow.sequence, taken.sequence, back.sequence)
        .join(
            taken,
            (col(taken.program_id) == EntryRow.program_id) & (col(taken.entry_id) == EntryRow.reverses),
            isouter=True,
        )
        .join(
            back,
            (col(back.program_id) == EntryRow.program_id) & (col(back.reverses) == EntryRow.entry_id),
            isouter=True,
        )
        .where(EntryRow.program_id == program_id, col(EntryRow.sequence).in_(numbers))
    ).all()
    return {number: (reverses, reversed_by) for number, reverses, reversed_by in found}
