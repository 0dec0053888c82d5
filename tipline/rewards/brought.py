"""Awards that another system approved and nobody has collected: checked, previewed, kept in one piece.

Each is an award like ours, approved in its own month, and owed from the moment on that its list is kept.
What becomes of a list is in `tipline.rewards.brought_lists`.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline import audit
from tipline.audit import Action
from tipline.claims import list_digest, old_claim_name, old_claim_names
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.lists import ListFault, ListRefused
from tipline.money import EntryKind, FundKind
from tipline.reward_words import AwardState, Part
from tipline.rewards.ageing import days_waiting
from tipline.rewards.brought_file import CODE, CURRENCY, FUND, BroughtAward, BroughtList
from tipline.rewards.funds import Fund, list_funds
from tipline.rewards.hands import mark
from tipline.rewards.journal import post
from tipline.rewards.lines import deposit, taken_over
from tipline.rewards.settings import reward_settings
from tipline.store.award_tables import AwardHandRow, AwardImportRow, AwardRow
from tipline.store.statements import insert_rows, take_turn
from tipline.vocabulary import ID_SIZE, AwardId, Cents, FundId, Month, ProgramId

_SOME: Final = 500
"""Names that are asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would bring."""

    count: int
    total: Cents
    first: Month
    last: Month
    funds: tuple[tuple[str, int, Cents], ...]
    """Each fund's name, how many awards it owes, and how much."""
    over: int
    """Those that have waited longer than the program's term, and go back to their fund at once."""


def check(
    ledger: Session, program_id: ProgramId, brought: BroughtList, *, pepper: bytes, today: date
) -> Preview:
    """See whether a list can be kept, and what it would bring.

    Raises:
        ListRefused: it was brought before, a code was, or a fund is none of the program's.
    """
    digest = list_digest(brought.content, pepper=pepper, program_id=program_id)
    kept = select(AwardImportRow).where(AwardImportRow.program_id == program_id)
    if ledger.exec(kept.where(AwardImportRow.digest == digest)).first() is not None:
        raise ListRefused(ListFault.BROUGHT_BEFORE)
    funds = _funds(ledger, program_id, brought)
    names = [old_claim_name(one.code, pepper=pepper, program_id=program_id) for one in brought.awards]
    there = _names_there(ledger, program_id, names)
    for award, name in zip(brought.awards, names, strict=True):
        if name in there:
            raise ListRefused(ListFault.CODE_KNOWN, line=award.line, column=CODE)
    term = reward_settings(ledger, program_id).return_after_days
    sums: dict[str, tuple[int, int]] = {}
    for award in brought.awards:
        count, total = sums.get(funds[award.line].name, (0, 0))
        sums[funds[award.line].name] = count + 1, total + award.amount
    months = [award.month for award in brought.awards]
    return Preview(
        count=len(brought.awards),
        total=brought.total,
        first=min(months),
        last=max(months),
        funds=tuple((name, count, Cents(total)) for name, (count, total) in sorted(sums.items())),
        over=0 if term is None else sum(days_waiting(month, today=today) >= term for month in months),
    )


def keep(
    ledger: Session,
    tips: Session,
    program_id: ProgramId,
    brought: BroughtList,
    *,
    with_money: bool,
    by: Holder | None,
    pepper: bytes,
    today: date,
    now: datetime,
) -> bytes:
    """Keep a list: its awards and their entries in the journal, all or nothing; its id is given back.

    Args:
        with_money: the money for them comes along, and is booked as an opening balance of their funds; else
            the funds have it already, and as much less is available.
        by: a coordinator, or None for the operator at a terminal.

    Raises:
        NotPermitted: `by` is no coordinator of this program.
        ListRefused: as `check`.
        NotEnough: the funds have less than is owed.
        MonthClosed: this month is closed in the books.
        AmountRefused: all of them together are more than one entry moves.
    """
    require(program_id, by)
    take_turn(ledger, program_id=program_id, what="ledger")
    check(ledger, program_id, brought, pepper=pepper, today=today)
    funds = _funds(ledger, program_id, brought)
    month = Month(today.year * 100 + today.month)
    import_id = secrets.token_bytes(ID_SIZE)
    owed: dict[FundId, int] = {}
    for award in brought.awards:
        fund_id = funds[award.line].fund_id
        owed[fund_id] = owed.get(fund_id, 0) + award.amount
    opening_id = None
    if with_money:
        postings = tuple(line for fund_id, sum_ in owed.items() for line in deposit(fund_id, Cents(sum_)))
        opening_id = post(ledger, program_id, kind=EntryKind.OPENING, postings=postings, month=month)
    digest = list_digest(brought.content, pepper=pepper, program_id=program_id)
    ledger.add(
        AwardImportRow(
            program_id=program_id, import_id=import_id, month=month, digest=digest, opening_id=opening_id
        )
    )
    ledger.flush()
    # In random order: neither the journal nor the rows keep the order of the other system.
    for award in secrets.SystemRandom().sample(brought.awards, len(brought.awards)):
        row = _row(program_id, award, funds[award.line].fund_id, import_id=import_id, pepper=pepper)
        _keep_one(ledger, row, month=month, by=by)
    write_down(tips, program_id, Action.AWARDS_BROUGHT, by=by, now=now)
    return import_id


