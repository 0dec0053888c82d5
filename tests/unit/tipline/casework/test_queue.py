from datetime import timedelta

from sqlalchemy import update

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, ROBIN, SAM, Case, an_id
from tipline.casework.queue import PAGE, Filters
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Channel, Offence, Priority, Status, TeamKind, TipId, TipNumber


def fill(case: Case, count: int, *, days_ago: int = 0, priority: Priority = Priority.ROUTINE) -> list[str]:
    numbers = [
        f"TOR-{days_ago:02}{'R' if priority is Priority.ROUTINE else 'D'}{place:03}" for place in range(count)
    ]
    with case.program.tips.transaction() as session:
        session.add_all(
            TipRow(
                program_id=case.program.program_id,
                tip_id=TipId(an_id()),
                number=TipNumber(number),
                team_id=case.special(TeamKind.INBOX),
                channel=Channel.WEB,
                language="en",
                received_day=(NOON - timedelta(days=days_ago)).date(),
                status=Status.NEW,
                status_day=NOON.date(),
                offence=Offence.THEFT,
                priority=priority,
            )
            for number in numbers
        )
    return sorted(numbers, reverse=True)


def test_the_queue_has_danger_on_top_then_the_newest_day_then_the_number(case: Case) -> None:
    old = fill(case, 2, days_ago=9)
    new = fill(case, 2)
    danger = fill(case, 1, days_ago=30, priority=Priority.DANGER)

    page = case.queue(ADA)

    assert [line.number for line in page.lines] == danger + new + old
    assert (page.total, page.everything, page.danger, page.unread) == (5, 5, 1, 5)


def test_danger_that_is_over_has_no_place_on_top(case: Case) -> None:
    told = case.tell(danger=True, now=NOON - timedelta(days=30))
    new = fill(case, 1)
    case.close(told)

    page = case.queue(ADA)

    assert [line.number for line in page.lines] == [*new, told.number]
    assert page.danger == 0


def test_danger_that_is_written_of_in_a_tip_that_is_finished_is_on_top_until_somebody_opens_it(
    case: Case,
) -> None:
    told = case.tell(now=NOON - timedelta(days=30))
    case.open(told, by=ADA)
    case.close(told)
    new = fill(case, 1)
    case.add(told, "He is going to kill her tonight, he has a gun at the door right now")

    waiting = case.queue(ADA, Filters(open_only=True))
    closed = case.queue(ADA, Filters(status=Status.CLOSED))
    case.open(told, by=ADA)
    opened = case.queue(ADA, Filters(open_only=True))

    assert [line.number for line in waiting.lines] == [told.number, *new]
    assert (waiting.pinned, waiting.danger, waiting.total, waiting.still_open, waiting.unread) == (
        1,
        1,
        2,
        2,
        2,
    )
    assert ([line.number for line in closed.lines], closed.pinned, closed.total) == ([told.number], 1, 1)
    assert [line.number for line in opened.lines] == new
    assert (opened.pinned, opened.danger, opened.total, opened.still_open) == (0, 0, 1, 1)


def test_danger_in_a_tip_that_was_taken_back_has_no_place_on_top(case: Case) -> None:
    told = case.tell(danger=True)
    with case.program.tips.transaction() as session:
        session.execute(update(TipRow).values(status=Status.WITHDRAWN, unread=True))

    page = case.queue(ADA, Filters(open_only=True))

    assert (page.lines, page.danger, page.still_open) == ((), 0, 0)
    assert [line.number for line in case.queue(ADA).lines] == [told.number]


def test_pages_follow_one_another_without_a_gap_also_where_danger_fills_the_first(case: Case) -> None:
    danger = fill(case, PAGE + 3, days_ago=40, priority=Priority.DANGER)
    rest = fill(case, PAGE)

    pages = [[line.number for line in case.queue(ADA, page=number).lines] for number in (1, 2, 3)]

    everything = danger + rest
    assert pages == [everything[:PAGE], everything[PAGE : 2 * PAGE], everything[2 * PAGE :]]
    assert case.queue(ADA, page=99).page == 3
    assert case.queue(ADA, page=-1).page == 1


def test_filters_choose_and_the_counts_say_what_choosing_would_show(case: Case) -> None:
    text = case.tell(channel=Channel.TEXT, offence=Offence.OTHER)
    guns, theft = case.tell(), case.tell(offence=Offence.THEFT)
    case.open(guns, by=ADA)

    def numbers(**chosen: object) -> set[str]:
        return {line.number for line in case.queue(ADA, Filters(**chosen)).lines}  # type: ignore[arg-type]  # by name

    assert numbers(status=Status.NEW) == {text.number, theft.number}
    assert numbers(channel=Channel.WEB) == {guns.number, theft.number}
    assert numbers(offence=Offence.OTHER) == {text.number}
    assert numbers(channel=Channel.WEB, status=Status.NEW) == {theft.number}
    assert numbers(channel=Channel.PHONE) == set()
    assert case.queue(ADA, Filters(channel=Channel.WEB, status=Status.NEW)).by_status == {
        Status.NEW: 1,
        Status.TRIAGED: 1,
    }


def test_each_sees_what_is_theirs_and_nothing_else(case: Case) -> None:
    ours, about_us, given, to_the_team = (
        case.tell(),
        case.tell("It is about us.", about_us=True),
        case.tell(),
        case.tell(),
    )
    case.assign(given, case.person(ROBIN))
    case.assign(to_the_team, case.division())

    seen = {
        name: {line.number for line in case.queue(name).lines} for name in (ADA, GRACE, IDA, DANA, SAM, ROBIN)
    }

    inbox = {ours.number, given.number, to_the_team.number}
    assert seen == {
        ADA: inbox,
        GRACE: inbox,
        IDA: {about_us.number},
        DANA: {to_the_team.number},
        SAM: {to_the_team.number},
        ROBIN: {given.number},
    }


def test_a_line_says_with_whom_a_tip_is(case: Case) -> None:
    given, to_the_team = case.tell(), case.tell()
    case.assign(given, case.person(ROBIN))
    case.assign(to_the_team, case.division())

    assert {line.number: line.assignee for line in case.queue(ADA).lines} == {
        given.number: ROBIN,
        to_the_team.number: "51 Division",
    }


def test_unread_is_a_matter_of_those_whose_tip_it_is(case: Case) -> None:
    told = case.tell()
    case.assign(told, case.person(ROBIN))
    case.add(told, "He is back.")

    assert [line.unread for line in case.queue(ADA).lines] == [True]
    assert [line.unread for line in case.queue(ROBIN).lines] == [False]
