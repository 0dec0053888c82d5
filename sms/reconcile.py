"""What the carrier still has of what was texted to us: what is not known here is received now.

As what was received is erased at the carrier, what remains there is what was missed, by a gateway that was
down or a store that was. What we have sent is found beside it, and its erasure owed. Up to when a line has
been heard stands in the vault and moves on only once all until then is kept: who is killed asks again.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeVar

from sms.eraser import Eraser
from sms.inbound import read_inbound
from sms.noted import note
from sms.turning import turning
from tipline.carrier_errors import CarrierTrouble
from tipline.carrier_watch import note_heard
from tipline.errors import StoreTrouble
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.erasures import owed_already
from tipline.intake.texts.heard import HeardLine, heard_until, take_line
from tipline.intake.texts.lines import Line
from tipline.intake.texts.reception import TextReception
from tipline.intake.texts.texting import Texting
from tipline.log import Event, failure, log
from tipline.ports import RememberedText
from tipline.private import Address
from tipline.runtime import GatewayRuntime

PAUSE_SECONDS: Final = 5.0
EVERY: Final = timedelta(minutes=5)
AFTER_TROUBLE: Final = timedelta(minutes=1)

OVERLAP: Final = timedelta(hours=1)
"""What comes late into the carrier's list is asked for once more; a retried webhook may be older still."""

WHOLE: Final = timedelta(days=31)
"""How far back a gateway asks when it begins: a missed text may be as old as that."""

STILL_ANSWERED: Final = timedelta(minutes=15)
"""An automatic answer that comes later than this reaches a phone that expects none, and who looks over it."""

T = TypeVar("T")


class Reconciler:
    """Asks for what was missed. Any number of gateways may do so: a text that two receive is one."""

    def __init__(
        self,
        runtime: GatewayRuntime,
        texting: Texting,
        eraser: Eraser,
        *,
        reception: TextReception | None = None,
    ) -> None:
        """Ask through this gateway.

        Args:
            reception: what takes texts in for `texting`, where some may wait in a spool.
        """
        self._reception = reception or TextReception(runtime, texting)
        self._runtime = runtime
        self._texting = texting
        self._eraser = eraser
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reconciler")
        self._begun: set[str] = set()
        self._hurried = False

    async def run(self) -> None:
        """Ask when the process begins, then every few minutes, for as long as it lives."""
        try:
            await turning(lambda: self.turn(now=self._runtime.clock.now()), every=PAUSE_SECONDS)
        finally:
            self._thread.shutdown(wait=False, cancel_futures=True)

    def hurry(self) -> None:
        """Something was not taken: ask for it at the next turn."""
        self._hurried = True

    async def turn(self, *, now: datetime) -> int:
        """Ask for what was texted to each line whose time has come; how many texts were received.

        Raises:
            StoreUnavailable: what is not received stays, for the next turn.
        """
        hurried, self._hurried = self._hurried, False
        return sum([await self._line(line, now, hurried=hurried) for line in self._texting.lines(now=now)])

    async def _line(self, line: Line, now: datetime, *, hurried: bool) -> int:
        first = line.first.program_id
        begins = line.number not in self._begun
        take = partial(take_line, program_id=first, number=line.number, now=now, at_once=begins or hurried)
        taken = await self._runtime.vault.write(take)
        if taken is None:
            return 0
        since = max(taken.since, now - WHOLE) if begins else taken.heard - OVERLAP
        try:
            received, missed = await self._receive(line, since, now)
        except CarrierTrouble:
            log(Event.CARRIER_UNAVAILABLE, program=first)
            await self._until(taken, heard=taken.heard, due=now + AFTER_TROUBLE)
            return 0
        except StoreTrouble:
            self.hurry()
            raise
        if missed:
            await self._until(taken, heard=taken.heard, due=now + AFTER_TROUBLE)
        else:
            self._begun.add(line.number)
            await self._until(taken, heard=now, due=now + EVERY)
        await self._runtime.tips.write(partial(note_heard, program_id=first, now=now))
        return received

    async def _receive(self, line: Line, since: datetime, now: datetime) -> tuple[int, int]:
        """Receive what is not known yet, in the order in which it was written.

        Returns:
            How many were received, and how many could not be: none of those keeps the others back.
        """
        first = line.first.program_id
        ask = self._runtime.carrier
        texts = await self._asked(partial(ask.inbound_since, line.number, since))
        sent = await self._asked(partial(ask.sent_since, line.number, since))
        known = self._known([*(one.sid for one in texts), *sent])
        if missed := [sid for sid in sent if sid not in known]:
            await self._eraser.owe_sent(missed, program_id=first, now=now)
        found = [one for one in texts if one.sid not in known and not self._reception.has(one.sid)]
        received = 0
        for one in found:
            try:
                await self._take(one, line, now)
            except StoreTrouble:
                raise
            except Exception as error:  # noqa: BLE001 - the next one may be in danger
                failure(error)
            else:
                received += 1
        if found:
            log(Event.TEXTS_FOUND, program=first, count=len(found))
        return received, len(found) - received

    async def _take(self, one: RememberedText, line: Line, now: datetime) -> None:
        text = read_inbound(self._fields(one), carrier_url=self._runtime.settings.carrier_url)
        if text is None:
            return
        text = replace(text, waited=max(now - one.at, timedelta()))
        answer = await self._reception.receive(text, now=now)
        await self._eraser.owe(text, program_id=line.first.program_id, now=now)
        if answer is not None and text.address is not None and one.at > now - STILL_ANSWERED:
            send = partial(
                self._runtime.carrier.send, to=text.address, from_=Address.read(line.number), body=answer
            )
            try:
                sid = await self._asked(send)
            except CarrierTrouble:
                log(Event.CARRIER_UNAVAILABLE, program=line.first.program_id)
            else:
                await note(self._runtime, sid, program_id=line.first.program_id, now=now)

    def _fields(self, one: RememberedText) -> dict[str, str]:
        """What the carrier would have brought, as far as it is read."""
        account = self._runtime.keys.account_sid
        base = f"{self._runtime.settings.carrier_url}/2010-04-01/Accounts/{account}/Messages/{one.sid}/Media"
        pictures = {f"MediaUrl{place}": f"{base}/{sid}" for place, sid in enumerate(one.media)}
        return {
            "MessageSid": one.sid,
            "AccountSid": account,
            "From": one.sender,
            "To": one.line,
            "Body": one.body,
            "NumMedia": str(len(one.media)),
        } | pictures

    def _known(self, sids: Sequence[str]) -> set[str]:
        with self._runtime.vault.look() as connection:
            return owed_already(connection, Names(self._runtime.keys), sids)

    async def _until(self, taken: HeardLine, *, heard: datetime, due: datetime) -> None:
        await self._runtime.vault.write(partial(heard_until, line=taken, heard=heard, due=due))

    async def _asked(self, ask: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)
