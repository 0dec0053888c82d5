"""Make the carrier forget what is kept here: words, pictures, then the message, until it is gone."""

import asyncio
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from sms.turning import turning
from tipline.carrier_errors import CarrierRefused, CarrierTrouble, CarrierUnavailable, StillOnItsWay
from tipline.carrier_watch import note_late
from tipline.errors import StoreUnavailable
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import (
    NO_PROGRAM,
    DueErasure,
    add_erasure,
    erase_later,
    erased,
    erasures_wait,
    late_erasures,
    owe_erasure,
    take_erasures,
)
from tipline.intake.texts.inbound import InboundText
from tipline.log import Event, log
from tipline.runtime import GatewayRuntime
from tipline.store.inserts import Inserts
from tipline.store.vault_tables import ErasureRow, Remains
from tipline.vocabulary import ProgramId

PAUSE_SECONDS: Final = 1.0
AT_ONCE: Final = 4
"""Messages that are erased side by side, by threads of their own: sending has its own and goes first."""

IN_A_TURN: Final = 20
"""Messages that are taken in a turn, so about so many a second: the carrier counts these requests too."""

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=6)
"""Between two tries. It is tried until it is gone: what is given up would stay there for ever."""

QUIET: Final = timedelta(seconds=30)
"""Nothing is asked for so long once the carrier could not be asked."""

PICTURES_STAY: Final = timedelta(days=3)
"""A message whose pictures nobody has fetched yet is left for so long; who has fetched them makes it due."""

WATCHED: Final = timedelta(minutes=1)
RUNG: Final = timedelta(hours=1)

PICTURE_MESSAGE: Final = "MM"
"""How the id of a message begins that came with pictures."""


class Eraser:
    """Erases at the carrier. Any number of gateways may do so: each message is taken by one."""

    def __init__(self, runtime: GatewayRuntime) -> None:
        """Erase through this gateway."""
        self._runtime = runtime
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="eraser")
        self._quiet_until: datetime | None = None
        self._watched_at: datetime | None = None
        self._rung_at: datetime | None = None

    async def run(self) -> None:
        """Look for what is due, for as long as the process lives."""
        try:
            await turning(self._look, every=PAUSE_SECONDS)
        finally:
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def _look(self) -> None:
        now = self._runtime.clock.now()
        await self.turn(now=now)
        await self.watch(now=now)

    async def owe(self, text: InboundText, *, program_id: ProgramId, now: datetime) -> None:
        """Owe the erasure of a text that was received, whatever became of it.

        Where the vault cannot take it, it is found among what the carrier still has, and owed then.
        """
        due = now + PICTURES_STAY if text.media else now
        media = text.media_ids if all(text.media_ids) else ()
        await self._add(
            [text.sid], media=media, kind=Remains.RECEIVED, program_id=program_id, now=now, due=due
        )

    async def owe_sent(self, sids: list[str], *, program_id: ProgramId, now: datetime) -> None:
        """Owe the erasure of what we have sent."""
        await self._add(sids, kind=Remains.SENT, program_id=program_id, now=now, due=now)

    async def turn(self, *, now: datetime) -> int:
        """Erase some of what is due; how many are gone.

        Raises:
            StoreUnavailable: what was taken is tried again after its lease.
        """
        if self._quiet_until is not None and now < self._quiet_until:
            return 0
        with self._runtime.vault.look() as connection:
            if not erasures_wait(connection, now=now):
                return 0
        take = partial(take_erasures, names=Names(self._runtime.keys), now=now, limit=IN_A_TURN)
        due = await self._runtime.vault.write(take)
        return sum(await asyncio.gather(*(self._erase(one, now) for one in due)))

    async def watch(self, *, now: datetime) -> None:
        """Once a minute, tell staff what is late; once an hour, ring.

        Raises:
            StoreUnavailable: they are told later.
        """
        if self._watched_at is not None and now < self._watched_at + WATCHED:
            return
        self._watched_at = now
        with self._runtime.vault.look() as connection:
            late = late_erasures(connection, now=now)
        known = [one for one in late if one.program_id != NO_PROGRAM]
        await self._runtime.tips.write(partial(note_late, late=known))
        if late and (self._rung_at is None or now >= self._rung_at + RUNG):
            self._rung_at = now
            log(Event.ERASURES_LATE, count=sum(one.count for one in late))

    async def _add(
        self,
        sids: list[str],
        *,
        media: Sequence[str] = (),
        kind: Remains,
        program_id: ProgramId,
        now: datetime,
        due: datetime,
    ) -> None:
        names = Names(self._runtime.keys)
        rows = [
            owe_erasure(names, sid=sid, media=media, kind=kind, program_id=program_id, now=now, due=due)
            for sid in sids
        ]

        def owe(connection: Connection) -> None:
            for values in rows:
                add_erasure(connection, values)

        try:
            await self._runtime.vault.write(
                Inserts(tuple((ErasureRow, values) for values in rows), None, owe)
            )
        except StoreUnavailable as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)

    async def _erase(self, one: DueErasure, now: datetime) -> bool:
        """Erase one message; whether it is gone."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._forget, one)
        except CarrierTrouble as trouble:
            self._note(trouble, one, now)
            later = partial(erase_later, one=one, due=now + _wait(one.tries))
            await self._runtime.vault.write(later)
            return False
        await self._runtime.vault.write(partial(erased, one=one))
        return True

    def _forget(self, one: DueErasure) -> None:
        """Blank the words first: whatever goes wrong then, they are gone."""
        carrier = self._runtime.carrier
        carrier.redact(one.sid)
        known = one.media or (carrier.media(one.sid) if one.sid.startswith(PICTURE_MESSAGE) else ())
        for picture in known:
            carrier.delete_media(one.sid, picture)
        carrier.delete(one.sid)

    def _note(self, trouble: CarrierTrouble, one: DueErasure, now: datetime) -> None:
        match trouble:
            case StillOnItsWay():
                return
            case CarrierRefused():
                log(Event.ERASURE_REFUSED, program=one.program_id, code=trouble.code or 0)
            case CarrierUnavailable():
                self._quiet_until = now + QUIET
                log(Event.CARRIER_UNAVAILABLE, program=one.program_id, attempts=one.tries)


def _wait(tries: int) -> timedelta:
    """Growing pauses, with some chance in them: what failed together is not tried together."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT)
    return wait * (1 + secrets.randbelow(250) / 1000)
