"""Of a text document: tracked changes are settled and hidden text goes; left is what a reader was to see."""

import re
from typing import Final

from lxml import etree

from tipline.scrub.found import Found
from tipline.scrub.office_package import Package
from tipline.scrub.office_xml import take_out

_WORD: Final = re.compile(r"/wordprocessingml/(?:2006/)?main$")
_DELETED: Final = frozenset({"del", "moveFrom"})
_INSERTED: Final = frozenset({"ins", "moveTo"})
_MARKS: Final = re.compile(r"^(?:.+Change|moveFromRange.+|moveToRange.+|cellDel|cellIns|cellMerge)$")
_OFF: Final = frozenset({"0", "false", "off"})
_STYLES: Final = "styles"


def hidden_styles(package: Package) -> frozenset[str]:
    """The styles whose text is hidden, also those that stand on such a one."""
    own: set[str] = set()
    stands_on: dict[str, str] = {}
    for part in package.parts:
        if not part.media_type.endswith(f"{_STYLES}+xml") or part.is_picture:
            continue
        for style in part.tree().iter("{*}style"):
            name = _word(style, "styleId")
            base = next(style.iter("{*}basedOn"), None)
            if base is not None:
                stands_on[name] = _word(base, "val")
            if any(_on(mark) for mark in style.iter("{*}vanish")):
                own.add(name)
    while more := {name for name, base in stands_on.items() if base in own} - own:
        own |= more
    return frozenset(own)


def settle(root: etree._Element, hidden: frozenset[str]) -> set[Found]:
    """Accept every tracked change and take out every run of hidden text; of other parts nothing changes."""
    found: set[Found] = set()
    for element in list(root.iter("{*}*")):
        if not _WORD.search(etree.QName(element).namespace or "") or element.getparent() is None:
            continue
        name = etree.QName(element).localname
        if name in _DELETED:
            _delete(element)
        elif name in _INSERTED:
            _unwrap(element)
        elif _MARKS.match(name):
            _delete(element)
        elif name == "r" and _is_hidden(element, hidden):
            take_out(element)
            found.add(Found.HIDDEN_TEXT)
            continue
        else:
            continue
        found.add(Found.TRACKED_CHANGE)
    return found


def _delete(element: etree._Element) -> None:
    """Take out what was deleted; a mark in the properties of a table's row means the row."""
    around = list(element.iterancestors())[:2]
    marks_a_row = [etree.QName(one).localname for one in around] == ["trPr", "tr"]
    take_out(around[1] if marks_a_row and etree.QName(element).localname in _DELETED else element)


def _unwrap(element: etree._Element) -> None:
    for inner in list(element):
        element.addprevious(inner)
    take_out(element)


def _is_hidden(run: etree._Element, hidden: frozenset[str]) -> bool:
    properties = run.find("{*}rPr")
    if properties is not None:
        vanish = properties.find("{*}vanish")
        if vanish is not None:
            return _on(vanish)
        style = properties.find("{*}rStyle")
        if style is not None and _word(style, "val") in hidden:
            return True
    paragraph = next(run.iterancestors("{*}p"), None)
    style = paragraph.find("{*}pPr/{*}pStyle") if paragraph is not None else None
    return style is not None and _word(style, "val") in hidden


def _on(mark: etree._Element) -> bool:
    return _word(mark, "val") not in _OFF


def _word(element: etree._Element, name: str) -> str:
    return next((element.get(key, "") for key in element.attrib if etree.QName(key).localname == name), "")
