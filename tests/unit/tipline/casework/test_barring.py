from datetime import timedelta

import pytest
from sqlmodel import col, select

from crypto.errors import CannotOpen
from tests.program import NOON
from tests.unit.tipline.casework.barred import WHY, bar, everything_that_opens, let_in
from tests.unit.tipline.casework.case import (
    ADA,
    DANA,
    DIVISION,
    GRACE,
    GUNS,
    IDA,
    ROBIN,
    SAM,
    SCRUBBED,
    Case,
    Told,
    briefs,
    notes,
    texts,
)
from tipline.casework.dispatch import Order
from tipline.casework.refusals import BarredFromTip, NobodyLeft
from tipline.errors import NamedInTip, NoSuchPerson, NoSuchTip, NotPermitted, TextEmpty
from tipline.store.tip_tables import TipGrantRow
from tipline.vocabulary import Channel, HolderKind, Role

LIA = "Lia Moreau"
NOTED = f"{GRACE} is barred from this tip. {WHY}"


def to_division(case: Case, told: Told, *, original: bool = False) -> None:
    case.dispatch(told, Order(primary=case.division(), text=SCRUBBED, original=original))


def epochs_granted(case: Case, told: Told) -> int:
    with case.program.tips.read() as session:
        return len(
            session.exec(
                select(TipGrantRow).where(
                    TipGrantRow.tip_id == told.tip_id, TipGrantRow.holder_kind == HolderKind.EPOCH
                )
            ).all()
        )


def with_liaison(case: Case) -> None:
    case.program.add(LIA, Role.UNIT_LIAISON, unit=DIVISION, confirmed_by=ADA)


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.TEXT])
def test_who_is_barred_opens_nothing_of_the_tip_with_all_keys_and_the_whole_store(
    case: Case, channel: Channel
) -> None:
    told, other = case.tell(channel=channel), case.tell("Another matter.")
    case.note(told)
    to_division(case, told)
    before = everything_that_opens(case, told, by=GRACE)
    assert {GUNS, "Seen before.", SCRUBBED} <= set(before)

    bar(case, told, GRACE)
    case.add(told, "He moved to the garage.")
    case.note(told, "A later note.")
    case.dispatch(told, Order(primary=case.division(), text="A later copy."))

    assert everything_that_opens(case, told, by=GRACE) == []
    assert everything_that_opens(case, other, by=GRACE) == ["Another matter."]
    assert epochs_granted(case, told) == 0
    with pytest.raises(NoSuchTip):
        case.look(told, by=GRACE)


def test_the_others_read_on_and_read_what_comes_later(case: Case) -> None:
    told = case.tell()
    to_division(case, told, original=True)
    case.program.add("Mia Roy", Role.COORDINATOR, confirmed_by=ADA)

    bar(case, told, GRACE)
    case.add(told, "He moved to the garage.", now=NOON + timedelta(minutes=1))
    case.answer(told, now=NOON + timedelta(minutes=2))
    case.dispatch(told, Order(primary=case.division(), text="A later copy."), by="Mia Roy")

    view = case.look(told, by="Mia Roy")
    assert texts(view)[:2] == [GUNS, "He moved to the garage."]
    assert NOTED in notes(view)
    for name in (DANA, SAM):
        view = case.look(told, by=name)
        assert texts(view)[:2] == [GUNS, "He moved to the garage."]
        assert sorted(briefs(view)) == ["A later copy.", SCRUBBED]
        assert notes(view) == []
    assert [(one.holder, one.is_team) for one in case.look(told, by=ADA).given_to] == [(DIVISION, True)]


def test_a_member_of_a_division_is_barred_and_the_division_keeps_the_tip(case: Case) -> None:
    told = case.tell()
    to_division(case, told)

    bar(case, told, SAM)

    assert everything_that_opens(case, told, by=SAM) == []
    assert briefs(case.look(told, by=DANA)) == [SCRUBBED]
    with pytest.raises(NoSuchTip):
        case.look(told, by=SAM)


def test_a_tip_that_was_given_in_person_is_taken_from_who_is_barred(case: Case) -> None:
    told = case.tell()
    case.assign(told, case.person(DANA))

    bar(case, told, DANA)

    assert everything_that_opens(case, told, by=DANA) == []
    assert (case.row(told).assignee_id, case.look(told, by=ADA).given_to) == (None, ())


def test_nothing_is_dispatched_to_who_is_barred_and_a_division_has_it_without_them(case: Case) -> None:
    told = case.tell()
    bar(case, told, DANA)

    with pytest.raises(BarredFromTip) as refused:
        case.dispatch(told, Order(primary=case.person(DANA), text=SCRUBBED))
    to_division(case, told)

    assert refused.value.who == DANA
    assert everything_that_opens(case, told, by=DANA) == []
    assert briefs(case.look(told, by=SAM)) == [SCRUBBED]


def test_a_division_gets_a_tip_in_which_one_of_them_is_named_once_that_one_is_barred(case: Case) -> None:
    told = case.tell("Ask Kówalski, she knows.")
    with pytest.raises(NamedInTip):
        to_division(case, told)

    bar(case, told, DANA)
    to_division(case, told)

    assert briefs(case.look(told, by=SAM)) == [SCRUBBED]
    assert everything_that_opens(case, told, by=DANA) == []


