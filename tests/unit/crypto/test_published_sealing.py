"""HPKE, X-Wing, ML-KEM, X25519, AES-GCM and Cobblestone against published vectors."""

import base64
import json
import zlib
from hashlib import sha256
from typing import Any, Final

import cryptography_vectors
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from crypto.envelope import ENCAPSULATION_SIZE, VERSION_SIZE
from crypto.keys import PrivateKey
from crypto.sealing import seal
from crypto.stream import FileSealer
from tests.vectors import by_hand
from tests.vectors.published import vectors, wycheproof

XWING: Final = 0x647A
X25519: Final = 0x0020
HKDF_SHA256: Final = 0x0001
FULL_SIZES: Final = (256, 96, 128)
EITHER_HEADER: Final = 32 + zlib.MAX_WBITS
KEY: Final = bytes(range(32))


def hpke_vectors(name: str) -> list[dict[str, Any]]:
    with cryptography_vectors.open_vector_file(f"HPKE/{name}", "rb") as opened:
        found: list[dict[str, Any]] = json.load(opened)
    return found


def hpke_vector(name: str, *, kem: int, aead: int) -> dict[str, Any]:
    wanted = (0, kem, HKDF_SHA256, aead)
    [found] = [
        vector
        for vector in hpke_vectors(name)
        if (vector["mode"], vector["kem_id"], vector["kdf_id"], vector["aead_id"]) == wanted
    ]
    return found


def test_our_kem_and_kdf_open_the_published_hpke_vector() -> None:
    # Published with ChaCha20-Poly1305: there is none yet with our KEM and AES-256-GCM.
    vector = hpke_vector("hpke-pq-test-vectors.json", kem=XWING, aead=by_hand.CHACHA20_POLY1305)
    first = {name: bytes.fromhex(value) for name, value in vector["encryptions"][0].items()}
    enc, info = bytes.fromhex(vector["enc"]), bytes.fromhex(vector["info"])
    key = PrivateKey.from_seed(bytes.fromhex(vector["skRm"]))
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

    opened = openssl.hpke._decrypt_with_aad(suite, enc + first["ct"], key.loaded, info, first["aad"])

    assert key.public().raw.hex() == vector["pkRm"]
    assert opened == first["pt"]


def test_the_steps_written_out_by_hand_open_the_published_hpke_vector_too() -> None:
    vector = hpke_vector("hpke-pq-test-vectors.json", kem=XWING, aead=by_hand.CHACHA20_POLY1305)
    first = {name: bytes.fromhex(value) for name, value in vector["encryptions"][0].items()}
    seed, enc = bytes.fromhex(vector["skRm"]), bytes.fromhex(vector["enc"])

    opened = by_hand.hpke_open(
        first["ct"],
        seed,
        enc=enc,
        info=bytes.fromhex(vector["info"]),
        aad=first["aad"],
        aead=by_hand.CHACHA20_POLY1305,
    )

    assert by_hand.xwing_decapsulate(seed, enc).hex() == vector["shared_secret"]
    assert opened == first["pt"]


def test_the_steps_written_out_by_hand_open_what_we_seal() -> None:
    key = PrivateKey.generate()
    sealed = seal(b"a tip", key.public(), context=b"a place")
    ciphertext_at = VERSION_SIZE + ENCAPSULATION_SIZE

    opened = by_hand.hpke_open(
        sealed[ciphertext_at:], key.seed, enc=sealed[VERSION_SIZE:ciphertext_at], info=b"\x01a place"
    )

    assert opened == b"a tip"


def test_our_kdf_and_aead_open_the_published_hpke_vector() -> None:
    vector = hpke_vector("test-vectors.json", kem=X25519, aead=by_hand.AES_256_GCM)
    first = {name: bytes.fromhex(value) for name, value in vector["encryptions"][0].items()}
    key = X25519PrivateKey.from_private_bytes(bytes.fromhex(vector["skRm"]))
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    sealed = bytes.fromhex(vector["enc"]) + first["ct"]

    opened = openssl.hpke._decrypt_with_aad(suite, sealed, key, bytes.fromhex(vector["info"]), first["aad"])

    assert opened == first["pt"]


def test_the_two_copies_of_the_hpke_vectors_agree() -> None:
    collected = vectors("crypto", "hpke-pq", "test-vectors.json")

    assert collected == hpke_vectors("hpke-pq-test-vectors.json")


def test_a_seed_gives_the_public_key_that_the_xwing_draft_says() -> None:
    published = vectors("crypto", "xwing", "test-vectors.json")

    found = [PrivateKey.from_seed(bytes.fromhex(vector["seed"])).public().raw for vector in published]

    assert len(found) == 3
    assert [raw.hex() for raw in found] == [vector["pk"] for vector in published]


