"""Scrubbed copies are made beside the answers, a few at a time."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from crypto.signing import SigningKey
from tipline.intake.programs import Desk
from tipline.intake.receive import Thread
from tipline.intake.scrubbing import ToScrub, scrub
from tipline.intake.uploading import KeptFile
from tipline.log import failure
from tipline.ports import Blobs, Clock
from tipline.store.db import Store
from tipline.vocabulary import Author

SCRUBBED_AT_ONCE: Final = 2
"""Child processes, each with limits of its own; a third file waits."""
WAITING_LIMIT: Final = 200
"""Files that wait to be scrubbed, with their keys in memory; what comes beyond that is held."""
ENDING_SECONDS: Final = 4.0
"""For what is being scrubbed when the process is asked to end; the rest is held."""


class Scrubbing:
    """Makes scrubbed copies beside the answers, a few at a time; no reporter waits for one."""

    def __init__(self, tips: Store, blobs: Blobs, clock: Clock) -> None:
        self._tips = tips
        self._blobs = blobs
        self._clock = clock
        self._turns = asyncio.Semaphore(SCRUBBED_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, files: Iterable[KeptFile], *, thread: Thread, signer: SigningKey, desk: Desk) -> None:
        """Scrub files that are stored now."""
        for file in files:
            if len(self._tasks) >= WAITING_LIMIT:
                return
            job = ToScrub(file, thread, signer, Author.REPORTER, desk)
            task = asyncio.create_task(self._scrub(job))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def done(self) -> None:
        """Wait until nothing is left to scrub."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def end(self) -> None:
        """Give what is being scrubbed a moment, then let the rest be held."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDING_SECONDS):
                await self.done()
        for task in self._tasks:
            task.cancel()

    async def _scrub(self, job: ToScrub) -> None:
        async with self._turns:
            now = self._clock.now()
            try:
                await asyncio.to_thread(scrub, job, tips=self._tips, blobs=self._blobs, now=now)
            except Exception as error:  # noqa: BLE001 - one file must not end the scrubbing of others
                failure(error)