def require(program_id: ProgramId, by: Holder | None) -> None:
    """See whether somebody may bring lists, or take them back; whoever works at a terminal may.

    Raises:
        NotPermitted: they may not.
    """
    if by is not None and not (by.role.may_bring_awards and by.program_id == program_id):
        raise NotPermitted(by.role)


def _funds(ledger: Session, program_id: ProgramId, brought: BroughtList) -> Mapping[int, Fund]:
    """The fund of each line."""
    rewards = [fund for fund in list_funds(ledger, program_id) if fund.kind is FundKind.REWARDS]
    found = {}
    for award in brought.awards:
        named = [fund for fund in rewards if fund.name.casefold() == award.fund.casefold()]
        if not award.fund and len(rewards) == 1:
            named = rewards
        if len(named) != 1:
            raise ListRefused(ListFault.NO_FUND, line=award.line, column=FUND)
        if award.currency and award.currency != named[0].currency:
            raise ListRefused(ListFault.OTHER_CURRENCY, line=award.line, column=CURRENCY)
        found[award.line] = named[0]
    return found


def _names_there(ledger: Session, program_id: ProgramId, names: Sequence[bytes]) -> set[bytes]:
    there: set[bytes] = set()
    for start in range(0, len(names), _SOME):
        wanted = select(AwardRow.claim_name).where(
            col(AwardRow.program_id) == program_id, col(AwardRow.claim_name).in_(names[start : start + _SOME])
        )
        there.update(name for name in ledger.exec(wanted) if name is not None)
    return there


def _row(
    program_id: ProgramId, award: BroughtAward, fund_id: FundId, *, import_id: bytes, pepper: bytes
) -> AwardRow:
    award_id = AwardId(secrets.token_bytes(ID_SIZE))
    names = old_claim_names(award.code, pepper=pepper, program_id=program_id, award_id=award_id)
    return AwardRow(
        program_id=program_id,
        award_id=award_id,
        fund_id=fund_id,
        amount=award.amount,
        state=AwardState.APPROVED,
        month=award.month,
        claim_name=names.name,
        claim_tie=names.tie,
        import_id=import_id,
    )


def _keep_one(ledger: Session, row: AwardRow, *, month: Month, by: Holder | None) -> None:
    insert_rows(ledger.connection(), AwardRow, [row.model_dump()])
    hand = {
        "program_id": row.program_id,
        "award_id": row.award_id,
        # Brought at a terminal, by nobody who has a mark here: one that nobody can compute.
        "hand": mark(by, row.award_id) if by is not None else secrets.token_bytes(ID_SIZE),
        "part": Part.PROPOSED,
        "amount": 0,
        "signature": None,
    }
    insert_rows(ledger.connection(), AwardHandRow, [hand])
    post(
        ledger,
        row.program_id,
        kind=EntryKind.TAKEN_OVER,
        postings=taken_over(row.fund_id, row.amount),
        month=month,
        award_id=row.award_id,
    )


def write_down(
    tips: Session, program_id: ProgramId, action: Action, *, by: Holder | None, now: datetime
) -> None:
    """Write down who did it, and that it was about the rewards: no sum, no month, no count."""
    audit.record(
        tips,
        program_id=program_id,
        action=action,
        by=by.person_id if by is not None else None,
        subject=audit.REWARDS,
        at=now,
        signer=by.holdings.signing() if by is not None else None,
    )
