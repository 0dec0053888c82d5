"""HKDF, HMAC, Argon2id and Ed25519 as we call them, against published vectors."""

import hmac
from collections.abc import Iterator
from hashlib import sha256

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from crypto.derive import expand, extract, mac, stretch
from tests.material import material
from tests.vectors.published import wycheproof


def blocks(name: str, *, separator: str) -> Iterator[dict[str, str]]:
    """The blocks of a vector file of `name = value` lines."""
    with cryptography_vectors.open_vector_file(name, "r") as opened:
        lines = [line.strip() for line in opened if not line.startswith("#")]
    block: dict[str, str] = {}
    for line in lines:
        name, found, value = line.partition("=")
        if found and name.strip() == separator and block:
            yield block
            block = {}
        if found:
            block[name.strip()] = value.strip()
    yield block


def test_hkdf_gives_what_rfc_5869_says() -> None:
    cases = list(blocks("KDF/rfc-5869-HKDF-SHA256.txt", separator="COUNT"))

    for case in cases:
        salt, ikm, info = (bytes.fromhex(case[name]) for name in ("salt", "IKM", "info"))
        root = extract(salt, ikm)
        assert root.hex() == case["PRK"]
        assert expand(root, info, size=int(case["L"])).hex() == case["OKM"]
    assert len(cases) == 3


def test_hkdf_agrees_with_wycheproof() -> None:
    refused = 0
    for _, case in wycheproof("hkdf_sha256"):
        root = extract(bytes.fromhex(case["salt"]), bytes.fromhex(case["ikm"]))
        if case["result"] == "invalid":
            with pytest.raises(ValueError, match="derive"):
                expand(root, bytes.fromhex(case["info"]), size=case["size"])
            refused += 1
        else:
            assert expand(root, bytes.fromhex(case["info"]), size=case["size"]).hex() == case["okm"]
    assert refused > 0


def test_hmac_agrees_with_wycheproof() -> None:
    disagreed = []
    for group, case in wycheproof("hmac_sha256"):
        tag = mac(bytes.fromhex(case["key"]), bytes.fromhex(case["msg"]))[: group["tagSize"] // 8]
        agrees = hmac.compare_digest(tag, bytes.fromhex(case["tag"]))
        if agrees != (case["result"] == "valid"):
            disagreed.append(case["tcId"])

    assert disagreed == []


def test_argon2id_gives_what_its_vectors_say() -> None:
    cases = list(blocks("KDF/argon2id.txt", separator="COUNT"))

    for case in cases:
        kdf = Argon2id(
            salt=bytes.fromhex(case["salt"]),
            length=int(case["length"]),
            iterations=int(case["iter"]),
            lanes=int(case["lanes"]),
            memory_cost=int(case["memcost"]),
            ad=bytes.fromhex(case["ad"]) if "ad" in case else None,
            secret=bytes.fromhex(case["secret"]) if "secret" in case else None,
        )
        assert kdf.derive(bytes.fromhex(case["pass"])).hex() == case["output"]
    assert len(cases) == 6


def test_a_stretched_password_is_what_the_reference_implementation_says() -> None:
    # Of the reference implementation's own tests (src/test.c), with one lane as we use it.
    found = stretch(b"password", salt=b"somesalt", memory_kib=65_536, passes=2)

    assert found.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"


def test_argon2id_gives_the_tag_of_rfc_9106() -> None:
    text = material("crypto", "argon2", "argon2id").read_text()
    tag = text.partition("Tag: ")[2].splitlines()[0].replace(" ", "")

    kdf = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\x04" * 12,
        secret=b"\x03" * 8,
    )

    assert kdf.derive(b"\x01" * 32).hex() == tag


def test_ed25519_agrees_with_wycheproof() -> None:
    disagreed, refused = [], 0
    for group, case in wycheproof("ed25519"):
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(group["publicKey"]["pk"]))
        try:
            key.verify(bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
            valid = True
        except InvalidSignature:
            valid = False
            refused += 1
        if valid != (case["result"] == "valid"):
            disagreed.append(case["tcId"])

    assert disagreed == []
    assert refused > 50


def test_hkdf_extract_is_hmac_with_the_salt_as_its_key() -> None:
    assert extract(b"salt", b"material") == hmac.digest(b"salt", b"material", sha256)
