"""Who goes on with a code replies no OK: what waits for one is given up, for staff to answer on the page."""

from datetime import datetime, timedelta
from typing import Final

from crypto.errors import CannotOpen
from sms.telling import Telling
from tipline import outbox
from tipline.errors import NoSuchProgram
from tipline.intake.programs import Programs
from tipline.intake.texts.replies import MOVED_NOTICE
from tipline.intake.texts.tips import read_tip
from tipline.outbox import DueText
from tipline.runtime import GatewayRuntime
from tipline.vocabulary import TipId

EVERY: Final = timedelta(minutes=1)


class Moved:
    """Looks through what waits for an OK. Any number of gateways may do so; staff are told by one."""

    def __init__(self, runtime: GatewayRuntime, programs: Programs, telling: Telling) -> None:
        """Look for this gateway."""
        self._runtime = runtime
        self._programs = programs
        self._telling = telling
        self._looked_at: datetime | None = None

    async def turn(self, *, now: datetime) -> int:
        """Once a minute, give up what waits for somebody who has a page by now; how many texts that were.

        Raises:
            StoreUnavailable: it goes on waiting.
            NoProvenKey: as above.
        """
        if self._looked_at is not None and self._looked_at <= now < self._looked_at + EVERY:
            return 0
        with self._runtime.tips.look() as connection:
            rows = outbox.parked(connection)
        count = 0
        for row in rows:
            tip_id = await self._moved(row, now)
            if tip_id is not None:
                count += await self._telling.give_up(row, tip_id, MOVED_NOTICE, now=now)
        self._looked_at = now
        return count

    async def _moved(self, row: DueText, now: datetime) -> TipId | None:
        """The tip of a text, if its reporter goes on with a code."""
        if not self._runtime.keyring.knows(row.program_id):
            return None
        keys = self._runtime.keys.month_keys().values()
        try:
            desk = await self._programs.by_id(row.program_id, now=now)
            text = outbox.open_text(row, keys=keys, voice=desk.keys.voice)
        except (NoSuchProgram, CannotOpen):
            return None  # when its fortnight is over, it rings
        with self._runtime.tips.look() as connection:
            tip = read_tip(connection, program_id=row.program_id, tip_id=text.tip_id)
        return text.tip_id if tip is not None and tip.with_code else None
