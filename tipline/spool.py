"""A folder in which what was received waits while its store is away: a file each, on the disk from the start.

A file appears whole or not at all: it is written under another name, brought to the disk, and then linked to
its own; what has that name already stays. What is in it is sealed before it comes here.
"""

import fcntl
import os
import secrets
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from tipline.spool_errors import SpoolUnavailable

PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600

ASIDE: Final = "aside"
"""The folder of what cannot be delivered: nobody throws it away unseen."""
UNFINISHED: Final = ".new"
"""How the name of a file ends that is still being written."""
ABANDONED_SECONDS: Final = 600.0
"""Nobody writes one file for so long: whoever began it was killed, and nobody was told that it is kept."""
MEGABYTE: Final = 1_000_000

LARGEST: Final = 8 * MEGABYTE
"""Far more than a form's words and file keys are: what somebody else put there does not fill the memory."""

MINUTE_SECONDS: Final = 60


class Kind(StrEnum):
    """What a file is, by which its name begins; they are delivered in this order."""

    BLOB = "1"
    """A blob is announced before the tip that takes it."""
    TIP = "2"
    """A tip, or a message by text."""
    STEP = "3"
    """A step after a tip is done: the tip is there before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What waits in a spool."""

    count: int
    since: datetime | None
    """The minute in which the oldest came."""
    aside: int
    """What could not be delivered, and lies apart until somebody has looked at it."""


