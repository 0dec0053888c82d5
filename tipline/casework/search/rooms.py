"""The indexes that are open in this process, each as long as somebody who shares it is signed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock, RLock, Thread
from typing import Final

from tipline.casework.search.index import Index, Seen
from tipline.casework.search.sources import Buckets, Source
from tipline.errors import SessionOver
from tipline.holdings import Holder, Holders
from tipline.vocabulary import TipId

LET_GO: Final = 5.0
"""Seconds that the end of a session waits for a reading to notice it."""


@dataclass(slots=True)
class Progress:
    """How far the reading of many tips has come."""

    done: int
    total: int


@dataclass
class Room:
    """One index, who shares it, and who reads for it at this moment."""

    source: Source
    turn: RLock = field(default_factory=RLock, repr=False)
    """Held by whoever looks for changes, so that two do not read the same tips."""
    index: Index | None = field(default=None, repr=False)
    sessions: set[bytes] = field(default_factory=set, repr=False)
    seen: dict[TipId, Seen] = field(default_factory=dict, repr=False)
    known: dict[bytes, Buckets] = field(default_factory=dict, repr=False)
    """The counts up to which the index is complete, by what whoever made it so holds."""
    unsaved: int = 0
    progress: Progress | None = None
    reader: Thread | None = field(default=None, repr=False)
    closed: Event = field(default_factory=Event, repr=False)

    @property
    def busy(self) -> bool:
        """Whether a thread reads for it, or writes its file."""
        return self.reader is not None and self.reader.is_alive()

    def close(self) -> None:
        """Let the index go, after whoever reads for it has stopped."""
        self.closed.set()
        reader = self.reader
        if reader is not None:
            reader.join(LET_GO)
        if self.index is not None:
            self.index.close()


class Rooms:
    """Every index that is open here."""

    def __init__(self, holders: Holders) -> None:
        """Close what is shared by nobody any more, as soon as `holders` tells of the end of a session."""
        self._holders = holders
        self._rooms: dict[tuple[bytes, bytes], Room] = {}
        self._lock = Lock()
        holders.watch(self.leave)

    def __repr__(self) -> str:
        return "Rooms(…)"

    def enter(self, source: Source, *, by: Holder) -> Room:
        """The room of a team, shared by its holders; or somebody's own.

        Raises:
            SessionOver: the person has signed out meanwhile.
        """
        name = (source.program_id, source.team_id or by.session_id)
        with self._lock:
            room = self._rooms.get(name)
            if room is None:
                room = self._rooms[name] = Room(source)
            room.sessions.add(by.session_id)
        if not self._holders.lives(by.session_id):
            self.leave(by.session_id)
            raise SessionOver
        return room

    def entered(self, source: Source, *, by: Holder) -> Room | None:
        """The room of a source, if this session shares it already; nothing is made or read for it."""
        with self._lock:
            room = self._rooms.get((source.program_id, source.team_id or by.session_id))
            return room if room is not None and by.session_id in room.sessions else None

    def of_team(self, program_id: bytes, team_id: bytes) -> Room | None:
        """The room of a team, if it is open."""
        with self._lock:
            return self._rooms.get((program_id, team_id))

    def leave(self, session_id: bytes) -> None:
        """A session is over: what only it shared goes."""
        self._close(lambda room: session_id in room.sessions and not room.sessions - {session_id}, session_id)

    def forget(self, program_id: bytes, team_id: bytes) -> None:
        """Close a team's index: it holds what is to be destroyed."""
        self._close(lambda room: (room.source.program_id, room.source.team_id) == (program_id, team_id), None)

    def count(self) -> int:
        """How many indexes are open."""
        with self._lock:
            return len(self._rooms)

    def _close(self, over: Callable[[Room], bool], session_id: bytes | None) -> None:
        with self._lock:
            closing = [name for name, room in self._rooms.items() if over(room)]
            rooms = [self._rooms.pop(name) for name in closing]
            if session_id is not None:
                for room in self._rooms.values():
                    room.sessions.discard(session_id)
        for room in rooms:
            room.close()
