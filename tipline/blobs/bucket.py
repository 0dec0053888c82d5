"""Blobs in a bucket, by way of `obstore`: any store that speaks S3."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore, S3Store

from tipline.file_errors import BlobsUnavailable
from tipline.file_words import BlobId

PART: Final = 5 * 1_048_576
"""Bytes of a part: the least that S3 takes, since each one waits in memory."""
PARTS_AT_ONCE: Final = 2
PIECE: Final = 1_048_576

RETRIES: Final = 3
RETRYING: Final = timedelta(seconds=10)
"""Somebody waits for the page."""
_SECONDS: Final = "30s"

_TROUBLE: Final = (BaseError, OSError, ValueError)
"""What the library raises when a store is not there, refuses or has no such blob."""


def bucket_at(url: str, *, endpoint: str | None, region: str, key_id: str, secret: str) -> "BucketBlobs":
    """A bucket, by `s3://name/prefix`; nothing is asked of it yet.

    Args:
        endpoint: where it is asked, unless it is Amazon's.
        region: of the endpoint.
        key_id: with `secret`, what it knows us by.
        secret: as above.
    """
    parts = urlsplit(url)
    store = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        endpoint=endpoint or f"https://s3.{region}.amazonaws.com",
        region=region,
        access_key_id=key_id,
        secret_access_key=secret,
        client_options={"timeout": _SECONDS, "allow_http": True},  # settings let http to this machine alone
        retry_config={"max_retries": RETRIES, "retry_timeout": RETRYING},
        virtual_hosted_style_request=False,
    )
    return BucketBlobs(store)


class BucketBlobs:
    """A bucket, or a prefix in one."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def create(self, blob_id: BlobId) -> "BucketWriter":
        """Begin a blob; the bucket shows it once it is finished.

        Raises:
            BlobsUnavailable: never at once: the bucket is asked when a part is full.
        """
        return BucketWriter(self._store, blob_id.hex())

    def read(self, blob_id: BlobId) -> "BucketBlob":
        """A blob, to be gone through."""
        return BucketBlob(self._store, blob_id.hex())

    def delete(self, blob_id: BlobId) -> None:
        """Remove a blob.

        Raises:
            BlobsUnavailable: the bucket refuses, or is not there.
        """
        try:
            obstore.delete(self._store, blob_id.hex())
        except FileNotFoundError:
            return
        except _TROUBLE:
            raise BlobsUnavailable from None

    def check(self) -> None:
        """Ask the bucket for something that is not in it.

        Raises:
            BlobsUnavailable: it does not answer.
        """
        try:
            obstore.head(self._store, "nothing")
        except FileNotFoundError:
            return
        except _TROUBLE:
            raise BlobsUnavailable from None


class BucketWriter:
    """A blob that is being written, part by part."""

    def __init__(self, store: ObjectStore, name: str) -> None:
        self._store = store
        self._name = name
        self._file = obstore.open_writer(store, name, buffer_size=PART, max_concurrency=PARTS_AT_ONCE)

    def write(self, data: bytes) -> None:
        """Append; a part that is full is sent.

        Raises:
            BlobsUnavailable: the bucket refuses, or is not there.
        """
        try:
            self._file.write(data)
        except _TROUBLE:
            raise BlobsUnavailable from None

    def finish(self) -> None:
        """Send the rest, and have the bucket say that it is kept.

        Raises:
            BlobsUnavailable: the bucket refuses, or is not there.
        """
        try:
            self._file.close()
        except _TROUBLE:
            raise BlobsUnavailable from None

    def abandon(self) -> None:
        """Send no more. Parts without an end are for the bucket's own rule to remove."""
        with suppress(*_TROUBLE):
            obstore.delete(self._store, self._name)


class BucketBlob:
    """A blob that is fetched from its beginning each time."""

    def __init__(self, store: ObjectStore, name: str) -> None:
        self._store = store
        self._name = name

    def __iter__(self) -> Iterator[bytes]:
        """The blob's bytes.

        Raises:
            BlobsUnavailable: it is not there, or cannot be fetched.
        """
        try:
            for piece in obstore.get(self._store, self._name).stream(min_chunk_size=PIECE):
                yield bytes(piece)
        except _TROUBLE:
            raise BlobsUnavailable from None
