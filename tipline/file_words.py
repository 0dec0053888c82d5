"""The words of files as types: what names a file, and what names the sealed bytes of one."""

from typing import Final, NewType

FileId = NewType("FileId", bytes)
BlobId = NewType("BlobId", bytes)
"""Where sealed bytes lie: random, and different for the original and the scrubbed copy of one file."""

HELD_NAME_LIMIT: Final = 255
"""Characters of a file's name that are kept for the custodians; nobody else is told any."""
