"""A tip with a bar in the surge room: lent to nobody, and in no list or count of who is barred from it."""

import pytest
from sqlmodel import select

from crypto.errors import CannotOpen
from tests.unit.tipline.casework.barred import bar, let_in
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, SAM, SCRUBBED, Case, texts
from tests.unit.tipline.casework.folders import make
from tests.unit.tipline.casework.lent import copy_of, lend, lend_new, read, scrub, take
from tests.unit.tipline.casework.test_answers_to_all import THANKS, reach, send, spoken
from tests.unit.tipline.casework.test_case_barring import bar_from, let_into
from tests.unit.tipline.casework.test_lending import lent_keys, standing
from tipline.casework.refusals import TurnOver
from tipline.casework.surge.answers import languages_in
from tipline.casework.surge.lending import Lent
from tipline.casework.surge.waiting import Standing
from tipline.errors import NoSuchCase, NoSuchPerson, NoSuchTip
from tipline.store.surge_tables import ScrubbedCopyRow, ScrubLoanRow


def copies(case: Case) -> int:
    with case.program.tips.read() as session:
        return len(session.exec(select(ScrubbedCopyRow)).all())


def loans(case: Case) -> int:
    with case.program.tips.read() as session:
        return len(session.exec(select(ScrubLoanRow)).all())


def test_one_answer_to_all_neither_counts_nor_names_a_tip_to_who_is_barred_from_it(case: Case) -> None:
    told, other = case.tell(), case.tell()
    spoken(case, told, "fr")
    number = make(case, told, other)
    bar(case, told, GRACE)

    with case.program.tips.read() as session:
        languages = [dict(languages_in(session, number=number, by=case.by(name))) for name in (ADA, GRACE)]
    hers, ours = reach(case, number, by=GRACE), reach(case, number)
    sent = send(case, number, by=GRACE)

    assert languages == [{"en": 1, "fr": 1}, {"en": 1}]
    assert (hers.goes, hers.languages, hers.not_to) == ((other.number,), {"en": 1}, {})
    assert ours.goes == tuple(sorted((told.number, other.number)))
    assert sent == 1
    assert texts(case.look(other, by=ADA))[1:] == [THANKS]
    assert texts(case.look(told, by=ADA))[1:] == []


def test_the_scrub_of_a_tip_with_a_bar_stands_in_no_count_of_who_is_barred(case: Case) -> None:
    told, other = case.tell(danger=True), case.tell()
    number = make(case, told, other)
    before = standing(case, number, GRACE)

    bar(case, told, GRACE)

    assert before == Standing(2, 0, (), 1)
    assert standing(case, number, GRACE) == Standing(1, 0, (), 0)
    assert standing(case, number) == Standing(2, 0, (), 1)


def test_a_tip_with_a_bar_is_lent_to_nobody_and_whoever_lends_is_told(case: Case) -> None:
    told, other = case.tell(), case.tell()
    number = make(case, told, other)
    bar(case, told, GRACE)

    by_ada, by_grace = lend(case, number, DANA), lend(case, number, SAM, by=GRACE)

    assert (by_ada, by_grace) == (Lent(1, 0, 1), Lent(1, 0, 0))
    assert {row.tip_id for row in lent_keys(case)} == {other.tip_id}
    let_in(case, told, GRACE)
    assert lend_new(case, number) == Lent(1, 0, 0)


def test_with_a_bar_what_was_lent_of_a_tip_goes_and_a_copy_that_waits(case: Case) -> None:
    told, copied = case.tell(), case.tell()
    number = make(case, copied)
    lend(case, number, DANA)
    take(case, number, DANA)
    scrub(case, number, copied.number, DANA, SCRUBBED)
    second = make(case, told)
    lend(case, second, DANA)
    take(case, second, DANA)
    before = copies(case), len(lent_keys(case))

    bar(case, told, GRACE)
    bar(case, copied, GRACE)

    assert before == (1, 2)
    assert (copies(case), lent_keys(case), copy_of(case, copied)) == (0, [], None)
    with pytest.raises(NoSuchTip):
        read(case, second, told.number, DANA)
    assert standing(case, number) == Standing(1, 0, (), 0)
    assert standing(case, second) == Standing(1, 0, (), 0)


def test_a_copy_is_not_kept_once_somebody_was_barred(case: Case) -> None:
    told = case.tell()
    number = make(case, told)
    lend(case, number, DANA)
    take(case, number, DANA)
    seen = read(case, number, told.number, DANA)
    bar(case, told, GRACE)

    with pytest.raises((TurnOver, NoSuchTip, CannotOpen)):
        scrub(case, number, told.number, DANA, SCRUBBED)

    assert seen.records
    assert copies(case) == 0


def test_the_scrub_of_a_case_is_not_lent_to_who_is_barred_from_it(case: Case) -> None:
    told = case.tell()
    number = make(case, told)
    lend(case, number, DANA)

    bar_from(case, number, DANA)

    assert (loans(case), lent_keys(case)) == (0, [])
    with pytest.raises(NoSuchCase):
        take(case, number, DANA)
    with pytest.raises(NoSuchPerson):
        lend(case, number, DANA)
    let_into(case, number, DANA)
    assert lend(case, number, DANA) == Lent(1, 0, 0)
