"""A PDF is written anew from what its pages reach, without what says who made it, when and with what."""

import io
from typing import Final

import pikepdf
from pikepdf import Array, Encryption, Name, Object, Pdf

from tipline.scrub import marks, pdf_objects
from tipline.scrub.copies import Copy
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason

# ISO 32000-2, table 29: what of the catalog is no page.
_OF_THE_CATALOG: Final = {
    "/Metadata": Found.OTHER_METADATA,
    "/PieceInfo": Found.OTHER_METADATA,
    "/SpiderInfo": Found.OTHER_METADATA,
    "/OpenAction": Found.PROGRAM,
    "/AA": Found.PROGRAM,
    "/URI": Found.OUTSIDE_LINK,
    "/AF": Found.ATTACHMENT,
    "/Collection": Found.ATTACHMENT,
    "/Perms": Found.AUTHOR,
    "/DSS": Found.AUTHOR,
    "/Legal": Found.AUTHOR,
    "/Threads": Found.OTHER_METADATA,
}
_OF_THE_NAMES: Final = {
    "/JavaScript": Found.PROGRAM,
    "/EmbeddedFiles": Found.ATTACHMENT,
    "/Renditions": Found.PROGRAM,
}
_SAVED: Final = b"startxref"
_NOT_DECODED: Final = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    ValueError,
    LookupError,
    TypeError,
    OSError,
    RuntimeError,
)


def warm_up() -> None:
    """Load what is loaded late, while files may still be opened, by making a copy of one empty page.

    It is encrypted, since the library opens the kernel's random device when it first meets an encrypted file.
    """
    out = io.BytesIO()
    with Pdf.new() as empty:
        empty.add_blank_page()
        empty.save(out, encryption=Encryption(owner="owner", user=""))
    scrub(out, Limits())


def scrub(original: io.BytesIO, limits: Limits) -> Copy:
    """Write a PDF anew.

    Kept is what is on the pages, also notes, fields and bookmarks; their authors, times and actions are not.
    Gone are document information, XMP, EXIF inside pictures, attachments, scripts, links to the outside,
    signatures, thumbnails, and all earlier versions: only what the pages reach is written.

    Raises:
        CannotScrub: it asks for a password, does not decode, or has more objects than it may.
    """
    found = _earlier_versions(original)
    content = io.BytesIO()
    try:
        with Pdf.open(_in_the_clear(original), suppress_warnings=True) as pdf:
            if len(pdf.objects) > limits.objects:
                raise CannotScrub(Reason.TOO_LARGE_INSIDE)
            if not len(pdf.pages):
                raise CannotScrub(Reason.DOES_NOT_DECODE)
            found |= _information(pdf) | _catalog(pdf)
            for page in pdf.pages:
                found |= _notes(page.obj)
            for thing in pdf.objects:
                found |= pdf_objects.clean(thing)
            pdf.remove_unreferenced_resources()
            pdf.save(content, encryption=False, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError:
        raise CannotScrub(Reason.ENCRYPTED) from None
    except _NOT_DECODED:
        raise CannotScrub(Reason.DOES_NOT_DECODE) from None
    return Copy(kind=FileKind.PDF, content=content, found=frozenset(found))


def _in_the_clear(original: io.BytesIO) -> io.BytesIO:
    """A file that opens without a password may be encrypted all the same: then, decrypted."""
    with Pdf.open(original, suppress_warnings=True) as pdf:
        if not pdf.is_encrypted:
            return original
        plain = io.BytesIO()
        pdf.save(plain, encryption=False, deterministic_id=True)
        return plain


def _earlier_versions(original: io.BytesIO) -> set[Found]:
    """A file that was saved by adding to it keeps what was deleted (ISO 32000-2, 7.5.6)."""
    with original.getbuffer() as content:
        head, whole = bytes(content[:1024]), bytes(content)
    once = 2 if b"/Linearized" in head else 1
    return {Found.EARLIER_VERSION} if whole.count(_SAVED) > once else set()


def _notes(page: Object) -> set[Found]:
    """Take the annotations off a page that are nothing but ways to a file inside."""
    notes = page.get(Name.Annots)
    if not isinstance(notes, Array):
        return set()
    carriers = [number for number, note in enumerate(notes) if pdf_objects.carries_a_file(note)]
    for number in reversed(carriers):
        del notes[number]
    return {Found.ATTACHMENT} if carriers else set()


def _information(pdf: Pdf) -> set[Found]:
    found: set[Found] = set()
    if "/Info" in pdf.trailer:
        found |= marks.in_names(str(name)[1:] for name in pdf.docinfo.keys())  # noqa: SIM118 - no mapping
        del pdf.trailer[Name.Info]
    if Name.Metadata in pdf.Root:
        found |= marks.in_xmp(pdf.Root.Metadata.read_bytes())
    return found


def _catalog(pdf: Pdf) -> set[Found]:
    found = set()
    for catalog, telling in ((pdf.Root, _OF_THE_CATALOG), (pdf.Root.get(Name.Names), _OF_THE_NAMES)):
        if catalog is None:
            continue
        for name, kind in telling.items():
            if name in catalog:
                del catalog[name]
                found.add(kind)
    form = pdf.Root.get(Name.AcroForm)
    if form is not None and Name.XFA in form:
        del form[Name.XFA]
        found.add(Found.PROGRAM)
    return found
