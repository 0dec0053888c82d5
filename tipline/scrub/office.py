"""An Office file is put together anew from the parts that show something; the others are left behind."""

import io
import zipfile
import zlib
from typing import Final, TypeAlias

from lxml import etree

from tipline.scrub import office_word, office_xml, pictures
from tipline.scrub.copies import Copy
from tipline.scrub.found import Found
from tipline.scrub.kinds import HEAD_SIZE, FileGroup, FileKind, UnknownKind, recognise
from tipline.scrub.office_package import CONTENT_TYPES, Package, Part
from tipline.scrub.outcome import CannotScrub, Limits, Reason

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the copy: the earliest that a ZIP can say."""
_SAME_KIND: Final = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.GIF})
_NOT_DECODED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    ValueError,
    LookupError,
    EOFError,
    OSError,
    NotImplementedError,
)

_Pictured: TypeAlias = tuple[bytes, frozenset[Found]]


def scrub(original: io.BytesIO, limits: Limits) -> Copy:
    """Put a document, a workbook or a presentation together anew.

    Parts are found by following relationships from the root, and only kinds that show something are
    followed: properties, custom XML, thumbnails, printer settings, programs, OLE objects, films, links to
    the outside and lists of persons are not. Every part in XML is gone through by `office_xml`, every
    picture scrubbed as one that was sent alone; a picture that cannot be scrubbed is left out, and found as
    an embedded object.

    Raises:
        CannotScrub: it is no Office file, asks for a password, does not decode, or is too large inside.
    """
    try:
        with zipfile.ZipFile(original) as archive:
            package = Package(archive, limits)
            pictured = {part.name: _picture(part, limits) for part in package.parts if part.is_picture}
            lost = {name for name, content in pictured.items() if content is None}
            package.leave_out(lost)
            content, found = _written(package, pictured)
    except _NOT_DECODED:
        raise CannotScrub(Reason.DOES_NOT_DECODE) from None
    found |= package.found | ({Found.EMBEDDED_OBJECT} if lost else set())
    return Copy(kind=package.kind, content=content, found=frozenset(found))


def _picture(part: Part, limits: Limits) -> _Pictured | None:
    """The copy of an embedded picture, where it can be one and stays of its kind."""
    try:
        kind = recognise(part.content[:HEAD_SIZE])
        if kind.group is not FileGroup.PICTURE or kind not in _SAME_KIND:
            return None
        copy = pictures.scrub(io.BytesIO(part.content), kind, limits)
    except UnknownKind:
        return None
    except CannotScrub as refused:
        if refused.reason is not Reason.DOES_NOT_DECODE:
            raise
        return None
    return copy.content.getvalue(), copy.found


def _written(package: Package, pictured: dict[str, _Pictured | None]) -> tuple[io.BytesIO, set[Found]]:
    content = io.BytesIO()
    found: set[Found] = set()
    hidden = office_word.hidden_styles(package)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as copy:
        _put(copy, CONTENT_TYPES, package.content_types())
        _put(copy, *package.root_relationships())
        for part in package.parts:
            made = pictured.get(part.name)
            if made is not None:
                written, carried = made
                found |= {Found.EMBEDDED_PICTURE_DATA} if carried else set()
            else:
                root = part.tree()
                found |= office_xml.clean(root, part.dropped)
                found |= office_word.settle(root, hidden)
                written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            _put(copy, part.name, written)
            if part.relationships:
                _put(copy, *part.own_relationships())
    return content, found


def _put(copy: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    copy.writestr(entry, content)
