"""What staff have written, on its way to a phone: this process alone can open it and knows where it goes.

A text may leave twice: a process that dies between handing it over and writing that down leaves it to be sent
again. It never gets lost.
"""

import asyncio
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from crypto.errors import CannotOpen
from sms.noted import note
from sms.pace import Pace
from sms.refusals import NOT_TAKEN, notice
from sms.status import Reports
from sms.telling import Telling
from sms.turning import turning
from tipline import outbox
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.errors import NoSuchProgram, StoreUnavailable
from tipline.intake.programs import Desk
from tipline.intake.texts.addresses import ReturnAddress, names_of
from tipline.intake.texts.replies import MOVED_NOTICE, NO_ADDRESS_NOTICE, NOT_SAFE_NOTICE
from tipline.intake.texts.senders import address_of, prolong_sender
from tipline.intake.texts.speaking import tongue_of
from tipline.intake.texts.texting import Texting
from tipline.intake.texts.tips import StoredTip, read_tip
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import plain
from tipline.languages import USUAL
from tipline.log import Event, failure, log
from tipline.outbox import DueText, OutboundText
from tipline.private import Address
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import ProgramId, RecordId, TipId

PAUSE_SECONDS: Final = 0.4
AT_ONCE: Final = 16
"""Numbers that are sent to side by side, each in a thread: a carrier that hangs holds one for ten seconds."""

BUSY_WAIT: Final = timedelta(seconds=1)
"""Until a text is looked at again whose number is just being sent another one."""

LAST_SECONDS: Final = 3.0
"""What is being handed over when the process ends gets so long: cut off, it would be sent a second time."""

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=10)
LONGEST_PAUSE: Final = timedelta(hours=1)
"""That the carrier may ask for: it does so by the second."""
MOST_TRIES: Final = 150
"""About a day; then staff are told that it did not arrive."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A text that was opened, and where it goes."""

    row: DueText
    desk: Desk
    text: OutboundText
    address: ReturnAddress
    language: str = USUAL.tag
    """What the thread is in."""

    @property
    def tells_first(self) -> bool:
        """Whether they are only told that it is there: they have not said yet that it is safe to read."""
        return self.text.when_safe and not self.row.is_safe

    def leaves_at(self, now: datetime) -> datetime | None:
        """When the program's hours begin, for what must wait for them; who has just said OK is awake."""
        if self.text.any_hour or self.row.is_safe:
            return None
        return self.desk.program.hours.opens(now, zone=self.desk.program.zone)

    def words(self) -> str:
        """What is handed over."""
        if not self.tells_first:
            return self.text.text
        waits = Answer.QUESTION_WAITS if self.text.question else Answer.MESSAGE_WAITS
        return plain(waits, tongue_of(self.language))


