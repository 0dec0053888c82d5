"""Vectors of files, and of the two halves of an original's key."""

import base64
from hashlib import sha256

from crypto.context import Purpose, context
from crypto.originals import OriginalHalf, seal_half
from crypto.sealing import seal
from tests.vectors import by_hand
from tests.vectors.make_sealed import CIPHERTEXT_OF_SEAL, PROGRAM
from tests.vectors.parts import CANNOT_OPEN, Vector, a_key, an_id, flipped, negative, positive, some, spoilt


def files() -> list[Vector]:
    """A file, piece by piece. Spoilt ones are told as edits of the first."""
    key, place = some("file key"), context(Purpose.FILE, PROGRAM, an_id("tip"), an_id("file"))
    data = some("a file", 60_000)
    sealed = by_hand.seal_file(data, key, context=place, salt=some("stream salt", 24))
    empty = by_hand.seal_file(b"", key, context=place, salt=some("stream salt 2", 24))
    given = {"key": key.hex(), "context": place.hex()}
    chunk, head = 16_400, 57
    first = positive(
        "a file",
        "opens",
        given | {"sealed_base64": base64.b64encode(sealed).decode()},
        {"length": len(data), "sha256": sha256(data).hexdigest()},
    )
    edits: dict[str, list[dict[str, object]]] = {
        "version 0": [{"at": 0, "xor": 1}],
        "version 2": [{"at": 0, "xor": 3}],
        "salt changed": [{"at": 1, "xor": 1}],
        "commitment changed": [{"at": 25, "xor": 1}],
        "first chunk changed": [{"at": head, "xor": 128}],
        "last byte changed": [{"at": len(sealed) - 1, "xor": 1}],
        "cut by one byte": [{"keep": len(sealed) - 1}],
        "cut between chunks": [{"keep": head + 4 * chunk}],
        "cut to a chunk of nothing": [{"keep": head + chunk + 16}],
        "header alone": [{"keep": head}],
        "version alone": [{"keep": 1}],
        "nothing": [{"keep": 0}],
        "longer by one byte": [{"append": "00"}],
        "longer by a chunk's tag": [{"append": "00" * 16}],
        "first two chunks swapped": [{"swap": [head, head + chunk], "size": chunk}],
    }

    def misfit(plain: bytes) -> bytes:
        salt = some("stream salt 3", 24)
        return b"\x01" + by_hand.seal_chunks(plain, key, context=b"\x01" + place, salt=salt)

    misfits = {
        "no plaintext": b"",
        "a plaintext shorter than its length": bytes(7),
        "a plaintext that is not padded": b"data" + (4).to_bytes(8, "big"),
    }
    return [
        first,
        *(
            negative(name, CANNOT_OPEN, given | {"sealed": misfit(plain).hex()})
            for name, plain in misfits.items()
        ),
        positive(
            "an empty file",
            "opens",
            given | {"sealed_base64": base64.b64encode(empty).decode()},
            {"length": 0, "sha256": sha256(b"").hexdigest()},
        ),
        *(
            negative(name, CANNOT_OPEN, given | {"sealed_as_in": "a file", "edits": edit})
            for name, edit in edits.items()
        ),
        *(
            negative(
                f"another {name}", CANNOT_OPEN, given | {"sealed_as_in": "a file", "edits": [], name: value}
            )
            for name, value in {
                "key": some("other").hex(),
                "context": context(Purpose.FILE, PROGRAM, an_id("tip"), an_id("other file")).hex(),
            }.items()
        ),
    ]


def original_keys() -> list[Vector]:
    """The key of an original, from its two halves."""
    ka, kb = some("half a"), some("half b")
    given = {"ka": ka.hex(), "kb": kb.hex()}
    out = {"key": by_hand.extract(ka, kb).hex()}
    swapped = {"ka": kb.hex(), "kb": ka.hex()}
    return [
        positive("two halves", "gives", given, out),
        {**negative("the halves swapped", "differs", swapped), "out": out},
        {**negative("the same half twice", "differs", given | {"kb": ka.hex()}), "out": out},
        {**negative("a half changed", "differs", given | {"kb": flipped(kb, 31).hex()}), "out": out},
    ]


def original_halves() -> list[Vector]:
    """A custodian's half, and the same half handed to a request to open the original."""
    custodian, request = a_key("custodian"), a_key("request")
    half = OriginalHalf(some("half a"), sha256(b"a picture").digest(), 9, "gar\u00e7on à vélo.jpg")
    kept = context(Purpose.ORIGINAL, PROGRAM, an_id("tip"), an_id("file"), "custodian-a")
    handed = context(Purpose.OPENING, PROGRAM, an_id("request"), an_id("file"), "custodian-a")
    sealed = seal_half(half, custodian.public(), context=kept)
    given = {"seed": custodian.seed.hex(), "context": kept.hex(), "sealed": sealed.hex()}
    for_request = seal_half(half, request.public(), context=handed)
    given_request = {"seed": request.seed.hex(), "context": handed.hex(), "sealed": for_request.hex()}
    out = {"half": half.half.hex(), "sha256": half.digest.hex(), "size": half.size, "name": half.name}
    other_b = context(Purpose.ORIGINAL, PROGRAM, an_id("tip"), an_id("file"), "custodian-b")

    def padded(content: bytes) -> str:
        plain = (len(content).to_bytes(4, "big") + content).ljust(512, b"\0")
        return seal(plain, custodian.public(), context=kept).hex()

    return [
        positive("a custodian's half", "opens", given, out),
        positive("a half handed to a request", "opens", given_request, out),
        *(
            negative(name, CANNOT_OPEN, given | {"sealed": bad.hex()})
            for name, bad in spoilt(sealed, tail=CIPHERTEXT_OF_SEAL)
        ),
        negative("the other custodian's place", CANNOT_OPEN, given | {"context": other_b.hex()}),
        negative("the request's place", CANNOT_OPEN, given | {"context": handed.hex()}),
        negative("another request", CANNOT_OPEN, given_request | {"context": kept.hex()}),
        negative(
            "the custodian's key for the request's", CANNOT_OPEN, given_request | {"seed": given["seed"]}
        ),
        negative("no room for the size", CANNOT_OPEN, given | {"sealed": padded(bytes(71))}),
        negative("a name that is no UTF-8", CANNOT_OPEN, given | {"sealed": padded(bytes(72) + b"\xff")}),
    ]
