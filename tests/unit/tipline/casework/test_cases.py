from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, Case
from tests.unit.tipline.casework.folders import (
    GARAGE,
    cases_of,
    close,
    hand_over,
    join,
    listed,
    look,
    make,
    put,
    take_out,
    tips_in,
)
from tipline.casework import cases
from tipline.casework.many import NotThis
from tipline.errors import (
    CaseClosed,
    NoSuchCase,
    NoSuchPerson,
    NoSuchTip,
    NotPermitted,
    TextEmpty,
    TextTooLong,
)
from tipline.holdings import Holder
from tipline.store.case_tables import CaseFolderRow, CasePaperRow, CaseTipRow, PaperKind
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import TeamKind


def papers(case: Case) -> list[CasePaperRow]:
    with case.program.tips.read() as session:
        return list(session.exec(select(CasePaperRow).order_by(col(CasePaperRow.case_id))))


def grants(case: Case) -> set[tuple[bytes, bytes, bytes]]:
    with case.program.tips.read() as session:
        return {(row.key_id, row.holder_id, row.sealed) for row in session.exec(select(TipGrantRow))}


def test_a_case_has_tips_people_and_a_title_that_every_holder_of_the_inbox_reads(case: Case) -> None:
    first, second = case.tell(danger=True), case.tell()
    case.close(second)

    number = make(case, first, second)
    join(case, number, DANA)

    line = listed(case, by=GRACE).lines[0]
    view = look(case, number, by=GRACE)
    assert (line.tips, line.still_open, line.unread, line.danger, line.mine) == (2, 1, 1, 1, False)
    assert [paper.text for paper in (line.title, view.title) if paper] == [GARAGE, GARAGE]
    assert [(one.name, one.role) for one in view.people] == [(ADA, "Coordinator"), (DANA, "Investigator")]
    assert tips_in(case, number) == sorted([first.number, second.number])
    assert [one.number for one in cases_of(case, first)] == [number]


def test_the_trail_says_who_did_what_and_no_word_of_the_title(case: Case) -> None:
    told = case.tell()

    number = make(case, told)
    put(case, number, told)
    join(case, number, DANA)
    take_out(case, number, told)
    close(case, number)
    close(case, number)

    ada, case_id = case.person(ADA), look(case, number).case_id
    assert case.trail() == [
        ("case", ada, case_id, "made"),
        ("filed", ada, told.tip_id, f"into {number}"),
        ("case", ada, case_id, f"with {case.person(DANA).hex()}"),
        ("filed", ada, told.tip_id, f"out of {number}"),
        ("case", ada, case_id, "closed"),
    ]


def test_a_title_and_a_note_stand_nowhere_in_the_clear(sqlite_case: Case) -> None:
    case = sqlite_case
    number = make(case, case.tell())
    hand_over(case, number, "Ask Lind's sister before noon.")
    file = Path(str(case.program.tips.engine.url.database))

    stored = b"".join(each.read_bytes() for each in file.parent.glob("tips.db*"))

    assert number.encode() in stored
    assert [word for word in (b"Viktor", b"Lind", b"sister") if word in stored] == []


def test_a_paper_is_bound_to_its_case_and_its_kind(sqlite_case: Case) -> None:
    case = sqlite_case
    one, other = make(case, title="One"), make(case, title="Other")
    hand_over(case, one, "A note.")
    first, second = (look(case, number).case_id for number in (one, other))
    rows = {(row.case_id, row.kind): row for row in papers(case)}
    title, note = rows[first, PaperKind.TITLE], rows[first, PaperKind.HAND_OVER]

    case.write(
        CasePaperRow.model_validate(title.model_dump() | {"case_id": second}),
        CasePaperRow.model_validate(title.model_dump() | {"sealed": note.sealed}),
    )

    assert [look(case, number).title for number in (one, other)] == [None, None]


def test_what_nobody_of_the_staff_has_signed_is_not_proven(sqlite_case: Case) -> None:
    case = sqlite_case
    number = make(case)
    view = look(case, number)
    stranger = case.by(ROBIN)
    posing = Holder(
        case.person(ADA),
        stranger.program_id,
        ADA,
        case.by(ADA).role,
        None,
        case.by(ADA).teams,
        b"",
        stranger.holdings,
    )

    with case.at_work() as (tips, _):
        cases.rename(tips, number=number, title="Forged", by=posing, program=case.keys(), now=NOON)

    after = look(case, number).title
    assert view.title is not None
    assert after is not None
    assert (view.title.proven, after.text, after.proven) == (True, "Forged", False)


def test_being_on_a_case_grants_nothing_and_moves_no_key(case: Case) -> None:
    given, other = case.tell(), case.tell()
    case.assign(given, case.person(DANA))
    before = grants(case)

    number = make(case, given, other)
    join(case, number, DANA)
    hand_over(case, number, "For us.")

    view = look(case, number, by=DANA)
    assert grants(case) == before
    assert (view.title, view.note, view.owner) == (None, None, False)
    assert tips_in(case, number, by=DANA) == [given.number]
    assert [(one.number, one.title) for one in cases_of(case, given, by=DANA)] == [(number, None)]
    with pytest.raises(NoSuchTip):
        case.look(other, by=DANA)


