"""What people do to the books and to the scoring table by hand: each deed with its entry in the audit.

The deed is in the ledger, the entry in the tips store. It says who and when, and that it was about the
rewards: no fund, no sum, no month.
"""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session, select

from tipline import audit
from tipline.audit import Action
from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.money import EntryKind, FundKind
from tipline.rewards import closing, funds, journal, lines, score_versions
from tipline.rewards.months import month_after, months_before
from tipline.rewards.refusals import EntryOfAward, MonthClosed, MonthOutOfReach
from tipline.rewards.score_table import ScoreTable
from tipline.rewards.score_versions import Version
from tipline.rewards.settings import RewardSettings, set_reward_settings
from tipline.store.ledger_tables import EntryRow
from tipline.vocabulary import Cents, EntryId, FundId, Month, ProgramId

REACH: Final = 24
"""Months, with this one, that something may be booked in: an earlier one was mistyped."""

BY_HAND: Final = (EntryKind.DEPOSIT, EntryKind.OPENING, EntryKind.WITHDRAWAL)
"""What a treasurer writes into the journal from a bank statement."""


def make_fund(
    ledger: Session,
    tips: Session,
    *,
    name: str,
    kind: FundKind,
    currency: str,
    by: Holder,
    now: datetime,
    this_month: Month,
) -> FundId:
    """Make a fund for rewards or for the community; a desk is opened elsewhere, with its place and hours.

    Raises:
        NotPermitted: `by` is no treasurer.
        Unsuitable: the name, the kind or the currency cannot be used.
        NameTaken: there is a fund of this name.
        MonthClosed: nothing is posted this month any more.
    """
    _require_keeper(by)
    if kind is FundKind.DESK:
        raise Unsuitable("kind")
    fund_id = funds.make_fund(
        ledger, by.program_id, name=name, kind=kind, currency=currency, month=this_month
    )
    _write_down(tips, Action.FUND_MADE, by=by, now=now)
    return fund_id


def book(
    ledger: Session,
    tips: Session,
    *,
    kind: EntryKind,
    fund_id: FundId,
    amount: Cents,
    month: Month,
    this_month: Month,
    by: Holder,
    now: datetime,
) -> EntryId:
    """Record what came into a fund or left it for something else than an award.

    Raises:
        NotPermitted: `by` is no treasurer.
        Unsuitable: the kind is not one that is written by hand, or the fund is a desk.
        MonthClosed, MonthOutOfReach: nothing may be booked in this month.
        AmountRefused, NoSuchFund, NotEnough: as for every entry.
    """
    _require_keeper(by)
    if kind not in BY_HAND or funds.find_fund(ledger, by.program_id, fund_id).kind is FundKind.DESK:
        raise Unsuitable("kind")
    _require_within_reach(ledger, by.program_id, month, this_month=this_month)
    moved = lines.withdrawal if kind is EntryKind.WITHDRAWAL else lines.deposit
    entry_id = journal.post(ledger, by.program_id, kind=kind, postings=moved(fund_id, amount), month=month)
    _write_down(tips, Action.BOOKED, by=by, now=now)
    return entry_id


def take_back(
    ledger: Session,
    tips: Session,
    *,
    entry_id: EntryId,
    month: Month,
    this_month: Month,
    by: Holder,
    now: datetime,
) -> EntryId:
    """Reverse an entry that is of no award, by an entry of its own.

    Raises:
        NotPermitted: `by` is no treasurer.
        EntryOfAward: it is of an award.
        MonthClosed, MonthOutOfReach: nothing may be booked in this month.
        NoSuchEntry, NotReversible, AlreadyReversed, NotEnough: as for every reversal.
    """
    _require_keeper(by)
    of_award = select(EntryRow.award_id).where(
        EntryRow.program_id == by.program_id, EntryRow.entry_id == entry_id
    )
    if ledger.exec(of_award).first() is not None:
        raise EntryOfAward
    _require_within_reach(ledger, by.program_id, month, this_month=this_month)
    reversal = journal.reverse(ledger, by.program_id, entry_id, month=month)
    _write_down(tips, Action.TAKEN_BACK, by=by, now=now)
    return reversal


def close_month(
    ledger: Session, tips: Session, *, month: Month, this_month: Month, by: Holder, now: datetime
) -> None:
    """Close the oldest month that is open, and sign for it.

    Raises:
        NotPermitted: `by` is no treasurer.
        NotTheNextMonth: another comes first, or this one is not over.
    """
    _require_keeper(by)
    closing.close_month(
        ledger,
        by.program_id,
        month,
        this_month=this_month,
        by=by.person_id,
        signer=by.holdings.signing(),
    )
    _write_down(tips, Action.BOOKS_CLOSED, by=by, now=now)


def set_scoring(
    ledger: Session,
    tips: Session,
    *,
    table: ScoreTable,
    first_day: date,
    today: date,
    by: Holder,
    now: datetime,
) -> Version:
    """Add a version of the scoring table.

    Raises:
        NotPermitted: `by` may not set scoring.
        TableRefused: the first day is over.
        DayTaken: a version begins on that day or later.
    """
    version = score_versions.add_version(
        ledger, by.program_id, table=table, first_day=first_day, by=by.person_id, role=by.role, today=today
    )
    _write_down(tips, Action.SCORING_SET, by=by, now=now)
    return version


def set_rules(ledger: Session, tips: Session, settings: RewardSettings, *, by: Holder, now: datetime) -> None:
    """Set maximum, quorum and term of return.

    Raises:
        NotPermitted: `by` is neither of the board nor an administrator.
        Unsuitable: which of them will not do.
    """
    set_reward_settings(ledger, settings, by=by)
    _write_down(tips, Action.RULES_SET, by=by, now=now)


def open_months(ledger: Session, program_id: ProgramId, *, this_month: Month) -> tuple[Month, ...]:
    """The months that something may be booked in, this one first; none where this one is closed."""
    first = _first_open(ledger, program_id, this_month=this_month)
    month, found = this_month, []
    while month >= first:
        found.append(month)
        month = months_before(month, 1)
    return tuple(found)


def _first_open(ledger: Session, program_id: ProgramId, *, this_month: Month) -> Month:
    closed = journal.closed_until(ledger, program_id)
    earliest = months_before(this_month, REACH - 1)
    return earliest if closed is None else max(earliest, month_after(closed))


def _require_within_reach(ledger: Session, program_id: ProgramId, month: Month, *, this_month: Month) -> None:
    closed = journal.closed_until(ledger, program_id)
    if closed is not None and month <= closed:
        raise MonthClosed(month=month, closed=closed)
    first = _first_open(ledger, program_id, this_month=this_month)
    if not first <= month <= this_month:
        raise MonthOutOfReach(month=month, first=first, last=this_month)


def _require_keeper(by: Holder) -> None:
    if not by.role.may_keep_books:
        raise NotPermitted(by.role)


def _write_down(tips: Session, action: Action, *, by: Holder, now: datetime) -> None:
    audit.record(
        tips,
        program_id=by.program_id,
        action=action,
        by=by.person_id,
        subject=audit.REWARDS,
        at=now,
        signer=by.holdings.signing(),
    )
