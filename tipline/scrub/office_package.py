"""The parts of an Office file that show something, found by their relationships (ISO/IEC 29500-2)."""

import posixpath
import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from tipline.scrub import marks
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason

CONTENT_TYPES: Final = "[Content_Types].xml"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATIONSHIP_TYPES: Final = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": FileKind.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": FileKind.PPTX,
}
_WITH_PROGRAMS: Final = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": FileKind.DOCX,
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": FileKind.XLSX,
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": FileKind.PPTX,
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml": FileKind.PPTX,
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml": FileKind.PPTX,
}
_CANONICAL: Final = {kind: name for name, kind in _MAIN.items()}

# The last word of a relationship's type, the same in the transitional and the strict form of the standard.
_DOCUMENT: Final = "officeDocument"
_SHOWN: Final = frozenset(
    {
        "styles",
        "settings",
        "fontTable",
        "theme",
        "themeOverride",
        "numbering",
        "header",
        "footer",
        "footnotes",
    }
    | {
        "endnotes",
        "comments",
        "image",
        "chart",
        "chartUserShapes",
        "chartStyle",
        "chartColorStyle",
        "chartEx",
    }
    | {"diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing", "drawing"}
    | {"slide", "slideLayout", "slideMaster", "notesSlide", "notesMaster", "handoutMaster", "presProps"}
    | {"tableStyles", "worksheet", "chartsheet", "sharedStrings", "vmlDrawing", "table", "pivotTable"}
    | {"pivotCacheDefinition", "pivotCacheRecords", "sheetMetadata"}
)
_PICTURE: Final = "image"
_NOTES_OF_SLIDES: Final = "comments"
_LEFT: Final = {
    "thumbnail": Found.THUMBNAIL,
    "customXml": Found.OTHER_METADATA,
    "vbaProject": Found.PROGRAM,
    "control": Found.PROGRAM,
    "activeXControl": Found.PROGRAM,
    "attachedToolbars": Found.PROGRAM,
    "keyMapCustomizations": Found.PROGRAM,
    "oleObject": Found.EMBEDDED_OBJECT,
    "package": Found.EMBEDDED_OBJECT,
    "aFChunk": Found.EMBEDDED_OBJECT,
    "video": Found.EMBEDDED_OBJECT,
    "audio": Found.EMBEDDED_OBJECT,
    "media": Found.EMBEDDED_OBJECT,
    "externalLink": Found.OUTSIDE_LINK,
    "connections": Found.OUTSIDE_LINK,
    "queryTable": Found.OUTSIDE_LINK,
    "attachedTemplate": Found.OUTSIDE_LINK,
    "printerSettings": Found.DEVICE,
    "person": Found.AUTHOR,
    "people": Found.AUTHOR,
    "commentAuthors": Found.AUTHOR,
    "authors": Found.AUTHOR,
    "comments": Found.COMMENT,
    "threadedComment": Found.COMMENT,
    "revisionHeaders": Found.EARLIER_VERSION,
}
_PROPERTIES: Final = frozenset({"core-properties", "extended-properties", "custom-properties"})


