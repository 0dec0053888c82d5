"""The console's bell: it owes staff their letters by the clock, and hands them over, in threads of their own.

A mail server that is slow or away keeps nothing waiting but mail, and no letter keeps a page waiting. Each
turn is safe to take twice, and beside another console's.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from tipline.alerts import pages, post
from tipline.alerts.house import zones
from tipline.alerts.month import owe_month
from tipline.alerts.news import owe_alerts, owe_digests
from tipline.errors import MailRefused, MailUnavailable
from tipline.letters import Letter
from tipline.log import Event, failure, log
from tipline.ports import Mailer
from tipline.runtime import ConsoleRuntime
from tipline.vocabulary import ProgramId

PAGES: Final = frozenset({Letter.PAGE})
LETTERS: Final = frozenset(Letter) - PAGES

OWED_SECONDS: Final = 20.0
"""Shorter than the minute after a quarter-hour in which alerts are owed."""
PAGED_SECONDS: Final = 2.0
SENT_SECONDS: Final = 1.0


class Alerting:
    """Turns in threads of its own until it is stopped."""

    def __init__(self, runtime: ConsoleRuntime, mailer: Mailer | None) -> None:
        """Alert the staff of this console's programs; by text alone, where there is no mailer."""
        self._runtime = runtime
        self._mailer = mailer
        self._stopping = threading.Event()
        wheels: tuple[tuple[str, Callable[[], object], float], ...] = (
            ("alerts", lambda: self.owe(now=runtime.clock.now()), OWED_SECONDS),
            ("danger", lambda: self.page(now=runtime.clock.now()), PAGED_SECONDS),
            ("letters", lambda: self.send(LETTERS), SENT_SECONDS),
            ("pages", lambda: self.send(PAGES), SENT_SECONDS),
        )
        self._threads = [
            threading.Thread(target=self._run, args=(turn, seconds), name=name, daemon=True)
            for name, turn, seconds in wheels
        ]

    def start(self) -> None:
        """Begin to turn."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the turns that are being taken, and take no other."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def owe(self, *, now: datetime) -> None:
        """Owe whatever is due by now.

        Raises:
            StoreUnavailable: what is not done is left for the next turn.
        """
        if self._mailer is None:
            return
        tips = self._runtime.tips
        for program_id, zone in self._zones().items():
            with tips.transaction() as session:
                owe_month(session, program_id=program_id, zone=zone, now=now)
                owe_digests(session, program_id=program_id, zone=zone, now=now)
                owe_alerts(
                    session,
                    program_id=program_id,
                    zone=zone,
                    console_key=self._runtime.keys.console_key,
                    now=now,
                )

    def page(self, *, now: datetime) -> None:
        """Page whoever is to be paged by now.

        Raises:
            StoreUnavailable: what is not done is left for the next turn.
        """
        tips = self._runtime.tips
        for program_id in self._zones():
            with tips.look() as connection:
                if pages.resting(connection, program_id):
                    continue
            tips.write_now(
                partial(pages.turn, program_id=program_id, mails=self._mailer is not None, now=now)
            )

    def _zones(self) -> Mapping[ProgramId, ZoneInfo]:
        with self._runtime.tips.read() as session:
            return zones(session)

    def send(self, letters: frozenset[Letter]) -> int:
        """Hand over what is due of these letters while the server takes them; how many left.

        Raises:
            StoreUnavailable: what was taken is tried again after its lease.
        """
        tips, sent = self._runtime.tips, 0
        while self._mailer is not None and not self._stopping.is_set():
            now = self._runtime.clock.now()
            with tips.look() as connection:
                if not post.waiting(connection, letters=letters, now=now):
                    break
            mail = tips.write_now(partial(post.take, letters=letters, now=now))
            if mail is None:
                break
            try:
                self._mailer.send(mail.letter, to=mail.to, mail_id=mail.mail_id, at=now)
            except MailRefused as refused:
                log(Event.MAIL_REFUSED, program=mail.program_id, kind=mail.letter, code=refused.code)
                self._later(mail)
            except MailUnavailable as away:
                log(
                    Event.MAIL_UNAVAILABLE,
                    program=mail.program_id,
                    kind=mail.letter,
                    code=away.code,
                    attempts=mail.tries,
                )
                self._later(mail)
                break
            else:
                tips.write_now(partial(post.done, mail=mail))
                sent += 1
        return sent

    def _later(self, mail: post.DueMail) -> None:
        now = self._runtime.clock.now()
        self._runtime.tips.write_now(partial(post.later, mail=mail, now=now))

    def _run(self, turn: Callable[[], object], seconds: float) -> None:
        while not self._stopping.is_set():
            try:
                turn()
            except Exception as error:  # noqa: BLE001 - it must go on turning
                failure(error)
            self._stopping.wait(seconds)
