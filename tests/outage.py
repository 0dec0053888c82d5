"""A store that goes away while a process runs, and comes back."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import pytest

from tipline.errors import StoreUnavailable
from tipline.spool import Spool
from tipline.store.db import Store

PATIENCE: Final = 20.0
"""Seconds for what waits to be delivered by a process that looks often."""


@contextmanager
def away(*stores: Store) -> Generator[None]:
    """Nothing can be read from these stores or written to them; what they hold stays."""

    def gone(store: Store) -> None:
        def refuse(*_: object) -> None:
            raise StoreUnavailable(store.name)

        async def refuse_later(*_: object) -> None:
            raise StoreUnavailable(store.name)

        for name in ("read", "look", "still", "transaction", "write_now", "ping"):
            broken.setattr(store, name, refuse)
        broken.setattr(store, "write", refuse_later)

    with pytest.MonkeyPatch.context() as broken:
        for store in stores:
            gone(store)
        yield


def delivered(spool: Spool) -> None:
    """Wait until nothing waits in a spool."""
    end = time.monotonic() + PATIENCE
    while spool.names():
        assert time.monotonic() < end
        time.sleep(0.02)
