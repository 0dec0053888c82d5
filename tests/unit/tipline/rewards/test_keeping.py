"""Who may keep the books is asked where they are kept, not only on the pages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, Case
from tests.unit.tipline.casework.fixtures import founded_case, sqlite_case
from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.money import EntryKind, FundKind
from tipline.rewards import keeping
from tipline.rewards.funds import make_fund
from tipline.rewards.reading import find_entry, journal_page, newest_month, overview
from tipline.rewards.refusals import MonthOutOfReach, NoSuchEntry
from tipline.rewards.score_table import DEFAULT
from tipline.vocabulary import Cents, EntryId, FundId, Month, Role

__all__ = ["founded_case", "sqlite_case"]

NOVEMBER = Month(202611)
NOWHERE = bytes(16)
NO_FUND = FundId(NOWHERE)

Deed = Callable[[Session, Session, Holder], object]


def fund(ledger: Session, tips: Session, by: Holder) -> FundId:
    return keeping.make_fund(
        ledger,
        tips,
        name="Rewards",
        kind=FundKind.REWARDS,
        currency="CAD",
        by=by,
        now=NOON,
        this_month=NOVEMBER,
    )


def deposit(
    ledger: Session,
    tips: Session,
    by: Holder,
    *,
    into: FundId = NO_FUND,
    kind: EntryKind = EntryKind.DEPOSIT,
    month: Month = NOVEMBER,
) -> EntryId:
    return keeping.book(
        ledger,
        tips,
        kind=kind,
        fund_id=into,
        amount=Cents(1),
        month=month,
        this_month=NOVEMBER,
        by=by,
        now=NOON,
    )


def back(ledger: Session, tips: Session, by: Holder) -> object:
    return keeping.take_back(
        ledger, tips, entry_id=EntryId(NOWHERE), month=NOVEMBER, this_month=NOVEMBER, by=by, now=NOON
    )


def closing(ledger: Session, tips: Session, by: Holder) -> None:
    keeping.close_month(ledger, tips, month=Month(202610), this_month=NOVEMBER, by=by, now=NOON)


def scoring(ledger: Session, tips: Session, by: Holder) -> object:
    day = date(2026, 11, 20)
    return keeping.set_scoring(ledger, tips, table=DEFAULT, first_day=day, today=day, by=by, now=NOON)


def refuses(case: Case, deed: Deed, role: Role) -> bool:
    by = replace(case.by(ADA), role=role)
    try:
        with (
            case.program.stores.ledger.transaction() as ledger,
            case.program.tips.transaction() as tips,
        ):
            deed(ledger, tips, by)
    except NotPermitted:
        return True
    except Exception:  # noqa: BLE001 - whatever else is wrong with it, the role was not
        return False
    return False


@pytest.mark.parametrize("deed", [fund, deposit, back, closing])
def test_only_a_treasurer_writes_in_the_books(sqlite_case: Case, deed: Deed) -> None:
    assert [role for role in Role if not refuses(sqlite_case, deed, role)] == [Role.TREASURER]


def test_only_a_coordinator_sets_the_scoring_table(sqlite_case: Case) -> None:
    assert [role for role in Role if not refuses(sqlite_case, scoring, role)] == [Role.COORDINATOR]


def test_four_roles_read_the_books(sqlite_case: Case) -> None:
    reads: list[Deed] = [
        lambda ledger, _, by: overview(ledger, this_month=NOVEMBER, by=by),
        lambda ledger, _, by: journal_page(ledger, NOVEMBER, before=None, by=by),
        lambda ledger, _, by: newest_month(ledger, by=by),
        lambda ledger, _, by: find_entry(ledger, EntryId(NOWHERE), by=by),
    ]

    found = [[role for role in Role if not refuses(sqlite_case, read, role)] for read in reads]

    assert found == [[Role.COORDINATOR, Role.BOARD, Role.TREASURER, Role.AUDITOR]] * 4


def test_a_deed_that_is_refused_leaves_no_entry_in_the_audit(sqlite_case: Case) -> None:
    for role in Role:
        refuses(sqlite_case, back, role)

    assert sqlite_case.trail() == []


def test_a_drawer_is_not_booked_in_by_hand_and_no_month_out_of_reach(sqlite_case: Case) -> None:
    by = replace(sqlite_case.by(ADA), role=Role.TREASURER)
    with sqlite_case.program.stores.ledger.transaction() as ledger:
        desk = make_fund(
            ledger, by.program_id, name="Desk", kind=FundKind.DESK, currency="CAD", month=NOVEMBER
        )
    with (
        sqlite_case.program.stores.ledger.transaction() as ledger,
        sqlite_case.program.tips.transaction() as tips,
    ):
        rewards = fund(ledger, tips, by)
        with pytest.raises(Unsuitable):
            deposit(ledger, tips, by, into=desk)
        with pytest.raises(Unsuitable):
            deposit(ledger, tips, by, into=rewards, kind=EntryKind.APPROVAL)
        for month in (Month(202411), Month(202612)):
            with pytest.raises(MonthOutOfReach) as refused:
                deposit(ledger, tips, by, into=rewards, month=month)
            assert (refused.value.first, refused.value.last) == (Month(202412), NOVEMBER)
        with pytest.raises(NoSuchEntry):
            back(ledger, tips, by)
        months = keeping.open_months(ledger, by.program_id, this_month=NOVEMBER)

    assert (months[0], months[-1], len(months)) == (NOVEMBER, Month(202412), 24)
