"""Everybody whose queue is open on a screen, and one look a second for all of them.

A look is a few statements about tips and one about sessions, in one thread, whoever listens; nobody has a
thread or a connection of their own. What each is told has the same number of bytes every second, whether a
tip came or not: whoever sees the traffic of the console must not see in it when somebody has told us
something. Listening is no use of a session: it rests, and when it is over so is the stream.
"""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Final

from starlette.concurrency import run_in_threadpool

from tipline.access.sessions import living
from tipline.casework.arrivals import Arrived, Mark, arrived
from tipline.casework.changes import Changed, Seen, changed
from tipline.casework.queue import Scope
from tipline.errors import TooBusy
from tipline.log import failure
from tipline.runtime import ConsoleRuntime
from tipline.vocabulary import ProgramId

EVERY_S: Final = 1.0
LOOKS: Final = 300
"""After so many the stream ends and the browser comes again: then all of who they are is asked anew."""
MOST: Final = 500
"""Streams of one process."""
MOST_OF_ONE: Final = 8
"""Streams of one session: a browser opens no more than six."""
AGAIN_MS: Final = 3_000
"""After which a browser whose stream ended comes again."""

MOST_TOLD: Final = 999_999

OPENING: Final = f"retry: {AGAIN_MS}\n\n".encode()
OVER: Final = b"event: over\ndata: 0\n\n"
"""The session is over: do not come again."""


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream: whose queue, what its page had, and by which session."""

    scope: Scope = field(repr=False)
    mark: Mark
    seen: Seen
    session_id: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look found, and for whom."""

    of: frozenset[Listener] = field(repr=False)
    arrived: Arrived
    changed: Changed
    living: frozenset[bytes] = field(repr=False)

    def told(self, listener: Listener) -> bytes:
        """What of it one of them is told."""
        scope, mark = listener.scope, listener.mark
        return frame(
            self.arrived.new(scope, mark),
            self.changed.of(scope, listener.seen, since=mark.since),
            self.changed.in_danger(scope),
        )


class Watch:
    """Looks once a second while somebody listens."""

    def __init__(self, runtime: ConsoleRuntime, *, every_s: float = EVERY_S) -> None:
        self._runtime: Final = runtime
        self._every_s: Final = every_s
        self._listeners: set[Listener] = set()
        self._turning: asyncio.Task[None] | None = None
        self._next: asyncio.Future[_Look | None] | None = None
        self._ending = False
        self.looks = 0
        """How often it has looked."""

    def __len__(self) -> int:
        return len(self._listeners)

    def end(self) -> None:
        """Let every stream end with the next look, because the process does."""
        self._ending = True

    def require_room(self, session_id: bytes) -> None:
        """See that there is room for another stream of a session.

        Raises:
            TooBusy: enough are listening, or this session is with enough streams.
        """
        same = sum(1 for each in self._listeners if each.session_id == session_id)
        if self._ending or len(self._listeners) >= MOST or same >= MOST_OF_ONE:
            raise TooBusy

    async def frames(self, listener: Listener) -> AsyncGenerator[bytes]:
        """What somebody is told: how many are new, until their session or the process is over."""
        self._listeners.add(listener)
        try:
            yield OPENING
            for _ in range(LOOKS):
                look = await self._look()
                if look is None:
                    return
                if listener not in look.of:
                    continue  # they came while it was being taken: the next one is theirs too
                if listener.session_id not in look.living:
                    yield OVER
                    return
                yield look.told(listener)
        finally:
            self._listeners.discard(listener)

    async def _look(self) -> _Look | None:
        """The next look, shared with all others who wait for it; None where there will be none."""
        if self._next is None or self._turning is None or self._turning.done():
            self._next = asyncio.get_running_loop().create_future()
            self._turning = asyncio.create_task(self._turn(self._next))
        return await asyncio.shield(self._next)

    async def _turn(self, told: asyncio.Future[_Look | None]) -> None:
        """Look, tell all who wait, rest; the last one to go ends it."""
        loop = asyncio.get_running_loop()
        while True:
            begun = loop.time()
            found = None if self._ending else await self._found()
            told.set_result(found)
            if found is None:
                return
            self._next = told = loop.create_future()
            await asyncio.sleep(max(0.0, self._every_s - (loop.time() - begun)))
            if not self._listeners:
                return

    async def _found(self) -> _Look | None:
        try:
            return await run_in_threadpool(self._ask, tuple(self._listeners))
        except Exception as error:  # noqa: BLE001 - the streams end, and browsers come again later
            failure(error)
            return None

    def _ask(self, listeners: tuple[Listener, ...]) -> _Look:
        self.looks += 1
        runtime = self._runtime
        sessions = living(runtime, [listener.session_id for listener in listeners], now=runtime.clock.now())
        since = min(listener.mark.since for listener in listeners)
        scopes: dict[ProgramId, list[Scope]] = {}
        after: dict[ProgramId, int] = {}
        for listener in listeners:
            program, entry = listener.scope.program_id, listener.seen.entry
            scopes.setdefault(program, []).append(listener.scope)
            after[program] = min(entry, after.get(program, entry))
        with runtime.tips.read() as session:
            found = arrived(session, [listener.scope for listener in listeners], since=since)
            others = changed(session, scopes, after=after, since=since)
        return _Look(frozenset(listeners), found, others, sessions)


def frame(new: int, changed: int = 0, danger: int = 0) -> bytes:
    """What a stream says each second: how many are new, have changed and are in danger, always as long."""
    return f"data: {' '.join(f'{min(count, MOST_TOLD):06}' for count in (new, changed, danger))}\n\n".encode()
