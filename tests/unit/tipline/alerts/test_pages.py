import sqlite3
from collections.abc import Callable
from concurrent import futures
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event

from tests.program import NOON, OUTSIDE
from tests.unit.tipline.alerts.bell import Bell
from tests.unit.tipline.casework.case import ADA, DANA, GRACE, IDA, Case, Told
from tipline import audit
from tipline.alerts.pages import resting, turn
from tipline.casework import progress
from tipline.letters import PageWords
from tipline.private import MailAddress, PhoneNumber
from tipline.store.alert_tables import PagedTipRow, PageRow
from tipline.vocabulary import Offence, Priority, Role

CYD = "Cyd Charisse"
PHONE = PhoneNumber("+14165550177")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.fixture
def duty(bell: Bell) -> Bell:
    """Ada and Grace are on duty, Cyd is next, and each can be reached."""
    return rostered(bell)


@pytest.fixture
def quick_duty(quick_bell: Bell) -> Bell:
    """The same on SQLite alone."""
    return rostered(quick_bell)


def rostered(bell: Bell) -> Bell:
    bell.case.program.add(CYD, Role.COORDINATOR, confirmed_by=ADA)
    for name in (ADA, GRACE, CYD):
        bell.asks(name)
    for name in (ADA, GRACE):
        bell.duty(name, NOON - minutes(60), NOON + minutes(600))
    bell.duty(CYD, NOON + minutes(600), NOON + minutes(900))
    return bell


def danger(bell: Bell, text: str = "He has a gun and says tonight.") -> Told:
    return bell.case.tell(text, danger=True)


def paged(bell: Bell, *at: float) -> list[list[str]]:
    return [bell.page(NOON + minutes(minute)) for minute in at]


def test_everybody_on_duty_is_paged_at_once_then_the_next_then_outside_then_again(duty: Bell) -> None:
    danger(duty)

    assert paged(duty, 0, 4.9, 5, 14.9, 15, 24, 25, 26) == [
        ["ada", "grace"],
        [],
        ["cyd"],
        [],
        [OUTSIDE.e164],
        [],
        ["ada", "grace"],
        [],
    ]


def test_a_page_goes_by_letter_and_by_text_and_says_nothing(quick_duty: Bell) -> None:
    quick_duty.asks(ADA, phone=PHONE)
    danger(quick_duty)

    assert paged(quick_duty, 0) == [[PHONE.e164, "ada", "grace"]]
    assert [row.words for row in quick_duty.texts()] == [PageWords.STAFF]


def test_a_tip_that_is_not_in_danger_pages_nobody(quick_duty: Bell) -> None:
    quick_duty.case.tell()

    assert paged(quick_duty, 0, 30) == [[], []]


def test_what_staff_call_danger_is_paged_too(quick_duty: Bell) -> None:
    told = quick_duty.case.tell()
    quick_duty.case.open(told, by=ADA)
    sort(quick_duty.case, told, Priority.DANGER)

    assert paged(quick_duty, 0) == [["ada", "grace"]]


def sort(case: Case, told: Told, priority: Priority) -> None:
    with case.at_work() as (tips, keys):
        progress.sort(
            tips,
            keys,
            number=told.number,
            offence=Offence.FIREARM,
            priority=priority,
            by=case.by(ADA),
            now=NOON,
        )


def on_it(case: Case, told: Told, by: str = ADA) -> None:
    with case.at_work() as (tips, _):
        audit.record(
            tips,
            program_id=case.program.program_id,
            action=audit.Action.CLAIMED,
            by=case.person(by),
            subject=told.tip_id,
            at=NOON,
            signer=case.by(by).holdings.signing(),
        )


ACTS: dict[str, Callable[[Case, Told], None]] = {
    "answered": lambda case, told: case.answer(told),
    "assigned": lambda case, told: case.assign(told, case.person(DANA)),
    "another priority": lambda case, told: sort(case, told, Priority.URGENT),
    "closed": lambda case, told: case.close(told),
    "on it": on_it,
}


@pytest.mark.parametrize("act", list(ACTS))
def test_who_has_opened_and_acted_ends_the_page(quick_duty: Bell, act: str) -> None:
    told = danger(quick_duty)
    first = paged(quick_duty, 0)
    quick_duty.case.open(told, by=ADA, now=NOON + minutes(1))
    ACTS[act](quick_duty.case, told)

    assert (first, paged(quick_duty, 2, 5, 15, 120)) == ([["ada", "grace"]], [[]] * 4)
    team = quick_duty.case.row(told).team_id
    with quick_duty.runtime.tips.read() as session:
        assert session.get(PageRow, (quick_duty.case.program.program_id, team)) is None


