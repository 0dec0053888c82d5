"""A photograph of twelve megapixels through the child that scrubs it: how long, and in how much memory."""

import io
import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from statistics import median
from typing import Final, NamedTuple

from PIL import ExifTags, Image

from bench.processes import load
from bench.tables import Row, at_most
from tipline.scrub.apart import scrub_apart
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind

TITLE: Final = "Scrubbing a JPEG of 12 megapixels"
SIDES: Final = (4_000, 3_000)
GRAIN: Final = 25
"""Noise of a sensor in dim light: a smooth picture would cost less than any photograph."""
RUNS: Final = 5
SECONDS: Final = 1.5
CHILD_MB: Final = 400
MB: Final = 1_000_000
KIB: Final = 1_024


class Run(NamedTuple):
    """One scrubbing: seconds by the clock and of the processor, megabytes."""

    seconds: float
    cpu: float
    peak: float


def rows() -> Iterator[Row]:
    """By the clock, from the start of the child to its last byte; and the most memory that it held."""
    content = _photograph()
    yield Row("the photograph, turned by EXIF", f"{len(content) / MB:.1f} MB")
    # A process of its own for each run: the kernel keeps one peak for all children that have ended.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as apart:
        runs = [apart.submit(_once, content).result() for _ in range(RUNS)]
    yield at_most(
        "one scrubbing, median of five", median(run.seconds for run in runs), SECONDS, "s", digits=2
    )
    yield Row("processor time of the child", f"{median(run.cpu for run in runs):.2f} s")
    yield at_most("the child at its peak", max(run.peak for run in runs), CHILD_MB, "MB", digits=0)
    yield Row("load average", load())


def _photograph() -> bytes:
    bands = [Image.effect_noise(SIDES, GRAIN) for _ in "RGB"]
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Exemplar"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (43.0, 38.0, 33.25)
    out = io.BytesIO()
    Image.merge("RGB", bands).save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def _once(content: bytes) -> Run:
    copy = bytearray()
    begun = time.monotonic()
    told = scrub_apart([content], copy.extend, kind=FileKind.JPEG)
    seconds = time.monotonic() - begun
    assert Found.PLACE in told.found
    assert (told.width, told.height) == SIDES[::-1]
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(seconds, child.ru_utime + child.ru_stime, child.ru_maxrss * KIB / MB)
