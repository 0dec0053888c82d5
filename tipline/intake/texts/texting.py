"""The conversation by text: what an inbound text asks for, what is done, and what is answered.

Texts of one sender are taken one at a time. Everything is committed before an answer is given, and a second
delivery of the same text repeats without effect: whatever is killed in between, the carrier brings the
text again and it is healed. Nothing here knows HTTP or Twilio.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from tipline.errors import StoreUnavailable
from tipline.intake.normalise import TEXT_LIMIT, clean
from tipline.intake.programs import Programs
from tipline.intake.texts import wording
from tipline.intake.texts.deeds import Deeds
from tipline.intake.texts.held import HeldKind, HeldRow, read_expired
from tipline.intake.texts.inbound import InboundText, OptOut
from tipline.intake.texts.keywords import Asked, Wants, read_text
from tipline.intake.texts.lines import Line, LineProgram, Lines
from tipline.intake.texts.manners import Budget, Ended, Turns
from tipline.intake.texts.replies import PICTURES_NOTICE, Answer
from tipline.intake.texts.safe import release
from tipline.intake.texts.senders import ChangedMeanwhile
from tipline.intake.texts.state import Seen, Sender, Told, joined, look, waited
from tipline.log import Event, log
from tipline.private import Address
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import ID_SIZE, ProgramId, RecordId, StoreName

ATTEMPTS: Final = 5
"""Two gateways that write of one sender at the same moment read again; more often is a fault."""

OWED_AT_ONCE: Final = 100

T = TypeVar("T")


class Texting:
    """The conversations of all lines. Holds who is being answered now, and how often lately."""

    def __init__(self, runtime: GatewayRuntime) -> None:
        """Converse for this gateway."""
        self._runtime = runtime
        self._programs = Programs(runtime.tips, runtime.keyring)
        self._deeds = Deeds(runtime, self._programs)
        self._lines = Lines(runtime.tips, runtime.keyring)
        self._turns = Turns()
        self._budget = Budget()
        self._ended = Ended()

    @property
    def programs(self) -> Programs:
        """The programs, as remembered."""
        return self._programs

    async def receive(self, text: InboundText, *, now: datetime) -> str | None:
        """Take a text in, and say what is answered, if anything is.

        The same text, however often and at the same time it comes, makes one tip and one record and gets
        the same answer. No answer goes to who cannot be answered, who has just texted STOP, or where the
        carrier has answered.

        Raises:
            StoreUnavailable: it was not taken; the carrier should bring it again.
            NoProvenKey: the program has no key that may be sealed to; as above.
        """
        line = self._lines.find(text.line, now=now)
        if line is None:
            log(Event.LINE_UNKNOWN)
            return None
        if self._lines.is_ours(text.sender):
            return None
        sender = self._sender(line, text.sender, text.address)
        record_id = self._deeds.names.record(text.sid)
        async with self._turns.of(sender.who):
            answer = await _until_unchanged(lambda: self._answer(sender, text, record_id, now))
        if answer is None or sender.address is None or text.opt_out is not None:
            return None
        return answer if self._budget.allows(sender.who, record_id, now=now) else None

    async def settle(self, *, now: datetime, nameless: bool = False) -> int:
        """Hand on what has waited long enough in the vault; how many rows that were.

        Args:
            nameless: only what waits without a sender, which is owed at once.

        Raises:
            StoreUnavailable: what is not done stays, for the next time.
            NoProvenKey: as above.
        """
        self._ended.forget(now)
        with self._runtime.vault.read() as session:
            names = self._deeds.names
            rows = read_expired(session.connection(), names, now=now, limit=OWED_AT_ONCE)
        rows = [row for row in rows if not (nameless and row.held.sender) and self._can_be_told(row)]
        for row in rows:
            if row.held.kind is HeldKind.STOPPED:
                await self._deeds.tell_staff(row, now=now)
        texts: dict[RecordId, list[HeldRow]] = {}
        for row in rows:
            if row.held.kind is HeldKind.TEXT:
                texts.setdefault(row.held.record_id, []).append(row)
        for group in texts.values():
            await self._settle_texts(group, now)
        return len(rows)

    def _can_be_told(self, row: HeldRow) -> bool:
        """Whether we have the root of the program that is owed it; if not it waits for a gateway that has."""
        known = self._runtime.keyring.knows(row.held.program_id)
        if not known:
            log(Event.KEY_NOT_PROVEN, program=row.held.program_id)
        return known

    async def _settle_texts(self, group: Sequence[HeldRow], now: datetime) -> None:
        held = group[0].held
        line = self._lines.find(held.line, now=now) if held.sender else None
        program = line.program(held.program_id) if line else None
        if line is None or program is None:
            await self._deeds.begin(None, None, waited(group), program_id=held.program_id, now=now)
            return
        sender = self._sender(line, held.sender, Address.read(held.sender))
        async with self._turns.of(sender.who):
            await _until_unchanged(lambda: self._settle_sender(sender, program, held.record_id, now))

    async def _settle_sender(
        self, sender: Sender, program: LineProgram, record_id: RecordId, now: datetime
    ) -> None:
        """Give a program all that a sender has waiting: nobody said that it is for another."""
        seen = self._look(sender, program, record_id)
        await self._deeds.forget(seen.settled)
        if seen.waiting:
            await self._tell(sender, seen, waited(seen.waiting), program.program_id, now)

    async def _answer(
        self, sender: Sender, text: InboundText, record_id: RecordId, now: datetime
    ) -> str | None:
        asked = read_text(clean(text.body), sender.line.keywords)
        wants = _wants(asked, text.opt_out)
        if wants is Wants.REWARD and text.media:
            wants = Wants.TELL
        if wants is Wants.STOP:
            return await self._stop(sender, record_id, now)
        if wants is Wants.NOTHING and not text.media:
            return None
        if wants in {Wants.START, Wants.YES}:
            self._ended.lift(sender.who)
        elif wants is not Wants.HELP and self._ended.holds(sender.who, now=now):
            if wants is not Wants.REWARD:
                await self._keep(sender, self._piece(text, asked, record_id), asked.keyword, now)
            return None
        seen = self._look(sender, sender.line.called(asked.keyword), record_id)
        await self._deeds.forget(seen.settled)
        if wants is Wants.OK and await self._is_safe(seen, record_id, now):
            return None
        explained = self._explained(wants, sender, seen)
        if explained is not None:
            return explained
        return await self._take(sender, seen, self._piece(text, asked, record_id), now)

    async def _is_safe(self, seen: Seen, record_id: RecordId, now: datetime) -> bool:
        """Whether what waited for this OK leaves by it."""
        if seen.thread is None or seen.stored is not None:
            return False
        return await release(self._deeds, seen.thread, record_id=record_id, now=now)

    def _explained(self, wants: Wants, sender: Sender, seen: Seen) -> str | None:
        """What is answered to a word that asks for an answer and for nothing else."""
        if wants is Wants.HELP:
            return wording.helping(self._whose(sender, seen).named)
        if wants is Wants.REWARD:
            return wording.rewarding(self._form(sender, seen))
        if wants is Wants.START or (wants is Wants.YES and seen.thread is None):
            return wording.plain(Answer.STARTED)
        return None

    async def _take(self, sender: Sender, seen: Seen, piece: Told, now: datetime) -> str | None:
        """Take in what a text tells, or whom it calls."""
        if (number := seen.number_given(piece)) is not None:
            return wording.received(number)
        if seen.stored is not None:
            return wording.plain(Answer.ADDED) if seen.thanked_for(piece) else None
        if seen.program is None:
            if piece.text:
                whose = self._whose(sender, seen).program_id
                await self._deeds.hold(sender, piece, program_id=whose, now=now)
            return wording.menu([one.named for one in sender.line.programs])
        told = joined(seen.waiting, piece)
        if told.text:
            return await self._tell(sender, seen, told, seen.program.program_id, now)
        if seen.known is not None:
            fresh = piece.new or seen.thread is None
            await self._deeds.expect(sender, seen.known, fresh=fresh, now=now)
        return wording.plain(Answer.ASK)

    async def _keep(self, sender: Sender, piece: Told, keyword: str | None, now: datetime) -> None:
        """Keep what was told before STOP and came after it, and nothing of who told it."""
        line = sender.line
        seen = self._look(sender, line.called(keyword), piece.record_id)
        if seen.stored is None and piece.text:
            program = seen.program or line.program(self._ended.talked_to(sender.who)) or line.first
            await self._deeds.begin(None, None, piece, program_id=program.program_id, now=now)

    async def _tell(
        self, sender: Sender, seen: Seen, told: Told, program_id: ProgramId, now: datetime
    ) -> str | None:
        """Add to the thread that is open, or begin a tip; one later text of a thread is thanked for."""
        current = seen.known.correspondent.current if seen.known else None
        begun = current is not None and current.tip_id == told.tip_id
        if seen.thread is not None and not told.new and not begun:
            thanked_for = await self._deeds.add(sender, seen, told, now=now)
            return wording.plain(Answer.ADDED) if thanked_for == told.record_id else None
        number = await self._deeds.begin(sender, seen.known, told, program_id=program_id, now=now)
        return wording.received(number) if number is not None else None

    async def _stop(self, sender: Sender, record_id: RecordId, now: datetime) -> str:
        """End it: the number is forgotten first, and at once; staff are told as soon as the tips can be."""
        talked_to = await self._deeds.end(sender, record_id=record_id, now=now)
        self._ended.add(sender.who, talked_to=talked_to, now=now)
        try:
            await self.settle(now=now, nameless=True)
        except StoreUnavailable as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
        return wording.plain(Answer.STOPPED)

    def _sender(self, line: Line, written: str, address: Address | None) -> Sender:
        name = (address.person if address else written).strip().casefold()
        nobody = secrets.token_bytes(ID_SIZE)
        who = self._deeds.names.on_line(line.number, name) if name else nobody
        return Sender(line=line, name=name, who=who, address=address)

    def _look(self, sender: Sender, called: LineProgram | None, record_id: RecordId) -> Seen:
        stores = self._runtime.tips, self._runtime.vault
        return look(*stores, self._deeds.names, sender, called=called, record_id=record_id)

    def _whose(self, sender: Sender, seen: Seen) -> LineProgram:
        return seen.program or sender.line.program(seen.last) or sender.line.first

    def _form(self, sender: Sender, seen: Seen) -> str | None:
        """The address of the web form; on a shared line where nobody was called, of the list of programs."""
        site = self._runtime.settings.public_origin
        if site is None:
            return None
        if seen.program is None and sender.line.program(seen.last) is None:
            return f"{site}/"
        return f"{site}/{self._whose(sender, seen).slug}"

    def _piece(self, text: InboundText, asked: Asked, record_id: RecordId) -> Told:
        """What this one text tells; a picture that cannot be taken yet is not passed over in silence."""
        pictures = PICTURES_NOTICE.format(count=text.media) if text.media else ""
        words = "\n".join(filter(None, (asked.rest, pictures)))
        return Told(
            record_id=record_id,
            tip_id=self._deeds.names.tip(text.sid),
            text=words[:TEXT_LIMIT],
            answered=(record_id,),
            new=asked.new,
        )


async def _until_unchanged(deed: Callable[[], Awaitable[T]]) -> T:
    for _ in range(ATTEMPTS):
        try:
            return await deed()
        except ChangedMeanwhile:
            continue
    raise StoreUnavailable(StoreName.VAULT)


def _wants(asked: Asked, opt_out: OptOut | None) -> Wants:
    """What the carrier has understood goes before what the words say; a YES may be both."""
    match opt_out:
        case OptOut.STOP:
            return Wants.STOP
        case OptOut.HELP:
            return Wants.HELP
        case OptOut.START if asked.wants is not Wants.YES:
            return Wants.START
        case _:
            return asked.wants
