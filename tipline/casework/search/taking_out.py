"""Take tips out of a team's index at once: somebody of the team may not read them any more.

They have the key that opens the file, so that it must not wait for the next search.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from tipline.casework.search.index import IndexClosed
from tipline.casework.search.index_file import place_of, read_index, remove_index, write_index
from tipline.casework.search.rooms import Room, Rooms
from tipline.casework.search.update import SAVED_FROM
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.runtime import ConsoleRuntime
from tipline.vocabulary import TeamId, TipId


def take_out(
    runtime: ConsoleRuntime,
    rooms: Rooms,
    *,
    team_id: TeamId,
    tips: Collection[TipId],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Take tips out of an index, in memory and in its file.

    An index that is open is written anew after the next search; one that is not is written now, by `by`.

    Raises:
        NoProvenKey: the team has no proven key to seal the file to; it is gone.
        OSError: the folder cannot be written.
        StoreUnavailable: the keys store cannot be read.
    """
    path = place_of(runtime.settings.data, team_id)
    room = rooms.of_team(by.program_id, team_id)
    if room is not None:
        with room.turn:
            remove_index(path)
            room.unsaved += SAVED_FROM
            _forget(room, tips)
        return
    with runtime.keys_store.read() as keys:
        index = read_index(path, keys, team_id=team_id, by=by, program=program)
    remove_index(path)
    if index is None:
        return
    try:
        index.forget(tips)
        write_index(path, index, team_id=team_id, by=by, program=program, now=now)
    finally:
        index.close()


def _forget(room: Room, tips: Collection[TipId]) -> None:
    there = room.seen.keys() & set(tips)
    if room.index is not None and there:
        with suppress(IndexClosed):
            room.index.forget(there)
    for tip_id in there:
        del room.seen[tip_id]
