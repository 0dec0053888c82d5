"""From the settings to the place where blobs lie."""

import importlib
from typing import Final

from tipline.blobs.folder import FolderBlobs
from tipline.errors import SettingRefused
from tipline.ports import Blobs, Clock
from tipline.settings import Settings

FOLDER: Final = "blobs"
"""Beside the stores, where no other place is set."""

_BUCKET: Final = "tipline.blobs.bucket"
"""Loaded only where one is set: its library is 5 MB of memory for each process."""


def open_blobs(settings: Settings, clock: Clock) -> Blobs:
    """The place that is set: a bucket, else the folder `blobs` beside the stores; nothing is asked of it yet.

    Raises:
        SettingRefused: the file with the bucket's secret cannot be read.
    """
    if settings.blobs_url is None:
        return FolderBlobs(settings.data / FOLDER, clock)
    bucket: Blobs = importlib.import_module(_BUCKET).bucket_at(
        settings.blobs_url,
        endpoint=settings.blobs_endpoint,
        region=settings.blobs_region,
        key_id=settings.blobs_key_id or "",
        secret=_secret(settings),
    )
    return bucket


def _secret(settings: Settings) -> str:
    if settings.blobs_secret_file is None:
        raise SettingRefused("blobs_secret_file")
    try:
        return settings.blobs_secret_file.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise SettingRefused("blobs_secret_file") from None
