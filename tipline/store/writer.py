"""One thread that writes for a whole process: what waits together is committed together.

Many threads that write to SQLite starve one another, and every commit waits for the disk. So deeds queue
up, one thread does all that wait in one transaction, commits once, and only then answers. Nobody is told
that something was kept before it is on the disk. Who comes alone waits for nobody; a crowd is given a
hundredth of a second to come together, which makes each of them quicker.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from tipline.errors import StoreUnavailable
from tipline.log import Event, failure
from tipline.store.inserts import Inserts, insert_together
from tipline.store.trouble import is_collision, is_trouble
from tipline.vocabulary import StoreName

WAITING_LIMIT: Final = 10_000
"""Deeds that may wait; beyond that the store counts as unavailable, before memory runs out."""

MOST_COLLISIONS: Final = 3
"""Of one deed by itself with other processes, before the store counts as unavailable for it."""

GROUP_LIMIT: Final = 256
"""Deeds in one transaction, so that the first of a crowd is not kept waiting for the last."""

COMPANY_SECONDS: Final = 0.01
"""What a crowd is given to come together: a transaction costs as much for ten deeds as for two."""

T = TypeVar("T")
Deed: TypeAlias = Callable[[Connection], T]


@dataclass(slots=True, eq=False)
class _Waiting(Generic[T]):
    deed: Deed[T]
    future: "asyncio.Future[T] | futures.Future[T]"
    result: T | None = None
    error: BaseException | None = None


_Group: TypeAlias = list[_Waiting[Any]]  # each deed with a result of its own type


class _NotThisWay(Exception):
    """The group cannot be done so; nothing of it is kept."""


class _Collided(Exception):
    """Another process holds what the group wants and wants what it holds; nothing of it is kept."""


class Writer:
    """The writing thread of one store; it starts with the first deed and costs nothing while it waits."""

    def __init__(self, name: StoreName, engine: Engine) -> None:
        self._name = name
        self._engine = engine
        self._waiting: deque[_Waiting[Any]] = deque()  # as in _Group
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._crowded = False

    async def write(self, deed: Deed[T]) -> T:
        """Do a deed in a transaction and give its result once that is committed.

        Should the caller go away meanwhile, the deed is done all the same.

        Raises:
            StoreUnavailable: nothing of it was kept; or nobody can say, because the store went away
                while committing.
            Exception: whatever the deed raised; nothing of it was kept.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._put(_Waiting(deed, future))
        return await future

    def write_now(self, deed: Deed[T]) -> T:
        """As `write`, for a thread, which waits; never from a deed, and not from an event loop.

        Raises:
            StoreUnavailable: as `write`.
            Exception: as `write`.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a deed cannot wait for another")
        future: futures.Future[T] = futures.Future()
        self._put(_Waiting(deed, future))
        return future.result()

    def close(self) -> None:
        """Do what waits, then end the thread."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _put(self, waiting: _Waiting[T]) -> None:
        with self._change:
            if self._closed or len(self._waiting) >= WAITING_LIMIT:
                raise StoreUnavailable(self._name)
            self._waiting.append(waiting)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=f"{self._name}-writer", daemon=True)
                self._thread.start()
            self._change.notify()

    def _run(self) -> None:
        while self._turn():
            pass  # a turn keeps its group to itself, so that an idle writer holds on to nobody's deed

    def _turn(self) -> bool:
        group = self._next_group()
        if not group:
            return False
        try:
            self._do(group)
        except BaseException as error:  # noqa: BLE001 - the thread must live, and everybody have an answer
            for waiting in group:
                waiting.error = StoreUnavailable(self._name)
            failure(error, event=Event.STORE_UNAVAILABLE, store=self._name)
        _answer(group)
        return True

    def _next_group(self) -> _Group:
        """What waits, as soon as anything does; behind a crowd a moment later, with what has come by then."""
        with self._change:
            while not self._waiting and not self._closed:
                self._change.wait()
        if self._crowded and not self._closed:
            time.sleep(COMPANY_SECONDS)
        with self._change:
            group = [self._waiting.popleft() for _ in range(min(len(self._waiting), GROUP_LIMIT))]
        self._crowded = len(group) > 1
        return group

    def _do(self, group: _Group) -> None:
        for way in self._ways(group):
            try:
                with self._engine.begin() as connection:
                    way(connection, group)
            except _NotThisWay:
                continue
            except _Collided:
                self._alone(group)
            return

    def _ways(self, group: _Group) -> Iterator[Callable[[Connection, _Group], None]]:
        """How a group can be done, the cheapest way first."""
        if any(isinstance(waiting.deed, Inserts) for waiting in group):
            yield self._joined
        yield self._together
        if len(group) > 1:
            yield self._apart

    def _joined(self, connection: Connection, group: _Group) -> None:
        """Do the group with one statement a table for all that only insert."""
        inserting = {waiting: waiting.deed for waiting in group if isinstance(waiting.deed, Inserts)}
        try:
            written = insert_together(connection, inserting.values())
        except IntegrityError:
            written = False  # by itself each is told what stands against it
        except DBAPIError as error:
            _stop_if_collided(error)
            raise
        if not written:
            raise _NotThisWay
        for waiting, deed in inserting.items():
            waiting.result = deed.result
        self._together(connection, [waiting for waiting in group if waiting not in inserting])

    def _together(self, connection: Connection, group: _Group) -> None:
        """Do the group one after the other."""
        for waiting in group:
            waiting.error = None
            try:
                waiting.result = waiting.deed(connection)
            except BaseException as error:  # noqa: BLE001 - it goes to who asked for the deed
                _stop_if_collided(error)
                waiting.error = self._translated(error)
                raise _NotThisWay from None

    def _apart(self, connection: Connection, group: _Group) -> None:
        """Do the group again, each deed behind a savepoint: the bad fail alone, the rest commit once."""
        for waiting in group:
            waiting.error = None
            try:
                with connection.begin_nested():
                    waiting.result = waiting.deed(connection)
            except BaseException as error:  # noqa: BLE001 - it goes to who asked for the deed
                _stop_if_collided(error)
                waiting.error = self._translated(error)

    def _alone(self, group: _Group) -> None:
        """Do the group again, each deed in a transaction of its own: none holds what the next one wants."""
        for place, waiting in enumerate(group):
            error = self._by_itself(waiting)
            waiting.error = None if error is None else self._translated(error)
            if error is not None and is_trouble(error) and not is_collision(error):
                for other in group[place + 1 :]:
                    other.error = StoreUnavailable(self._name)
                return

    def _by_itself(self, waiting: _Waiting[Any]) -> BaseException | None:  # as in _Group
        """Do one deed, and again where it collides; what went wrong, if it did to the end."""
        found: BaseException | None = None
        for _ in range(MOST_COLLISIONS):
            try:
                with self._engine.begin() as connection:
                    waiting.result = waiting.deed(connection)
            except BaseException as error:  # noqa: BLE001 - it goes to who asked for the deed
                found = error
                if is_collision(error):
                    continue
                return found
            return None
        return found

    def _translated(self, error: BaseException) -> BaseException:
        return StoreUnavailable(self._name) if is_trouble(error) else error


def _stop_if_collided(error: BaseException) -> None:
    if is_collision(error):
        raise _Collided from None


def _answer(group: _Group) -> None:
    """Tell everybody; one call into each event loop, however many wait there."""
    loops: dict[asyncio.AbstractEventLoop, _Group] = {}
    for waiting in group:
        if isinstance(waiting.future, asyncio.Future):
            loops.setdefault(waiting.future.get_loop(), []).append(waiting)
        else:
            _resolve([waiting])
    for loop, theirs in loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, theirs)


def _resolve(group: Iterable[_Waiting[Any]]) -> None:  # as in _Group
    for waiting in group:
        if waiting.future.done():
            continue
        if waiting.error is not None:
            waiting.future.set_exception(waiting.error)
        else:
            waiting.future.set_result(waiting.result)
