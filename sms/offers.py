"""CODE is offered a week before a number is forgotten: by day, once, in words that tell nothing."""

import asyncio
import secrets
from datetime import datetime
from functools import partial
from typing import Final

from sms.noted import note
from sms.telling import Telling
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.errors import NoSuchProgram
from tipline.intake.texts.addresses import Names
from tipline.intake.texts.offers import Ending, ending, mark_offered, take_back
from tipline.intake.texts.senders import ChangedMeanwhile
from tipline.intake.texts.speaking import tongue_of
from tipline.intake.texts.texting import Texting
from tipline.intake.texts.tips import StoredTip, read_tip
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import plain
from tipline.log import Event, log
from tipline.private import AddressKind
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import ID_SIZE, RecordId, Status

FIRST_HOUR: Final = 10
LAST_HOUR: Final = 20
"""Where the program is: nobody's phone lights up at night because of us."""

BY_TEXT: Final = frozenset({AddressKind.SMS, AddressKind.RCS})
"""An app's company would read of a page, and CODE is not answered there."""

MOST: Final = 100
"""In one turn, which is an hour's."""


class Offers:
    """Offers CODE for this gateway; beside another one's, each sender is told by one of them."""

    def __init__(self, runtime: GatewayRuntime, texting: Texting) -> None:
        """Offer the pages of the public site that the settings name; without one, nothing."""
        self._runtime = runtime
        self._programs = texting.programs
        self._telling = Telling(runtime, texting)

    async def turn(self, *, now: datetime) -> int:
        """Tell those whose number is forgotten in a week; how many were told.

        Raises:
            StoreUnavailable: who was not told is told in the next turn.
            NoProvenKey: as above.
        """
        if self._runtime.settings.public_origin is None:
            return 0
        told = 0
        for one in await asyncio.to_thread(self._ending, now):
            if told >= MOST:
                break
            tip = await self._tip(one, now)
            if tip is None:
                continue
            try:
                told += await self._tell(one, tip.language, now)
            except ChangedMeanwhile:
                continue
            except CarrierUnavailable:
                log(Event.CARRIER_UNAVAILABLE, program=one.program_id)
                break
        return told

    def _ending(self, now: datetime) -> list[Ending]:
        with self._runtime.vault.read() as session:
            found = ending(session.connection(), Names(self._runtime.keys), now=now)
        return [one for one in found if self._runtime.keyring.knows(one.program_id)]

    async def _tip(self, one: Ending, now: datetime) -> StoredTip | None:
        """What somebody can go on with, if it has no page yet, and it is day where they are."""
        try:
            desk = await self._programs.by_id(one.program_id, now=now)
        except NoSuchProgram:
            return None
        if one.address.to.kind not in BY_TEXT:
            return None
        if not FIRST_HOUR <= now.astimezone(desk.program.zone).hour < LAST_HOUR:
            return None
        with self._runtime.tips.look() as connection:
            tip = read_tip(connection, program_id=one.program_id, tip_id=one.thread.tip_id)
        if tip is None or tip.status is Status.WITHDRAWN or tip.with_code:
            return None
        return tip if tip.thread(one.thread) is not None else None

    async def _tell(self, one: Ending, language: str, now: datetime) -> bool:
        """Tell one sender; whether the carrier took it.

        Raises:
            ChangedMeanwhile: they have just texted, or another gateway tells them.
            CarrierUnavailable: they are told another time.
        """
        vault, names = self._runtime.vault, Names(self._runtime.keys)
        marked = await vault.write(partial(mark_offered, one=one, names=names))
        words = plain(Answer.OFFER, tongue_of(language))
        send = partial(self._runtime.carrier.send, to=one.address.to, from_=one.address.line, body=words)
        try:
            sid = await asyncio.to_thread(send)
        except CarrierRefused as refused:
            log(Event.CARRIER_REFUSED, program=one.program_id, code=refused.code or 0)
            await self._refused(one, refused.code, now)
            return False
        except CarrierUnavailable:
            await vault.write(partial(take_back, one=one, marked=marked))
            raise
        await note(self._runtime, sid, program_id=one.program_id, now=now)
        return True

    async def _refused(self, one: Ending, code: int | None, now: datetime) -> None:
        """Forget the number of who has opted out at the carrier, a week before it would be anyway."""
        await self._telling.end(
            code,
            one.address,
            program_id=one.program_id,
            tip_id=one.thread.tip_id,
            record_id=RecordId(secrets.token_bytes(ID_SIZE)),
            now=now,
        )
