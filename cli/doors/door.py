"""What a process is when it is put together: an application, and how to end it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.types import ASGIApp

from tipline.ports import Clock
from tipline.settings import Settings


def nothing() -> None:
    """What most doors do when they are asked to end: what is being answered ends by itself."""


@dataclass(frozen=True, slots=True)
class Door:
    """An application that is ready to serve."""

    app: ASGIApp
    close: Callable[[], None]
    ending: Callable[[], None] = nothing
    """To be called as soon as the process is asked to end, while it still serves."""
    port_beside: int | None = None
    """Another port on which it listens: what comes there is kept apart by the application."""


class Opens(Protocol):
    """How a door is opened."""

    def __call__(self, settings: Settings, clock: Clock) -> Door:
        """Open it, or refuse."""
        ...
