"""The conversation by text: what an inbound text asks for, what is done, and what is answered.

Texts of one sender are taken one at a time. Everything is committed before an answer is given, and a second
delivery of the same text repeats without effect: whatever is killed in between, the carrier brings the
text again and it is healed. Nothing here knows HTTP or Twilio.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from tipline.errors import KeyTrouble, StoreTrouble, StoreUnavailable
from tipline.intake.normalise import clean
from tipline.intake.programs import Programs
from tipline.intake.texts.addresses import ReturnAddress
from tipline.intake.texts.away import Read
from tipline.intake.texts.code_links import CodeLinks
from tipline.intake.texts.deeds import Deeds
from tipline.intake.texts.held import HeldKind, HeldRow, read_expired
from tipline.intake.texts.inbound import InboundText, OptOut
from tipline.intake.texts.keywords import Asked, read_text, wanted
from tipline.intake.texts.lines import Line, LineProgram, Lines
from tipline.intake.texts.manners import Budget, Ended, Turns
from tipline.intake.texts.safe import ask_again, is_asked, release
from tipline.intake.texts.senders import until_unchanged
from tipline.intake.texts.speaking import Taken, language_of, say, say_stopped
from tipline.intake.texts.spoken import spoken
from tipline.intake.texts.state import Seen, Sender, Told, is_closed, joined, look, named, told_by, waited
from tipline.intake.texts.transitions import ASKED_APART, Answer, Does, Stands, Step, Wants, step
from tipline.languages import USUAL
from tipline.log import Event, failure, log
from tipline.private import Address
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import ID_SIZE, ProgramId, RecordId, TipNumber

OWED_AT_ONCE: Final = 100


class Texting:
    """The conversations of all lines. Holds who is being answered now, and how often lately."""

    def __init__(self, runtime: GatewayRuntime) -> None:
        """Converse for this gateway."""
        self._runtime = runtime
        self._programs = Programs(runtime.tips, runtime.keyring)
        self._deeds = Deeds(runtime, self._programs)
        self._pages = CodeLinks(self._deeds)
        self._lines = Lines(runtime.tips, runtime.keyring)
        self._turns = Turns()
        self._budget = Budget()
        self._ended = Ended()

    @property
    def programs(self) -> Programs:
        """The programs, as remembered."""
        return self._programs

    def lines(self, *, now: datetime) -> tuple[Line, ...]:
        """Every line that is served.

        Raises:
            StoreUnavailable: they cannot be read.
        """
        return self._lines.all(now=now)

    def first_of(self, line: str, *, now: datetime) -> ProgramId | None:
        """The program by whose id a line's rows in the vault are kept, if the line is ours.

        Raises:
            StoreUnavailable: the lines cannot be read.
        """
        found = self._lines.find(line, now=now)
        return None if found is None else found.first.program_id

    async def receive(
        self, text: InboundText, *, now: datetime, number: TipNumber | None = None
    ) -> str | None:
        """Take a text in, and say what is answered, if anything is.

        The same text, however often and at the same time it comes, makes one tip and one record and gets
        the same answer. No answer goes to who cannot be answered, who has just texted STOP, or where the
        carrier has answered.

        Args:
            number: what it was answered with before, while a store was away.

        Raises:
            StoreUnavailable: it was not taken; it should be brought again.
            TipNotStored: as above, where it has a number already that it may be answered with.
            NoProvenKey: the program has no key that may be sealed to; as above.
        """
        line = self._lines.find(text.line, now=now)
        if line is None:
            log(Event.LINE_UNKNOWN)
            return None
        if self._lines.is_ours(text.sender):
            return None
        sender = self._sender(line, text.sender, text.address)
        return await self.receive_from(sender, text, now=now, number=number)

    async def receive_from(
        self, sender: Sender, text: InboundText, *, now: datetime, number: TipNumber | None = None
    ) -> str | None:
        """As `receive`, where it is known already who texts.

        Raises:
            StoreUnavailable, TipNotStored, NoProvenKey: as `receive`.
        """
        async with self._turns.of(sender.who):
            answer = await until_unchanged(lambda: self._answer(sender, text, number, now))
        return self.allowed(answer, sender, text, now=now)

    def allowed(self, answer: str | None, sender: Sender, text: InboundText, *, now: datetime) -> str | None:
        """An answer, if one may go: to who can be answered, where the carrier has not, not too often."""
        if answer is None or sender.address is None or text.opt_out is not None:
            return None
        record_id = self._deeds.names.record(text.sid)
        return answer if self._budget.allows(sender.who, record_id, now=now) else None

    async def opted_out(self, address: ReturnAddress, *, record_id: RecordId, now: datetime) -> None:
        """Do what STOP does for somebody whom the carrier may not text: they said it there and not to us.

        Raises:
            StoreUnavailable: it is not done.
        """
        line = self._lines.find(address.line.wire, now=now)
        if line is None:
            return
        sender = self._sender(line, address.to.wire, address.to)
        async with self._turns.of(sender.who):
            await until_unchanged(lambda: self._end(sender, record_id, now))

    def sender(self, text: InboundText, *, now: datetime) -> Sender | None:
        """Who texts, on which line; nothing where the line is not ours, or the sender is one of ours.

        Raises:
            StoreUnavailable: the tips cannot be read, and the line is not known from before.
        """
        line = self._lines.find(text.line, now=now)
        if line is None or self._lines.is_ours(text.sender):
            return None
        return self._sender(line, text.sender, text.address)

    def read(self, text: InboundText, sender: Sender) -> Read:
        """What a text asks for, and what it tells."""
        asked = read_text(clean(text.body), sender.line.keywords)
        told, wants = told_by(self._deeds.names, sender, text, asked, None), _wanted(sender, asked, text)
        if wants is Wants.CALL and told.tells:
            wants = Wants.NEW if told.new else Wants.TELL
        return Read(asked, wants, told)

    def ways(self, sender: Sender) -> frozenset[bytes]:
        """A sender's keyed names on each line on which they are forgotten by a STOP on theirs."""
        twins = self._lines.twins(sender.line) if sender.name else ()
        return frozenset({sender.who, *(self._on(one, sender.name, sender.address).who for one in twins)})

    def has_just_ended(self, sender: Sender, *, now: datetime) -> bool:
        """Whether they have texted STOP just now."""
        return self._ended.holds(sender.who, now=now)

    async def keep(
        self, text: InboundText, *, program_id: ProgramId, now: datetime, number: TipNumber | None
    ) -> None:
        """Take in what was told by somebody who is forgotten: a tip of its own, which nobody can answer.

        Raises:
            StoreUnavailable, NoProvenKey: as `receive`.
        """
        line = self._lines.find(text.line, now=now)
        if line is None:
            log(Event.LINE_UNKNOWN)
            return
        asked = read_text(clean(text.body), line.keywords)
        told = told_by(self._deeds.names, self._sender(line, "", None), text, asked, number)
        if told.tells:
            language = asked.speaks or spoken(told.text) or USUAL.tag
            await self._deeds.begin(None, None, told, program_id=program_id, language=language, now=now)

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
        if line is None or program is None or not program.takes(line.channel):
            told = waited(group)
            language = spoken(told.text) or USUAL.tag
            await self._deeds.begin(None, None, told, program_id=held.program_id, language=language, now=now)
            return
        sender = self._sender(line, held.sender, Address.read(held.sender))
        async with self._turns.of(sender.who):
            await until_unchanged(lambda: self._settle_sender(sender, program, held.record_id, now))

    async def _settle_sender(
        self, sender: Sender, program: LineProgram, record_id: RecordId, now: datetime
    ) -> None:
        """Give a program all that a sender has waiting: nobody said that it is for another."""
        seen = self._look(sender, program, record_id)
        await self._deeds.forget(seen.settled)
        if not seen.waiting:
            return
        told = waited(seen.waiting)
        language = language_of(sender, seen, Asked(Wants.TELL), told.text)
        if seen.thread is not None and not seen.began_with(told):
            await self._deeds.add(sender, seen, told, language=language, now=now)
        else:
            await self._begin(Taken(sender, seen, told, language), program.program_id, now)

    async def _answer(
        self, sender: Sender, text: InboundText, number: TipNumber | None, now: datetime
    ) -> str | None:
        """Find the row of the table that a text is in, and do what stands there."""
        asked = read_text(clean(text.body), sender.line.keywords)
        wants = _wanted(sender, asked, text)
        piece = told_by(self._deeds.names, sender, text, asked, number)
        if wants is Wants.STOP:
            return await self._stop(sender, asked, piece, now)
        if wants is Wants.NOTHING:
            return None
        if asked.wants in {Wants.START, Wants.YES} or text.opt_out is OptOut.START:
            self._ended.lift(sender.who)
        seen = self._look(sender, sender.line.called(asked.keyword), piece.record_id)
        await self._deeds.forget(seen.settled)
        told = joined(seen.waiting, piece) if seen.program is not None else piece
        if wants is Wants.CALL and told.tells:
            wants = Wants.NEW if told.new else Wants.TELL
        stands = self._stands(sender, seen, told, wants, now)
        language = language_of(sender, seen, asked, told.text)
        return await self._do(step(wants, stands), Taken(sender, seen, told, language), now)

    def _stands(self, sender: Sender, seen: Seen, told: Told, wants: Wants, now: datetime) -> Stands:
        """Where a text finds the conversation."""
        if self._ended.holds(sender.who, now=now):
            return Stands.ENDED
        if seen.stored is not None or seen.number_given(told) is not None:
            return Stands.AGAIN
        if is_closed(sender.line, seen.program, wants, in_thread=seen.thread is not None):
            return Stands.CLOSED
        numbered = told.number is not None
        if seen.program is None and not numbered:
            return Stands.UNCALLED
        if seen.thread is None or numbered or seen.began_with(told):
            return Stands.UNBEGUN
        asked = wants in ASKED_APART and is_asked(self._deeds, seen.thread)
        return Stands.ASKED if asked else Stands.OPEN

    async def _do(self, step: Step, taken: Taken, now: datetime) -> str | None:
        """Do what the table says; each deed that has its own answer gives it."""
        sender, seen, told = taken.sender, taken.seen, taken.told
        says, number = step.says, None
        match step.does:
            case Does.HOLD if told.tells:
                await self._deeds.hold(sender, told, program_id=taken.whose.program_id, now=now)
            case Does.EXPECT if seen.known is not None:
                fresh = told.new or seen.thread is None
                await self._deeds.expect(sender, seen.known, fresh=fresh, now=now)
            case Does.BEGIN:
                number = await self._begin(taken, taken.whose.program_id, now)
                says = says if number else None
            case Does.ADD:
                thread = await self._deeds.add(sender, seen, told, language=taken.language, now=now)
                says = thread.answer_to(told.record_id)
            case Does.KEEP:
                await self._keep(taken, now)
            case Does.REPEAT:
                number = seen.number_given(told)
                says = Answer.RECEIVED if number else seen.answer_given(told)
            case Does.RELEASE if seen.thread is not None:
                deed = ask_again if told.late else release
                await deed(self._deeds, seen.thread, record_id=told.record_id, now=now)
            case Does.LINK:
                return await self._pages.give(taken, now=now)
        site = self._runtime.settings.public_origin
        return say(says, taken, site=site, number=number) if says else None

    async def _begin(self, taken: Taken, program_id: ProgramId, now: datetime) -> TipNumber | None:
        """Make a tip of what is told, which its sender can add to."""
        return await self._deeds.begin(
            taken.sender,
            taken.seen.known,
            taken.told,
            program_id=program_id,
            language=taken.language,
            now=now,
        )

    async def _keep(self, taken: Taken, now: datetime) -> None:
        """Keep what was told before STOP and came after it, and nothing of who told it."""
        line, seen = taken.sender.line, taken.seen
        program = seen.program or line.program(self._ended.talked_to(taken.sender.who)) or line.first
        if seen.stored is None:
            await self._deeds.begin(
                None, None, taken.told, program_id=program.program_id, language=taken.language, now=now
            )

    async def _stop(self, sender: Sender, asked: Asked, piece: Told, now: datetime) -> str:
        """End it, and say so. Pictures that came with that word are kept, and nothing of who sent them."""
        language = self._spoken_until_now(sender, asked, piece.record_id)
        await self._end(sender, piece.record_id, now)
        if piece.pictures:
            seen = self._look(sender, sender.line.called(asked.keyword), piece.record_id)
            await self._keep(Taken(sender, seen, replace(piece, text=""), language), now)
        return say_stopped(sender.line, language)

    async def _end(self, sender: Sender, record_id: RecordId, now: datetime) -> None:
        """The number is forgotten first, and at once; staff are told as soon as the tips can be."""
        for line in (sender.line, *self._lines.twins(sender.line)):
            here = self._on(line, sender.name, sender.address)
            talked_to = await self._deeds.end(here, record_id=record_id, now=now)
            self._ended.add(here.who, talked_to=talked_to, now=now)
        try:
            await self.settle(now=now, nameless=True)
        except StoreUnavailable as trouble:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
        except KeyTrouble as trouble:
            failure(trouble)

    def _spoken_until_now(self, sender: Sender, asked: Asked, record_id: RecordId) -> str:
        """The language of a conversation that is about to be forgotten; tips that are away stop nobody."""
        seen = None
        if asked.speaks is None:
            with suppress(StoreTrouble, KeyTrouble):
                seen = self._look(sender, None, record_id)
        return language_of(sender, seen, asked, "")

    def _sender(self, line: Line, written: str, address: Address | None) -> Sender:
        return self._on(line, named(written, address), address)

    def _on(self, line: Line, name: str, address: Address | None) -> Sender:
        who = self._deeds.names.on_line(line.number, name) if name else secrets.token_bytes(ID_SIZE)
        return Sender(line=line, name=name, who=who, address=address)

    def _look(self, sender: Sender, called: LineProgram | None, record_id: RecordId) -> Seen:
        stores = self._runtime.tips, self._runtime.vault
        return look(*stores, self._deeds.names, sender, called=called, record_id=record_id)


def _wanted(sender: Sender, asked: Asked, text: InboundText) -> Wants:
    """What a text wants; a private page's address is not for an app's company to read."""
    wants = wanted(asked, text)
    return Wants.REWARD if wants is Wants.CODE and sender.line.channel.by_app else wants
