"""The doctor looks at the spools: whether what comes while a store is away can be kept here."""

import os
from collections.abc import Iterator

from cli.findings import Finding, good, note, problem
from tipline.settings import Settings
from tipline.spool import Spool
from tipline.spool_errors import SpoolUnavailable
from tipline.store.engine import sqlite_file
from tipline.vocabulary import Process, StoreName


def look_at_spools(settings: Settings) -> Iterator[Finding]:
    """Each door's folder: that it can be written, what lies in it, and what else is on its disk."""
    for process in (Process.PUBLIC, Process.GATEWAY):
        yield from _spool(settings, process)


def _spool(settings: Settings, process: Process) -> Iterator[Finding]:
    if not settings.key_folder(process.value).is_dir():
        return  # that process runs on another machine
    folder = settings.spool(process)
    spool = Spool(folder, megabytes=settings.spool_megabytes)
    try:
        spool.check()
        standing = spool.standing()
    except SpoolUnavailable:
        yield problem(f"{folder} cannot be written: what comes while a store is away is turned away.")
        return
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize // 1_000_000
    yield good(f"{folder} can be written, and {free:,} MB are free on its disk.")
    if free < settings.spool_megabytes:
        yield note(f"That is less than spool_megabytes ({settings.spool_megabytes:,}).")
    if standing.count:
        yield note(f"{standing.count:,} wait in it, and are delivered while the process runs.")
    if standing.aside:
        yield problem(
            f"{standing.aside:,} in {folder}/aside could not be delivered. Delete none before whoever "
            "made the keys has looked at it: each may be a tip."
        )
    path = sqlite_file(StoreName.TIPS, settings.store_url(StoreName.TIPS))
    if path is not None and path.exists() and path.stat().st_dev == folder.stat().st_dev:
        yield note(
            f"{folder} is on the disk of the tips store: it helps where the store is locked, and not where "
            "that disk is full. Put it on another one with spool_folder."
        )