def test_words_of_danger_in_a_tip_that_is_finished_page_until_somebody_has_opened_it(duty: Bell) -> None:
    told = duty.case.tell()
    duty.case.open(told, by=ADA)
    duty.case.close(told)
    before = paged(duty, 0)

    duty.case.add(told, "He is going to kill her tonight, he has a gun at the door right now")
    after = paged(duty, 1, 6)
    duty.case.open(told, by=ADA, now=NOON + minutes(7))

    assert (before, after) == ([[]], [["ada", "grace"], ["cyd"]])
    assert paged(duty, 8, 30, 120) == [[], [], []]


@pytest.mark.parametrize("name", [DANA, GRACE])
def test_who_acts_without_having_opened_ends_nothing(quick_duty: Bell, name: str) -> None:
    told = danger(quick_duty)
    paged(quick_duty, 0)
    quick_duty.case.open(told, by=ADA, now=NOON + minutes(1))
    on_it(quick_duty.case, told, by=name)

    assert paged(quick_duty, 11) == [["ada", "grace"]]


def test_a_page_that_is_only_opened_rests_ten_minutes_and_goes_to_everybody_again(duty: Bell) -> None:
    told = danger(duty)
    paged(duty, 0)
    duty.case.open(told, by=ADA, now=NOON + minutes(3))

    again = paged(duty, 3.1, 5, 12.9, 13, 17.9, 18)
    duty.case.open(told, by=ADA, now=NOON + minutes(19))
    duty.case.open(told, by=ADA, now=NOON + minutes(28))

    assert again == [[], [], [], ["ada", "grace"], [], ["cyd"]]
    assert paged(duty, 23, 28.5, 29) == [[], [], ["ada", "grace"]]


def test_a_note_is_no_act(quick_duty: Bell) -> None:
    told = danger(quick_duty)
    paged(quick_duty, 0)
    quick_duty.case.open(told, by=ADA, now=NOON + minutes(1))
    quick_duty.case.note(told)

    assert paged(quick_duty, 10.9, 11) == [[], ["ada", "grace"]]


def test_a_flood_is_one_page_and_ends_when_every_tip_of_it_was_acted_on(duty: Bell) -> None:
    flood = [danger(duty)]
    first = paged(duty, 0)
    flood += [danger(duty, f"The same, {number}.") for number in range(20)]
    joined = paged(duty, 1, 4.9)
    for told in flood[1:]:
        act(duty, told)
    one_left = paged(duty, 5)
    act(duty, flood[0])

    assert (first, joined, one_left) == ([["ada", "grace"]], [[], []], [["cyd"]])
    assert paged(duty, 6, 30) == [[], []]


def act(bell: Bell, told: Told) -> None:
    bell.case.open(told, by=ADA, now=NOON + minutes(2))
    on_it(bell.case, told)


def test_a_tip_that_comes_later_pages_everybody_at_once_whatever_was_opened_before(quick_duty: Bell) -> None:
    told = danger(quick_duty)
    paged(quick_duty, 0)
    quick_duty.case.open(told, by=ADA, now=NOON + minutes(1))
    danger(quick_duty, "Another one, elsewhere.")

    assert paged(quick_duty, 6, 10.9, 11) == [["ada", "grace"], [], ["cyd"]]


def test_what_a_reporter_adds_after_somebody_acted_pages_again(duty: Bell) -> None:
    told = danger(duty)
    paged(duty, 0)
    act(duty, told)
    after = paged(duty, 3)
    duty.case.add(told, "He has left the house.")

    assert (after, paged(duty, 60, 61)) == ([[]], [["ada", "grace"], []])


def test_what_was_unread_when_somebody_acted_pages_nobody_again(quick_duty: Bell) -> None:
    told = danger(quick_duty)
    quick_duty.case.open(told, by=ADA)
    paged(quick_duty, 0)
    quick_duty.case.add(told, "Hurry.")
    quick_duty.case.open(told, by=ADA, now=NOON + minutes(1))
    on_it(quick_duty.case, told)
    quick_duty.case.add(told, "Written while somebody pressed the button.")

    assert paged(quick_duty, 2, 30) == [[], []]


