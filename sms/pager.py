"""Pages on their way to the phones of staff: two sentences of constant words, and a number."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Final

from sms.noted import note
from sms.pace import Pace
from sms.turning import turning
from tipline.alerts import texts
from tipline.alerts.texts import DueText
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.letters import TEXTS
from tipline.log import Event, log
from tipline.runtime import GatewayRuntime

PAUSE_SECONDS: Final = 1.0
AT_ONCE: Final = 8
"""Phones that are texted side by side, by threads of their own: no answer keeps a page waiting."""


class Pager:
    """Hands over what pages owe. Any number of gateways may do so: each text is taken by one.

    A page waits for no turn, and answers to reporters wait for it.
    """

    def __init__(self, runtime: GatewayRuntime, *, pace: Pace | None = None) -> None:
        """Page through this gateway; `pace` has the turns of our numbers, where others send by them."""
        self._runtime = runtime
        self._pace = pace or Pace(runtime.settings.sms_segments_per_second)
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="pager")

    async def run(self) -> None:
        """Look for what is due, for as long as the process lives."""
        try:
            await turning(lambda: self.turn(now=self._runtime.clock.now()), every=PAUSE_SECONDS)
        finally:
            self._threads.shutdown(wait=False, cancel_futures=True)

    async def turn(self, *, now: datetime) -> int:
        """Hand over what is due; how many left.

        Raises:
            StoreUnavailable: what was taken is tried again after its lease.
        """
        with self._runtime.tips.look() as connection:
            if not texts.waiting(connection, now=now):
                return 0
        due = await self._runtime.tips.write(partial(texts.take, now=now, limit=AT_ONCE))
        return sum(await asyncio.gather(*(self._send(text, now) for text in due)))

    async def _send(self, text: DueText, now: datetime) -> bool:
        self._pace.spent(line=text.from_, text=TEXTS[text.words], now=now)
        send = partial(self._runtime.carrier.send, to=text.to, from_=text.from_, body=TEXTS[text.words])
        try:
            sid = await asyncio.get_running_loop().run_in_executor(self._threads, send)
        except CarrierRefused as refused:
            log(Event.CARRIER_REFUSED, program=text.program_id, code=refused.code or 0, kind=text.words)
        except CarrierUnavailable:
            log(Event.CARRIER_UNAVAILABLE, program=text.program_id, attempts=text.tries, kind=text.words)
        else:
            await self._runtime.tips.write(partial(texts.done, text=text))
            await note(self._runtime, sid, program_id=text.program_id, now=now)
            return True
        await self._runtime.tips.write(partial(texts.later, text=text, now=now))
        return False
