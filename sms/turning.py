"""Again and again for as long as a process lives: what the gateway looks for by the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

from tipline.log import failure


async def turning(turn: Callable[[], Awaitable[object]], *, every: float) -> NoReturn:
    """Take a turn, wait so many seconds, and take the next; what goes wrong in one is logged by its place."""
    while True:
        try:
            await turn()
        except Exception as error:  # noqa: BLE001 - it must go on turning
            failure(error)
        await asyncio.sleep(every)