def test_a_tip_that_was_calmed_and_is_in_danger_again_pages_again(quick_duty: Bell) -> None:
    told = danger(quick_duty)
    paged(quick_duty, 0)
    sort(quick_duty.case, told, Priority.ROUTINE)
    calm = paged(quick_duty, 1)
    sort(quick_duty.case, told, Priority.DANGER)

    assert (calm, paged(quick_duty, 2)) == ([[]], [["ada", "grace"]])


def test_a_tip_about_us_pages_integrity_and_nobody_of_the_inbox(duty: Bell) -> None:
    duty.asks(IDA)
    duty.duty(IDA, NOON - minutes(1), NOON + minutes(60))
    duty.case.tell("Ada Byron will kill him tonight.", danger=True, about_us=True)

    assert paged(duty, 0, 5) == [["ida"], [OUTSIDE.e164]]


def test_in_a_gap_the_number_outside_is_paged_at_once(quick_bell: Bell) -> None:
    quick_bell.asks(ADA)
    quick_bell.duty(ADA, NOON + minutes(60), NOON + minutes(90))
    danger(quick_bell)

    assert paged(quick_bell, 0) == [[OUTSIDE.e164, "ada"]]


def test_somebody_on_duty_who_cannot_be_reached_is_a_gap(quick_bell: Bell) -> None:
    quick_bell.duty(ADA, NOON - minutes(1), NOON + minutes(60))
    quick_bell.choose(GRACE, quick_bell.chosen(GRACE))
    danger(quick_bell)

    assert paged(quick_bell, 0) == [[OUTSIDE.e164]]


def test_another_console_goes_on_where_one_stopped_and_two_page_once(duty: Bell) -> None:
    danger(duty)
    other = duty.beside()

    at_once = duty.page(NOON) + other.page(NOON)
    later = other.page(NOON + minutes(5)) + duty.page(NOON + minutes(5))

    assert (at_once, later) == (["ada", "grace"], ["cyd"])


def test_after_hours_without_a_console_the_page_goes_on_at_once_and_once(quick_duty: Bell) -> None:
    danger(quick_duty)
    paged(quick_duty, 0)

    assert paged(quick_duty, 200, 200.1) == [["cyd"], []]


def test_when_it_is_over_no_time_of_it_is_left(quick_duty: Bell) -> None:
    told = danger(quick_duty)
    paged(quick_duty, 0)
    act(quick_duty, told)
    paged(quick_duty, 3)

    program_id = quick_duty.case.program.program_id
    with quick_duty.runtime.tips.read() as session:
        kept = session.get_one(PagedTipRow, (program_id, told.tip_id))
        assert (kept.since, kept.over, kept.read) == (0, True, True)
    assert quick_duty.owed() == []


def test_nobody_is_written_to_where_no_mailer_is_and_texts_leave_all_the_same(quick_duty: Bell) -> None:
    quick_duty.asks(ADA, phone=PHONE, email=MailAddress("ada@police.example"))
    quick_duty.alerting._mailer = None
    danger(quick_duty)

    assert paged(quick_duty, 0) == [[PHONE.e164]]
    assert quick_duty.owed() == []


def test_looking_whom_to_page_reads_the_small_index_and_no_tip(quick_duty: Bell) -> None:
    asked: list[str] = []
    engine = quick_duty.runtime.tips.engine

    def keep(_: object, __: object, statement: str, parameters: tuple[bytes, ...], *___: object) -> None:
        if "FROM tip LEFT" in statement.replace("\n", ""):
            with sqlite3.connect(str(engine.url.database)) as connection:
                plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            asked.extend(str(step[3]) for step in plan)

    event.listen(engine, "before_cursor_execute", keep)
    with quick_duty.runtime.tips.read() as session:
        resting(session.connection(), quick_duty.case.program.program_id)
    event.remove(engine, "before_cursor_execute", keep)

    assert asked[0].startswith("SEARCH tip USING COVERING INDEX ix_tip_danger")


def test_consoles_that_take_a_turn_at_one_moment_page_once(duty: Bell) -> None:
    danger(duty)
    program_id = duty.case.program.program_id
    start = Barrier(4)

    def turn_now() -> None:
        start.wait(10)
        with duty.runtime.tips.transaction() as session:
            turn(session.connection(), program_id=program_id, mails=True, now=NOON)

    with futures.ThreadPoolExecutor(4) as pool:
        for answer in [pool.submit(turn_now) for _ in range(4)]:
            answer.result(30)

    assert paged(duty, 0) == [["ada", "grace"]]
    assert paged(duty, 5) == [["cyd"]]
