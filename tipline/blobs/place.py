"""From the settings to the place where blobs lie."""

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from obstore.store import S3Store

from tipline.blobs.bucket import BucketBlobs
from tipline.blobs.folder import FolderBlobs
from tipline.errors import SettingRefused
from tipline.ports import Blobs, Clock
from tipline.settings import Settings

FOLDER: Final = "blobs"
"""Beside the stores, where no other place is set."""

RETRIES: Final = 3
RETRYING: Final = timedelta(seconds=10)
"""Somebody waits for the page."""
_SECONDS: Final = "30s"


def open_blobs(settings: Settings, clock: Clock) -> Blobs:
    """The place that is set: a bucket, else the folder `blobs` beside the stores; nothing is asked of it yet.

    Raises:
        SettingRefused: the file with the bucket's secret cannot be read.
    """
    if settings.blobs_url is None:
        return FolderBlobs(settings.data / FOLDER, clock)
    parts = urlsplit(settings.blobs_url)
    store = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        endpoint=settings.blobs_endpoint or f"https://s3.{settings.blobs_region}.amazonaws.com",
        region=settings.blobs_region,
        access_key_id=settings.blobs_key_id or "",
        secret_access_key=_secret(settings),
        client_options={"timeout": _SECONDS, "allow_http": True},  # settings let http to this machine alone
        retry_config={"max_retries": RETRIES, "retry_timeout": RETRYING},
        virtual_hosted_style_request=False,
    )
    return BucketBlobs(store)


def _secret(settings: Settings) -> str:
    if settings.blobs_secret_file is None:
        raise SettingRefused("blobs_secret_file")
    try:
        return settings.blobs_secret_file.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise SettingRefused("blobs_secret_file") from None
