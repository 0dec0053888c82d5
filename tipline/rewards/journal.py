"""The journal of a program's rewards: entries that are only ever added, each bound to all before it.

A mistake is reversed, never edited. Entries of one program wait for one another, and every one is checked
against the balances that it finds. The caller owns the transaction.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from crypto.chain import START
from tipline.money import LARGEST, Account, Currency, EntryKind, FundKind
from tipline.rewards.chain import Head, Line, link_of
from tipline.rewards.lines import Lines, Posting, mirrored
from tipline.rewards.months import is_month
from tipline.rewards.owed import check_posting, check_reversal
from tipline.rewards.refusals import (
    AlreadyReversed,
    AmountRefused,
    MonthClosed,
    NoSuchEntry,
    NoSuchFund,
    NotEnough,
    NotReversible,
    OtherCurrency,
)
from tipline.store.ledger_tables import ClosedMonthRow, EntryRow, FundRow, PostingRow
from tipline.store.statements import insert_rows, take_turn
from tipline.vocabulary import ID_SIZE, AwardId, Cents, EntryId, FundId, Month, ProgramId

Balances = Mapping[tuple[FundId, Account], Cents]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the next entry stands: its number, and the link before it."""

    sequence: int
    previous: bytes


def post(
    session: Session,
    program_id: ProgramId,
    *,
    kind: EntryKind,
    postings: Lines,
    month: Month,
    award_id: AwardId | None = None,
) -> EntryId:
    """Add an entry to the journal; its lines come from `tipline.rewards.lines`.

    Args:
        kind: what happened; the lines must debit and credit what an entry of this kind does.
        month: nothing in the ledger says more of when.
        award_id: whose approval, payment, return or gift it is.

    Raises:
        AmountRefused: a line moves nothing, or too much.
        OtherCurrency: the funds are not all in one currency.
        NoSuchFund: a fund is not this program's.
        NotEnough: an account would fall below nothing.
        MonthClosed: nothing is posted in this month any more.
        AlreadyPosted, NotApproved, NotAsApproved: of an award.
        ValueError: the lines are not those of such an entry (a mistake in the caller).
    """
    if not kind.debited:
        raise ValueError(f"{kind.value} is not posted")
    _check_shape(kind, postings)
    if kind.of_award != (award_id is not None):
        raise ValueError(f"whether an award belongs to it: {kind.value}")
    take_turn(session, program_id=program_id, what="ledger")
    if award_id is not None:
        check_posting(session, program_id, award_id, kind=kind, lines=postings)
    return _add(session, program_id, kind=kind, lines=postings, month=month, award_id=award_id)


def reverse(session: Session, program_id: ProgramId, entry_id: EntryId, *, month: Month) -> EntryId:
    """Take an entry back by its mirror image; in a later month, if its own is closed.

    Raises:
        NoSuchEntry: no entry of this program has this id.
        NotReversible: it is a reversal itself, moves nothing, or is an approval that was paid or returned.
        AlreadyReversed: it was reversed before.
        NotEnough: what it brought is no longer there.
        MonthClosed: nothing is posted in `month` any more.
    """
    take_turn(session, program_id=program_id, what="ledger")
    entry = session.exec(
        select(EntryRow).where(EntryRow.program_id == program_id, EntryRow.entry_id == entry_id)
    ).first()
    if entry is None:
        raise NoSuchEntry
    if not entry.kind.debited:
        raise NotReversible
    if _reversal_of(session, program_id, entry_id):
        raise AlreadyReversed
    check_reversal(session, program_id, entry)
    lines = tuple(
        Posting(line.fund_id, line.account, line.amount_cents)
        for line in lines_of(session, program_id, entry.sequence)
    )
    return _add(
        session,
        program_id,
        kind=EntryKind.REVERSAL,
        lines=mirrored(lines),
        month=month,
        award_id=entry.award_id,
        reverses=entry_id,
    )


