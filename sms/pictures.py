"""Pictures on their way from the carrier into their tips: after the answer to their text, never before it."""

import asyncio
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from sms.turning import turning
from tipline.carrier_errors import CarrierTrouble
from tipline.errors import KeyTrouble, NoSuchProgram, StoreTrouble
from tipline.file_errors import FilesGone
from tipline.intake.programs import Programs
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import add_erasure, owe_erasure
from tipline.intake.texts.fetching import GIVEN_UP, Place, all_told, settle, thread_of
from tipline.intake.texts.pictures import (
    DueRow,
    Picture,
    listed,
    pictures_later,
    pictures_settled,
    pictures_wait,
    settle_picture,
    take_pictures,
)
from tipline.log import Event, failure, log
from tipline.runtime import GatewayRuntime
from tipline.store.vault_tables import Remains

PAUSE_SECONDS: Final = 1.0
AT_ONCE: Final = 2
"""Texts whose pictures are fetched side by side, each by a thread and, while it scrubs, a child."""

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(hours=1)


class Fetching:
    """Fetches what is due. Any number of gateways may do so: each text is taken by one."""

    def __init__(self, runtime: GatewayRuntime, programs: Programs) -> None:
        """Fetch for this gateway."""
        self._runtime = runtime
        self._programs = programs
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="pictures")

    async def run(self) -> None:
        """Look for what is due, for as long as the process lives."""
        try:
            await turning(self._look, every=PAUSE_SECONDS)
        finally:
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def _look(self) -> None:
        while await self.turn(now=self._runtime.clock.now()):
            pass

    async def turn(self, *, now: datetime) -> int:
        """Fetch the pictures of some texts, and wait for them; of how many texts.

        Raises:
            StoreUnavailable: what was taken is tried again after its lease.
        """
        vault, names = self._runtime.vault, Names(self._runtime.keys)
        with vault.look() as connection:
            if not pictures_wait(connection, now=now):
                return 0
        rows = await vault.write(partial(take_pictures, names=names, now=now, limit=AT_ONCE))
        await asyncio.gather(*(self._settle(row, names, now) for row in rows))
        return len(rows)

    async def _settle(self, row: DueRow, names: Names, now: datetime) -> None:
        """See what has become of a text, and fetch what came with it."""
        pictures = listed(row.owed, names)
        try:
            place = await self._place(row, now)
            told = place is None and await asyncio.to_thread(all_told, row.owed, pictures, self._runtime.tips)
        except (NoSuchProgram, StoreTrouble, KeyTrouble) as trouble:
            failure(trouble, program=row.owed.program_id)
            await self._later(row, now)
            return
        if place is None and not told:
            await self._not_there(row, now)
        elif place is None or await self._fetch(place, row, pictures, names, now):
            await self._runtime.vault.write(partial(_done, row=row, names=names, now=now))

    async def _fetch(
        self, place: Place, row: DueRow, pictures: Sequence[Picture], names: Names, now: datetime
    ) -> bool:
        """Settle each picture by itself: one that does not come keeps no other waiting; whether all are."""
        left = False
        for number, picture in enumerate(pictures):
            if picture.settled:
                continue
            if await self._one(partial(settle, picture, place, now=now), row):
                row = await self._runtime.vault.write(
                    partial(settle_picture, row=row, place=number, names=names, now=now)
                )
            else:
                left = True
        if left:
            await self._later(row, now)
        return not left

    async def _one(self, deed: "partial[None]", row: DueRow) -> bool:
        program_id = row.owed.program_id
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, deed)
        except CarrierTrouble:
            log(Event.CARRIER_UNAVAILABLE, program=program_id, attempts=row.tries)
        except StoreTrouble as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
        except (KeyTrouble, FilesGone) as trouble:
            failure(trouble, program=program_id)
        else:
            return True
        return False

    async def _place(self, row: DueRow, now: datetime) -> Place | None:
        desk = await self._programs.by_id(row.owed.program_id, now=now)
        thread = await asyncio.to_thread(thread_of, row.owed, self._runtime.tips)
        return None if thread is None else Place(row.owed, thread, desk, self._runtime)

    async def _not_there(self, row: DueRow, now: datetime) -> None:
        """Wait for the text, which the carrier brings again; in the end leave the pictures to that."""
        if now - row.owed.at < GIVEN_UP:
            await self._later(row, now)
        else:
            await self._runtime.vault.write(partial(pictures_settled, row=row))

    async def _later(self, row: DueRow, now: datetime) -> None:
        wait = min(FIRST_WAIT * 2 ** min(row.tries - 1, 12), LONGEST_WAIT)
        due = now + wait * (1 + secrets.randbelow(250) / 1000)
        await self._runtime.vault.write(partial(pictures_later, row=row, due=due))


def _done(connection: Connection, row: DueRow, names: Names, now: datetime) -> None:
    """Nothing is left to fetch: the carrier is to forget the text and its pictures."""
    if pictures_settled(connection, row):
        pictures = row.owed.pictures
        media = [one for one in pictures.media if one]
        add_erasure(
            connection,
            owe_erasure(
                names,
                sid=pictures.sid,
                media=media,
                now=now,
                kind=Remains.PICTURES,
                program_id=pictures.first,
            ),
        )
