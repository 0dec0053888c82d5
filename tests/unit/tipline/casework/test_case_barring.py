import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework import folders
from tests.unit.tipline.casework.barred import WHY, bar, everything_that_opens
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, GUNS, IDA, Case, texts
from tipline.casework import case_barring
from tipline.casework.refusals import NobodyLeft
from tipline.errors import NoSuchCase, NoSuchPerson, NoSuchTip, NotPermitted
from tipline.store.case_tables import CasePaperRow
from tipline.vocabulary import Role

NOTE = "Ask the landlord first."
MIA = "Mia Roy"


def bar_from(case: Case, number: str, name: str, *, by: str = ADA, reason: str = WHY) -> None:
    with case.at_work() as (tips, keys):
        case_barring.bar_from_case(
            tips,
            keys,
            number=number,
            person_id=case.person(name),
            reason=reason,
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def let_into(case: Case, number: str, name: str, *, by: str = ADA) -> None:
    with case.at_work() as (tips, keys):
        case_barring.let_into_case(
            tips,
            keys,
            number=number,
            person_id=case.person(name),
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def papers_for_the_team(case: Case) -> int:
    with case.program.tips.read() as session:
        return len(session.exec(select(CasePaperRow)).all())


def titles(case: Case, number: str, *, by: str) -> tuple[str | None, str | None, str | None]:
    view = folders.look(case, number, by=by)
    title, note, conflict = (
        None if paper is None else paper.text for paper in (view.title, view.note, view.conflict)
    )
    return title, note, conflict


def test_who_is_barred_from_a_case_is_barred_from_its_tips_and_from_those_that_come_later(
    case: Case,
) -> None:
    told, later, other = case.tell(), case.tell("He moved."), case.tell("Another matter.")
    number = folders.make(case, told)
    folders.join(case, number, GRACE)

    bar_from(case, number, GRACE)
    folders.put(case, number, later)

    assert everything_that_opens(case, told, by=GRACE) == []
    assert everything_that_opens(case, later, by=GRACE) == []
    assert everything_that_opens(case, other, by=GRACE) == ["Another matter."]
    with pytest.raises(NoSuchTip):
        case.look(later, by=GRACE)
    assert texts(case.look(later, by=ADA)) == ["He moved."]


def test_a_case_is_none_to_who_is_barred_from_it_and_no_key_of_theirs_opens_its_papers(case: Case) -> None:
    told = case.tell()
    number = folders.make(case, told)
    folders.hand_over(case, number, NOTE)

    bar_from(case, number, GRACE)

    with pytest.raises(NoSuchCase):
        folders.look(case, number, by=GRACE)
    assert folders.listed(case, by=GRACE).lines == ()
    assert folders.listed(case, by=GRACE).open == 0
    assert papers_for_the_team(case) == 0
    said = f"{NOON.date()}, {GRACE}: {WHY}"
    assert titles(case, number, by=ADA) == (folders.GARAGE, NOTE, said)
    assert [one.name for one in folders.look(case, number).barred] == [GRACE]
    assert GRACE not in [one.name for one in folders.look(case, number).others]


def test_what_is_written_later_is_for_the_others_and_a_newcomer_reads_it_once_let_in(case: Case) -> None:
    told = case.tell()
    number = folders.make(case, told)
    bar_from(case, number, GRACE)
    case.program.add(MIA, Role.COORDINATOR, confirmed_by=ADA)

    assert titles(case, number, by=MIA) == (None, None, None)
    assert [one.name for one in folders.look(case, number).lacking] == [MIA]
    let_into(case, number, MIA)
    folders.hand_over(case, number, NOTE)

    assert titles(case, number, by=MIA)[:2] == (folders.GARAGE, NOTE)
    assert everything_that_opens(case, told, by=MIA) == []
    assert papers_for_the_team(case) == 0


def test_who_is_let_in_again_has_the_case_and_its_tips(case: Case) -> None:
    told, apart = case.tell(), case.tell("He moved.")
    number = folders.make(case, told, apart)
    bar(case, apart, GRACE)
    bar_from(case, number, GRACE)

    let_into(case, number, GRACE)

    assert titles(case, number, by=GRACE)[0] == folders.GARAGE
    assert papers_for_the_team(case) == 2
    assert texts(case.look(told, by=GRACE)) == [GUNS]
    with pytest.raises(NoSuchTip):
        case.look(apart, by=GRACE)


def test_a_tip_from_which_who_bars_is_barred_is_shut_too(case: Case) -> None:
    case.program.add(MIA, Role.COORDINATOR, confirmed_by=ADA)
    told = case.tell()
    number = folders.make(case, told)
    bar(case, told, ADA, by=GRACE)

    bar_from(case, number, MIA)

    assert everything_that_opens(case, told, by=MIA) == []
    assert texts(case.look(told, by=GRACE)) == [GUNS]


def test_nobody_else_bars_from_a_case_and_it_keeps_somebody(case: Case) -> None:
    told = case.tell()
    number = folders.make(case, told)
    folders.join(case, number, DANA)

    with pytest.raises(NotPermitted):
        bar_from(case, number, GRACE, by=DANA)
    with pytest.raises(NoSuchCase):
        bar_from(case, number, GRACE, by=IDA)
    with pytest.raises(NoSuchPerson):
        let_into(case, number, GRACE)
    bar_from(case, number, GRACE)
    with pytest.raises(NobodyLeft):
        bar_from(case, number, ADA)

    assert titles(case, number, by=ADA)[0] == folders.GARAGE
    assert texts(case.look(told, by=ADA)) == [GUNS]
