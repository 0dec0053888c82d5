"""Texts that none of us wrote: what people sent, and what is sent to break things."""

import json
from collections.abc import Iterator
from typing import Final

from tests.material import material

MOST: Final = 1600
"""Code points that the carrier brings in one text; a longer line comes as several, as from a phone."""

_BINARY: Final = frozenset({".gif", ".jpg"})


def everyday() -> list[str]:
    """A collection of what people texted, and of the spam that they got."""
    lines = material("texts", "sms_spam_collection.tsv").read_bytes().decode("utf-8").split("\n")
    return [line.partition("\t")[2] for line in lines if line]


def hostile() -> list[str]:
    """Every string of the hostile lists once; what is no UTF-8 comes as the carrier would have it."""
    return list(dict.fromkeys(part for line in _lines() for part in _texts_of(line)))


def _lines() -> Iterator[str]:
    yield from json.loads(material("hostile", "blns", "blns.json").read_text("utf-8"))
    yield from material("hostile", "ssti.txt").read_text("utf-8").split("\n")
    for path in sorted(material("hostile", "fuzzdb").iterdir()):
        if path.suffix not in _BINARY:
            yield from path.read_bytes().decode("utf-8", "replace").split("\n")


def _texts_of(line: str) -> Iterator[str]:
    sent = line.encode("utf-8", "replace").decode("utf-8")  # half a surrogate has no place in a form
    for start in range(0, max(1, len(sent)), MOST):
        yield sent[start : start + MOST]