def vouch(
    session: Session, program_id: ProgramId, *, kind: EntryKind, month: Month, digest: bytes | None
) -> EntryRow:
    """Add an entry that moves nothing: for a fund that is made, or a month that is closed.

    Raises:
        MonthClosed: nothing is posted in this month any more.
        ValueError: the kind moves money (a mistake in the caller).
    """
    if kind.debited or kind is EntryKind.REVERSAL:
        raise ValueError(f"{kind.value} moves money")
    take_turn(session, program_id=program_id, what="ledger")
    entry_id = _add(session, program_id, kind=kind, lines=(), month=month, digest=digest)
    return session.exec(
        select(EntryRow).where(EntryRow.program_id == program_id, EntryRow.entry_id == entry_id)
    ).one()


def balances(session: Session, program_id: ProgramId) -> Balances:
    """What stands on each account of each fund now, as a person reads it: never below nothing.

    Accounts that nothing was ever booked on are in it with nothing.
    """
    funds = session.exec(select(FundRow.fund_id, FundRow.kind).where(FundRow.program_id == program_id)).all()
    return {
        (FundId(fund_id), account): account.natural(_balance(session, program_id, FundId(fund_id), account))
        for fund_id, kind in funds
        for account in Account
        if account.of_desk == (kind is FundKind.DESK)
    }


def balance_of(session: Session, program_id: ProgramId, fund_id: FundId, account: Account) -> Cents:
    """What stands on one account of a fund now, as in `balances`; nothing where no fund is."""
    return account.natural(_balance(session, program_id, fund_id, account))


def closed_until(session: Session, program_id: ProgramId) -> Month | None:
    """The newest month that is closed; None if none is."""
    closed = session.exec(
        select(ClosedMonthRow.month)
        .where(ClosedMonthRow.program_id == program_id)
        .order_by(col(ClosedMonthRow.month).desc())
        .limit(1)
    ).first()
    return None if closed is None else Month(closed)


def check_room(
    session: Session, program_id: ProgramId, fund_id: FundId, amount: Cents, *, month: Month
) -> None:
    """See that a fund could bear a sum now, before anybody is asked to approve it; nothing is set aside.

    Raises:
        MonthClosed: nothing is posted in this month any more.
        NotEnough: less is available.
    """
    _check_open(session, program_id, month)
    there = Account.AVAILABLE.natural(_balance(session, program_id, fund_id, Account.AVAILABLE))
    if there < amount:
        raise NotEnough(fund_id=fund_id, account=Account.AVAILABLE, there=there)


def lines_of(session: Session, program_id: ProgramId, sequence: int) -> Sequence[PostingRow]:
    """The lines of an entry, in their order."""
    return session.exec(
        select(PostingRow)
        .where(PostingRow.program_id == program_id, PostingRow.sequence == sequence)
        .order_by(col(PostingRow.line))
    ).all()


def _add(
    session: Session,
    program_id: ProgramId,
    *,
    kind: EntryKind,
    lines: Lines,
    month: Month,
    award_id: AwardId | None = None,
    reverses: EntryId | None = None,
    digest: bytes | None = None,
) -> EntryId:
    """Add an entry whose turn it is."""
    if not is_month(month):
        raise ValueError(f"no month: {month}")
    _check_open(session, program_id, month)
    place = _next_place(session, program_id)
    rows = list(_rows(session, program_id, lines=lines, sequence=place.sequence))
    entry = EntryRow(
        program_id=program_id,
        sequence=place.sequence,
        entry_id=EntryId(secrets.token_bytes(ID_SIZE)),
        month=month,
        kind=kind,
        award_id=award_id,
        reverses=reverses,
        digest=digest,
        link=b"",
    )
    entry.link = link_of(
        place.previous,
        program_id,
        Head(place.sequence, entry.entry_id, month, kind.value, award_id, reverses, digest),
        [
            Line(row.line, row.fund_id, row.account.value, row.amount_cents, row.currency, row.balance_cents)
            for row in rows
        ],
    )
    connection = session.connection()
    insert_rows(connection, PostingRow, [row.model_dump() for row in rows])
    insert_rows(connection, EntryRow, [entry.model_dump()])
    return entry.entry_id


