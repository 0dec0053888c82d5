"""A form's tip goes into the store, or, while that is away, into the spool, and from there it is delivered.

Either way its reporter is told the same, and only once it is on a disk. Delivering again what was delivered
before changes nothing: whoever is killed between the store's commit and the end of the file does no harm.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from crypto.context import Purpose, context
from crypto.derive import mac
from crypto.errors import CannotOpen
from crypto.numbers import draw_number
from tipline import loose_blobs
from tipline.errors import StoreUnavailable
from tipline.file_errors import FilesGone
from tipline.file_words import BlobId
from tipline.intake import finishing, form_tokens, receive
from tipline.intake.form_tokens import TokenHash
from tipline.intake.receive import Receipt, SealedTip
from tipline.intake.spooled_form import (
    Spooled,
    SpooledBlob,
    SpooledStep,
    SpooledTip,
    lock_spooled,
    unlock_spooled,
)
from tipline.intake.tip_rows import TipRows
from tipline.log import Event, failure, log
from tipline.spool import Kind, Spool
from tipline.spool_errors import SpoolUnavailable
from tipline.store.db import Store
from tipline.vocabulary import ID_SIZE, ProgramId, StoreName, TipId, TipNumber

AT_ONCE: Final = 32
"""Files that are delivered together: the store commits once for all of them."""
TRIED_AGAIN: Final = timedelta(minutes=10)
"""What the store refuses for a reason of its own does not hold up the rest, and is tried again after this."""


class Reception:
    """One public site's way into the store. Holds whether the store is away, and what follows a delivery."""

    def __init__(self, tips: Store, spool: Spool, *, key: bytes) -> None:
        """Take in for `tips`; what waits lies in `spool`, locked under the site's own key."""
        self._tips = tips
        self._spool = spool
        self._key = key
        self._away = False
        self._then: dict[str, Callable[[], None]] = {}
        self._later: dict[str, datetime] = {}

    async def take(
        self, sealed: SealedTip, *, token: TokenHash, now: datetime, then: Callable[[], None]
    ) -> Receipt | None:
        """Keep a tip with its token; nothing is kept, or given, where the token was used before.

        Args:
            then: what is to be done once the tip is in the store, should this process live so long.

        Raises:
            StoreUnavailable: it is neither in the store nor in the spool.
            FilesGone: a file that came with it is no longer there; nothing was kept.
        """
        away = self._away or (bool(sealed.files) and self.waits())  # its blobs may be announced here alone
        number = TipNumber(draw_number(sealed.number_prefix, offline=away))
        if not away:
            try:
                receipt = await self._store(sealed, number, token, now)
            except StoreUnavailable as trouble:
                self._is_away(trouble)
            else:
                if receipt is not None:
                    then()
                return receipt
        # Had the store kept it after all it has this number there; drawn without the store it begins with Z.
        name = self._name(Kind.TIP, token)
        if not await self._wait(name, SpooledTip(sealed, number, token, now), now):
            return None
        self._then[name] = then
        return Receipt(sealed.tip_id, number, fresh=True)

    async def announce(self, blob: BlobId, *, program_id: ProgramId, now: datetime) -> None:
        """Say that a blob is about to be written, in the store or in the spool: no failure is forgotten.

        Raises:
            StoreUnavailable: it can be said nowhere.
        """
        if not self._away:
            try:
                await self._tips.write(
                    partial(loose_blobs.announce, blobs=[blob], program_id=program_id, now=now)
                )
            except StoreUnavailable as trouble:
                self._is_away(trouble)
            else:
                return
        await self._wait(self._name(Kind.BLOB, blob), SpooledBlob(program_id, blob), now)

    async def finish(self, tip_id: TipId, *, program_id: ProgramId, now: datetime) -> None:
        """Take the mark off a tip that came under pressure; where it still waits, after it.

        Raises:
            StoreUnavailable: the mark stays.
        """
        if not self._away:
            try:
                if await self._tips.write(partial(finishing.finish, tip_id=tip_id, program_id=program_id)):
                    return
            except StoreUnavailable as trouble:
                self._is_away(trouble)
        await self._wait(self._name(Kind.STEP, tip_id), SpooledStep(program_id, tip_id), now)

    def waits(self) -> bool:
        """Whether anything waits here for the store."""
        try:
            return bool(self._spool.names())
        except SpoolUnavailable:
            return True  # nobody can say: what it may need must stay

    async def turn(self, *, now: datetime) -> int:
        """Deliver what waits; how many files that were.

        A file that does not open is laid apart; one that the store refuses is tried again later. Neither
        holds up the others.

        Raises:
            StoreUnavailable: the store is still away; what is left waits.
            SpoolUnavailable: the folder cannot be read or written.
        """
        with self._spool.turn() as ours:
            if not ours:
                return 0
            if await asyncio.to_thread(self._spool.set_abandoned_aside, now=now):
                log(Event.SPOOLED_SET_ASIDE)
            names = await asyncio.to_thread(self._spool.names)
            self._forget(names)
            due = [name for name in names if self._is_due(name, now)]
            count = 0
            for kind in Kind:
                of_kind = [name for name in due if name.startswith(kind)]
                for place in range(0, len(of_kind), AT_ONCE):
                    count += await self._deliver_all(of_kind[place : place + AT_ONCE], now)
            if self._away and not count:
                await asyncio.to_thread(self._tips.ping)  # nothing else has shown that it is back
            self._away = False
        if count:
            log(Event.SPOOL_DELIVERED, count=count)
        return count

    async def _store(
        self, sealed: TipRows, number: TipNumber, token: TokenHash, now: datetime
    ) -> Receipt | None:
        storing = receive.storing(sealed, number=number)
        deed = form_tokens.once(token, storing, program_id=sealed.program_id, now=now)
        return await self._tips.write(deed.otherwise if sealed.files else deed)

    async def _wait(self, name: str, spooled: Spooled, now: datetime) -> bool:
        content = lock_spooled(spooled, key=self._key, name=name)
        try:
            return await asyncio.to_thread(self._spool.put, name, content, now=now)
        except SpoolUnavailable as trouble:
            failure(trouble, event=Event.SPOOL_UNAVAILABLE)
            raise StoreUnavailable(StoreName.TIPS) from None

    async def _deliver_all(self, names: Sequence[str], now: datetime) -> int:
        done = await asyncio.gather(*(self._deliver(name, now) for name in names), return_exceptions=True)
        for one in done:
            if isinstance(one, BaseException):
                raise one
        return done.count(True)

    async def _deliver(self, name: str, now: datetime) -> bool:
        """Deliver one file and end it; whether that was done now."""
        content = await asyncio.to_thread(self._spool.read, name)
        if content is None:
            return False
        try:
            spooled = unlock_spooled(content, key=self._key, name=name)
            await self._write(spooled, now)
        except CannotOpen:
            await asyncio.to_thread(self._spool.set_aside, name)
            log(Event.SPOOLED_SET_ASIDE)
            return False
        except StoreUnavailable as trouble:
            self._is_away(trouble)
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are delivered
            failure(error, event=Event.SPOOLED_NOT_DELIVERED)
            self._later[name] = now + TRIED_AGAIN
            return False
        await asyncio.to_thread(self._spool.remove, name)
        self._follow(name)
        return True

    async def _write(self, spooled: Spooled, now: datetime) -> None:
        match spooled:
            case SpooledBlob():
                await self._tips.write(
                    partial(
                        loose_blobs.announce_again,
                        blob=spooled.blob_id,
                        program_id=spooled.program_id,
                        now=now,
                    )
                )
            case SpooledStep():
                finish = partial(finishing.finish, tip_id=spooled.tip_id, program_id=spooled.program_id)
                await self._tips.write(finish)
            case SpooledTip():
                await self._write_tip(spooled)

    async def _write_tip(self, spooled: SpooledTip) -> None:
        """Write a tip under the number that was shown; a file that is gone does not keep it out."""
        rows = spooled.rows
        try:
            receipt = await self._tips.write(partial(_deliver_tip, rows=rows, spooled=spooled))
        except FilesGone:
            log(Event.SPOOLED_FILES_GONE, program=rows.program_id)
            without = TipRows(
                number_prefix=rows.number_prefix,
                tip=rows.tip,
                key=rows.key,
                grants=rows.grants,
                record=rows.record,
            )
            receipt = await self._tips.write(partial(_deliver_tip, rows=without, spooled=spooled))
        if receipt.number != spooled.number:
            log(Event.SPOOLED_NUMBER_TAKEN, program=rows.program_id)

    def _name(self, kind: Kind, subject: bytes) -> str:
        """A keyed name: the same form sent twice has one, and who reads it learns nothing."""
        return f"{kind}-{mac(self._key, context(Purpose.SPOOL, kind, subject))[:ID_SIZE].hex()}"

    def _is_away(self, trouble: StoreUnavailable) -> None:
        if not self._away:
            log(Event.STORE_UNAVAILABLE, store=trouble.store)
        self._away = True

    def _is_due(self, name: str, now: datetime) -> bool:
        return name not in self._later or not now < self._later[name] < now + 2 * TRIED_AGAIN

    def _forget(self, names: Sequence[str]) -> None:
        """What another process has delivered: what follows is done here all the same."""
        left = set(names)
        for name in [one for one in self._then if one not in left]:
            self._follow(name)
        for name in [one for one in self._later if one not in left]:
            del self._later[name]

    def _follow(self, name: str) -> None:
        with suppress(KeyError):
            self._then.pop(name)()


def _deliver_tip(connection: Connection, *, rows: TipRows, spooled: SpooledTip) -> Receipt:
    """Write a tip and spend its token; one that was spent keeps no tip out that was acknowledged."""
    form_tokens.spend(connection, spooled.token, program_id=rows.program_id, now=spooled.at)
    return receive.store(connection, rows, number=spooled.number)
