"""Seal a short text where it is, and a long one beside the requests of others."""

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

SHORT: Final = 4_000
"""Letters that are read for names in a few milliseconds; longer texts wait in a thread, not in the way."""

P = ParamSpec("P")
T = TypeVar("T")


async def beside_others(letters: int, seal: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Seal so many letters; whatever sealing raises is raised here."""
    if letters <= SHORT:
        return seal(*args, **kwargs)
    return await run_in_threadpool(seal, *args, **kwargs)
