"""Every text is taken: by the stores, or, while one is away, by the spool, from which it comes once more.

A text that waited comes as the carrier would bring it again, so that what is there already is found.
Only what its sender was told stands: the number that they have is that of their tip. Texts of one sender
come in the order in which they were sent, and one who ends the conversation is forgotten here too.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from crypto.errors import CannotOpen
from tipline.errors import KeyTrouble, NoProvenKey, StoreTrouble, StoreUnavailable
from tipline.intake.texts.addresses import Names, names_of
from tipline.intake.texts.away import Read, decide_away
from tipline.intake.texts.inbound import InboundText
from tipline.intake.texts.manners import Turns
from tipline.intake.texts.replies import WAITED
from tipline.intake.texts.spooled import SpooledText, open_spooled, seal_spooled
from tipline.intake.texts.state import Sender, named
from tipline.intake.texts.texting import Texting
from tipline.intake.texts.transitions import Wants
from tipline.log import Event, failure, log
from tipline.runtime import GatewayRuntime
from tipline.spool import Kind
from tipline.spool_errors import SpoolUnavailable, TipNotStored
from tipline.vocabulary import RecordId, TipNumber

AT_ONCE: Final = frozenset({Wants.STOP, Wants.START, Wants.HELP})
"""What nobody waits for, whatever of theirs waits."""
SENDERS_AT_ONCE: Final = 16
TRIED_AGAIN: Final = timedelta(minutes=10)
"""What cannot be taken for a reason of its own does not hold up the rest, and is tried again after this."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file of the spool: whose text is in it, and which; opened once."""

    name: str
    who: bytes
    record_id: RecordId
    spooled: SpooledText


