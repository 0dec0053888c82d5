"""What is wrong with the fields, forms and addresses of a page, as its HTML has them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final, TypeAlias

Attributes: TypeAlias = dict[str, str]

UNSEEN: Final = frozenset({"hidden", "submit"})
"""Kinds of `input` that nobody fills in."""
FIELDS: Final = frozenset({"input", "textarea", "select"})


class _Reader(HTMLParser):
    """Gathers fields with whether a label stands round them, labels, forms and links."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[Attributes, bool]] = []
        self.named: set[str] = set()
        self.forms: list[Attributes] = []
        self.links: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        given = {name: value or "" for name, value in attrs}
        if tag == "label":
            self._inside += 1
            self.named.add(given.get("for", ""))
        elif tag == "form":
            self.forms.append(given)
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag in FIELDS and given.get("type") not in UNSEEN and "hidden" not in given:
            self.fields.append((given, self._inside > 0))

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        self._inside -= tag == "label"


def faults_of(html: str) -> Iterator[str]:
    """Each field without an id and a label, each form that does not post or is remembered, each onion link.

    A choice or a tick may stand inside its label, which then names it without an id.
    """
    reader = _Reader()
    reader.feed(html)
    for field, inside in reader.fields:
        chosen = field.get("type") in {"radio", "checkbox"}
        if not (chosen and inside) and (not field.get("id") or field["id"] not in reader.named):
            yield f"a field without an id and a label for it: {field}"
    for form in reader.forms:
        if form.get("method") != "post" or form.get("autocomplete") != "off":
            yield f"a form that is sent by its address, or filled in by the browser: {form}"
    for link in reader.links:
        if ".onion" in link:
            yield f"an onion address that is a link: {link}"