def test_the_secret_of_an_encapsulation_is_what_the_xwing_draft_says() -> None:
    published = vectors("crypto", "xwing", "test-vectors.json")

    found = [
        by_hand.xwing_decapsulate(bytes.fromhex(vector["seed"]), bytes.fromhex(vector["ct"]))
        for vector in published
    ]

    assert [secret.hex() for secret in found] == [vector["ss"] for vector in published]


def test_a_seed_gives_the_encapsulation_key_that_wycheproof_says() -> None:
    cases = [case for _, case in wycheproof("mlkem_768_keygen_seed")]

    found = [
        MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(case["seed"])).public_key().public_bytes_raw()
        for case in cases
    ]

    assert len(found) == 100
    assert [raw.hex() for raw in found] == [case["ek"] for case in cases]


def test_mlkem_decapsulates_as_wycheproof_says() -> None:
    disagreed = []
    for _, case in wycheproof("mlkem_768"):
        if len(case["seed"]) != 128:
            continue
        key = MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(case["seed"]))
        try:
            secret = key.decapsulate(bytes.fromhex(case["c"])).hex()
        except ValueError:
            secret = ""
        if (secret == case["K"] and bool(secret)) != (case["result"] == "valid"):
            disagreed.append(case["tcId"])

    assert disagreed == []


def test_encapsulation_keys_that_wycheproof_calls_invalid_are_refused() -> None:
    disagreed = []
    for _, case in wycheproof("mlkem_768_encaps"):
        try:
            MLKEM768PublicKey.from_public_bytes(bytes.fromhex(case["ek"])).encapsulate()
            usable = True
        except ValueError:
            usable = False
        if usable != (case["result"] == "valid"):
            disagreed.append((case["tcId"], case.get("comment")))

    assert disagreed == []


def test_x25519_agrees_with_wycheproof_and_refuses_a_secret_of_zeros() -> None:
    disagreed, refused = [], 0
    for _, case in wycheproof("x25519"):
        key = X25519PrivateKey.from_private_bytes(bytes.fromhex(case["private"]))
        try:
            shared = key.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(case["public"]))).hex()
        except ValueError:
            shared = "00" * 32
            refused += 1
        if shared != case["shared"]:
            disagreed.append(case["tcId"])

    assert disagreed == []
    assert refused > 0


def test_aes_256_gcm_agrees_with_wycheproof() -> None:
    disagreed, count = [], 0
    for group, case in wycheproof("aes_gcm"):
        if (group["keySize"], group["ivSize"], group["tagSize"]) != FULL_SIZES:
            continue
        count += 1
        sealed = bytes.fromhex(case["ct"] + case["tag"])
        try:
            opened = AESGCM(bytes.fromhex(case["key"])).decrypt(
                bytes.fromhex(case["iv"]), sealed, bytes.fromhex(case["aad"])
            )
        except InvalidTag:
            opened = None
        if (opened == bytes.fromhex(case["msg"])) != (case["result"] == "valid"):
            disagreed.append(case["tcId"])

    assert count > 60
    assert disagreed == []


@pytest.mark.parametrize("expect", ["success", "failure"])
def test_the_chunks_written_out_by_hand_agree_with_the_vectors_of_the_specification(expect: str) -> None:
    # Published with SHA-256; Cobblestone-256 takes SHA-512 and is the same in all else.
    with cryptography_vectors.open_vector_file("chunked-encryption/vectors.json", "rb") as opened:
        published = json.load(opened)["vectors"]
    wanted = ("AEAD_AES_256_GCM", expect)
    cases = [case for case in published if (case["aead"], case["expect"]) == wanted]

    found = [opens_by_hand(case) for case in cases]

    assert len(cases) > 8
    assert found == [expect == "success"] * len(cases)


def test_the_chunks_written_out_by_hand_open_what_we_seal() -> None:
    sealer = FileSealer(KEY, context=b"a place")
    sealed = sealer.update(b"a picture") + sealer.finalize()

    plain = by_hand.open_chunks(sealed[1:], KEY, context=b"\x01a place", algorithm=SHA512())

    assert plain == b"a picture".ljust(65_528, b"\0") + (9).to_bytes(8, "big")


def opens_by_hand(case: dict[str, Any]) -> bool:
    sealed, key = unpacked(case), bytes.fromhex(case["key"])
    try:
        opened = by_hand.open_chunks(sealed, key, context=case["context"].encode(), algorithm=SHA256())
    except InvalidTag:
        return False
    return bool(sha256(opened).hexdigest() == case["payload_sha256"])


def unpacked(case: dict[str, Any]) -> bytes:
    raw = base64.b64decode(case["ciphertext"] or "")
    return zlib.decompress(raw, EITHER_HEADER) if case.get("compressed") else raw
