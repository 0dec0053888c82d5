"""The desks where awards are paid: where they are, the cash in their drawers, and the daily count."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, delete, select

from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.money import Account, EntryKind, FundKind
from tipline.rewards.award_refusals import NoSuchAward
from tipline.rewards.funds import list_funds, make_fund
from tipline.rewards.journal import balance_of, post
from tipline.rewards.lines import empty, fill, over, short
from tipline.rewards.places import is_proven, sign_place
from tipline.store.award_tables import PayoutDeskRow, PayoutRow
from tipline.store.statements import take_turn
from tipline.vocabulary import Cents, FundId, Month, ProgramId

PLACE_LIMIT: Final = 200
HOURS_LIMIT: Final = 120


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk as a page shows it."""

    desk_id: FundId
    name: str
    place: str
    hours: str
    open: bool
    proven: bool
    """Somebody confirmed has signed where and when it pays: without that no reporter is shown it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the books said of a drawer, and what was in it, in cents."""

    expected: Cents
    counted: Cents


def open_desk(
    session: Session, *, name: str, place: str, hours: str, currency: str, by: Holder, month: Month
) -> FundId:
    """Open a desk; its cash is a fund of its own, empty at first. `by` signs for where and when it pays.

    Raises:
        NotPermitted: `by` is no treasurer.
        Unsuitable: name, place, hours or currency cannot be used.
        NameTaken: a fund or a desk is called that.
        MonthClosed: nothing is posted in this month any more.
    """
    if not by.role.may_fill_float:
        raise NotPermitted(by.role)
    place, hours = _words(place, hours)
    desk_id = make_fund(session, by.program_id, name=name, kind=FundKind.DESK, currency=currency, month=month)
    session.add(
        PayoutDeskRow(
            program_id=by.program_id,
            desk_id=desk_id,
            place=place,
            hours=hours,
            open=True,
            signature=_signed(desk_id, place, hours, by=by),
        )
    )
    session.flush()
    return desk_id


def describe_desk(session: Session, *, desk_id: FundId, place: str, hours: str, by: Holder) -> None:
    """Write anew where and when a desk pays, and sign for it.

    Raises:
        NotPermitted: `by` is no treasurer.
        NoSuchAward: there is no such desk, or it is closed.
        Unsuitable: place or hours cannot be used.
    """
    if not by.role.may_fill_float:
        raise NotPermitted(by.role)
    row = find_desk(session, by.program_id, desk_id)
    row.place, row.hours = _words(place, hours)
    row.signature = _signed(desk_id, row.place, row.hours, by=by)
    session.add(row)
    session.flush()


def list_desks(session: Session, program: ProgramKeys) -> tuple[Desk, ...]:
    """The desks of a program, by their names."""
    program_id = program.program_id
    rows = {
        row.desk_id: row
        for row in session.exec(select(PayoutDeskRow).where(col(PayoutDeskRow.program_id) == program_id))
    }
    return tuple(
        Desk(fund.fund_id, fund.name, row.place, row.hours, row.open, is_proven(row, program=program))
        for fund in list_funds(session, program_id)
        if (row := rows.get(fund.fund_id)) is not None
    )


def close_desk(session: Session, *, desk_id: FundId, by: Holder) -> None:
    """Nothing is paid here any more.

    Raises:
        NotPermitted: `by` is no treasurer.
        NoSuchAward: there is no such desk.
    """
    if not by.role.may_fill_float:
        raise NotPermitted(by.role)
    row = find_desk(session, by.program_id, desk_id)
    row.open = False
    session.add(row)


def fill_desk(
    session: Session, *, desk_id: FundId, fund_id: FundId, amount: Cents, by: Holder, month: Month
) -> None:
    """Bring a desk cash of a fund from the bank.

    Raises:
        NotPermitted: `by` is no treasurer.
        NoSuchAward: there is no such desk.
        LedgerRefused: the bank has not that much, another currency, the month is closed.
    """
    _carry(session, EntryKind.FILL, desk_id=desk_id, fund_id=fund_id, amount=amount, by=by, month=month)


def empty_desk(
    session: Session, *, desk_id: FundId, fund_id: FundId, amount: Cents, by: Holder, month: Month
) -> None:
    """Take cash of a fund from a desk back to the bank.

    Raises:
        NotPermitted, NoSuchAward, LedgerRefused: as `fill_desk`.
    """
    _carry(session, EntryKind.EMPTY, desk_id=desk_id, fund_id=fund_id, amount=amount, by=by, month=month)


def count_desk(
    session: Session, *, desk_id: FundId, fund_id: FundId, counted: Cents, by: Holder, month: Month
) -> Counted:
    """Count a drawer at the end of the day; what is over or short is booked for the fund that bears the desk.

    Payments up to now stand from then on, and no row tells any more which desk paid which.

    Raises:
        NotPermitted: `by` is neither teller nor treasurer.
        NoSuchAward: there is no such desk.
        Unsuitable: less than nothing cannot be in a drawer.
        LedgerRefused: the month is closed, or the fund has less than is short.
    """
    if not by.role.may_count_desk:
        raise NotPermitted(by.role)
    find_desk(session, by.program_id, desk_id)
    if counted < 0:
        raise Unsuitable("count")
    take_turn(session, program_id=by.program_id, what="ledger")
    expected = float_of(session, by.program_id, desk_id)
    if counted > expected:
        lines = over(fund_id, Cents(counted - expected), desk_id=desk_id)
        post(session, by.program_id, kind=EntryKind.OVER, postings=lines, month=month)
    elif counted < expected:
        lines = short(fund_id, Cents(expected - counted), desk_id=desk_id)
        post(session, by.program_id, kind=EntryKind.SHORT, postings=lines, month=month)
    session.exec(
        delete(PayoutRow).where(col(PayoutRow.program_id) == by.program_id, col(PayoutRow.desk_id) == desk_id)
    )
    return Counted(expected, counted)


def float_of(session: Session, program_id: ProgramId, desk_id: FundId) -> Cents:
    """What the books say is in a drawer."""
    return balance_of(session, program_id, desk_id, Account.FLOAT)


def find_desk(session: Session, program_id: ProgramId, desk_id: FundId) -> PayoutDeskRow:
    """A desk that pays.

    Raises:
        NoSuchAward: there is none with this id, or it is closed.
    """
    row = session.get(PayoutDeskRow, (program_id, desk_id), populate_existing=True)
    if row is None or not row.open:
        raise NoSuchAward
    return row


def _words(place: str, hours: str) -> tuple[str, str]:
    place, hours = " ".join(place.split()), " ".join(hours.split())
    if not 0 < len(place) <= PLACE_LIMIT:
        raise Unsuitable("place")
    if not 0 < len(hours) <= HOURS_LIMIT:
        raise Unsuitable("hours")
    return place, hours


def _signed(desk_id: FundId, place: str, hours: str, *, by: Holder) -> bytes:
    signing = by.holdings.signing()
    return sign_place(signing, program_id=by.program_id, desk_id=desk_id, place=place, hours=hours)


def _carry(
    session: Session,
    kind: EntryKind,
    *,
    desk_id: FundId,
    fund_id: FundId,
    amount: Cents,
    by: Holder,
    month: Month,
) -> None:
    if not by.role.may_fill_float:
        raise NotPermitted(by.role)
    find_desk(session, by.program_id, desk_id)
    lines = fill if kind is EntryKind.FILL else empty
    post(session, by.program_id, kind=kind, postings=lines(fund_id, amount, desk_id=desk_id), month=month)
