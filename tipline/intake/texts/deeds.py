"""What the gateway does with a text: each deed writes the vault first, then the tips, and can be repeated."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from crypto.numbers import draw_number
from tipline import outbox
from tipline.errors import StoreUnavailable
from tipline.intake import receive
from tipline.intake.names import begun_in
from tipline.intake.notices import add_notice, prepare_notice
from tipline.intake.programs import Programs
from tipline.intake.receive import Receipt, SealedTip
from tipline.intake.report import Report
from tipline.intake.texts.addresses import (
    Correspondent,
    KnownThread,
    Names,
    digest_of,
    names_of,
)
from tipline.intake.texts.begun_names import BegunNames
from tipline.intake.texts.held import (
    SOON,
    WAITS,
    Held,
    HeldKind,
    HeldRow,
    decide_held,
    forget_held,
    held_values,
    hold,
    nobody,
    read_held,
    stop_notices,
)
from tipline.intake.texts.nameless import gives_a_name
from tipline.intake.texts.pictures import owe_pictures, owed_of
from tipline.intake.texts.replies import STOPPED_NOTICE
from tipline.intake.texts.senders import (
    ChangedMeanwhile,
    Known,
    forget_sender,
    prepare_sender,
    read_program,
    read_sender,
    rows_of,
    write_sender,
)
from tipline.intake.texts.state import Seen, Sender, Told
from tipline.intake.texts.threads import begun, beside, is_kept, thread_of
from tipline.intake.texts.tips import StoredText, read_stored, read_tip
from tipline.records import ENDED
from tipline.runtime import GatewayRuntime
from tipline.spool_errors import TipNotStored
from tipline.store.inserts import Inserts
from tipline.store.upkeep import checkpoint
from tipline.vocabulary import ProgramId, RecordId, TipId, TipNumber


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds of one gateway."""

    runtime: GatewayRuntime
    programs: Programs
    begun_names: BegunNames = field(repr=False, default_factory=BegunNames)

    @property
    def names(self) -> Names:
        """Keyed names under the keys of now: they are renewed while the process runs."""
        return names_of(self.runtime)

    async def hold(self, sender: Sender, told: Told, *, program_id: ProgramId, now: datetime) -> None:
        """Keep a text until its sender says whose it is; `program_id` gets it if they never do."""
        held = Held(
            kind=HeldKind.TEXT,
            program_id=program_id,
            tip_id=told.tip_id,
            record_id=told.record_id,
            at=now,
            text=told.text,
            sender=sender.address.wire if sender.address else "",
            line=sender.line.number,
            sid=told.pictures[0].sid if told.pictures else "",
            media=told.pictures[0].media if told.pictures else (),
            channel=told.channel,
        )
        first = sender.line.first.program_id
        values = held_values(held, self.names, first=first, who=sender.who, expires_at=now + WAITS)
        await self.runtime.vault.write(lambda connection: hold(connection, values))

    async def expect(self, sender: Sender, known: Known, *, fresh: bool, now: datetime) -> None:
        """Remember whom the sender's next text is for, and whether it begins another tip.

        Raises:
            ChangedMeanwhile: another process wrote of this sender.
        """
        becomes = replace(known.correspondent, fresh=fresh)
        await self._remember(sender, known, becomes, now=now)

    async def add(
        self, sender: Sender, seen: Seen, told: Told, *, language: str, now: datetime
    ) -> KnownThread:
        """Add to the thread that is open, and give it as it is then: it says which texts are answered.

        What names staff goes aside, to integrity; the way back leads from there too.

        Raises:
            ChangedMeanwhile: another process wrote of this sender.
        """
        thread, known = seen.thread, seen.known
        if thread is None or known is None:
            raise ValueError("there is no thread to add to")
        desk = await self.programs.by_id(thread.program_id, now=now)
        before = self.begun_names.of(sender.who, now=now)
        sealed = receive.prepare_message(
            told.text,
            before=before,
            thread=thread,
            desk=desk,
            author=self.runtime.keys.signing(),
            channel=told.channel,
            now=now,
            language=language,
            record_id=told.record_id,
            announced=told.announced,
        )
        was, way_back = known.correspondent, [thread.tip_id]
        *others, current = was.threads
        current = replace(current, confirmed=current.confirmed or told.record_id)
        if current.reminded is None and gives_a_name(told.text):
            current = replace(current, reminded=told.record_id)
        becomes = replace(was, threads=(*others, current))
        if sealed.aside is not None:
            becomes = replace(becomes, threads=beside(becomes.threads, sealed.aside.thread))
            way_back.append(sealed.aside.thread.tip_id)
        if becomes != was or told.waited or not is_kept(sender, seen, self.names.last_day(now)):
            await self._remember(sender, known, becomes, now=now, way_back=way_back, told=told)
        goes_to = thread if sealed.aside is None else sealed.aside.thread
        await self._owe(told, goes_to, now)
        await self.runtime.tips.write(lambda connection: receive.add_message(connection, sealed))
        begun = "" if sealed.aside else begun_in(f"{before}\n{told.text}", desk.program.watched)
        self.begun_names.keep(sender.who, begun, now=now)
        await self.forget(told.waited)
        return current

    async def begin(
        self,
        sender: Sender | None,
        known: Known | None,
        told: Told,
        *,
        program_id: ProgramId,
        language: str,
        now: datetime,
    ) -> TipNumber | None:
        """Make a tip, and give its number; who sent it can be answered and can add to it from now on.

        What came before is not made again: the number is the stored one, or none where it became no tip, or
        where its sender has ended the conversation since.

        Raises:
            ChangedMeanwhile: another process wrote of this sender.
            NoProvenKey: the program has no key that may be sealed to; nothing was written.
            TipNotStored: the tips are away; what the vault has of it is healed when the text comes again.
        """
        desk = await self.programs.by_id(program_id, now=now)
        report = Report(channel=told.channel, text=told.text, language=language, announced=told.announced)
        sealed = receive.prepare(
            report,
            desk=desk,
            author=self.runtime.keys.signing(),
            now=now,
            tip_id=told.tip_id,
            record_id=told.record_id,
        )
        number = told.number or TipNumber(draw_number(sealed.number_prefix))
        mine = thread_of(told, digest_of(sealed.thread.public))
        written = None
        if sender is not None and known is not None:
            becomes = begun(known.correspondent, mine)
            written = await self._remember(sender, known, becomes, now=now, way_back=[told.tip_id], told=told)
        await self._owe(told, sealed.thread, now)
        receipt = await self._store(sealed, number, program_id=program_id, record_id=told.record_id)
        fresh = isinstance(receipt, Receipt) and receipt.fresh
        if sender is not None:
            self.begun_names.keep(sender.who, begun_in(told.text, desk.program.watched), now=now)
        if sender is not None and written is not None:
            if fresh and written.correspondent.threads[-1].key != mine.key:
                await self._correct(sender, mine, program_id=program_id, now=now)
            if not fresh and known is not None and known.row is None:
                await self._undo(sender, written)
                await self.forget(told.waited)
                return None
        await self.forget(told.waited)
        return receipt.number if receipt.tip_id == told.tip_id else None

    async def _owe(self, told: Told, thread: receive.Thread, now: datetime) -> None:
        """Write down what is to be fetched, before the text is stored."""
        if not told.pictures:
            return
        to = digest_of(thread.public)
        owed = owed_of(told.pictures, thread.program_id, came_with=told.record_id, thread=to, now=now)
        await self.runtime.vault.write(partial(owe_pictures, owed=owed, names=self.names))

    async def _store(
        self, sealed: SealedTip, number: TipNumber, *, program_id: ProgramId, record_id: RecordId
    ) -> Receipt | StoredText:
        """Store a tip, or find where its text has gone: a record that is there lets no second one in."""
        try:
            return await self.runtime.tips.write(receive.storing(sealed, number=number))
        except StoreUnavailable as trouble:
            raise TipNotStored(trouble.store, number) from None
        except IntegrityError:
            with self.runtime.tips.read() as session:
                before = read_stored(session.connection(), programs=[program_id], records=[record_id])
            if record_id not in before:
                raise
            return before[record_id]

    async def end(self, sender: Sender, *, record_id: RecordId, now: datetime) -> ProgramId | None:
        """Destroy every row of a sender on a line at once; what staff are owed waits without the number.

        Returns:
            Whom they talked to last, where several programs can be texted.

        Raises:
            ChangedMeanwhile: another process wrote of this sender.
        """
        line, names = sender.line, self.names
        with self.runtime.vault.read() as session:
            connection = session.connection()
            known = [
                read_sender(connection, names, program_id=program_id, sender=sender.name)
                for program_id in line.program_ids
                if sender.name
            ]
            waiting = read_held(connection, names, first=line.first.program_id, who=sender.who)
            talked_to = read_program(connection, names, line=line, sender=sender.who)
        owed = [
            held_values(one, names, first=line.first.program_id, who=nobody(), expires_at=now)
            for one in stop_notices(known, names, record_id=record_id, now=now)
        ]
        nameless = [
            (one, self._becomes(one, waiting[0].held, who=nobody(), expires_at=now, nameless=True))
            for one in waiting
        ]

        def destroy(connection: Connection) -> None:
            forget_sender(connection, known, names, line=line, sender=sender.who)
            decide_held(connection, nameless)
            for values in owed:
                hold(connection, values)

        await self.runtime.vault.write(destroy)
        self.begun_names.forget(sender.who)
        with suppress(StoreUnavailable):  # somebody reads: the clockwork does it within the hour
            await asyncio.to_thread(checkpoint, self.runtime.vault)
        return talked_to

    async def tell_staff(self, row: HeldRow, *, now: datetime) -> None:
        """Tell staff in a thread that the reporter has ended it, so that nobody answers it any more.

        Raises:
            StoreUnavailable: they are not told yet; it goes on waiting.
        """
        held = row.held
        with self.runtime.tips.read() as session:
            tip = read_tip(session.connection(), program_id=held.program_id, tip_id=held.tip_id)
        thread = tip.thread(KnownThread(held.tip_id, held.key)) if tip else None
        if tip is not None and thread is not None:
            desk = await self.programs.by_id(held.program_id, now=now)
            notice = prepare_notice(
                STOPPED_NOTICE,
                thread=thread,
                program=desk.program,
                record_id=held.record_id,
                signer=self.runtime.keys.signing(),
                now=held.at,
                event=ENDED,
            )
            unread = tip.status.open
            route = self.names.route(held.program_id, held.tip_id)

            def told(connection: Connection) -> None:
                add_notice(connection, notice, unread=unread)
                outbox.drop_parked(connection, program_id=held.program_id, route=route)

            await self.runtime.tips.write(told)
        await self.forget((row,))

    async def forget(self, rows: Sequence[HeldRow]) -> None:
        """What waited is in the tips: nothing of it stays here."""
        if rows:
            await self.runtime.vault.write(lambda connection: forget_held(connection, rows))

    async def _remember(
        self,
        sender: Sender,
        known: Known,
        becomes: Correspondent,
        *,
        now: datetime,
        way_back: Iterable[TipId] = (),
        told: Told | None = None,
    ) -> Known:
        """Write the vault before the tips: who sent it, the way back, and whose the waiting texts are now."""
        writing = prepare_sender(
            known,
            becomes,
            self.names,
            line=sender.line,
            sender=sender.name,
            address=sender.address,
            now=now,
            way_back=way_back,
        )
        decided = self._decide(sender, told, known.program_id, now) if told and told.waited else []

        def remember(connection: Connection) -> None:
            write_sender(connection, writing)
            decide_held(connection, decided)

        fresh = known.row is None and not decided
        await self.runtime.vault.write(Inserts(rows_of(writing), None, remember) if fresh else remember)
        return replace(known, correspondent=becomes, row=writing.sealed, expires_day=writing.expires_day)

    def _decide(
        self, sender: Sender, told: Told, program_id: ProgramId, now: datetime
    ) -> list[tuple[HeldRow, dict[str, Any]]]:
        """Write down whose the waiting texts are: should this process die, the clockwork does the same."""
        chosen = replace(
            told.waited[0].held, program_id=program_id, tip_id=told.tip_id, record_id=told.record_id
        )
        return [
            (one, self._becomes(one, chosen, who=sender.who, expires_at=now + SOON)) for one in told.waited
        ]

    def _becomes(
        self, row: HeldRow, chosen: Held, *, who: bytes, expires_at: datetime, nameless: bool = False
    ) -> dict[str, Any]:
        """A waiting text as part of what was chosen for it and those that wait with it."""
        held = replace(
            row.held,
            program_id=chosen.program_id,
            tip_id=chosen.tip_id,
            record_id=chosen.record_id,
        )
        if nameless:
            held = replace(held, sender="", line="")
        return held_values(
            held, self.names, first=row.first, who=who, expires_at=expires_at, held_id=row.held_id
        )

    async def _correct(
        self, sender: Sender, mine: KnownThread, *, program_id: ProgramId, now: datetime
    ) -> None:
        """Remember the key that a tip was stored with, where one who died before had written another."""
        with self.runtime.vault.read() as session:
            known = read_sender(session.connection(), self.names, program_id=program_id, sender=sender.name)
        threads = tuple(
            replace(one, key=mine.key) if one.tip_id == mine.tip_id else one
            for one in known.correspondent.threads
        )
        with suppress(ChangedMeanwhile):
            await self._remember(sender, known, replace(known.correspondent, threads=threads), now=now)

    async def _undo(self, sender: Sender, written: Known) -> None:
        """Forget a sender whom we did not know, but whose text we did: they have ended it since then."""

        def forget(connection: Connection) -> None:
            forget_sender(connection, [written], self.names, line=sender.line, sender=sender.who)

        with suppress(ChangedMeanwhile):
            await self.runtime.vault.write(forget)
