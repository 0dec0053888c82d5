"""The scrub of a case, lent for a day and shared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, SAM, SCRUBBED, Case, briefs
from tests.unit.tipline.casework.folders import close, make, put, take_out
from tests.unit.tipline.casework.lent import (
    CALLER,
    copy_of,
    end,
    lend,
    lend_new,
    read,
    scrub,
    take,
)
from tipline.casework import masking
from tipline.casework.dispatch import Order
from tipline.casework.refusals import TurnOver
from tipline.casework.surge import lending
from tipline.casework.surge.lent_rows import forget_over
from tipline.casework.surge.turns import HOLD, hand_back
from tipline.casework.surge.waiting import Standing, standing_of
from tipline.errors import (
    CaseClosed,
    NamedInTip,
    NoSuchCase,
    NoSuchPerson,
    NoSuchTip,
    NotConfirmed,
    NotPermitted,
    TextEmpty,
)
from tipline.store.case_tables import CaseFolderRow
from tipline.store.surge_tables import LentKeyRow, ScrubbedCopyRow, ScrubLoanRow
from tipline.store.tip_tables import TipGrantRow
from tipline.vocabulary import Role

TOMORROW = NOON + timedelta(days=1)


def lent_keys(case: Case) -> list[LentKeyRow]:
    with case.program.tips.read() as session:
        return list(session.exec(select(LentKeyRow)))


def standing(case: Case, number: str, by: str = ADA) -> Standing:
    with case.program.tips.read() as session:
        folder = session.exec(select(CaseFolderRow).where(CaseFolderRow.number == number)).one()
        return standing_of(session, folder, by=case.person(by), now=NOON)


def test_whoever_it_is_lent_to_scrubs_and_a_coordinator_dispatches_their_copy(case: Case) -> None:
    told = case.tell()
    number = make(case, told)

    lent = lend(case, number, DANA)
    hand = take(case, number, DANA)
    seen = read(case, number, told.number, DANA)
    scrub(case, number, told.number, DANA, SCRUBBED)

    copy = copy_of(case, told, by=GRACE)
    assert (lent.tips, lent.named, hand) == (1, 0, told.number)
    assert [record.text for record in seen.records] == [
        "A man sells guns behind the laundromat on Sherbourne."
    ]
    assert copy is not None
    assert (copy.text, copy.by, copy.proven) == (SCRUBBED, case.person(DANA), True)
    assert copy.covers == {record.record_id for record in seen.records}
    assert standing(case, number) == Standing(0, 0, (told.number,), 0)
    assert take(case, number, DANA) is None

    case.dispatch(told, Order(primary=case.person(SAM), text=copy.text, covers=copy.covers))

    view = case.look(told, by=SAM)
    assert briefs(view) == [SCRUBBED]
    assert (copy_of(case, told), standing(case, number).ready) == (None, ())
    assert case.look(told, by=ADA).brief.pending == ()


def test_a_loan_is_no_grant_and_opens_nothing_but_the_scrub(case: Case) -> None:
    told = case.tell()
    number = make(case, told)
    with case.program.tips.read() as session:
        before = {(row.key_id, row.holder_id) for row in session.exec(select(TipGrantRow))}

    lend(case, number, DANA)

    with case.program.tips.read() as session:
        after = {(row.key_id, row.holder_id) for row in session.exec(select(TipGrantRow))}
    assert before == after
    with pytest.raises(NoSuchTip):
        case.look(told, by=DANA)
    with pytest.raises(NoSuchTip):
        read(case, number, told.number, DANA)  # not in their hands
    assert case.queue(DANA).total == 0
    assert case.look(told, by=ADA).given_to == ()
    with pytest.raises(NoSuchCase):
        take(case, number, SAM)


def test_two_never_have_the_same_tip_in_hand(case: Case) -> None:
    tips = [case.tell() for _ in range(3)]
    number = make(case, *tips)
    lend(case, number, DANA)
    lend(case, number, SAM)

    hands = [take(case, number, name) for name in (DANA, SAM, DANA, SAM)]
    passed = take(case, number, DANA, passing=hands[0])

    assert hands[0] != hands[1]
    assert hands[:2] == hands[2:]
    assert {hands[0], hands[1], passed} == {told.number for told in tips}
    assert standing(case, number).in_hand == 2
    with pytest.raises(NoSuchTip):
        read(case, number, str(hands[1]), DANA)
    # What was let go comes back to others, behind what nobody has passed.
    assert take(case, number, SAM, passing=hands[1]) == hands[0]


def test_two_who_ask_at_the_same_moment_get_two_tips(case: Case) -> None:
    tips = [case.tell() for _ in range(6)]
    number = make(case, *tips)
    for name in (DANA, SAM, ROBIN):
        lend(case, number, name)

    with ThreadPoolExecutor(3) as pool:
        hands = list(pool.map(lambda name: take(case, number, name), (DANA, SAM, ROBIN)))

    assert len(set(hands)) == 3


def test_a_tip_goes_on_to_the_next_when_its_hold_is_over_and_a_late_copy_is_refused(case: Case) -> None:
    told = case.tell()
    number = make(case, told)
    lend(case, number, DANA)
    lend(case, number, SAM)
    later = NOON + HOLD

    first = take(case, number, DANA)
    meanwhile = take(case, number, SAM)
    then = take(case, number, SAM, now=later)

    assert (first, meanwhile, then) == (told.number, None, told.number)
    with pytest.raises((TurnOver, NoSuchTip)):
        scrub(case, number, told.number, DANA, "Late.", now=later)
    scrub(case, number, told.number, SAM, SCRUBBED, now=later)
    copy = copy_of(case, told)
    assert copy is not None
    assert copy.text == SCRUBBED


def test_a_loan_is_over_after_a_day_also_where_nothing_was_deleted_yet(case: Case) -> None:
    told = case.tell()
    number = make(case, told)
    lend(case, number, DANA)
    take(case, number, DANA, now=TOMORROW - timedelta(minutes=1))

    for deed in (
        lambda: take(case, number, DANA, now=TOMORROW),
        lambda: read(case, number, told.number, DANA, now=TOMORROW),
    ):
        with pytest.raises(NoSuchCase):
            deed()
    kept = len(lent_keys(case))
    with case.program.tips.transaction() as session:
        early = forget_over(session, now=TOMORROW - timedelta(seconds=1))
    with case.program.tips.transaction() as session:
        forget_over(session, now=TOMORROW)

    assert (kept, early, lent_keys(case)) == (1, 0, [])
    with case.program.tips.read() as session:
        assert session.exec(select(ScrubLoanRow)).all() == []


def test_whoever_writes_the_store_cannot_make_a_loan_last(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    number = make(case, told)
    lend(case, number, DANA)
    with case.program.tips.read() as session:
        loan = session.exec(select(ScrubLoanRow)).one()
    case.write(ScrubLoanRow.model_validate(loan.model_dump() | {"until": TOMORROW + timedelta(days=9)}))

    take(case, number, DANA, now=TOMORROW)
    seen = read(case, number, told.number, DANA, now=TOMORROW)

    assert (seen.records, seen.closed) == ((), 1)


def test_a_loan_is_ended_by_one_press_by_closing_the_case_and_by_taking_the_tip_out(case: Case) -> None:
    first, second = case.tell(), case.tell()
    number, other = make(case, first, second), make(case, first)
    for each in (number, other):
        lend(case, each, DANA)
    lend(case, number, SAM)

    end(case, number, DANA)
    after_end = {row.person_id for row in lent_keys(case) if row.case_id == case_id(case, number)}
    take_out(case, number, first)
    after_out = {row.tip_id for row in lent_keys(case) if row.case_id == case_id(case, number)}
    close(case, number)

    assert after_end == {case.person(SAM)}
    assert after_out == {second.tip_id}
    assert {row.case_id for row in lent_keys(case)} == {case_id(case, other)}
    with pytest.raises(NoSuchCase):
        take(case, number, SAM)
    with pytest.raises(NoSuchPerson):
        end(case, number, DANA)
    assert take(case, other, DANA) == first.number


def case_id(case: Case, number: str) -> bytes:
    with case.program.tips.read() as session:
        return session.exec(select(CaseFolderRow.case_id).where(CaseFolderRow.number == number)).one()


def test_what_joins_the_case_is_lent_by_whoever_opens_the_room(case: Case) -> None:
    first, second, done = case.tell(), case.tell(), case.tell()
    number = make(case, first)
    lend(case, number, DANA)
    case.assign(done, case.person(SAM))
    put(case, number, second, done)

    before = {row.tip_id for row in lent_keys(case)}
    counts = [lend_new(case, number, by=GRACE).tips for _ in range(2)]

    assert before == {first.tip_id}
    assert counts == [1, 0]
    assert {row.tip_id for row in lent_keys(case)} == {first.tip_id, second.tip_id}
    assert lend_new(case, number, now=TOMORROW).tips == 0


def test_many_are_lent_some_at_a_time(sqlite_case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case = sqlite_case
    number = make(case, *[case.tell() for _ in range(5)], case.tell("Ask Kowalski."))
    monkeypatch.setattr(lending, "AT_ONCE", 2)

    counts = [lend(case, number, DANA), *(lend_new(case, number) for _ in range(3))]

    assert [one.tips for one in counts] == [2, 2, 1, 0]
    assert counts[-1].named == 1


def test_nobody_is_lent_a_tip_that_names_them(case: Case) -> None:
    told, about = case.tell(), case.tell("Ask Kowalski what she took.")
    number = make(case, told, about)

    lent = lend(case, number, DANA)
    lend_new(case, number)
    take(case, number, DANA)
    case.add(told, "And Kowalski was there.")

    assert (lent.tips, lent.named) == (1, 1)
    assert {row.tip_id for row in lent_keys(case)} == {told.tip_id}
    with pytest.raises(NamedInTip):
        read(case, number, told.number, DANA)
    with case.program.tips.transaction() as session:
        hand_back(session, case=number, number=told.number, by=case.by(DANA), now=NOON)
    assert lent_keys(case) == []
    assert lend_new(case, number).tips == 0
    assert lend(case, number, SAM).tips == 2


def test_to_whom_it_may_be_lent_and_by_whom(case: Case) -> None:
    told, about_us = case.tell(), case.tell(about_us=True)
    number, theirs = make(case, told), make(case, about_us, by=IDA)
    case.program.add(CALLER, Role.CALL_TAKER, confirmed_by=ADA)
    case.program.add("Bo Ard", Role.BOARD, confirmed_by=ADA)
    case.program.add("Ted New", Role.INVESTIGATOR)

    for name in ("Bo Ard", GRACE, ADA, IDA):
        with pytest.raises(NoSuchPerson):
            lend(case, number, name)
    with pytest.raises(NotConfirmed):
        lend(case, number, "Ted New")
    with pytest.raises(NotPermitted):
        lend(case, theirs, DANA, by=IDA)
    for by in (DANA, IDA):
        with pytest.raises((NoSuchCase, NotPermitted)):
            lend(case, number, SAM, by=by)
    assert lend(case, number, CALLER).tips == 1
    assert take(case, number, CALLER) == told.number
    close(case, number)
    with pytest.raises(CaseClosed):
        lend(case, number, DANA)


def test_an_empty_copy_is_refused_and_nothing_is_kept(case: Case) -> None:
    told = case.tell()
    number = make(case, told)
    lend(case, number, DANA)
    take(case, number, DANA)

    with pytest.raises(TextEmpty):
        scrub(case, number, told.number, DANA, " \n")

    with case.program.tips.read() as session:
        assert session.exec(select(ScrubbedCopyRow)).all() == []
    assert take(case, number, DANA) == told.number


def test_the_trail_says_who_lent_what_to_whom_and_who_looked(case: Case) -> None:
    told = case.tell()
    number = make(case, told)
    begun = len(case.trail())

    lend(case, number, DANA)
    take(case, number, DANA)
    scrub(case, number, told.number, DANA, SCRUBBED)
    end(case, number, DANA)

    ada, dana, folder = case.person(ADA), case.person(DANA), case_id(case, number)
    assert case.trail()[begun:] == [
        ("case", ada, folder, f"scrub of 1 lent to {dana.hex()}"),
        ("opened-to-scrub", dana, told.tip_id, ""),
        ("scrubbed", dana, told.tip_id, ""),
        ("case", ada, folder, f"scrub lent no more to {dana.hex()}"),
    ]


def test_a_hidden_name_is_hidden_from_whoever_scrubs(case: Case) -> None:
    told = case.tell("I am Erika Mustermann. A man sells guns.")
    number = make(case, told)
    with case.at_work() as (tips, keys):
        masking.hide_name(
            tips,
            keys,
            number=told.number,
            words="Erika Mustermann",
            by=case.by(ADA),
            program=case.keys(),
            now=NOON,
        )
    lend(case, number, DANA)
    take(case, number, DANA)

    assert [record.text for record in read(case, number, told.number, DANA).records] == [
        "I am [hidden]. A man sells guns."
    ]
