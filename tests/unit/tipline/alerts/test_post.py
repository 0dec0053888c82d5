from datetime import timedelta

import pytest

from tests.program import NOON
from tests.unit.tipline.alerts.bell import Bell
from tests.unit.tipline.casework.case import ADA, GRACE
from tipline.alerts import post
from tipline.errors import MailRefused, MailUnavailable
from tipline.letters import Letter

DAY = timedelta(days=1)


def owe(bell: Bell, name: str, letter: Letter = Letter.ALERT) -> bool:
    with bell.runtime.tips.transaction() as session:
        return post.owe(
            session.connection(),
            program_id=bell.case.program.program_id,
            person_id=bell.case.person(name),
            letter=letter,
            now=bell.clock.at,
        )


def stuck(bell: Bell) -> int:
    with bell.runtime.tips.look() as connection:
        return post.stuck(connection, bell.case.program.program_id)


def test_nobody_is_owed_two_letters_of_a_kind_at_once(bell: Bell) -> None:
    ada = bell.asks(ADA)

    owed = [owe(bell, ADA), owe(bell, ADA), owe(bell, ADA, Letter.PAGE), owe(bell, ADA)]

    assert owed == [True, False, True, False]
    assert bell.ring() == [(ada, Letter.ALERT), (ada, Letter.PAGE)]
    assert owe(bell, ADA)


def test_a_server_that_is_away_for_most_of_a_day_is_asked_now_and_then_and_gets_it_in_the_end(
    quick_bell: Bell,
) -> None:
    ada, grace = quick_bell.asks(ADA), quick_bell.asks(GRACE)
    owe(quick_bell, ADA)
    owe(quick_bell, GRACE)
    quick_bell.mailer.away = MailUnavailable()

    for _ in range(23 * 6):
        quick_bell.ring(after=timedelta(minutes=10))
    asked, alarmed = quick_bell.mailer.asked, stuck(quick_bell)
    quick_bell.mailer.away = None
    rung = quick_bell.ring(after=2 * post.USUAL_LONGEST)

    assert (80 < asked < 250, alarmed) == (True, 2)
    assert rung == [(ada, Letter.ALERT), (grace, Letter.ALERT)]
    assert (quick_bell.owed(), stuck(quick_bell)) == ([], 0)


def test_a_letter_that_is_too_old_is_not_sent(quick_bell: Bell) -> None:
    quick_bell.asks(ADA)
    owe(quick_bell, ADA)

    assert (quick_bell.ring(after=DAY), quick_bell.owed()) == ([], [])


def test_an_address_that_is_refused_keeps_nobody_else_waiting(quick_bell: Bell) -> None:
    ada, grace = quick_bell.asks(ADA), quick_bell.asks(GRACE)
    quick_bell.mailer.trouble[ada] = MailRefused(550)
    owe(quick_bell, ADA)
    owe(quick_bell, GRACE)

    rung = quick_bell.ring()
    for _ in range(3):
        quick_bell.ring(after=timedelta(minutes=5))

    assert (rung, stuck(quick_bell)) == ([(grace, Letter.ALERT)], 1)


def test_a_page_is_tried_again_within_two_minutes(quick_bell: Bell) -> None:
    ada = quick_bell.asks(ADA)
    owe(quick_bell, ADA, Letter.PAGE)
    quick_bell.mailer.away = MailUnavailable()
    for _ in range(30):
        quick_bell.ring(after=timedelta(minutes=2))
    quick_bell.mailer.away = None

    assert quick_bell.mailer.asked == 30
    assert quick_bell.ring(after=timedelta(minutes=2)) == [(ada, Letter.PAGE)]


def test_the_log_says_that_mail_does_not_leave_and_nothing_of_whom_it_is_for(
    quick_bell: Bell, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = quick_bell.asks(ADA)
    owe(quick_bell, ADA)
    quick_bell.mailer.away = MailUnavailable(421)
    quick_bell.ring(NOON)
    quick_bell.mailer.away, quick_bell.mailer.trouble[ada] = None, MailRefused(550)
    quick_bell.ring(after=timedelta(minutes=5))

    said = capsys.readouterr().err

    assert [word in said for word in ('"mail-unavailable"', '"mail-refused"', '"alarm"', "421", "550")] == [
        True
    ] * 5
    assert [word in said for word in ("ada", "police.example", "Ada")] == [False] * 3
