"""What a person with a browser does with a page, without one: read it, fill its forms, press a button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

VOID: Final = frozenset({"input", "br", "hr", "img", "link", "meta", "wbr"})


@dataclass(slots=True)
class Element:
    """A tag of a page, what it says of itself and what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the words in it, one space apart."""
        return " ".join("".join(self.said).split())


@dataclass(frozen=True, slots=True)
class FormOnPage:
    """A form as it would be sent if nobody touched it."""

    id: str
    action: str
    method: str
    fields: dict[str, str]

    def filled(self, **values: str) -> dict[str, str]:
        """The form with these fields filled in.

        Raises:
            LookupError: the form has no such field, so no person could fill it.
        """
        for name in values:
            if name not in self.fields:
                raise LookupError(f"no field {name} in {sorted(self.fields)}")
        return {name: value for name, value in self.fields.items() if value} | values


class Page(HTMLParser):
    """A parsed page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        for outer in self._open:
            outer.children.append(element)
            outer.said.append(" ")
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        for outer in self._open:
            outer.said.append(data)

    @property
    def text(self) -> str:
        """Every word on the page."""
        bodies = [element for element in self.elements if element.tag == "body"]
        return bodies[0].text if bodies else ""

    def by_id(self, name: str) -> Element:
        """The element of this id.

        Raises:
            LookupError: there is none.
        """
        for element in self.elements:
            if element.attributes.get("id") == name:
                return element
        raise LookupError(f"no #{name} on the page: {self.text[:600]}")

    def has(self, name: str) -> bool:
        """Whether an element of this id is there."""
        return any(element.attributes.get("id") == name for element in self.elements)

    def of_class(self, name: str, tag: str | None = None) -> list[Element]:
        """Every element of this class, in order."""
        return [
            element
            for element in self.elements
            if name in element.attributes.get("class", "").split() and tag in {None, element.tag}
        ]

    def form(self, *, having: str = "", action: str = "") -> FormOnPage:
        """The first form that has a field of this name, or whose address ends so.

        Raises:
            LookupError: there is none.
        """
        for element in self.elements:
            if element.tag != "form":
                continue
            found = _read_form(element)
            if (not having or having in found.fields) and found.action.endswith(action):
                return found
        raise LookupError(f"no form with {having or action} on the page: {self.text[:600]}")


def _read_form(form: Element) -> FormOnPage:
    fields: dict[str, str] = {}
    for element in form.children:
        attributes: Mapping[str, str] = element.attributes
        name, kind = attributes.get("name", ""), attributes.get("type", "text")
        if not name or element.tag not in {"input", "textarea", "select"}:
            continue
        if element.tag == "textarea":
            fields[name] = "".join(element.said).removeprefix("\n")
        elif element.tag == "select":
            options = [child for child in element.children if child.tag == "option"]
            chosen = [option for option in options if "selected" in option.attributes] or options[:1]
            fields[name] = chosen[0].attributes.get("value", chosen[0].text) if chosen else ""
        elif kind in {"radio", "checkbox"}:
            fields.setdefault(name, "")
            if "checked" in attributes:
                fields[name] = attributes.get("value", "on")
        elif kind not in {"submit", "button", "file"}:
            fields[name] = attributes.get("value", "")
    return FormOnPage(
        id=form.attributes.get("id", ""),
        action=form.attributes.get("action", ""),
        method=form.attributes.get("method", "get").lower(),
        fields=fields,
    )
