from datetime import timedelta

import pytest
from sqlmodel import select

from tests.program import NOON
from tests.unit.tipline.casework.case import (
    ADA,
    DANA,
    GUNS,
    IDA,
    ROBIN,
    Case,
    an_id,
    texts,
)
from tipline.casework import tip
from tipline.casework.views import Holding, Permits, RecordView
from tipline.errors import NoSuchTip, NotPermitted
from tipline.intake.report import Detail
from tipline.store.tip_tables import TipGrantRow, TipMoveRow, TipRow
from tipline.vocabulary import (
    Channel,
    HolderKind,
    Role,
    Status,
)


def test_opening_is_written_down_and_a_new_tip_counts_as_read(case: Case) -> None:
    told = case.tell(details={Detail.WISH: "yes", Detail.WHERE: "Sherbourne"})

    view = case.open(told, by=ADA)

    assert texts(view) == [GUNS]
    assert [dict(record.card) for record in view.threads[0].records if isinstance(record, RecordView)] == [
        {"where": "Sherbourne", "wish": "yes"}
    ]
    assert case.trail() == [("opened", case.person(ADA), told.tip_id, "")]
    row = case.row(told)
    assert (row.status, row.unread) == (Status.TRIAGED, False)
    with case.program.tips.read() as session:
        moves = [(move.status, move.day) for move in session.exec(select(TipMoveRow)).all()]
    assert moves == [(Status.TRIAGED, NOON.date())]


def test_a_person_to_whom_a_tip_was_given_leaves_its_state_alone(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(details={Detail.WISH: "yes", Detail.WHEN: "at night"})
    case.assign(told, case.person(DANA))
    case.add(told, "He is back.")

    view = case.open(told, by=DANA)

    assert texts(view) == [GUNS, "He is back."]
    assert dict(view.threads[0].records[0].fields) == {"when": "at night"}  # type: ignore[union-attr]  # opened
    assert (view.head.source, view.permits.answer, view.permits.assign, view.permits.sort) == (
        None,
        False,
        False,
        False,
    )
    assert (case.row(told).status, case.row(told).unread) == (Status.DISPATCHED, True)


def test_a_tip_without_a_grant_is_refused_like_one_that_is_not_there(sqlite_case: Case) -> None:
    case = sqlite_case
    ours, about_us = case.tell(), case.tell(about_us=True)

    for told, name in ((ours, DANA), (ours, IDA), (about_us, ADA)):
        with pytest.raises(NoSuchTip):
            case.open(told, by=name)
    with case.at_work() as (tips, keys), pytest.raises(NoSuchTip):
        tip.announce(tips, keys, number="TOR-0000-0000", by=case.by(ADA), now=NOON)

    assert case.trail() == []
    assert case.row(ours).status is Status.NEW


def test_a_tip_of_another_program_is_not_there(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    elsewhere = case.row(told).model_dump() | {"program_id": an_id(), "number": "TOR-0000-0001"}
    case.write(TipRow(**elsewhere))

    with pytest.raises(NoSuchTip), case.at_work() as (tips, keys):
        tip.announce(tips, keys, number="TOR-0000-0001", by=case.by(ADA), now=NOON)
    assert [line.number for line in case.queue(ADA).lines] == [told.number]
    assert texts(case.open(told, by=ADA)) == [GUNS]


def test_a_tip_that_names_the_coordinator_opens_for_integrity_and_nobody_else(case: Case) -> None:
    told = case.tell("Ada Byron tells her brother about tips.")

    assert texts(case.open(told, by=IDA)) == ["Ada Byron tells her brother about tips."]
    assert case.row(told).status is Status.TRIAGED
    for name in (ADA, "Grace Hopper", DANA):
        with pytest.raises(NoSuchTip):
            case.open(told, by=name)


@pytest.mark.parametrize("role", [role for role in Role if not role.may_work])
def test_a_grant_does_not_help_a_role_that_reads_no_tips(sqlite_case: Case, role: Role) -> None:
    case = sqlite_case
    told = case.tell()
    case.program.add("Some Body", role, confirmed_by=ADA)
    person = case.keys().people[case.person("Some Body")]
    case.write(
        TipGrantRow(
            program_id=case.program.program_id,
            key_id=told.thread.key_id,
            holder_id=person.person_id,
            tip_id=told.tip_id,
            holder_kind=HolderKind.PERSON,
            sealed=b"anything",
        )
    )

    with pytest.raises(NotPermitted):
        case.open(told, by="Some Body")


def test_who_holds_a_tip_is_told_with_the_primary_first(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.assign(told, case.person(ROBIN))
    case.assign(told, case.division())

    view = case.open(told, by=ADA)

    assert view.given_to == (
        Holding("51 Division", primary=True, recipient_id=case.division(), is_team=True, original=True),
        Holding(ROBIN, primary=False, recipient_id=case.person(ROBIN), is_team=False, original=True),
    )
    assert (view.head.unit, view.head.assignee) == ("51 Division", None)


def test_what_each_may_do_with_a_tip(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell(channel=Channel.TEXT)
    case.assign(told, case.person(ROBIN))
    case.assign(told, case.person(DANA))

    permits = {name: case.look(told, by=name).permits for name in (ADA, DANA, ROBIN)}

    assert permits == {
        ADA: Permits(answer=True, assign=True, sort=True, start=False, close=True, figures=True, note=True),
        DANA: Permits(
            answer=False, assign=False, sort=False, start=True, close=True, figures=True, note=True
        ),
        ROBIN: Permits(
            answer=False, assign=False, sort=False, start=False, close=False, figures=False, note=True
        ),
    }
    case.close(told)
    assert case.look(told, by=ADA).permits == Permits(
        answer=True, assign=False, sort=True, start=False, close=False, figures=True, note=True
    )


def test_a_thread_is_in_the_order_of_what_was_said(sqlite_case: Case) -> None:
    case = sqlite_case
    told = case.tell()
    case.add(told, "Third.", now=NOON + timedelta(days=2))
    case.add(told, "Second.", now=NOON + timedelta(days=1, hours=5))

    assert texts(case.open(told, by=ADA)) == [GUNS, "Second.", "Third."]
