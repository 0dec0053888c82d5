"""The bell as a console runs it: threads of its own, a real mail server, and a page that waits for nobody."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.mailbox import Mailbox, a_mailbox
from tests.unit.tipline.alerts.bell import Bell, a_bell
from tests.unit.tipline.casework.case import ADA, GRACE, Case
from tests.unit.tipline.casework.fixtures import founded_case, sqlite_case
from tipline.alerting import Alerting
from tipline.alerts import post
from tipline.letters import SIZE, SUBJECT, Letter
from tipline.smtp import SmtpMailer

__all__ = ["founded_case", "sqlite_case"]

FIRST = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def bell(sqlite_case: Case, tmp_path: Path) -> Bell:
    return a_bell(sqlite_case, tmp_path)


def running(bell: Bell, box: Mailbox) -> Alerting:
    alerting = Alerting(bell.runtime, SmtpMailer(box.server(), patience=1.5))
    alerting.start()
    return alerting


def soon(true: Callable[[], bool], *, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_the_months_letter_leaves_over_a_protected_connection_and_says_nothing(
    bell: Bell, tmp_path: Path
) -> None:
    ada = bell.asks(ADA, monthly=True)
    bell.clock.at = FIRST

    with a_mailbox(tmp_path) as box:
        alerting = running(bell, box)
        arrived = box.arrived.wait(10) and soon(lambda: not bell.owed())
        alerting.stop()

    assert arrived
    [mail] = box.mails
    assert (mail.to, mail.subject, len(mail.content)) == (ada, SUBJECT, SIZE)
    assert [word in mail.content.decode() for word in ("Ada", "Toronto", "TOR", "November")] == [False] * 4


def test_a_slow_server_keeps_neither_a_page_nor_the_owing_waiting(bell: Bell, tmp_path: Path) -> None:
    bell.asks(ADA, monthly=True)
    grace = bell.asks(GRACE)
    bell.clock.at = FIRST

    with a_mailbox(tmp_path) as slow:
        slow.dripping = True
        alerting = Alerting(bell.runtime, SmtpMailer(slow.server(), patience=3.0))
        alerting.start()
        held = soon(lambda: slow.talks > 0)
        with bell.runtime.tips.transaction() as session:
            post.owe(
                session.connection(),
                program_id=bell.case.program.program_id,
                person_id=bell.case.person(GRACE),
                letter=Letter.PAGE,
                now=bell.clock.at,
            )
        tried = soon(lambda: slow.talks > 1, seconds=2.5)
        slow.dripping = False
        bell.clock.at += timedelta(hours=1)
        arrived = soon(lambda: [mail.to for mail in slow.mails if mail.subject != SUBJECT] == [grace])
        alerting.stop()

    assert (held, tried, arrived) == (True, True, True)


def test_the_bell_stops_with_its_console(bell: Bell, tmp_path: Path) -> None:
    with a_mailbox(tmp_path) as box:
        alerting = running(bell, box)
        names = {thread.name for thread in threading.enumerate()}
        alerting.stop()

    assert {"alerts", "letters", "pages"} <= names
    assert {"alerts", "letters", "pages"} & {thread.name for thread in threading.enumerate()} == set()
