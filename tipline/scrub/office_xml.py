"""A part of an Office file in XML, without names, times, paths and references that lead nowhere."""

import re
from collections.abc import Collection
from typing import Final

from lxml import etree

from tipline.scrub.found import Found

_SOMEBODY: Final = "Author"
"""Stands where the standard wants an author and there is none to be told."""
_REFERENCES: Final = re.compile(r"/relationships$")
_REVISIONS: Final = re.compile(r"schemas\.microsoft\.com/office/spreadsheetml/\d{4}/(?:\d+/)?revision")
_WORD: Final = re.compile(r"/wordprocessingml/(?:2006/)?main$")
_LINK: Final = "hyperlink"
_STAYS: Final = frozenset({_LINK, "pageSetup"})
"""Elements that lose a reference which leads nowhere and stay: a link with text in it, a page's measures."""
_ELEMENTS: Final = {
    "rsids": Found.IDENTIFIER,
    "docId": Found.IDENTIFIER,
    "creationId": Found.IDENTIFIER,
    "uniqueId": Found.IDENTIFIER,
    "modId": Found.IDENTIFIER,
    "revisionPtr": Found.IDENTIFIER,
    "docVars": Found.OTHER_METADATA,
    "mailMerge": Found.OUTSIDE_LINK,
    "dataBinding": Found.OTHER_METADATA,
    "attachedSchema": Found.OUTSIDE_LINK,
    "absPath": Found.PLACE,
    "fileSharing": Found.AUTHOR,
    "writeProtection": Found.OTHER_METADATA,
    "smartTagPr": Found.OTHER_METADATA,
}
_ATTRIBUTES: Final = {
    "paraId": Found.IDENTIFIER,
    "textId": Found.IDENTIFIER,
    "durableId": Found.IDENTIFIER,
    "refreshedBy": Found.AUTHOR,
    "refreshedDate": Found.TIME,
    "refreshedDateIso": Found.TIME,
    "userName": Found.AUTHOR,
}
_OF_WORD: Final = {"initials": Found.AUTHOR, "date": Found.TIME, "dateUtc": Found.TIME}
_NEVER_EMPTY: Final = frozenset(
    {"hyperlinks", "externalReferences", "legacyDrawings", "oleObjects", "controls"}
)
_SHAPES: Final = frozenset({"docPr", "cNvPr"})
# Formulas and fields that reach outside, run something, or say who and where.
_FORMULA: Final = re.compile(
    r"\[\d+\]|\||\b(?:HYPERLINK|WEBSERVICE|IMAGE|RTD|CALL|EXEC|REGISTER|CELL|INFO)\(", re.IGNORECASE
)
_FIELD: Final = re.compile(
    r"^\s*(?:HYPERLINK|INCLUDE\w+|LINK|DDE\w*|IMPORT|DATABASE|MACROBUTTON|AUTHOR|LASTSAVEDBY|FILENAME|USER\w+"
    r"|TEMPLATE|DOC\w+|INFO|COMMENTS|KEYWORDS|SUBJECT|TITLE|SAVEDATE|CREATEDATE|PRINTDATE|EDITTIME)\b"
)


def clean(root: etree._Element, dropped: Collection[str]) -> set[Found]:
    """Take out of a part what tells on who made it, and the references `dropped`; say what it was."""
    found: set[Found] = set()
    for element in list(root.iter(etree.Element)):
        name = etree.QName(element).localname
        if name in _ELEMENTS:
            found.add(_ELEMENTS[name])
            take_out(element)
            continue
        found |= _attributes(element, name)
        _lead_nowhere(element, name, dropped)
        found |= _content(element, name)
    return found


def _attributes(element: etree._Element, name: str) -> set[Found]:
    found = set()
    for key in list(element.attrib):
        space, own = etree.QName(key).namespace or "", etree.QName(key).localname
        kind = _ATTRIBUTES.get(own)
        if own.startswith("rsid") or _REVISIONS.search(space):
            kind = Found.IDENTIFIER
        elif _WORD.search(space):
            kind = _OF_WORD.get(own, kind)
        if kind is not None:
            del element.attrib[key]
            found.add(kind)
        elif own == "author" and element.get(key) != _SOMEBODY:
            element.set(key, _SOMEBODY)
            found.add(Found.AUTHOR)
    if name in _SHAPES:
        found |= _shape(element)
    return found


def _shape(element: etree._Element) -> set[Found]:
    """The name and description of a picture: more often the path that it had than words for the blind."""
    told = [key for key in ("name", "descr", "title") if element.get(key)]
    for key in told:
        element.set(key, "")
    return {Found.COMMENT} if "descr" in told or "title" in told else set()


def _lead_nowhere(element: etree._Element, name: str, dropped: Collection[str]) -> None:
    for key in list(element.attrib):
        if _REFERENCES.search(etree.QName(key).namespace or "") and element.get(key) in dropped:
            if name in _STAYS and (len(element) or name != _LINK):
                del element.attrib[key]
            else:
                take_out(element)


def _content(element: etree._Element, name: str) -> set[Found]:
    found: set[Found] = set()
    text = element.text or ""
    if name == "author" and text and len(element) == 0:
        element.text = _SOMEBODY
        found.add(Found.AUTHOR)
    elif name == "instrText" and _FIELD.search(text):
        element.text = ""
        found.add(Found.OUTSIDE_LINK)
    elif name == "f" and _FORMULA.search(text):
        take_out(element)
        found.add(Found.OUTSIDE_LINK)
    elif (name == "sheet" and element.attrib.pop("state", "visible") != "visible") or (
        name == "sld" and element.attrib.pop("show", "1") in {"0", "false"}
    ):
        found.add(Found.HIDDEN_TEXT)
    for key in element.attrib:
        if etree.QName(key).localname == "instr" and _FIELD.search(element.get(key, "")):
            element.set(key, "")
            found.add(Found.OUTSIDE_LINK)
    return found


def take_out(element: etree._Element) -> None:
    """Remove an element with all that is in it; a root stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        if len(parent) == 0 and etree.QName(parent).localname in _NEVER_EMPTY:
            take_out(parent)
