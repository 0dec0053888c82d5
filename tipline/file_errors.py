"""What can go wrong with files, beside the tree of `tipline/errors.py`.

Refused
└── FilesRefused
    ├── FileRefused               one of the files cannot be taken; the others are kept
    │   ├── FileEmpty
    │   └── FileUnknown           of no kind that we take
    ├── TooManyFiles
    ├── FilesTooLarge             all together
    ├── FilesGone                 they were kept for an hour, and it is over; or sent before
    └── NoFilesHere               the program has no custodians, so it cannot keep an original
StoreTrouble
└── BlobsUnavailable              the place for files: not there, full, refused
"""

from tipline.errors import Refused, StoreTrouble
from tipline.vocabulary import StoreName


class FilesRefused(Refused):
    """Something about the files that came with a form; whatever was typed is kept."""


class FileRefused(FilesRefused):
    """One of the files cannot be taken: the first, the second; names are not repeated."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


class FileEmpty(FileRefused):
    """There is nothing in it."""


class FileUnknown(FileRefused):
    """It is of no kind that we take, whatever its name says."""


class TooManyFiles(FilesRefused):
    """More files than a tip may bring at once."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class FilesTooLarge(FilesRefused):
    """The files together are larger than may be brought at once."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(megabytes)
        self.megabytes = megabytes


class FilesGone(FilesRefused):
    """Files that were sent and waited for the rest of the form are no longer there."""


class NoFilesHere(FilesRefused):
    """Nobody holds the keys under which an original would be kept."""


class BlobsUnavailable(StoreTrouble):
    """The place where files lie is not there, full or read-only: what was to be kept was not kept."""

    def __init__(self) -> None:
        super().__init__(StoreName.TIPS)