class Spool:
    """One door's folder; several processes of one machine may share it."""

    def __init__(self, folder: Path, *, megabytes: int) -> None:
        """Use a folder, which is made with the first file.

        Args:
            megabytes: how much may wait here; what comes beyond that is refused.
        """
        self.folder = folder
        self._limit = megabytes * MEGABYTE
        self._bytes: int | None = None

    def put(self, name: str, content: bytes, *, now: datetime) -> bool:
        """Have a file on the disk under a name; false where one of this name waits already.

        Raises:
            SpoolUnavailable: the folder is full or cannot be written; nothing of it is kept.
        """
        try:
            if self._held() + len(content) > self._limit:
                raise SpoolUnavailable
            self._make()
            return self._written(name, content, now)
        except OSError:
            raise SpoolUnavailable from None

    def replace(self, name: str, content: bytes, *, now: datetime) -> None:
        """As `put`, in the place of the file that has the name.

        Raises:
            SpoolUnavailable: as `put`; the file stays as it was.
        """
        try:
            self._make()
            with self._beside(name, content, now) as fresh:
                fresh.path.replace(self.folder / name)
                _sync(self.folder)
        except OSError:
            raise SpoolUnavailable from None
        self._bytes = None

    def names(self) -> list[str]:
        """The names of what waits, in their order.

        Raises:
            SpoolUnavailable: the folder cannot be read.
        """
        return sorted(path.name for path in self._files())

    @contextmanager
    def turn(self) -> Generator[bool]:
        """Whether this is the one process that delivers from here now; it stays so until the end.

        Raises:
            SpoolUnavailable: the folder cannot be written.
        """
        with ExitStack() as held:
            try:
                self._make()
                turn = held.enter_context((self.folder / ".turn").open("w"))
            except OSError:
                raise SpoolUnavailable from None
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def read(self, name: str) -> bytes | None:
        """What is in a file; nothing where it is gone. Of one that is larger than any of ours, the beginning.

        Raises:
            SpoolUnavailable: it cannot be read now.
        """
        try:
            descriptor = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "rb") as file:
                return file.read(LARGEST)
        except FileNotFoundError:
            return None
        except OSError:
            raise SpoolUnavailable from None

    def remove(self, name: str) -> None:
        """Let go of what was delivered; that it is gone is on the disk too.

        Raises:
            SpoolUnavailable: it cannot be removed now: it will be delivered once more.
        """
        try:
            (self.folder / name).unlink(missing_ok=True)
            _sync(self.folder)
        except OSError:
            raise SpoolUnavailable from None
        self._bytes = None

    def set_aside(self, name: str) -> None:
        """Lay apart what cannot be delivered; it is kept until somebody has looked at it.

        Raises:
            SpoolUnavailable: it cannot be moved now.
        """
        aside = self.folder / ASIDE
        try:
            aside.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            with suppress(FileNotFoundError):  # another process was first
                (self.folder / name).replace(aside / name)
            _sync(aside)
            _sync(self.folder)
        except OSError:
            raise SpoolUnavailable from None
        self._bytes = None

    def set_abandoned_aside(self, *, now: datetime) -> int:
        """Lay apart what somebody began to write who was killed; how many files that were.

        Raises:
            SpoolUnavailable: as `set_aside`.
        """
        count = 0
        for path in self._files(unfinished=True):
            with suppress(FileNotFoundError):
                seen = path.stat()
                if now.timestamp() - seen.st_ctime < ABANDONED_SECONDS:
                    continue
                if seen.st_nlink > 1:  # it waits under its own name as well
                    path.unlink()
                    continue
                self.set_aside(path.name)
                count += 1
        return count

    def standing(self, kind: Kind | None = None) -> Standing:
        """How many wait, of one kind or of all, and since when.

        Raises:
            SpoolUnavailable: the folder cannot be read.
        """
        times = []
        for path in self._files():
            if not path.name.startswith(kind or ""):
                continue
            with suppress(FileNotFoundError):
                times.append(path.stat().st_mtime)
        aside = Spool(self.folder / ASIDE, megabytes=1)
        apart = len(aside.names()) + sum(1 for _ in aside._files(unfinished=True))
        since = datetime.fromtimestamp(min(times), UTC) if times else None
        return Standing(len(times), since, apart)

    def check(self) -> None:
        """Make the folder if it is missing, and see that a file can be written there as `put` does it.

        Raises:
            SpoolUnavailable: it cannot.
        """
        probe = Spool(self.folder / ".probe", megabytes=1)
        name = secrets.token_hex(8)
        try:
            self._make()
            probe.put(name, b"probe", now=datetime.fromtimestamp(0, UTC))
            probe.remove(name)
            with suppress(OSError):  # somebody else is probing too
                probe.folder.rmdir()
        except OSError:
            raise SpoolUnavailable from None

    def _make(self) -> None:
        """Make the folder, and have its name on the disk, and that of each folder above it that was made."""
        if not self.folder.is_dir():
            missing = [one for one in (self.folder, *self.folder.parents) if not one.exists()]
            self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            for one in missing:
                _sync(one.parent)

    def _written(self, name: str, content: bytes, now: datetime) -> bool:
        with self._beside(name, content, now) as fresh:
            try:
                os.link(fresh.path, self.folder / name)
            except FileExistsError:
                return False
            finally:
                fresh.path.unlink(missing_ok=True)
            _sync(self.folder)
        self._bytes = self._held() + len(content)
        return True

    def _beside(self, name: str, content: bytes, now: datetime) -> "_Fresh":
        return _Fresh(self.folder / f".{name}.{secrets.token_hex(8)}{UNFINISHED}", content, now)

    def _held(self) -> int:
        """How many bytes wait, as last counted: removing lets it be counted anew."""
        if self._bytes is None:
            sizes = 0
            for path in self._files():
                with suppress(FileNotFoundError):
                    sizes += path.stat().st_size
            self._bytes = sizes
        return self._bytes

    def _files(self, *, unfinished: bool = False) -> Iterator[Path]:
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    hidden = entry.name.startswith(".")
                    wanted = hidden and entry.name.endswith(UNFINISHED) if unfinished else not hidden
                    if wanted and entry.is_file(follow_symlinks=False):
                        yield Path(entry.path)
        except FileNotFoundError:
            return
        except OSError:
            raise SpoolUnavailable from None


class _Fresh:
    """A file on the disk under a name that nobody looks for; at the end it is gone, unless it was taken."""

    def __init__(self, path: Path, content: bytes, now: datetime) -> None:
        self.path = path
        self._content = content
        self._minute = now.timestamp() // MINUTE_SECONDS * MINUTE_SECONDS

    def __enter__(self) -> Self:
        try:
            self._write()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _write(self) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            left = memoryview(self._content)
            while left:
                left = left[os.write(descriptor, left) :]
            os.utime(descriptor, (self._minute, self._minute))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sync(folder: Path) -> None:
    """Have a folder's names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
