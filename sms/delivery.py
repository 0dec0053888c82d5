"""What staff have written, on its way to a phone: this process alone can open it and knows where it goes."""

import asyncio
import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from crypto.errors import CannotOpen
from tipline import outbox
from tipline.errors import CarrierRefused, CarrierUnavailable, NoSuchProgram
from tipline.intake.addresses import Names, ReturnAddress
from tipline.intake.notices import SealedNotice, add_notice, prepare_notice
from tipline.intake.programs import Desk, Programs
from tipline.intake.replies_text import NO_ADDRESS_NOTICE, NOT_DELIVERED_NOTICE
from tipline.intake.senders import prolong_sender, read_address
from tipline.intake.text_tips import read_tip
from tipline.log import Event, failure, log
from tipline.outbox import DueText, OutboundText
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import ID_SIZE, ProgramId, RecordId, TipId

PAUSE_SECONDS: Final = 0.4
AT_ONCE: Final = 8
"""Texts that are handed over side by side; the webhook shares this process and must not wait."""

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=10)
MOST_TRIES: Final = 150
"""About a day; then staff are told that it did not arrive."""


class Delivery:
    """Hands over what is owed. Any number of gateways may do so: each text is taken by one."""

    def __init__(self, runtime: GatewayRuntime, programs: Programs) -> None:
        """Deliver for this gateway."""
        self._runtime = runtime
        self._programs = programs

    async def run(self) -> None:
        """Look for what is due, for as long as the process lives."""
        while True:
            try:
                while await self.turn(now=self._runtime.clock.now()):
                    pass
            except Exception as error:  # noqa: BLE001 - it must go on turning
                failure(error)
            await asyncio.sleep(PAUSE_SECONDS)

    async def turn(self, *, now: datetime) -> int:
        """Hand over some of what is due; how many were tried.

        Raises:
            StoreUnavailable: what was taken is tried again after its lease.
        """
        with self._runtime.tips.read() as session:
            if not outbox.waiting(session.connection(), now=now):
                return 0
        rows = await self._runtime.tips.write(
            lambda connection: outbox.due(connection, now=now, limit=AT_ONCE)
        )
        await asyncio.gather(*(self._deliver(row, now) for row in rows))
        return len(rows)

    async def _deliver(self, row: DueText, now: datetime) -> None:
        try:
            desk = await self._programs.by_id(row.program_id, now=now)
            text = outbox.open_text(row, keys=self._runtime.keys.month_keys().values(), voice=desk.keys.voice)
        except (NoSuchProgram, CannotOpen):
            log(Event.CANNOT_OPEN, program=row.program_id)
            await self._later(row, None, None, now)
            return
        address = self._address(row.program_id, text.tip_id)
        if address is None:
            await self._give_up(row, desk, text, NO_ADDRESS_NOTICE, now)
            return
        try:
            await asyncio.to_thread(
                self._runtime.carrier.send, to=address.to, from_=address.line, body=text.text
            )
        except CarrierRefused as refused:
            log(Event.CARRIER_REFUSED, program=row.program_id, code=refused.code or 0)
            await self._give_up(row, desk, text, NOT_DELIVERED_NOTICE, now)
        except CarrierUnavailable:
            log(Event.CARRIER_UNAVAILABLE, program=row.program_id, attempts=row.tries)
            await self._later(row, desk, text, now)
        else:
            await self._runtime.tips.write(lambda connection: outbox.done(connection, row))
            await self._prolong(row.program_id, text.tip_id, address, now)

    def _address(self, program_id: ProgramId, tip_id: TipId) -> ReturnAddress | None:
        names = Names(self._runtime.keys)
        with self._runtime.vault.read() as session:
            try:
                return read_address(session.connection(), names, program_id=program_id, tip_id=tip_id)
            except CannotOpen:
                log(Event.CANNOT_OPEN, program=program_id)
                return None

    async def _later(self, row: DueText, desk: Desk | None, text: OutboundText | None, now: datetime) -> None:
        """Try again, with growing pauses and some chance in them; after a day, give up."""
        if row.tries < MOST_TRIES:
            wait = min(FIRST_WAIT * 2 ** min(row.tries - 1, 10), LONGEST_WAIT)
            due = now + wait * (1 + secrets.randbelow(250) / 1000)
            await self._runtime.tips.write(lambda connection: outbox.later(connection, row, due=due))
        elif desk is None or text is None:
            await self._runtime.tips.write(lambda connection: outbox.done(connection, row))
        else:
            await self._give_up(row, desk, text, NOT_DELIVERED_NOTICE, now)

    async def _give_up(self, row: DueText, desk: Desk, text: OutboundText, words: str, now: datetime) -> None:
        """Tell staff in the thread, and forget the text, in one transaction."""
        notice = self._notice(desk, text, words, now)

        def told(connection: Connection) -> None:
            if notice is not None:
                add_notice(connection, notice)
            outbox.done(connection, row)

        await self._runtime.tips.write(told)

    def _notice(self, desk: Desk, text: OutboundText, words: str, now: datetime) -> SealedNotice | None:
        program = desk.program
        with self._runtime.tips.read() as session:
            tip = read_tip(session.connection(), program_id=program.program_id, tip_id=text.tip_id)
        thread = tip.any_thread() if tip is not None else None
        if thread is None:
            return None
        return prepare_notice(
            words,
            thread=thread,
            program=program,
            record_id=RecordId(secrets.token_bytes(ID_SIZE)),
            signer=self._runtime.keys.signing(),
            now=now,
        )

    async def _prolong(
        self, program_id: ProgramId, tip_id: TipId, address: ReturnAddress, now: datetime
    ) -> None:
        """An answer is a contact too: the way back lives for another thirty days."""
        prolong = prolong_sender(
            Names(self._runtime.keys), program_id=program_id, tip_id=tip_id, address=address, now=now
        )
        await self._runtime.vault.write(prolong)
