"""The index of a team's tips as a file: sealed to the team's epoch, signed by the holder who wrote it.

Without the signature whoever can write the folder could put in an index of their own, since a public key is
all that it takes to seal; with it they can at most put back an older one, and what that lacks is read again.

    epoch (16) || length of the head (4) || head, sealed and signed: key (32), writer (16) || the index
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlmodel import Session

from crypto.context import Purpose, context
from crypto.derive import KEY_SIZE
from crypto.errors import CannotOpen
from crypto.sealing import open_record, seal_record
from crypto.stream import FileSealer, open_file
from tipline.casework.search.index import Index
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.vocabulary import ID_SIZE, EpochId, PersonId, TeamId

FOLDER: Final = "search"
"""Of the data folder; nothing of it belongs into a backup."""
HEAD_LENGTH_SIZE: Final = 4
LONGEST_HEAD: Final = 1 << 16
PIECE: Final = 1 << 20


def place_of(data: Path, team_id: TeamId) -> Path:
    """Where the index of a team's tips lies."""
    return data / FOLDER / team_id.hex()


def write_index(
    path: Path, index: Index, *, team_id: TeamId, by: Holder, program: ProgramKeys, now: datetime
) -> None:
    """Seal an index to the team's epoch of today, in the place of the one that was there.

    Raises:
        NoProvenKey: the team has no proven epoch.
        OSError: the folder cannot be written.
    """
    epoch = program.epoch(team_id, now.astimezone(UTC).date())
    place = _place(by.program_id, team_id, epoch.epoch_id)
    key = secrets.token_bytes(KEY_SIZE)
    head = seal_record(key + by.person_id, epoch.public, by=by.holdings.signing(), context=place)
    image = memoryview(index.image())
    sealer = FileSealer(key, context=place)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(epoch.epoch_id + len(head).to_bytes(HEAD_LENGTH_SIZE, "big") + head)
            for start in range(0, len(image), PIECE):
                file.write(sealer.update(bytes(image[start : start + PIECE])))
            file.write(sealer.finalize())
            file.flush()
            os.fsync(file.fileno())
        _set_to_the_day(fresh, now.date())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def read_index(
    path: Path, keys_session: Session, *, team_id: TeamId, by: Holder, program: ProgramKeys
) -> Index | None:
    """The index that lies there, if `by` can open it and a proven holder of the team has written it.

    Nothing where there is none, or one that cannot be believed: then it is made anew.
    """
    try:
        with path.open("rb") as file:
            epoch_id = EpochId(file.read(ID_SIZE))
            length = int.from_bytes(file.read(HEAD_LENGTH_SIZE), "big")
            head = file.read(min(length, LONGEST_HEAD))
        start = ID_SIZE + HEAD_LENGTH_SIZE + len(head)
        epoch = program.epochs.get(epoch_id)
        held = by.holdings.epoch_key(keys_session, epoch_id)
        if epoch is None or epoch.team_id != team_id or held is None:
            return None
        place = _place(by.program_id, team_id, epoch_id)
        opened = open_record(head, held, context=place)
        key, writer = opened.content[:KEY_SIZE], PersonId(opened.content[KEY_SIZE:])
        person = program.people.get(writer)
        if person is None or team_id not in person.teams or not opened.signed_by(person.verify):
            return None
        image = b"".join(open_file(_Pieces(path, start), key, context=place))
    except (CannotOpen, OSError):
        return None
    return Index.loaded(image)


def remove_index(path: Path) -> None:
    """Let nobody find the index there: it holds what is to be destroyed."""
    path.unlink(missing_ok=True)


class _Pieces:
    """The sealed index, piece by piece, as often as it is gone through."""

    def __init__(self, path: Path, start: int) -> None:
        self._path = path
        self._start = start

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            file.seek(self._start)
            while piece := file.read(PIECE):
                yield piece


def _place(program_id: bytes, team_id: TeamId, epoch_id: EpochId) -> bytes:
    return context(Purpose.SEARCH, program_id, team_id, epoch_id)


def _set_to_the_day(path: Path, day: date) -> None:
    """The file's time says on which day somebody searched, and no more."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    with suppress(OSError):
        os.utime(path, (midnight, midnight))
