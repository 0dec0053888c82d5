"""What the gateway does by the clock: hand on what waited, forget what is old, renew its month keys."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from sms.moved import Moved
from sms.offers import Offers
from sms.status import Reports
from sms.telling import Telling
from sms.turning import turning
from tipline import outbox
from tipline.intake.code_links import any_over, forget_links
from tipline.intake.texts.addresses import names_of
from tipline.intake.texts.held import forget_lost
from tipline.intake.texts.sent import end_old
from tipline.intake.texts.texting import Texting
from tipline.log import Event, log
from tipline.runtime import GatewayRuntime
from tipline.store.upkeep import checkpoint, forget_senders

PAUSE_SECONDS: Final = 5.0
RENEWED: Final = timedelta(hours=1)

UNSENT_KEPT: Final = timedelta(days=30)
"""Answers that could not be handed over: the month's key that opens one lives for 62."""


class Clockwork:
    """Turns while the gateway runs; each turn is safe to take twice, and beside another gateway's."""

    def __init__(self, runtime: GatewayRuntime, texting: Texting, reports: Reports | None = None) -> None:
        """Turn for this gateway; `reports` may have some that wait for the stores."""
        self._reports = reports
        self._runtime = runtime
        self._texting = texting
        self._offers = Offers(runtime, texting)
        self._moved = Moved(runtime, texting.programs, Telling(runtime, texting))
        self._renewed_at: datetime | None = None

    async def run(self) -> None:
        """Take a turn every few seconds, for as long as the process lives."""
        await turning(lambda: self.turn(now=self._runtime.clock.now()), every=PAUSE_SECONDS)

    async def turn(self, *, now: datetime) -> None:
        """Hand on what has waited, forget links, give up what nobody will ask for.

        Once an hour it forgets what is old, renews keys, and offers CODE.

        Raises:
            StoreUnavailable: what is not done is left for the next turn.
            NoProvenKey: as above.
            KeyTrouble: the gateway's key file has become unreadable.
        """
        await self._texting.settle(now=now)
        await self._forget_links(now)
        await self._moved.turn(now=now)
        if self._reports is not None:
            await self._reports.settle()
        if self._renewed_at is None or not self._renewed_at <= now < self._renewed_at + RENEWED:
            await self._forget(now)
            await asyncio.to_thread(self._runtime.renew, now)
            self._renewed_at = now
            await self._offers.turn(now=now)

    async def _forget_links(self, now: datetime) -> None:
        with self._runtime.tips.look() as connection:
            if not any_over(connection, now=now):
                return
        await self._runtime.tips.write(lambda connection: forget_links(connection, now=now))

    async def _forget(self, now: datetime) -> None:
        today = now.astimezone(UTC).date()

        def forget(connection: Connection) -> int:
            ended = end_old(connection, names_of(self._runtime), now=now)
            return ended + forget_senders(connection, today=today) + forget_lost(connection, now=now)

        if count := await self._runtime.vault.write(forget):
            log(Event.EXPIRED, store=self._runtime.vault.name, count=count)
        await asyncio.to_thread(checkpoint, self._runtime.vault)
        unsent = partial(outbox.forget_unsent, before=today - UNSENT_KEPT)
        if count := await self._runtime.tips.write(unsent):
            log(Event.EXPIRED, store=self._runtime.tips.name, count=count)
