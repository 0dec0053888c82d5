"""Files on the pages of reporters: read with the form, and kept for its next step."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from starlette.requests import Request

from tipline.errors import KeyTrouble, NothingHere, StoreTrouble
from tipline.file_errors import FilesGone, FilesTooLarge, TooManyFiles
from tipline.file_limits import FileLimits
from tipline.intake import kept_files
from tipline.intake.programs import Desk
from tipline.intake.tip_files import takes_files
from tipline.intake.uploading import KeptFile, without_doubles
from web.forms import Form
from web.public.form_page import KEPT
from web.public.site import Site
from web.uploads import MEGABYTE, Place, read_upload


@dataclass(frozen=True, slots=True)
class Brought:
    """A form that was read, and the files that it brings or has brought before."""

    form: Form
    """In it a fresh reference to the files, so that a mistake in the form loses none of them."""
    files: tuple[KeptFile, ...] = field(repr=False, default=())
    trouble: Exception | None = None


async def read_brought(request: Request, site: Site, *, now: datetime) -> Brought:
    """Read a form and its files; where the program cannot be found or read, the form alone.

    Raises:
        FormTrouble: as `read_upload`.
    """
    try:
        desk = await site.programs.by_slug(request.path_params["slug"], now=now)
    except (NothingHere, StoreTrouble, KeyTrouble):
        return Brought((await read_upload(request, None, now=now)).form)
    limits = _limits(site, desk)
    program_id = desk.program.program_id
    place = Place(
        announce=partial(site.reception.announce, program_id=program_id, now=now),
        tips=site.runtime.tips,
        blobs=site.runtime.blobs,
        program_id=desk.program.program_id,
        most=limits.most,
        megabytes=limits.megabytes,
        opens=opens_files(site, desk) is not None,
    )
    uploaded = await read_upload(request, place, now=now)
    return _with_those_before(
        uploaded.form, uploaded.files, uploaded.trouble, site=site, desk=desk, limits=limits, now=now
    )


def opens_files(site: Site, desk: Desk) -> FileLimits | None:
    """How much a program's pages offer to take; None where they take no files."""
    limits = _limits(site, desk)
    return limits if takes_files(desk) and limits.most > 0 else None


def _limits(site: Site, desk: Desk) -> FileLimits:
    settings, program = site.runtime.settings, desk.program
    most = FileLimits(settings.files_most, settings.files_megabytes)
    return most.narrowed(most=program.files_most, megabytes=program.files_megabytes)


def _with_those_before(
    form: Form,
    files: tuple[KeptFile, ...],
    trouble: Exception | None,
    *,
    site: Site,
    desk: Desk,
    limits: FileLimits,
    now: datetime,
) -> Brought:
    key = site.runtime.keys.form_key
    try:
        before = kept_files.referred(form.get(KEPT), key=key, program_id=desk.program.program_id, now=now)
    except FilesGone as error:
        before, trouble = (), trouble or error
    # The same file twice is kept once; the blob of the other belongs to nobody, and is swept.
    every, _ = without_doubles((*before, *files))
    if len(every) > limits.most:
        every, trouble = every[: limits.most], trouble or TooManyFiles(limits.most)
    if sum(file.size for file in every) > limits.megabytes * MEGABYTE:
        every, trouble = before, trouble or FilesTooLarge(limits.megabytes)
    reference = kept_files.refer(every, key=key, program_id=desk.program.program_id)
    return Brought(form.with_value(KEPT, reference), every, trouble)
