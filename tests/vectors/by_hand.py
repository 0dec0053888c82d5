"""Our formats written out a second time from their sources, with chosen salts.

Nothing here calls what it checks: not HPKE, not Cobblestone, not `crypto.sealing`.
"""

import hmac
from hashlib import sha3_256, sha256, shake_256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

AES_256_GCM: Final = 0x0002
CHACHA20_POLY1305: Final = 0x0003

_ZERO_NONCE: Final = bytes(12)
_XWING_LABEL: Final = rb"\.//^" + b"\\"
_CHUNK: Final = 16_384
_TAG: Final = 16
_STREAM_KEY: Final = 32
_STREAM_HEAD: Final = 24 + 32
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def extract(salt: bytes, material: bytes) -> bytes:
    """HKDF-Extract (RFC 5869, section 2.2)."""
    return hmac.digest(salt or bytes(32), material, sha256)


def expand(key: bytes, info: bytes, size: int = 32) -> bytes:
    """HKDF-Expand (RFC 5869, section 2.3)."""
    out = block = b""
    counter = 1
    while len(out) < size:
        block = hmac.digest(key, block + info + bytes([counter]), sha256)
        out += block
        counter += 1
    return out[:size]


def lock(data: bytes, key: bytes, *, context: bytes, salt: bytes) -> bytes:
    """A value under a symmetric key."""
    used = expand(extract(salt, key), b"\x01" + context)
    return b"\x01" + salt + AESGCM(used).encrypt(_ZERO_NONCE, data, None)


def slow(password: str, *, salt: bytes, memory_kib: int, passes: int) -> bytes:
    """Argon2id of a password that is folded already."""
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=1, memory_cost=memory_kib)
    return kdf.derive(password.encode())


def seal_file(data: bytes, key: bytes, *, context: bytes, salt: bytes) -> bytes:
    """A file: our padding and trailer, inside C2SP chunked-encryption."""
    total = _padme(len(data) + 8, floor=65_536)
    plain = data.ljust(total - 8, b"\0") + len(data).to_bytes(8, "big")
    return b"\x01" + seal_chunks(plain, key, context=b"\x01" + context, salt=salt)


def seal_chunks(plain: bytes, key: bytes, *, context: bytes, salt: bytes) -> bytes:
    """C2SP chunked-encryption with AES-256-GCM and SHA-512: a stream, sealed."""
    used, nonce, commitment = _stream_keys(key, salt=salt, context=context, algorithm=SHA512())
    sealed = salt + commitment
    for number in range(len(plain) // _CHUNK + 1):
        chunk = plain[number * _CHUNK : (number + 1) * _CHUNK]
        sealed += AESGCM(used).encrypt(_xor(nonce, number.to_bytes(12, "big")), chunk, None)
    return sealed


def open_chunks(sealed: bytes, key: bytes, *, context: bytes, algorithm: SHA256 | SHA512) -> bytes:
    """C2SP chunked-encryption with AES-256-GCM: a stream, opened.

    Raises:
        InvalidTag: it does not open.
    """
    salt, commitment, chunks = sealed[:24], sealed[24:56], sealed[56:]
    used, nonce, expected = _stream_keys(key, salt=salt, context=context, algorithm=algorithm)
    if len(key) != _STREAM_KEY or len(salt) + len(commitment) != _STREAM_HEAD or commitment != expected:
        raise InvalidTag
    size = _CHUNK + _TAG
    opened = b""
    for number in range(len(chunks) // size + 1):
        chunk = chunks[number * size : (number + 1) * size]
        opened += AESGCM(used).decrypt(_xor(nonce, number.to_bytes(12, "big")), chunk, None)
    return opened


def xwing_decapsulate(seed: bytes, enc: bytes) -> bytes:
    """X-Wing (draft-connolly-cfrg-xwing-kem, section 5.5)."""
    expanded = shake_256(seed).digest(96)
    mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
    mlkem_secret = mlkem.decapsulate(enc[:1088])
    x25519_secret = x25519.exchange(X25519PublicKey.from_public_bytes(enc[1088:]))
    x25519_public = x25519.public_key().public_bytes_raw()
    return sha3_256(mlkem_secret + x25519_secret + enc[1088:] + x25519_public + _XWING_LABEL).digest()


def hpke_open(
    ciphertext: bytes, seed: bytes, *, enc: bytes, info: bytes, aad: bytes = b"", aead: int = AES_256_GCM
) -> bytes:
    """HPKE in base mode with X-Wing and HKDF-SHA256 (RFC 9180, sections 5.1 and 5.2)."""
    suite = b"HPKE" + (0x647A).to_bytes(2, "big") + b"\0\x01" + aead.to_bytes(2, "big")

    def labeled_extract(salt: bytes, label: bytes, material: bytes) -> bytes:
        return extract(salt, b"HPKE-v1" + suite + label + material)

    def labeled_expand(secret: bytes, label: bytes, of: bytes, size: int) -> bytes:
        return expand(secret, size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + of, size)

    schedule = b"\0" + labeled_extract(b"", b"psk_id_hash", b"") + labeled_extract(b"", b"info_hash", info)
    secret = labeled_extract(xwing_decapsulate(seed, enc), b"secret", b"")
    key = labeled_expand(secret, b"key", schedule, 32)
    nonce = labeled_expand(secret, b"base_nonce", schedule, 12)
    cipher = AESGCM(key) if aead == AES_256_GCM else ChaCha20Poly1305(key)
    return cipher.decrypt(nonce, ciphertext, aad)


def check_letter(prefix: str, body: str) -> str:
    """The letter that makes the sum over x^place times value nothing, in GF(2)[x]/(x^5+x^2+1)."""
    values = [ord(letter) - ord("A") for letter in prefix] + [_CROCKFORD.index(letter) for letter in body]
    total = 0
    for place, value in enumerate(reversed(values), 1):
        for bit in range(5):
            if value >> bit & 1:
                total ^= _power_of_x(place + bit)
    return _CROCKFORD[total]


def check_digit(digits: str) -> str:
    """Damm's check digit, by trial: the digit that brings the interim digit to 0."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return next(str(digit) for digit in range(10) if _DAMM[interim][digit] == "0")


def _power_of_x(exponent: int) -> int:
    element = 1
    for _ in range(exponent):
        element = (element << 1) ^ (0b100101 if element & 0b10000 else 0)
    return element


def _stream_keys(
    key: bytes, *, salt: bytes, context: bytes, algorithm: SHA256 | SHA512
) -> tuple[bytes, bytes, bytes]:
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    derived = HKDFExpand(algorithm, 76, info).derive(key)
    return derived[:32], derived[32:44], derived[44:]


def _padme(length: int, *, floor: int) -> int:
    exponent = length.bit_length() - 1
    last_bits = exponent - exponent.bit_length()
    mask = (1 << last_bits) - 1
    return max(floor, (length + mask) & ~mask)


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