def test_many_go_into_a_case_together_or_none(case: Case) -> None:
    tips = [case.tell() for _ in range(2)]
    about_us = case.tell(about_us=True)
    number = make(case)

    with pytest.raises(NotThis) as refused:
        put(case, number, *tips, about_us)
    before = tips_in(case, number)
    put(case, number, *tips)

    assert (refused.value.number, type(refused.value.why)) == (about_us.number, NoSuchTip)
    assert (before, tips_in(case, number)) == ([], sorted(told.number for told in tips))


def test_a_tip_about_us_is_never_in_a_case_of_the_inbox_nor_the_other_way_round(case: Case) -> None:
    about_us, told = case.tell(about_us=True), case.tell()
    ours, theirs = make(case), make(case, about_us, by=IDA)
    for number, tip, by in ((ours, about_us, ADA), (theirs, about_us, ADA), (theirs, told, IDA)):
        with pytest.raises(NotThis) as refused:
            put(case, number, tip, by=by)
        assert type(refused.value.why) in {NoSuchTip, NoSuchCase}
    with pytest.raises(NoSuchCase):
        look(case, theirs)

    # Whoever can write the store puts a row: nothing of that tip shows for it.
    case.write(
        CaseTipRow(
            program_id=case.program.program_id, case_id=look(case, ours).case_id, tip_id=about_us.tip_id
        )
    )

    assert (listed(case).lines[0].tips, tips_in(case, ours)) == (0, [])
    assert [one.number for one in cases_of(case, about_us, by=IDA)] == [theirs]
    assert [line.number for line in listed(case, by=IDA).lines] == [theirs]
    with case.program.tips.read() as session:
        teams = set(session.exec(select(CaseFolderRow.team_id)))
    assert teams == {case.special(TeamKind.INBOX), case.special(TeamKind.INTEGRITY)}


def test_who_holds_both_teams_puts_no_tip_of_the_one_into_a_case_of_the_other(sqlite_case: Case) -> None:
    case = sqlite_case
    about_us, number = case.tell(about_us=True), make(case)
    ida = case.by(IDA)
    both = replace(ida, teams=ida.teams | {case.special(TeamKind.INBOX)})

    with pytest.raises(NoSuchTip), case.at_work() as (tips, keys):
        cases.put(tips, keys, number=about_us.number, into=number, by=both, program=case.keys(), now=NOON)

    assert tips_in(case, number) == []


def test_nothing_goes_into_a_closed_case_before_it_is_opened_again(case: Case) -> None:
    told, later = case.tell(), case.tell()
    number = make(case, told)
    close(case, number)

    with pytest.raises(NotThis) as refused:
        put(case, number, later)
    closed, still_open = listed(case, closed=True), listed(case)
    with case.at_work() as (tips, _):
        cases.reopen_case(tips, number=number, by=case.by(GRACE), now=NOON)
    put(case, number, later)

    assert type(refused.value.why) is CaseClosed
    assert ([line.closed_day for line in closed.lines], still_open.lines) == ([NOON.date()], ())
    assert (closed.closed, still_open.open, case.row(told).status.open) == (1, 0, True)
    assert len(tips_in(case, number)) == 2


Deed = Callable[[Case, str], object]

REFUSED: dict[str, tuple[Deed, type[Exception]]] = {
    "not by an investigator": (lambda case, _: make(case, by=DANA), NotPermitted),
    "not read by who is not on it": (lambda case, number: look(case, number, by=DANA), NoSuchCase),
    "not the list": (lambda case, _: listed(case, by=DANA), NotPermitted),
    "not by who is on it": (lambda case, number: close(case, number, by=ROBIN), NotPermitted),
    "no such case": (lambda case, _: close(case, "CASE-0000-0000"), NoSuchCase),
    "no integrity on it": (lambda case, number: join(case, number, IDA), NoSuchPerson),
    "no empty title": (lambda case, _: make(case, title=" \n "), TextEmpty),
    "no long title": (lambda case, _: make(case, title="a" * 121), TextTooLong),
    "no long note": (lambda case, number: hand_over(case, number, "a" * 20_001), TextTooLong),
    "not what is not in it": (lambda case, number: take_out(case, number, case.tell()), NoSuchTip),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused(sqlite_case: Case, name: str) -> None:
    deed, error = REFUSED[name]
    number = make(sqlite_case)
    join(sqlite_case, number, ROBIN)

    with pytest.raises(error):
        deed(sqlite_case, number)

    assert [line.title.text for line in listed(sqlite_case).lines if line.title] == [GARAGE]


def test_who_was_on_a_case_is_off_it(sqlite_case: Case) -> None:
    case = sqlite_case
    number = make(case)
    join(case, number, DANA)

    with case.at_work() as (tips, _):
        cases.part(tips, number=number, person_id=case.person(DANA), by=case.by(GRACE), now=NOON)

    with pytest.raises(NoSuchCase):
        look(case, number, by=DANA)


def test_a_tip_that_nobody_can_open_any_more_can_be_taken_out(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    number = make(case, told)
    with case.program.tips.transaction() as session:
        for row in session.exec(select(TipGrantRow).where(col(TipGrantRow.tip_id) == told.tip_id)):
            session.delete(row)

    take_out(case, number, told)

    assert tips_in(case, number) == []
    with case.program.tips.read() as session:
        assert len(session.exec(select(TipRow)).all()) == 1