class Delivery:
    """Hands over what is owed. Any number of gateways may do so: each text is taken by one.

    One number is sent one text at a time, the oldest first; no number waits for another, and nothing else in
    this process waits for the carrier. Each of our own numbers sends as fast as it may, and what it cannot
    send yet waits in the outbox, where no other number waits behind it.
    """

    def __init__(
        self,
        runtime: GatewayRuntime,
        texting: Texting,
        *,
        reports: Reports | None = None,
        pace: Pace | None = None,
    ) -> None:
        """Deliver for this gateway.

        Args:
            runtime: its stores, keys and carrier.
            texting: the conversations that the answers belong to.
            reports: who takes in what the carrier tells of texts.
            pace: the turns of our numbers, where something else sends by them too.
        """
        self._runtime = runtime
        self._programs = texting.programs
        self._telling = Telling(runtime, texting)
        self._reports = reports or Reports(runtime, self._telling)
        self._pace = pace or Pace(runtime.settings.sms_segments_per_second)
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="carrier")
        self._busy: set[Address] = set()
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Look for what is due, for as long as the process lives, whatever is still being handed over."""
        try:
            await turning(self._look, every=PAUSE_SECONDS)
        finally:
            await self._end()

    async def _look(self) -> None:
        while (await self._take(now=self._runtime.clock.now()))[0]:
            pass

    async def turn(self, *, now: datetime) -> int:
        """Hand over some of what is due, and wait for it; how many were taken.

        Raises:
            StoreUnavailable: what was taken is tried again after its lease.
        """
        count, tasks = await self._take(now=now)
        await asyncio.gather(*tasks)
        return count

    async def _take(self, *, now: datetime) -> tuple[int, list[asyncio.Task[None]]]:
        """Take some of what is due, and begin to hand it over: how many, and what is under way by that.

        Raises:
            StoreUnavailable: what was taken is tried again after its lease.
        """
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return 0, []
        with self._runtime.tips.read() as session:
            if not outbox.waiting(session.connection(), now=now):
                return 0, []
        self._pace.forget(now=now)
        rows = await self._runtime.tips.write(lambda connection: outbox.due(connection, now=now, limit=free))
        by_number: dict[Address, list[Opened]] = {}
        later: list[tuple[DueText, datetime]] = []
        for place, row in enumerate(rows):
            await asyncio.sleep(0)  # a webhook goes first: to open a text takes milliseconds
            opened = await self._open(row, now)
            if opened is None:
                continue
            if opened.address.to in self._busy:
                await self._give_back(opened, now, place)
            elif (turn := self._turn(opened, now)) > now:
                later.append((row, turn))
            else:
                by_number.setdefault(opened.address.to, []).append(opened)
        if later:
            await self._runtime.tips.write(partial(_give_all_back, rows=later))
        return len(rows), [self._begin(number, texts, now) for number, texts in by_number.items()]

    def _turn(self, opened: Opened, now: datetime) -> datetime:
        """When a text may leave."""
        return self._pace.turn(opened.row.outbox_id, line=opened.address.line, text=opened.words(), now=now)

    def _begin(self, number: Address, texts: list[Opened], now: datetime) -> asyncio.Task[None]:
        self._busy.add(number)
        task = asyncio.create_task(self._deliver(texts, now))
        self._under_way.add(task)

        def over(task: asyncio.Task[None]) -> None:
            self._busy.discard(number)
            self._under_way.discard(task)
            if not task.cancelled() and (error := task.exception()) is not None:
                failure(error)

        task.add_done_callback(over)
        return task

    async def _end(self) -> None:
        """Let what is under way arrive, if it does soon."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=LAST_SECONDS)
            for task in late:
                task.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _open(self, row: DueText, now: datetime) -> Opened | None:
        """Open a text and find its number; what cannot be sent is put off or told to staff."""
        try:
            desk = await self._programs.by_id(row.program_id, now=now)
            text = outbox.open_text(row, keys=self._runtime.keys.month_keys().values(), voice=desk.keys.voice)
        except (NoSuchProgram, CannotOpen):
            log(Event.CANNOT_OPEN, program=row.program_id)
            await self._later(row, None, now)
            return None
        address = address_of(
            self._runtime.vault, names_of(self._runtime), program_id=row.program_id, tip_id=text.tip_id
        )
        if address is None or row.unanswered:
            words = NO_ADDRESS_NOTICE if address is None else NOT_SAFE_NOTICE
            await self._telling.give_up(row, text.tip_id, words, now=now)
            return None
        tip = self._tip(row.program_id, text.tip_id)
        opened = Opened(row, desk, text, address, tip.language if tip else USUAL.tag)
        if opened.tells_first and tip is not None and tip.with_code:  # they reply on their page, and no OK
            await self._telling.give_up(row, text.tip_id, MOVED_NOTICE, now=now)
            return None
        if (due := opened.leaves_at(now)) is not None:
            await self._runtime.tips.write(lambda connection: outbox.give_back(connection, row, due=due))
            return None
        return opened

    def _tip(self, program_id: ProgramId, tip_id: TipId) -> StoredTip | None:
        with self._runtime.tips.read() as session:
            return read_tip(session.connection(), program_id=program_id, tip_id=tip_id)

    async def _deliver(self, texts: list[Opened], now: datetime) -> None:
        """Hand over what goes to one number, in order; after one that the carrier did not take, no more."""
        for place, one in enumerate(texts):
            if not await self._send(one, now):
                for further, other in enumerate(texts[place + 1 :]):
                    await self._give_back(other, now, further)
                return

    async def _send(self, one: Opened, now: datetime) -> bool:
        """Hand over one text; whether the carrier can be asked for another."""
        row, address, tip_id = one.row, one.address, one.text.tip_id
        if one.tells_first and await self._was_told(one):
            await self._park(one, now)
            return True
        if (
            address_of(self._runtime.vault, names_of(self._runtime), program_id=row.program_id, tip_id=tip_id)
            is None
        ):  # they have ended it since the text was taken
            await self._telling.give_up(row, tip_id, NO_ADDRESS_NOTICE, now=now)
            return True
        send = partial(self._runtime.carrier.send, to=address.to, from_=address.line, body=one.words())
        try:
            sid = await asyncio.get_running_loop().run_in_executor(self._threads, send)
        except CarrierRefused as refused:
            log(Event.CARRIER_REFUSED, program=row.program_id, code=refused.code or 0)
            await self._refused(one, refused.code, now)
        except CarrierUnavailable as away:
            log(Event.CARRIER_UNAVAILABLE, program=row.program_id, attempts=row.tries)
            await self._later(row, tip_id, now, pause=self._pause(address, away, now))
            return False
        else:
            await self._note(row.program_id, tip_id, sid, now)
            if one.tells_first:
                await self._park(one, now)
            else:
                await self._runtime.tips.write(lambda connection: outbox.done(connection, row))
            await self._prolong(row.program_id, tip_id, address, now)
        return True

    async def _was_told(self, one: Opened) -> bool:
        """Whether they know already that something waits; from now on their OK finds this one too."""
        row = one.row
        route = names_of(self._runtime).route(row.program_id, one.text.tip_id)

        def tell(connection: Connection) -> bool:
            told = outbox.was_told(connection, program_id=row.program_id, route=route)
            outbox.telling(connection, row, route=route)
            return told

        return await self._runtime.tips.write(tell)

    async def _park(self, one: Opened, now: datetime) -> None:
        await self._runtime.tips.write(lambda connection: outbox.park(connection, one.row, now=now))

    async def _note(self, program_id: ProgramId, tip_id: TipId, sid: str, now: datetime) -> None:
        """Note what the carrier took; what it says of it later it may have said already."""
        sent = await note(self._runtime, sid, program_id=program_id, tip_id=tip_id, now=now)
        if sent is None or not sent.state.lost:
            return
        try:
            await self._reports.tell(sent, tip_id, sid, sent.code, now=now)
        except StoreUnavailable as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)

    async def _refused(self, one: Opened, code: int | None, now: datetime) -> None:
        """Tell staff why the carrier takes a text never; where the reporter has opted out, it is over."""
        row, tip_id = one.row, one.text.tip_id
        ended = await self._telling.end(
            code,
            one.address,
            program_id=row.program_id,
            tip_id=tip_id,
            record_id=RecordId(row.outbox_id),
            now=now,
        )
        words = notice(code, kept=not ended)
        await self._telling.give_up(row, tip_id, words, now=now, ended=ended, keep=not ended)

    def _pause(self, address: ReturnAddress, away: CarrierUnavailable, now: datetime) -> timedelta:
        """How long the carrier asks us to wait: everything else of this number waits too."""
        if away.after is None:
            return timedelta()
        pause = min(timedelta(seconds=away.after), LONGEST_PAUSE)
        self._pace.hold(line=address.line, until=now + pause)
        return pause

    async def _give_back(self, one: Opened, now: datetime, place: int) -> None:
        """Put a text back for a moment, behind those that were put back with it before."""
        row, due = one.row, now + BUSY_WAIT + timedelta(microseconds=place)
        await self._runtime.tips.write(lambda connection: outbox.give_back(connection, row, due=due))

    async def _later(
        self, row: DueText, tip_id: TipId | None, now: datetime, *, pause: timedelta = timedelta()
    ) -> None:
        """Try again, with growing pauses and some chance in them; after a day, give up."""
        if row.tries < MOST_TRIES:
            wait = max(pause, min(FIRST_WAIT * 2 ** min(row.tries - 1, 10), LONGEST_WAIT))
            due = now + wait * (1 + secrets.randbelow(250) / 1000)
            await self._runtime.tips.write(lambda connection: outbox.later(connection, row, due=due))
        elif tip_id is None:
            await self._runtime.tips.write(lambda connection: outbox.done(connection, row))
        else:
            await self._telling.give_up(row, tip_id, NOT_TAKEN, now=now, keep=True)

    async def _prolong(
        self, program_id: ProgramId, tip_id: TipId, address: ReturnAddress, now: datetime
    ) -> None:
        """An answer is a contact too: the way back lives for another thirty days."""
        prolong = prolong_sender(
            names_of(self._runtime), program_id=program_id, tip_id=tip_id, address=address, now=now
        )
        await self._runtime.vault.write(prolong)


def _give_all_back(connection: Connection, *, rows: Sequence[tuple[DueText, datetime]]) -> None:
    """Write down many turns at once: a thousand that wait are no thousand commits before one leaves."""
    for row, due in rows:
        outbox.give_back(connection, row, due=due)
