"""What every place for blobs must do, whatever it is made of."""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore

from tests.program import NOON, FixedClock
from tipline.blobs.bucket import PART, BucketBlobs
from tipline.blobs.folder import FolderBlobs
from tipline.blobs.place import open_blobs
from tipline.errors import SettingRefused
from tipline.file_errors import BlobsUnavailable
from tipline.file_words import BlobId
from tipline.ports import Blobs
from tipline.settings import Settings

BODY = os.urandom(100_000)


def _folder(folder: Path) -> Blobs:
    return FolderBlobs(folder / "blobs", FixedClock())


def _memory(_: Path) -> Blobs:
    return BucketBlobs(MemoryStore())


def _local(folder: Path) -> Blobs:
    return BucketBlobs(LocalStore(folder))


@pytest.fixture(params=[_folder, _memory, _local])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    make: Callable[[Path], Blobs] = request.param
    return make(tmp_path)


def a_name() -> BlobId:
    return BlobId(secrets.token_bytes(16))


def put(blobs: Blobs, name: BlobId, *pieces: bytes) -> None:
    writer = blobs.create(name)
    for piece in pieces:
        writer.write(piece)
    writer.finish()


def test_what_was_finished_is_there_and_can_be_gone_through_again(blobs: Blobs) -> None:
    name, other = a_name(), a_name()

    put(blobs, name, BODY[:70_000], b"", BODY[70_000:])
    put(blobs, other)

    found = blobs.read(name)
    assert b"".join(found) == b"".join(found) == BODY
    assert b"".join(blobs.read(other)) == b""


def test_a_blob_of_several_parts_comes_back_whole(blobs: Blobs) -> None:
    piece, name = os.urandom(1_048_576), a_name()

    put(blobs, name, *[piece] * (2 * PART // len(piece) + 1))

    assert b"".join(blobs.read(name)) == piece * (2 * PART // len(piece) + 1)


def test_what_was_abandoned_is_not_there(blobs: Blobs) -> None:
    name = a_name()
    writer = blobs.create(name)
    writer.write(BODY)

    writer.abandon()

    with pytest.raises(BlobsUnavailable):
        list(blobs.read(name))


def test_what_was_deleted_is_gone_and_may_be_deleted_again(blobs: Blobs) -> None:
    name, kept = a_name(), a_name()
    put(blobs, name, BODY)
    put(blobs, kept, BODY)

    blobs.delete(name)
    blobs.delete(name)

    with pytest.raises(BlobsUnavailable):
        list(blobs.read(name))
    assert b"".join(blobs.read(kept)) == BODY


def test_a_place_that_is_there_passes_its_check(blobs: Blobs) -> None:
    blobs.check()


def test_in_a_folder_a_blob_has_a_random_name_and_the_time_of_a_day(tmp_path: Path) -> None:
    name = a_name()

    put(_folder(tmp_path), name, BODY)

    (found,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    status = found.stat()
    midnight = datetime(NOON.year, NOON.month, NOON.day, tzinfo=UTC).timestamp()
    assert (found.name, status.st_mtime, status.st_atime) == (name.hex(), midnight, midnight)
    assert status.st_mode & 0o777 == 0o600
    assert found.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file stands in the way")
    blobs = _folder(tmp_path)

    with pytest.raises(BlobsUnavailable):
        blobs.check()
    with pytest.raises(BlobsUnavailable):
        blobs.create(a_name())
    with pytest.raises(BlobsUnavailable):
        list(blobs.read(a_name()))


def test_a_name_is_used_once(tmp_path: Path) -> None:
    blobs, name = _folder(tmp_path), a_name()
    put(blobs, name, BODY)

    with pytest.raises(BlobsUnavailable):
        blobs.create(name)
    assert b"".join(blobs.read(name)) == BODY


def test_a_bucket_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sample\n")
    settings = Settings(
        data=tmp_path,
        blobs_url="s3://tips/files",
        blobs_endpoint="http://127.0.0.1:9",
        blobs_key_id="sample",
        blobs_secret_file=secret,
    )
    writer = open_blobs(settings, FixedClock()).create(a_name())
    writer.write(BODY)

    with pytest.raises(BlobsUnavailable):
        writer.finish()


def test_a_bucket_without_its_secret_is_refused(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, blobs_url="s3://tips", blobs_secret_file=tmp_path / "none")

    with pytest.raises(SettingRefused) as refused:
        open_blobs(settings, FixedClock())

    assert refused.value.name == "blobs_secret_file"