@dataclass(slots=True)
class Part:
    """One part that is kept, and which of its references lead to others that are kept."""

    name: str
    media_type: str
    content: bytes
    is_picture: bool
    relationships: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By its id: the type of a relationship, and the name of the part that it leads to."""
    dropped: set[str] = field(default_factory=set)
    """The ids of relationships that led to what is not kept."""

    def tree(self) -> etree._Element:
        """Its XML, without comments, instructions and entities.

        Raises:
            ValueError: it declares a document type, which no part may.
        """
        return _parsed(self.content, forgiving=self.media_type.endswith("vmlDrawing"))

    def own_relationships(self) -> tuple[str, bytes]:
        """The name and content of the part that says where its references lead."""
        folder, name = posixpath.split(self.name)
        return f"{folder}/_rels/{name}.rels", _relationships(self.relationships)


class Package:
    """An Office file, opened: its kind, its parts that show something, and what the others were."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._left = limits.unpacked
        self.found: set[Found] = set()
        entries = archive.infolist()
        if len(entries) > limits.parts:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotScrub(Reason.ENCRYPTED)
        self._entries = {entry.filename.lower(): entry for entry in entries}
        if CONTENT_TYPES.lower() not in self._entries:
            raise CannotScrub(Reason.UNKNOWN)
        if len(self._entries) != len(entries):
            raise ValueError("two parts of one name")
        self._types = _parsed(self._read(CONTENT_TYPES))
        self._parts: dict[str, Part] = {}
        self._root = self._follow_root()
        main = self._parts[self._root]
        named = _MAIN.get(main.media_type) or _WITH_PROGRAMS.get(main.media_type)
        if named is None:
            raise CannotScrub(Reason.UNKNOWN)
        self.kind = named
        main.media_type = _CANONICAL[named]
        self._walk(main)

    @property
    def parts(self) -> list[Part]:
        """What is kept, the main part first."""
        return list(self._parts.values())

    def leave_out(self, names: Collection[str]) -> None:
        """Keep these parts neither, nor the references to them."""
        for name in names:
            del self._parts[name]
        for part in self._parts.values():
            gone = {number for number, (_, target) in part.relationships.items() if target in names}
            part.dropped |= gone
            for number in gone:
                del part.relationships[number]

    def content_types(self) -> bytes:
        """The part that says of which media type each part is."""
        root = etree.Element(f"{_TYPES}Types", nsmap=_of(_TYPES))
        etree.SubElement(root, f"{_TYPES}Default", Extension="rels", ContentType=_RELATIONSHIP_TYPES)
        for part in self._parts.values():
            etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{part.name}", ContentType=part.media_type)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def root_relationships(self) -> tuple[str, bytes]:
        """The part that says which part is the main one."""
        return "_rels/.rels", _relationships({"rId1": (self._root_type, self._root)})

    def _follow_root(self) -> str:
        main = None
        for type_, target, _ in self._related(""):
            word = _last_word(type_)
            if word == _DOCUMENT and target is not None:
                main, self._root_type = target, type_
            elif word in _PROPERTIES and target is not None:
                self.found |= _said(_parsed(self._read(target)))
            else:
                self._leave(word)
        if main is None:
            raise CannotScrub(Reason.UNKNOWN)
        self._add(main, _DOCUMENT)
        return main

    def _walk(self, main: Part) -> None:
        waiting = [main]
        while waiting:
            part = waiting.pop()
            for type_, target, number in self._related(part.name):
                word = _last_word(type_)
                kept = word in _SHOWN and not (self.kind is FileKind.PPTX and word == _NOTES_OF_SLIDES)
                if target is None or not kept or target.lower() not in self._entries:
                    part.dropped.add(number)
                    self._leave(word if target is not None else "externalLink")
                    continue
                part.relationships[number] = (type_, target)
                if target not in self._parts:
                    waiting.append(self._add(target, word))

    def _add(self, name: str, word: str) -> Part:
        part = Part(name, self._media_type(name), self._read(name), is_picture=word == _PICTURE)
        self._parts[name] = part
        return part

    def _leave(self, word: str) -> None:
        if word in _LEFT:
            self.found.add(_LEFT[word])

    def _related(self, name: str) -> list[tuple[str, str | None, str]]:
        """Of each relationship of a part its type, the part that it leads to (none: outside), and its id."""
        folder, own = posixpath.split(name)
        listed = posixpath.join(folder, "_rels", f"{own}.rels")
        if listed.lower() not in self._entries:
            return []
        return [
            (one.get("Type", ""), _inside(folder, one), one.get("Id", ""))
            for one in _parsed(self._read(listed)).iter(f"{_RELATIONSHIPS}Relationship")
        ]

    def _media_type(self, name: str) -> str:
        ending = name.rpartition(".")[2].lower()
        for one in self._types.iter(f"{_TYPES}Override"):
            if one.get("PartName", "").lower() == f"/{name}".lower():
                return one.get("ContentType", "")
        for one in self._types.iter(f"{_TYPES}Default"):
            if one.get("Extension", "").lower() == ending:
                return one.get("ContentType", "")
        raise ValueError("a part of no type")

    def _read(self, name: str) -> bytes:
        """A part, unpacked as far as all parts together may come to."""
        entry = self._entries[name.lower()]
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise CannotScrub(Reason.UNKNOWN)
        if entry.file_size > self._left:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        with self._archive.open(entry) as opened:
            content = opened.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
        return content


def _parsed(content: bytes, *, forgiving: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, recover=forgiving
    )
    root = etree.fromstring(content, parser)
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("no part of an Office file")
    return root


def _of(space: str) -> dict[str, str]:
    """The name space without a prefix, which lxml calls None and its types do not know."""
    return {None: space[1:-1]}  # type: ignore[dict-item]


def _inside(folder: str, relationship: etree._Element) -> str | None:
    if relationship.get("TargetMode") == "External":
        return None
    target = relationship.get("Target", "")
    path = posixpath.normpath(target[1:] if target.startswith("/") else posixpath.join(folder, target))
    if path.startswith((".", "/")):
        raise ValueError("a part outside of the file")
    return path


def _last_word(type_: str) -> str:
    return type_.rpartition("/")[2]


def _said(properties: etree._Element) -> frozenset[Found]:
    """What a part of properties says, by the names of those that say anything."""
    named = set()
    for one in properties.iter(etree.Element):
        if (one.text or "").strip():
            own = (around.get("name") for around in one.iterancestors())
            named.add(next(filter(None, own), etree.QName(one).localname))
    return marks.in_names(named)


def _relationships(related: dict[str, tuple[str, str]]) -> bytes:
    root = etree.Element(f"{_RELATIONSHIPS}Relationships", nsmap=_of(_RELATIONSHIPS))
    for number, (type_, target) in related.items():
        etree.SubElement(root, f"{_RELATIONSHIPS}Relationship", Id=number, Type=type_, Target=f"/{target}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
