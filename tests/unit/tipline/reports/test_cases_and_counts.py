"""A case is a folder: it changes no number of a month; a duplicate is counted, and apart."""

from datetime import UTC, date, datetime

from tests.databases import Stores
from tests.unit.tipline.casework.barred import bar
from tests.unit.tipline.casework.case import ADA, GRACE, Case, a_case
from tests.unit.tipline.casework.folders import close, make, take_out
from tests.unit.tipline.reports.office import month_values
from tipline.casework.relations import mark_duplicate
from tipline.reports.measures import Measure
from tipline.reports.month_table import month_table
from tipline.vocabulary import Month, Role

AT = datetime(2026, 11, 20, 16, tzinfo=UTC)


def values(case: Case) -> dict[tuple[Measure, str], int]:
    with case.program.tips.read() as session:
        table = month_table(
            session,
            program_id=case.program.program_id,
            month=Month(202611),
            by=Role.BOARD,
            today=date(2026, 11, 20),
        )
    return dict(month_values(table))


def test_a_case_changes_no_count_of_the_month(stores: Stores) -> None:
    case = a_case(stores)
    told = [case.tell(now=AT) for _ in range(3)]
    case.close(told[0], now=AT)
    before, shown = values(case), case.queue(ADA)

    make(case, *told[:2])
    number = make(case, *told, title="The same again")
    take_out(case, number, told[2])
    close(case, number)

    assert (values(case), case.queue(ADA)) == (before, shown)
    assert before[Measure.TIPS, ""] == 3


def test_a_duplicate_is_received_all_the_same_and_stands_apart_in_a_case_or_not(stores: Stores) -> None:
    case = a_case(stores)
    first, second, third = (case.tell(now=AT) for _ in range(3))
    make(case, first, second)
    before = values(case)

    for repeat in (second, third):
        with case.at_work() as (tips, keys):
            mark_duplicate(tips, keys, number=repeat.number, of=first.number, by=case.by(ADA), now=AT)

    after = values(case)
    changed = {name: number for name, number in after.items() if before.get(name, 0) != number}
    assert changed == {
        (Measure.DUPLICATES, ""): 2,
        (Measure.BY_STATUS, "duplicate"): 2,
        (Measure.BY_STATUS, "new"): 1,
    }
    assert (before[Measure.TIPS, ""], after[Measure.TIPS, ""]) == (3, 3)


def test_who_is_barred_from_a_tip_changes_no_count_of_the_month(stores: Stores) -> None:
    case = a_case(stores)
    told = case.tell(now=AT)
    before = values(case)

    bar(case, told, GRACE)

    assert values(case) == before