class TextReception:
    """One gateway's way into the conversation. Holds whether a store is away, and whose texts wait."""

    def __init__(self, runtime: GatewayRuntime, texting: Texting) -> None:
        """Take texts in for `texting`; what waits lies in the gateway's spool."""
        self._runtime = runtime
        self._texting = texting
        self._spool = runtime.spool
        self._turns = Turns()
        self._away = False
        self._latest = 0
        self._waiting: dict[str, _Waiting] = {}
        self._later: dict[bytes, datetime] = {}
        with suppress(SpoolUnavailable):  # the first turn tells of it
            self._load()

    async def receive(self, text: InboundText, *, now: datetime) -> str | None:
        """Take a text in, and say what is answered, if anything is.

        What cannot be taken in by a mistake of ours waits too, unanswered, and is tried again.

        Raises:
            StoreUnavailable: neither a store nor the spool can keep it, or its line is not known.
            NoProvenKey: as `Texting.receive`.
        """
        sender = self._texting.sender(text, now=now)
        if sender is None:
            return await self._texting.receive(text, now=now)
        async with self._turns.of(sender.who):
            try:
                return await self._receive(text, sender, now)
            except (StoreTrouble, KeyTrouble):
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, an answer that tells of it tells the carrier
                failure(error)
            await self._keep_unanswered(text, sender, now)
            return None

    def has(self, sid: str) -> bool:
        """Whether a text waits here, by the carrier's id of it."""
        record_id = self._names.record(sid)
        return any(one.record_id == record_id for one in self._waiting.values())

    async def turn(self, *, now: datetime) -> int:
        """Bring what waits once more; how many texts that were.

        What does not open is laid apart; what cannot be taken is tried again later, and with it the later
        texts of its sender. Neither holds up the others.

        Raises:
            StoreUnavailable: a store is still away; what is left waits.
            SpoolUnavailable: the folder cannot be read or written.
        """
        with self._spool.turn() as ours:
            if not ours:
                return 0
            if await asyncio.to_thread(self._spool.set_abandoned_aside, now=now):
                log(Event.SPOOLED_SET_ASIDE)
            self._load()
            groups: dict[bytes, list[_Waiting]] = {}
            for one in self._all():
                if one.who not in self._later or not now < self._later[one.who] < now + 2 * TRIED_AGAIN:
                    groups.setdefault(one.who, []).append(one)
            count, every = 0, list(groups.values())
            for place in range(0, len(every), SENDERS_AT_ONCE):
                count += await self._bring_all(every[place : place + SENDERS_AT_ONCE], now)
            if self._away and not count:
                await asyncio.to_thread(self._runtime.tips.ping)  # nothing else has shown that it is back
            self._away = False
        if count:
            log(Event.SPOOL_DELIVERED, count=count)
        return count

    async def _receive(self, text: InboundText, sender: Sender, now: datetime) -> str | None:
        read = self._texting.read(text, sender)
        if self._away or read.wants is Wants.STOP:
            self._know_all()
        if (before := self._before(text)) is not None:
            return before.spooled.answer
        number = None
        if read.wants is Wants.STOP:
            await self._forget(self._of(self._texting.ways(sender)), now)
        if (not self._away and not self._of({sender.who})) or read.wants in AT_ONCE:
            try:
                return await self._texting.receive_from(sender, text, now=now)
            except StoreUnavailable as trouble:
                self._is_away(trouble)
                number = trouble.number if isinstance(trouble, TipNotStored) else None
                self._know_all()
                if (before := self._before(text)) is not None:
                    return before.spooled.answer
        return await self._wait(text, read, sender, number, now, follows=bool(self._of({sender.who})))

    async def _wait(
        self,
        text: InboundText,
        read: Read,
        sender: Sender,
        number: TipNumber | None,
        now: datetime,
        *,
        follows: bool,
    ) -> str | None:
        """Keep a text in the spool, and answer it."""
        away = decide_away(
            read,
            sender,
            names=self._names,
            vault=self._runtime.vault,
            site=self._runtime.settings.public_origin,
            number=number,
            follows=follows,
        )
        if not self._runtime.keyring.knows(away.program_id):
            raise NoProvenKey(away.program_id)
        ended = self._texting.has_just_ended(sender, now=now)
        answer = None if ended else self._texting.allowed(away.answer, sender, text, now=now)
        if not away.waits:
            return answer
        spooled = SpooledText(text, now, away.program_id, away.number, answer)
        await self._put(spooled.without_sender() if ended else spooled, sender, now)
        return answer

    async def _keep_unanswered(self, text: InboundText, sender: Sender, now: datetime) -> None:
        """Keep a text that something is wrong with, or with us: nothing was told of it, not even a number.

        Raises:
            StoreUnavailable: the spool cannot keep it.
        """
        called = None
        with suppress(Exception):  # to read it may be what went wrong
            called = sender.line.called(self._texting.read(text, sender).asked.keyword)
        spooled = SpooledText(text, now, (called or sender.line.first).program_id)
        ended = self._texting.has_just_ended(sender, now=now)
        await self._put(spooled.without_sender() if ended else spooled, sender, now)

    async def _put(self, spooled: SpooledText, sender: Sender, now: datetime) -> None:
        """Have a text on the disk, behind all that waits already.

        Raises:
            StoreUnavailable: the spool cannot keep it.
        """
        record_id = self._names.record(spooled.text.sid)
        self._latest = max(
            int(now.timestamp() * 1000), self._latest + 1
        )  # no two have one place in the order
        name = f"{Kind.TIP}-{self._latest:013d}-{self._names.spooled(record_id).hex()}"
        sealed = seal_spooled(spooled, self._names, name=name, now=now)
        try:
            await asyncio.to_thread(self._spool.put, name, sealed, now=now)
        except SpoolUnavailable as trouble:
            failure(trouble, event=Event.SPOOL_UNAVAILABLE)
            raise StoreUnavailable(self._runtime.tips.name) from None
        self._waiting[name] = _Waiting(name, sender.who, record_id, spooled)

    async def _forget(self, waiting: Iterable[_Waiting], now: datetime) -> None:
        """Destroy the number in every text of a sender that waits, before anything else is done.

        Raises:
            StoreUnavailable: it cannot be destroyed now; the carrier brings their STOP again.
        """
        for one in waiting:
            spooled = one.spooled.without_sender()
            sealed = seal_spooled(spooled, self._names, name=one.name, now=now)
            try:
                await asyncio.to_thread(self._spool.replace, one.name, sealed, now=spooled.at)
            except SpoolUnavailable as trouble:
                failure(trouble, event=Event.SPOOL_UNAVAILABLE)
                raise StoreUnavailable(self._runtime.tips.name) from None
            self._waiting[one.name] = replace(one, who=one.record_id, spooled=spooled)

    def _before(self, text: InboundText) -> _Waiting | None:
        """The same text, if it waits here already."""
        record_id = self._names.record(text.sid)
        return next((one for one in self._waiting.values() if one.record_id == record_id), None)

    def _of(self, senders: Collection[bytes]) -> list[_Waiting]:
        """What waits of a sender, by each of their keyed names, in the order in which it came."""
        return [one for one in self._all() if one.who in senders]

    def _know_all(self) -> None:
        """As `_load`, for what is about to be received.

        Raises:
            StoreUnavailable: the folder cannot be read, so nobody can say what of this sender is in it.
        """
        try:
            self._load()
        except SpoolUnavailable as trouble:
            failure(trouble, event=Event.SPOOL_UNAVAILABLE)
            raise StoreUnavailable(self._runtime.tips.name) from None

    def _load(self) -> None:
        """Know every file that waits: those that were there before this process, or are another's."""
        names = self._spool.names()
        for gone in set(self._waiting) - set(names):
            del self._waiting[gone]
        for name in names:
            if name not in self._waiting:
                self._open(name)

    def _open(self, name: str) -> None:
        sealed = self._spool.read(name)
        if sealed is None:
            return
        try:
            spooled = open_spooled(sealed, self._names, name=name)
        except CannotOpen:
            self._spool.set_aside(name)
            log(Event.SPOOLED_SET_ASIDE)
            return
        text, record_id = spooled.text, self._names.record(spooled.text.sid)
        person = named(text.sender, text.address)
        who = self._names.on_line(text.line, person) if person else record_id
        self._waiting[name] = _Waiting(name, who, record_id, spooled)

    async def _bring_all(self, groups: Sequence[Sequence[_Waiting]], now: datetime) -> int:
        bringing = (self._bring(group, now) for group in groups)
        count = 0
        for done in await asyncio.gather(*bringing, return_exceptions=True):
            if isinstance(done, BaseException):
                raise done
            count += done
        return count

    async def _bring(self, group: Sequence[_Waiting], now: datetime) -> int:
        """Bring one sender's texts in their order; those behind one that cannot be taken wait with it."""
        async with self._turns.of(group[0].who):
            for place, one in enumerate(group):
                self._waiting.pop(one.name, None)
                self._open(one.name)  # its sender may have ended it meanwhile, by another process
                if one.name not in self._waiting:
                    continue
                try:
                    await self._bring_one(self._waiting[one.name].spooled, now)
                except StoreUnavailable as trouble:
                    self._is_away(trouble)
                    raise
                except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are brought
                    failure(error, event=Event.SPOOLED_NOT_DELIVERED)
                    self._later[one.who] = now + TRIED_AGAIN
                    return place
                await asyncio.to_thread(self._spool.remove, one.name)
                self._waiting.pop(one.name, None)
                self._later.pop(one.who, None)
        return len(group)

    async def _bring_one(self, spooled: SpooledText, now: datetime) -> None:
        at = spooled.at
        text = replace(spooled.text, late=now - at > WAITED)
        if spooled.forgotten:
            await self._texting.keep(text, program_id=spooled.program_id, now=at, number=spooled.number)
        else:
            await self._texting.receive(text, now=at, number=spooled.number)

    def _all(self) -> list[_Waiting]:
        """What waits, in the order in which it came."""
        return sorted(self._waiting.values(), key=lambda one: one.name)

    @property
    def _names(self) -> Names:
        return names_of(self._runtime)

    def _is_away(self, trouble: StoreUnavailable) -> None:
        if not self._away:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
        self._away = True
