"""Blobs in a folder of this machine: random names, no minute in any file's time."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Final

from tipline.file_errors import BlobsUnavailable
from tipline.file_words import BlobId
from tipline.ports import Clock

PIECE: Final = 1_048_576
"""Bytes that are read at once."""

_PRIVATE: Final = 0o600


class FolderBlobs:
    """A folder, in it folders of the first two letters of a name, in them the blobs."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Use a folder, which is made at the first blob."""
        self._folder = folder
        self._clock = clock

    def create(self, blob_id: BlobId) -> "FolderWriter":
        """Begin a blob: in a file of its own from the first byte, which is there for good once finished.

        Raises:
            BlobsUnavailable: the folder cannot be written.
        """
        path = self._path(blob_id)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        except OSError:
            raise BlobsUnavailable from None
        return FolderWriter(path, descriptor, self._clock)

    def read(self, blob_id: BlobId) -> "FolderBlob":
        """A blob, to be gone through."""
        return FolderBlob(self._path(blob_id))

    def delete(self, blob_id: BlobId) -> None:
        """Remove a blob.

        Raises:
            BlobsUnavailable: the folder cannot be written.
        """
        try:
            self._path(blob_id).unlink(missing_ok=True)
        except OSError:
            raise BlobsUnavailable from None

    def check(self) -> None:
        """Make the folder if it is missing, and see that it can be written.

        Raises:
            BlobsUnavailable: it cannot.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise BlobsUnavailable from None
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise BlobsUnavailable

    def _path(self, blob_id: BlobId) -> Path:
        name = blob_id.hex()
        return self._folder / name[:2] / name


class FolderWriter:
    """A file that is being written."""

    def __init__(self, path: Path, descriptor: int, clock: Clock) -> None:
        self._path = path
        self._descriptor: int | None = descriptor
        self._clock = clock

    def write(self, data: bytes) -> None:
        """Append to the file.

        Raises:
            BlobsUnavailable: the disk is full, or gone.
        """
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._open(), left) :]
        except OSError:
            raise BlobsUnavailable from None

    def finish(self) -> None:
        """Set the file's time to the beginning of the day, and have it on the disk, its name too.

        Raises:
            BlobsUnavailable: the disk is full, or gone.
        """
        midnight = self._clock.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        descriptor = self._open()
        try:
            os.utime(descriptor, (midnight.timestamp(), midnight.timestamp()))
            os.fsync(descriptor)
            self._close()
            for folder in (self._path.parent, self._path.parent.parent):
                _sync_folder(folder)
        except OSError:
            raise BlobsUnavailable from None

    def abandon(self) -> None:
        """Close the file and remove it."""
        self._close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _open(self) -> int:
        if self._descriptor is None:
            raise BlobsUnavailable
        return self._descriptor

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


class FolderBlob:
    """A file that is read from its beginning each time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        """The file's bytes.

        Raises:
            BlobsUnavailable: it is not there, or cannot be read.
        """
        try:
            with self._path.open("rb", buffering=0) as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError:
            raise BlobsUnavailable from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
