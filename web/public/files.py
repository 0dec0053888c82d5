"""Files on the pages of reporters: read with the form, and kept for its next step."""

from dataclasses import dataclass, field
from datetime import datetime

from starlette.requests import Request

from tipline.errors import KeyTrouble, NothingHere, StoreTrouble
from tipline.file_errors import FilesGone, FilesTooLarge, TooManyFiles
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
    settings = site.runtime.settings
    try:
        desk = await site.programs.by_slug(request.path_params["slug"], now=now)
    except (NothingHere, StoreTrouble, KeyTrouble):
        return Brought((await read_upload(request, None, now=now)).form)
    place = Place(
        tips=site.runtime.tips,
        blobs=site.runtime.blobs,
        program_id=desk.program.program_id,
        most=settings.files_most,
        megabytes=settings.files_megabytes,
        opens=opens_files(site, desk),
    )
    uploaded = await read_upload(request, place, now=now)
    return _with_those_before(uploaded.form, uploaded.files, uploaded.trouble, site=site, desk=desk, now=now)


def opens_files(site: Site, desk: Desk) -> bool:
    """Whether a program's pages offer to take files."""
    return takes_files(desk) and site.runtime.settings.files_most > 0


def _with_those_before(
    form: Form,
    files: tuple[KeptFile, ...],
    trouble: Exception | None,
    *,
    site: Site,
    desk: Desk,
    now: datetime,
) -> Brought:
    key, settings = site.runtime.keys.form_key, site.runtime.settings
    try:
        before = kept_files.referred(form.get(KEPT), key=key, program_id=desk.program.program_id, now=now)
    except FilesGone as error:
        before, trouble = (), trouble or error
    # The same file twice is kept once; the blob of the other belongs to nobody, and is swept.
    every, _ = without_doubles((*before, *files))
    if len(every) > settings.files_most:
        every, trouble = every[: settings.files_most], trouble or TooManyFiles(settings.files_most)
    if sum(file.size for file in every) > settings.files_megabytes * MEGABYTE:
        every, trouble = before, trouble or FilesTooLarge(settings.files_megabytes)
    reference = kept_files.refer(every, key=key, program_id=desk.program.program_id)
    return Brought(form.with_value(KEPT, reference), every, trouble)
