from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.unit.tipline.alerts.bell import Bell
from tests.unit.tipline.casework.case import ADA, DANA, GRACE
from tipline.alerts import post
from tipline.alerts.choices import Choice
from tipline.alerts.house import zones
from tipline.alerts.month import owe_month
from tipline.errors import NotPermitted, Unsuitable
from tipline.letters import Letter
from tipline.private import MailAddress
from tipline.store.program_tables import PersonRow
from tipline.vocabulary import PersonState, ProgramId

LAST_MINUTE = datetime(2026, 12, 1, 4, 59, tzinfo=UTC)
FIRST = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
"""Midnight of the first of December in Toronto."""
NEW_YEAR = datetime(2027, 1, 1, 5, 0, tzinfo=UTC)


def test_who_asked_is_told_on_the_first_in_the_programs_time_zone_and_nobody_else(bell: Bell) -> None:
    ada = bell.asks(ADA, monthly=True)
    bell.asks(GRACE)

    rung = [bell.ring(at) for at in (LAST_MINUTE, FIRST, FIRST + timedelta(days=3))]

    assert rung == [[], [(ada, Letter.MONTH)], []]


def test_every_month_has_a_letter_of_its_own(quick_bell: Bell) -> None:
    ada = quick_bell.asks(ADA, monthly=True)

    rung = [quick_bell.ring(at) for at in (FIRST, FIRST, NEW_YEAR, NEW_YEAR)]

    assert rung == [[(ada, Letter.MONTH)], [], [(ada, Letter.MONTH)], []]


def test_where_no_console_ran_on_the_first_the_letter_leaves_when_one_does(quick_bell: Bell) -> None:
    ada = quick_bell.asks(ADA, monthly=True)

    assert quick_bell.ring(FIRST + timedelta(days=5)) == [(ada, Letter.MONTH)]


def test_two_consoles_that_look_at_the_same_moment_owe_one_letter(bell: Bell) -> None:
    bell.asks(ADA, monthly=True)
    program_id = bell.case.program.program_id
    with bell.runtime.tips.read() as session:
        zone = zones(session)[program_id]

    for _ in range(2):
        with bell.runtime.tips.transaction() as session:
            owe_month(session, program_id=program_id, zone=zone, now=FIRST)

    assert [row.letter for row in bell.owed()] == [Letter.MONTH]


def test_a_console_that_dies_before_it_commits_has_told_nobody(bell: Bell) -> None:
    ada = bell.asks(ADA, monthly=True)
    program_id = bell.case.program.program_id
    with bell.runtime.tips.read() as session:
        zone = zones(session)[program_id]

    with pytest.raises(BrokenPipeError):
        owe_and_die(bell, program_id, zone)

    assert (bell.owed(), bell.ring(FIRST)) == ([], [(ada, Letter.MONTH)])


def owe_and_die(bell: Bell, program_id: ProgramId, zone: ZoneInfo) -> None:
    with bell.runtime.tips.transaction() as session:
        owe_month(session, program_id=program_id, zone=zone, now=FIRST)
        raise BrokenPipeError


def test_a_console_that_dies_with_the_letter_in_hand_leaves_it_to_another(bell: Bell) -> None:
    ada = bell.asks(ADA, monthly=True)
    bell.alerting.owe(now=FIRST)
    with bell.runtime.tips.transaction() as session:
        taken = post.take(session.connection(), letters={Letter.MONTH}, now=FIRST)
    assert taken is not None

    other = bell.beside()
    rung = [other.ring(FIRST), other.ring(FIRST + post.LEASE), other.ring(FIRST + 2 * post.LEASE)]

    assert rung == [[], [(ada, Letter.MONTH)], []]
    assert [one.mail_id for one in other.mailer.sent] == [taken.mail_id]


def test_who_has_left_is_told_nothing(bell: Bell) -> None:
    bell.asks(ADA, monthly=True)
    bell.asks(GRACE, monthly=True)
    leave(bell, ADA)
    bell.alerting.owe(now=FIRST)
    leave(bell, GRACE)

    assert (bell.ring(FIRST), bell.owed()) == ([], [])


def leave(bell: Bell, name: str) -> None:
    with bell.runtime.tips.transaction() as session:
        row = session.get_one(PersonRow, (bell.case.program.program_id, bell.case.person(name)))
        row.state = PersonState.GONE
        session.add(row)


def test_who_does_not_want_it_any_more_is_told_nothing(quick_bell: Bell) -> None:
    quick_bell.asks(ADA, monthly=True)
    quick_bell.asks(ADA)

    assert quick_bell.ring(FIRST) == []


def test_who_may_not_see_the_month_cannot_ask_for_its_letter(quick_bell: Bell) -> None:
    with pytest.raises(NotPermitted):
        quick_bell.asks(DANA, monthly=True)


@pytest.mark.parametrize(
    ("choice", "what"),
    [
        (Choice(monthly=True), "email"),
        (Choice(email=MailAddress("a@b.example"), digest_hour=24), "digest_hour"),
        (Choice(email=MailAddress("a@b.example"), digest_hour=-1), "digest_hour"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_changed(
    quick_bell: Bell, choice: Choice, what: str
) -> None:
    quick_bell.asks(ADA, monthly=True)
    before = quick_bell.chosen(ADA)

    with pytest.raises(Unsuitable) as refused:
        quick_bell.choose(ADA, choice)

    assert (refused.value.what, quick_bell.chosen(ADA)) == (what, before)


def test_a_choice_is_written_down_without_what_was_chosen(quick_bell: Bell) -> None:
    quick_bell.asks(ADA, monthly=True)

    assert quick_bell.case.trail() == [("alerts-chosen", quick_bell.case.person(ADA), None, "")]


def test_a_choice_is_read_back_as_it_was_made(quick_bell: Bell) -> None:
    chosen = Choice(email=MailAddress("a@b.example"), digest_hour=7, alerts=True, monthly=True)

    quick_bell.choose(ADA, chosen)
    quick_bell.choose(GRACE, replace(chosen, digest_hour=None))

    assert (quick_bell.chosen(ADA), quick_bell.chosen(GRACE).digest_hour) == (chosen, None)
