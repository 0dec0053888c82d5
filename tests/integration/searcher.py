"""Look for planted values in what a thief would carry away, in every dress that a value may wear."""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

SHORTEST: Final = 6
"""Bytes below which a needle would be found by chance in sealed bytes."""

Needles = Mapping[str, frozenset[bytes]]
"""The dress, such as `hex`, and the bytes that a value has in it."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A planted value that was found."""

    planted: str
    dress: str
    place: str


def text_needles(value: str) -> Needles:
    """Every way in which a planted text may lie in a file."""
    spellings = {"raw": value, "upper": value.upper(), "lower": value.lower(), "reversed": value[::-1]}
    needles: dict[str, frozenset[bytes]] = {}
    for spelling, text in spellings.items():
        plain = text.encode()
        needles[spelling] = frozenset({plain})
        for dress, worn in _dressed(plain):
            needles[f"{spelling}, {dress}"] = worn
        for order in ("utf-16-le", "utf-16-be"):
            wide = text.encode(order)
            needles[f"{spelling}, {order}"] = frozenset({wide})
            for dress, worn in _dressed(wide):
                needles[f"{spelling}, {order}, {dress}"] = worn
        needles[f"{spelling}, percent"] = frozenset(
            form.encode()
            for form in (
                quote(text, safe=""),
                quote_plus(text),
                quote(text, safe="").lower(),
                _all_percent(plain),
            )
        )
        needles[f"{spelling}, json"] = frozenset({json.dumps(text)[1:-1].encode()})
    return needles


def code_needles(words: Sequence[str]) -> Needles:
    """Every way in which a reporter's code may lie in a file: by any two words that follow one another."""
    needles: dict[str, frozenset[bytes]] = {}
    for place, pair in enumerate(pairwise(words)):
        for joint in (" ", "-", "+", "%20", "\n", ",", ""):
            for dress, worn in text_needles(joint.join(pair)).items():
                needles[f"words {place + 1}, joined by {joint!r}, {dress}"] = worn
    return {
        dress: frozenset(one for one in worn if len(one) > SHORTEST + 2) for dress, worn in needles.items()
    }


def phone_needles(e164: str) -> Needles:
    """Every way in which a North American number may lie in a file: formats, last seven digits, digests."""
    digits = e164.removeprefix("+")
    area, exchange, line = digits[1:4], digits[4:7], digits[7:]
    formats = {
        e164, digits, area + exchange + line, exchange + line,
        f"{exchange}-{line}", f"{exchange} {line}", f"{exchange}.{line}",
        f"{area}-{exchange}-{line}", f"{area}.{exchange}.{line}", f"{area} {exchange} {line}",
        f"({area}) {exchange}-{line}", f"({area}){exchange}-{line}",
        f"+1 {area} {exchange} {line}", f"+1-{area}-{exchange}-{line}", f"+1 ({area}) {exchange}-{line}",
        f"1-{area}-{exchange}-{line}", f"tel:{e164}", f"whatsapp:{e164}",
    }  # fmt: skip
    needles: dict[str, frozenset[bytes]] = {}
    for form in sorted(formats):
        for dress, worn in text_needles(form).items():
            needles[f"{form}, {dress}"] = worn
    needles["integer"] = frozenset(int(digits).to_bytes(6, order) for order in ("big", "little"))
    for name, digest in (("sha-256", hashlib.sha256), ("sha-1", hashlib.sha1), ("md5", hashlib.md5)):
        for form in sorted(formats):
            raw = digest(form.encode()).digest()
            needles[f"{name} of {form}, raw"] = frozenset({raw})
            for dress, worn in _dressed(raw):
                needles[f"{name} of {form}, {dress}"] = worn
    return needles


def search(places: Iterable[tuple[str, bytes]], planted: Mapping[str, Needles]) -> list[Finding]:
    """Where any planted value lies, in any dress; each only once for each place.

    There are tens of thousands of needles, so each place is read once, and at each byte only those are tried
    that begin with what stands there.
    """
    starts: dict[bytes, list[tuple[str, str, bytes]]] = defaultdict(list)
    for value, needles in planted.items():
        for dress, worn in needles.items():
            for needle in worn:
                if len(needle) < SHORTEST:
                    raise ValueError("a needle this short is found by chance")
                starts[needle[:SHORTEST]].append((value, dress, needle))
    found: set[Finding] = set()
    for place, content in places:
        for at in range(len(content) - SHORTEST + 1):
            for value, dress, needle in starts.get(content[at : at + SHORTEST], ()):
                if content.startswith(needle, at):
                    found.add(Finding(value, dress, place))
    return sorted(found)


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder with its name, and its name and path once more as something to search."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        yield f"name of {name}", name.encode()
        if path.is_file():
            yield name, path.read_bytes()


def _dressed(plain: bytes) -> Iterator[tuple[str, frozenset[bytes]]]:
    yield "hex", frozenset({plain.hex().encode(), plain.hex().upper().encode()})
    for shift in range(3):
        yield f"base64 at {shift}", frozenset(_base64_inside(plain, shift))


def _base64_inside(plain: bytes, shift: int) -> Iterator[bytes]:
    """What base64 makes of a value that begins `shift` bytes after a multiple of three, wherever it stands.

    The letters at its two ends depend on what stands beside it, so they are left off.
    """
    first = (shift * 8 + 5) // 6
    bits = shift * 8 + len(plain) * 8
    padded = b"\0" * shift + plain
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        inside = encode(padded)[first : bits // 6]
        if len(inside) >= SHORTEST:
            yield inside


def _all_percent(plain: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in plain)