def test_a_division_has_nothing_of_it_once_it_was_taken_back(case: Case) -> None:
    told = case.tell()
    to_division(case, told)
    bar(case, told, GRACE)

    case.withdraw(told, case.division())

    assert everything_that_opens(case, told, by=SAM) == []
    assert case.look(told, by=ADA).given_to == ()
    assert texts(case.look(told, by=ADA)) == [GUNS]


def test_who_joins_later_has_nothing_until_somebody_lets_them_in(case: Case) -> None:
    told = case.tell()
    bar(case, told, GRACE)
    case.program.add("Mia Roy", Role.COORDINATOR, confirmed_by=ADA)
    case.note(told, "A later note.")

    assert everything_that_opens(case, told, by="Mia Roy") == []
    let_in(case, told, "Mia Roy")

    assert texts(case.look(told, by="Mia Roy")) == [GUNS]
    assert everything_that_opens(case, told, by=GRACE) == []


def test_who_is_let_in_again_opens_all_of_it_and_the_teams_have_it_by_their_epochs(case: Case) -> None:
    told = case.tell()
    to_division(case, told)
    bar(case, told, GRACE)
    bar(case, told, SAM)

    let_in(case, told, GRACE)
    assert (texts(case.look(told, by=GRACE)), epochs_granted(case, told)) == ([GUNS], 0)
    assert everything_that_opens(case, told, by=SAM) == []
    let_in(case, told, SAM)

    case.program.add("Mia Roy", Role.COORDINATOR, confirmed_by=ADA)
    assert briefs(case.look(told, by=SAM)) == briefs(case.look(told, by=DANA)) == [SCRUBBED]
    assert texts(case.look(told, by="Mia Roy")) == [GUNS]
    with case.program.tips.read() as session:
        kinds = session.exec(
            select(TipGrantRow.holder_kind).where(col(TipGrantRow.tip_id) == told.tip_id).distinct()
        ).all()
    assert sorted(kinds) == [HolderKind.EPOCH, HolderKind.REPORTER]


def test_a_liaison_bars_people_of_their_own_unit_alone_and_lets_nobody_in(case: Case) -> None:
    with_liaison(case)
    told = case.tell()
    to_division(case, told)
    case.dispatch(told, Order(primary=case.division(), others=(case.person(ROBIN),)))

    for name in (GRACE, ROBIN):
        with pytest.raises(NotPermitted):
            bar(case, told, name, by=LIA)
    bar(case, told, SAM, by=LIA)
    with pytest.raises(NotPermitted):
        let_in(case, told, SAM, by=LIA)

    assert everything_that_opens(case, told, by=SAM) == []
    assert briefs(case.look(told, by=DANA)) == [SCRUBBED]
    assert f"{SAM} is barred from this tip. {WHY}" in notes(case.look(told, by=LIA))
    case.note(told, "After it.", by=GRACE)
    case.dispatch(told, Order(primary=case.division(), text="A later copy."))
    assert sorted(briefs(case.look(told, by=DANA))) == ["A later copy.", SCRUBBED]
    assert everything_that_opens(case, told, by=SAM) == []


def test_nobody_else_bars_and_a_tip_always_keeps_somebody(case: Case) -> None:
    with_liaison(case)
    told = case.tell()
    case.assign(told, case.person(DANA))

    with pytest.raises(NotPermitted):
        bar(case, told, SAM, by=DANA)
    with pytest.raises(NoSuchTip):
        bar(case, told, SAM, by=LIA)
    with pytest.raises(NoSuchTip):
        bar(case, told, GRACE, by=IDA)
    with pytest.raises(TextEmpty):
        bar(case, told, GRACE, reason=" ")
    with pytest.raises(NoSuchPerson):
        let_in(case, told, GRACE)
    bar(case, told, GRACE)
    with pytest.raises(NobodyLeft):
        bar(case, told, ADA)

    assert texts(case.look(told, by=ADA)) == [GUNS]


def test_somebody_bars_themselves(case: Case) -> None:
    told = case.tell()

    bar(case, told, ADA, by=ADA)

    assert everything_that_opens(case, told, by=ADA) == []
    assert f"{ADA} is barred from this tip. {WHY}" in notes(case.look(told, by=GRACE))


def test_the_reason_stands_in_no_column_and_the_audit_names_who_and_whom(case: Case) -> None:
    told = case.tell()

    bar(case, told, GRACE)
    bar(case, told, GRACE)
    let_in(case, told, GRACE)

    entries = [entry for entry in case.trail() if entry[0] in {"barred", "let-in"}]
    assert entries == [
        (action, case.person(ADA), told.tip_id, case.person(GRACE).hex()) for action in ("barred", "let-in")
    ]


def test_what_does_not_open_is_not_granted_anew_and_nobody_is_barred_by_halves(case: Case) -> None:
    told = case.tell()
    with case.program.tips.transaction() as session:
        (row,) = session.exec(
            select(TipGrantRow).where(
                TipGrantRow.tip_id == told.tip_id, TipGrantRow.holder_kind == HolderKind.EPOCH
            )
        ).all()
        row.sealed = bytes(len(row.sealed))
        session.add(row)

    with pytest.raises(CannotOpen):
        bar(case, told, GRACE)

    assert epochs_granted(case, told) == 1
    assert [entry for entry in case.trail() if entry[0] == "barred"] == []
