"""What a process is when it is put together: an application, and how to end it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.types import ASGIApp

from tipline.ports import Clock
from tipline.settings import Settings


@dataclass(frozen=True, slots=True)
class Door:
    """An application that is ready to serve."""

    app: ASGIApp
    close: Callable[[], None]


class Opens(Protocol):
    """How a door is opened."""

    def __call__(self, settings: Settings, clock: Clock) -> Door:
        """Open it, or refuse."""
        ...
