import pytest

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, Case, Told
from tipline.casework import many, relations
from tipline.casework.relations import Relative, Way
from tipline.errors import NoSuchTip, NotPermitted, UnlawfulMove
from tipline.vocabulary import Status


def duplicate(case: Case, told: Told, of: Told | str, *, by: str = ADA) -> None:
    number = of if isinstance(of, str) else of.number
    with case.at_work() as (tips, keys):
        relations.mark_duplicate(tips, keys, number=told.number, of=number, by=case.by(by), now=NOON)


def relate(case: Case, told: Told, to: Told, *, by: str = ADA) -> None:
    with case.at_work() as (tips, keys):
        relations.relate(tips, keys, number=told.number, to=to.number, by=case.by(by), now=NOON)


def relatives(case: Case, told: Told, *, by: str = ADA) -> tuple[Relative, ...]:
    with case.program.keys_store.read() as keys, case.program.tips.read() as tips:
        return relations.relatives(tips, keys, tip_id=told.tip_id, by=case.by(by))


def test_a_duplicate_ends_and_both_sides_know_of_it(case: Case) -> None:
    first, second = case.tell(), case.tell()

    duplicate(case, second, first)

    row = case.row(second)
    assert (row.status, row.closed_day, row.unread) == (Status.DUPLICATE, NOON.date(), False)
    assert relatives(case, second) == (Relative(first.number, Way.REPEATED, Status.NEW),)
    assert relatives(case, first) == (Relative(second.number, Way.REPEATS, Status.DUPLICATE),)
    assert case.trail() == [
        ("closed", case.person(ADA), second.tip_id, f"duplicate of {first.number}"),
    ]


def test_related_tips_stay_open_and_can_be_parted(case: Case) -> None:
    first, second = case.tell(), case.tell()
    relate(case, first, second)
    relate(case, first, second)
    before = relatives(case, second)

    with case.at_work() as (tips, keys):
        relations.unrelate(tips, keys, number=second.number, to=first.number, by=case.by(GRACE), now=NOON)

    assert before == (Relative(first.number, Way.RELATED, Status.NEW),)
    assert (relatives(case, first), case.row(first).status) == ((), Status.NEW)


def test_what_cannot_be_is_refused(sqlite_case: Case) -> None:
    case = sqlite_case
    first, second, about_us = case.tell(), case.tell(), case.tell(about_us=True)
    closed = case.tell()
    case.close(closed)
    repeated = case.tell()
    duplicate(case, repeated, first)

    for told, of, by, error in (
        (first, first, ADA, NoSuchTip),
        (first, "TOR-0000-0000", ADA, NoSuchTip),
        (first, about_us, ADA, NoSuchTip),
        (about_us, first, IDA, NoSuchTip),
        (first, second, DANA, NoSuchTip),
        (closed, first, ADA, UnlawfulMove),
        (second, repeated, ADA, UnlawfulMove),
    ):
        with pytest.raises(error):
            duplicate(case, told, of, by=by)

    assert [case.row(told).status for told in (first, second)] == [Status.NEW, Status.NEW]


def test_an_investigator_sees_no_tip_that_is_not_theirs_and_relates_none(sqlite_case: Case) -> None:
    case = sqlite_case
    given, other = case.tell(), case.tell()
    relate(case, given, other)
    case.assign(given, case.person(DANA))

    with pytest.raises((NotPermitted, NoSuchTip)):
        relate(case, given, other, by=DANA)

    assert (relatives(case, given, by=DANA), len(relatives(case, given))) == ((), 1)


def test_many_are_ended_together_or_none(case: Case) -> None:
    tips = [case.tell() for _ in range(3)]
    closed = case.tell()
    case.close(closed)

    with pytest.raises(many.NotThis) as refused, case.at_work() as (session, keys):
        many.spam(session, keys, numbers=[told.number for told in (*tips, closed)], by=case.by(ADA), now=NOON)
    before = [case.row(told).status for told in tips]
    with case.at_work() as (session, keys):
        many.duplicates(
            session,
            keys,
            numbers=[told.number for told in tips[1:]],
            of=tips[0].number,
            by=case.by(ADA),
            now=NOON,
        )

    assert (refused.value.number, type(refused.value.why)) == (closed.number, UnlawfulMove)
    assert before == [Status.NEW] * 3
    assert [case.row(told).status for told in tips] == [Status.NEW, Status.DUPLICATE, Status.DUPLICATE]
