"""A text cut where its marks begin and end, for pages that show them."""

from collections.abc import Iterable, Iterator

from tipline.telltale.reasons import Mark, Reason


def split(text: str, marks: Iterable[Mark]) -> Iterator[tuple[str, Reason | None]]:
    """The pieces of a text in order, each with its reason if it is marked; none is empty.

    Where marks overlap, the first one's reason stands.
    """
    at = 0
    for mark in marks:
        if mark.start < at:
            continue
        if mark.start > at:
            yield text[at : mark.start], None
        yield text[mark.start : mark.end], mark.reason
        at = mark.end
    if at < len(text):
        yield text[at:], None
