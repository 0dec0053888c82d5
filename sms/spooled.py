"""What the gateway does by the clock with texts that wait for a store: it brings them once more."""

import asyncio
from typing import Final

from tipline.errors import StoreUnavailable
from tipline.intake.texts.reception import TextReception
from tipline.intake.texts.texting import Texting
from tipline.log import failure
from tipline.runtime import GatewayRuntime
from tipline.spool_watch import Standings

PAUSE_SECONDS: Final = 3.0


class Spooled:
    """Turns while the gateway runs; beside another gateway's on one folder only one of them delivers."""

    def __init__(self, runtime: GatewayRuntime, texting: Texting, reception: TextReception) -> None:
        """Turn for this gateway."""
        self._runtime = runtime
        self._texting = texting
        self._reception = reception
        self._standings = Standings(runtime.spool)

    async def run(self) -> None:
        """Look every few seconds, for as long as the process lives."""
        while True:
            now = self._runtime.clock.now()
            try:
                await asyncio.to_thread(self._texting.lines, now=now)
                await self._texting.programs.refresh(now=now)
                await self._reception.turn(now=now)
            except StoreUnavailable:
                pass  # told once when it went away, and by what waits
            except Exception as error:  # noqa: BLE001 - it must go on turning
                failure(error)
            self._standings.tell(now=now)
            await asyncio.sleep(PAUSE_SECONDS)