def _check_open(session: Session, program_id: ProgramId, month: Month) -> None:
    closed = closed_until(session, program_id)
    if closed is not None and month <= closed:
        raise MonthClosed(month=month, closed=closed)


def _rows(session: Session, program_id: ProgramId, *, lines: Lines, sequence: int) -> Iterator[PostingRow]:
    if not lines:
        return
    currency = _currency(session, program_id, lines)
    for number, line in enumerate(lines, start=1):
        before = _balance(session, program_id, line.fund_id, line.account)
        after = Cents(before + line.amount)
        if line.account.natural(after) < 0:
            raise NotEnough(fund_id=line.fund_id, account=line.account, there=line.account.natural(before))
        yield PostingRow(
            program_id=program_id,
            sequence=sequence,
            line=number,
            fund_id=line.fund_id,
            account=line.account,
            amount_cents=line.amount,
            currency=currency,
            balance_cents=after,
        )


def _check_shape(kind: EntryKind, lines: Lines) -> None:
    """Refuse what is no such entry: amounts first, because people type those."""
    if any(not 0 < abs(line.amount) <= LARGEST for line in lines):
        raise AmountRefused(limit=LARGEST)
    debited = frozenset(line.account for line in lines if line.amount > 0)
    credited = frozenset(line.account for line in lines if line.amount < 0)
    places = [(line.fund_id, line.account) for line in lines]
    if (debited, credited) != (kind.debited, kind.credited) or len(set(places)) != len(places):
        raise ValueError(f"not the lines of such an entry: {kind.value}")
    for fund_id in {line.fund_id for line in lines}:
        if sum(line.amount for line in lines if line.fund_id == fund_id) != 0:
            raise ValueError("debit and credit of a fund differ")


def _currency(session: Session, program_id: ProgramId, lines: Lines) -> Currency:
    """The one currency of the funds that the lines name."""
    funds = {line.fund_id: session.get(FundRow, (program_id, line.fund_id)) for line in lines}
    currencies = [fund.currency for fund in funds.values() if fund is not None]
    if len(currencies) != len(funds):
        raise NoSuchFund
    for line in lines:
        fund = funds[line.fund_id]
        if fund is not None and line.account.of_desk != (fund.kind is FundKind.DESK):
            raise ValueError(f"an account that a fund of this kind does not have: {fund.kind.value}")
    for currency in currencies:
        if currency != currencies[0]:
            raise OtherCurrency(wanted=currencies[0], found=currency)
    return currencies[0]


def _balance(session: Session, program_id: ProgramId, fund_id: FundId, account: Account) -> int:
    """What the last line on an account left there, debit positive."""
    return (
        session.exec(
            select(PostingRow.balance_cents)
            .where(
                PostingRow.program_id == program_id,
                PostingRow.fund_id == fund_id,
                PostingRow.account == account,
            )
            .order_by(col(PostingRow.sequence).desc())
            .limit(1)
        ).first()
        or 0
    )


def _next_place(session: Session, program_id: ProgramId) -> _Place:
    last = session.exec(
        select(EntryRow.sequence, EntryRow.link)
        .where(EntryRow.program_id == program_id)
        .order_by(col(EntryRow.sequence).desc())
        .limit(1)
    ).first()
    return _Place(last[0] + 1, last[1]) if last else _Place(1, START)


def _reversal_of(session: Session, program_id: ProgramId, entry_id: EntryId) -> bool:
    wanted = select(EntryRow.sequence).where(EntryRow.program_id == program_id, EntryRow.reverses == entry_id)
    return session.exec(wanted).first() is not None
