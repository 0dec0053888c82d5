"""Our own vectors: what was stored once must open for ever, and what must not open must not."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pytest

from crypto.errors import (
    BadCode,
    BadShares,
    CannotOpen,
    ChainBroken,
    CryptoError,
    MalformedKey,
    NotProven,
    UnknownWords,
)
from tests.vectors.formats import FORMATS
from tests.vectors.inputs import Inputs
from tests.vectors.make import FOLDER, MAKERS

POSITIVE: Final = frozenset({"opens", "holds", "gives"})

REFUSALS: Final[Mapping[str, type[CryptoError]]] = {
    "bad-code": BadCode,
    "bad-shares": BadShares,
    "cannot-open": CannotOpen,
    "chain-broken": ChainBroken,
    "malformed-key": MalformedKey,
    "not-proven": NotProven,
    "unknown-words": UnknownWords,
}


@dataclass(frozen=True)
class Vector:
    """One line of a vector file."""

    format: str
    name: str
    expect: str
    given: Inputs
    out: Mapping[str, object]

    def __str__(self) -> str:
        return f"{self.format}: {self.name}"


def vectors_of(name: str) -> list[Vector]:
    document = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    listed = document["vectors"]
    sealed = {line["name"]: line["in"].get("sealed_base64") for line in listed}
    found = []
    for line in listed:
        given = dict(line["in"])
        if "edits" in given:
            whole = base64.b64decode(sealed[given["sealed_as_in"]])
            given["sealed"] = edited(whole, given["edits"]).hex()
        found.append(Vector(name, line["name"], line["expect"], Inputs(given), line.get("out", {})))
    return found


def edited(sealed: bytes, edits: list[dict[str, object]]) -> bytes:
    changed = bytearray(sealed)
    for edit in edits:
        match edit:
            case {"at": int(at), "xor": int(mask)}:
                changed[at] ^= mask
            case {"keep": int(length)}:
                del changed[length:]
            case {"append": str(more)}:
                changed += bytes.fromhex(more)
            case {"swap": [int(one), int(two)], "size": int(size)}:
                first, second = changed[one : one + size], changed[two : two + size]
                changed[one : one + size], changed[two : two + size] = second, first
            case _:
                raise AssertionError(edit)
    return bytes(changed)


NAMES: Final = sorted(path.stem for path in FOLDER.glob("*.json"))
VECTORS: Final = [vector for name in NAMES for vector in vectors_of(name)]


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_the_vector_comes_out_as_it_says(vector: Vector) -> None:
    run = FORMATS[vector.format]

    if vector.expect in POSITIVE:
        assert run(vector.given) == vector.out
    elif vector.expect == "differs":
        found = run(vector.given)
        assert found.keys() == vector.out.keys()
        assert all(found[name] != vector.out[name] for name in found)
    else:
        with pytest.raises(CryptoError) as refused:
            run(vector.given)
        assert type(refused.value) is REFUSALS[vector.expect]
        assert facts(refused.value) == vector.out


def facts(refusal: CryptoError) -> dict[str, object]:
    match refusal:
        case UnknownWords():
            return {"places": list(refusal.places), "count": refusal.count}
        case ChainBroken():
            return {"index": refusal.index}
        case _:
            assert str(refusal) == ""
            return {}


@pytest.mark.parametrize("name", NAMES)
def test_more_vectors_of_a_format_must_fail_than_must_open(name: str) -> None:
    positives = [vector for vector in vectors_of(name) if vector.expect in POSITIVE]
    negatives = [vector for vector in vectors_of(name) if vector.expect not in POSITIVE]

    assert len(negatives) > len(positives) > 0


def test_every_format_has_vectors_and_every_file_a_format() -> None:
    assert sorted(FORMATS) == sorted(MAKERS) == NAMES


def test_no_two_vectors_of_a_format_have_one_name() -> None:
    assert len({str(vector) for vector in VECTORS}) == len(VECTORS)
