"""Nobody is told by mail or page of what they are barred from."""

from datetime import timedelta

from tests.program import NOON
from tests.unit.tipline.alerts.bell import Bell
from tests.unit.tipline.alerts.test_pages import rostered
from tests.unit.tipline.casework.barred import bar
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, SAM, SCRUBBED
from tipline.alerts.standing import standing
from tipline.casework.dispatch import Order
from tipline.letters import Letter

QUARTER = timedelta(minutes=15)


def test_a_tip_is_news_to_all_but_who_is_barred_from_it(bell: Bell) -> None:
    ada, _ = bell.asks(ADA, alerts=True), bell.asks(GRACE, alerts=True)
    bell.ring(NOON)
    told = bell.case.tell()
    bar(bell.case, told, GRACE)
    bell.case.add(told, "He moved.")

    assert bell.ring(NOON + QUARTER) == [(ada, Letter.ALERT)]


def test_what_a_division_has_one_by_one_is_news_to_it_once_and_never_to_who_is_barred(bell: Bell) -> None:
    case = bell.case
    told, later = case.tell(), case.tell()
    dana, _ = bell.asks(DANA, alerts=True), bell.asks(SAM, alerts=True)
    case.dispatch(told, Order(primary=case.division(), text=SCRUBBED))
    bell.ring(NOON)

    bar(case, told, GRACE)
    after_bar = bell.ring(NOON + QUARTER)
    bar(case, later, SAM)
    case.dispatch(later, Order(primary=case.division(), text=SCRUBBED))

    assert (after_bar, bell.ring(NOON + 2 * QUARTER)) == ([], [(dana, Letter.ALERT)])


def test_nobody_is_paged_for_danger_that_they_are_barred_from(bell: Bell) -> None:
    rostered(bell)
    told = bell.case.tell(danger=True)
    bar(bell.case, told, GRACE)

    first = bell.page(NOON)
    bell.case.tell("Another life.", danger=True)
    with bell.case.program.tips.read() as session:
        waiting = [standing(session, by=bell.case.by(name), now=NOON).paged for name in (ADA, GRACE)]

    assert [len(first), waiting] == [1, [1, 0]]
    assert len(bell.page(NOON + timedelta(minutes=6))) == 2
