"""Vectors of what is sealed to a key, and of what is locked under one."""

from hashlib import sha256
from typing import Final

from crypto.context import Purpose, context
from crypto.locker import session_id
from crypto.sealing import seal, seal_record
from tests.vectors import by_hand
from tests.vectors.parts import CANNOT_OPEN, Vector, a_key, an_id, flipped, negative, positive, some, spoilt

CIPHERTEXT_OF_SEAL: Final = 1 + 1120
CIPHERTEXT_OF_LOCK: Final = 1 + 32

PROGRAM: Final = an_id("program")
ELSEWHERE: Final = an_id("another program")

LOW_ORDER_POINTS: Final = (
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)
"""X25519 points whose shared secret is zero (RFC 7748, section 6.1)."""


def seals() -> list[Vector]:
    """A value sealed to a public key."""
    key, data = a_key("recipient"), b"sealed for one reader"
    place = context(Purpose.OUTBOX, PROGRAM, an_id("outbox"))
    sealed = seal(data, key.public(), context=place)
    empty = seal(b"", key.public(), context=place)
    given = {"seed": key.seed.hex(), "context": place.hex(), "sealed": sealed.hex()}
    low_order = sealed[:1089] + bytes(32) + sealed[1121:]
    return [
        positive("a value", "opens", given, {"data": data.hex()}),
        positive("an empty value", "opens", given | {"sealed": empty.hex()}, {"data": ""}),
        *(
            negative(name, CANNOT_OPEN, given | {"sealed": bad.hex()})
            for name, bad in spoilt(sealed, tail=CIPHERTEXT_OF_SEAL)
        ),
        negative("another key", CANNOT_OPEN, given | {"seed": some("seed other").hex()}),
        negative(
            "another row",
            CANNOT_OPEN,
            given | {"context": context(Purpose.OUTBOX, PROGRAM, an_id("other outbox")).hex()},
        ),
        negative(
            "another program",
            CANNOT_OPEN,
            given | {"context": context(Purpose.OUTBOX, ELSEWHERE, an_id("outbox")).hex()},
        ),
        negative(
            "another purpose",
            CANNOT_OPEN,
            given | {"context": context(Purpose.GRANT, PROGRAM, an_id("outbox")).hex()},
        ),
        negative("no context", CANNOT_OPEN, given | {"context": ""}),
        negative("an encapsulated key of low order", CANNOT_OPEN, given | {"sealed": low_order.hex()}),
        negative(
            "the ciphertext of another value",
            CANNOT_OPEN,
            given | {"sealed": (sealed[:CIPHERTEXT_OF_SEAL] + empty[CIPHERTEXT_OF_SEAL:]).hex()},
        ),
    ]


def records() -> list[Vector]:
    """A record of a tip: padded, signed and sealed."""
    key, author, other = a_key("thread"), a_key("author"), a_key("another author")
    content = b'{"text":"They keep them in the garage."}'
    place = context(Purpose.RECORD, PROGRAM, an_id("tip"), an_id("record"), "report")
    sealed = seal_record(content, key.public(), by=author.signing(), context=place)
    verify = author.signing().verify_key().raw
    given = {
        "seed": key.seed.hex(),
        "context": place.hex(),
        "verify": verify.hex(),
        "sealed": sealed.hex(),
    }
    padded = len(content).to_bytes(4, "big") + content.ljust(508, b"\0")
    elsewhere = context(Purpose.RECORD, PROGRAM, an_id("tip"), an_id("record"), "note")
    moved = author.signing().sign(content, context=elsewhere)
    forged = other.signing().sign(content, context=place)
    unpadded = content + author.signing().sign(content, context=place)
    too_long = (509).to_bytes(4, "big") + padded[4:]
    return [
        positive("a record and its author", "opens", given, {"content": content.hex()}),
        *(
            negative(name, CANNOT_OPEN, given | {"sealed": bad.hex()})
            for name, bad in spoilt(sealed, tail=CIPHERTEXT_OF_SEAL)
        ),
        *(
            negative(name, CANNOT_OPEN, given | {"context": bad.hex()})
            for name, bad in {
                "another kind": elsewhere,
                "another record": context(
                    Purpose.RECORD, PROGRAM, an_id("tip"), an_id("other record"), "report"
                ),
                "another tip": context(
                    Purpose.RECORD, PROGRAM, an_id("other tip"), an_id("record"), "report"
                ),
                "another program": context(
                    Purpose.RECORD, ELSEWHERE, an_id("tip"), an_id("record"), "report"
                ),
            }.items()
        ),
        *(
            negative(name, CANNOT_OPEN, given | {"sealed": seal(bad, key.public(), context=place).hex()})
            for name, bad in {
                "not padded": unpadded,
                "no signature": padded[:40],
                "a true length beyond the padding": too_long + moved,
                "padding that is not zeros": padded[:-1] + b"\1" + moved,
            }.items()
        ),
        *(
            negative(
                name, "not-proven", given | {"sealed": seal(padded + bad, key.public(), context=place).hex()}
            )
            for name, bad in {
                "signed for another place": moved,
                "signed by another": forged,
                "signature of zeros": bytes(64),
            }.items()
        ),
        negative(
            "checked against another author",
            "not-proven",
            given | {"verify": other.signing().verify_key().raw.hex()},
        ),
    ]


def grants() -> list[Vector]:
    """A seed given to a holder: tip to epoch, epoch to member, tip to disposal epoch."""
    holder, subject = a_key("epoch"), some("seed thread")
    names = {"program": PROGRAM, "holder": an_id("epoch"), "subject": an_id("thread key")}
    place = context(Purpose.GRANT, names["program"], names["holder"], names["subject"])
    sealed = seal(subject, holder.public(), context=place)
    given = {name: value.hex() for name, value in names.items()}
    given |= {"holder_seed": holder.seed.hex(), "sealed": sealed.hex()}
    return [
        positive("a grant", "opens", given, {"subject_seed": subject.hex()}),
        *(
            negative(name, CANNOT_OPEN, given | {"sealed": bad.hex()})
            for name, bad in spoilt(sealed, tail=CIPHERTEXT_OF_SEAL)
        ),
        *(
            negative(f"another {name}", CANNOT_OPEN, given | {name: an_id(f"other {name}").hex()})
            for name in names
        ),
        negative(
            "holder and subject swapped",
            CANNOT_OPEN,
            given | {"holder": given["subject"], "subject": given["holder"]},
        ),
        negative("another holder's key", CANNOT_OPEN, given | {"holder_seed": some("seed other").hex()}),
    ]


def locks() -> list[Vector]:
    """A value under a symmetric key."""
    key, data = some("lock key"), b"+14165550123"
    place = context(Purpose.PSEUDONYM, PROGRAM, an_id("route"))
    locked = by_hand.lock(data, key, context=place, salt=some("lock salt"))
    empty = by_hand.lock(b"", key, context=place, salt=some("lock salt 2"))
    given = {"key": key.hex(), "context": place.hex(), "locked": locked.hex()}
    return [
        positive("a value", "opens", given, {"data": data.hex()}),
        positive("an empty value", "opens", given | {"locked": empty.hex()}, {"data": ""}),
        *(
            negative(name, CANNOT_OPEN, given | {"locked": bad.hex()})
            for name, bad in spoilt(locked, tail=CIPHERTEXT_OF_LOCK)
        ),
        negative("another key", CANNOT_OPEN, given | {"key": some("other").hex()}),
        negative("no context", CANNOT_OPEN, given | {"context": ""}),
        negative(
            "another purpose",
            CANNOT_OPEN,
            given | {"context": context(Purpose.CONVERSATION, PROGRAM, an_id("route")).hex()},
        ),
        negative(
            "another salt",
            CANNOT_OPEN,
            given | {"locked": (locked[:1] + some("lock salt 2") + locked[33:]).hex()},
        ),
    ]


def passphrases() -> list[Vector]:
    """A value under a passphrase alone."""
    words, data, salt = "correct horse battery staple", b'{"kind":"gateway"}', some("salt", 16)
    place = context(Purpose.KEY_FILE, "gateway")
    key = by_hand.slow(words, salt=salt, memory_kib=64, passes=1)
    head = b"\x01" + salt + (64).to_bytes(4, "big") + (1).to_bytes(4, "big")
    locked = head + by_hand.lock(data, key, context=place, salt=some("inner salt"))
    given = {"passphrase": words, "context": place.hex(), "locked": locked.hex()}
    out = {"data": data.hex()}
    costly = by_hand.slow(words, salt=salt, memory_kib=65_536, passes=3)
    as_made = b"\x01" + salt + (65_536).to_bytes(4, "big") + (3).to_bytes(4, "big")
    as_made += by_hand.lock(data, costly, context=place, salt=some("inner salt"))
    return [
        positive("a key file", "opens", given, out),
        positive("a key file at today's costs", "opens", given | {"locked": as_made.hex()}, out),
        positive(
            "typed with other spaces, in full width",
            "opens",
            given | {"passphrase": "  correct\u3000ｈｏｒｓｅ battery\tstaple\n"},
            out,
        ),
        *(
            negative(name, CANNOT_OPEN, given | {"locked": bad.hex()})
            for name, bad in spoilt(locked, tail=25 + CIPHERTEXT_OF_LOCK)
        ),
        negative("another passphrase", CANNOT_OPEN, given | {"passphrase": "correct horse"}),
        negative("another case", CANNOT_OPEN, given | {"passphrase": words.upper()}),
        negative(
            "another kind of file",
            CANNOT_OPEN,
            given | {"context": context(Purpose.KEY_FILE, "console").hex()},
        ),
        *(
            negative(name, CANNOT_OPEN, given | {"locked": (b"\x01" + salt + bad + locked[25:]).hex()})
            for name, bad in {
                "memory beyond reason": b"\xff\xff\xff\xff\0\0\0\1",
                "no memory": b"\0\0\0\0\0\0\0\1",
                "passes beyond reason": b"\0\0\0\x40\xff\xff\xff\xff",
                "no passes": b"\0\0\0\x40\0\0\0\0",
                "other costs": b"\0\0\0\x40\0\0\0\2",
            }.items()
        ),
    ]


def password_locks() -> list[Vector]:
    """A person's seed behind their password."""
    password, seed = "seven plain words of the english list", some("seed person")
    given: dict[str, object] = {
        "password": password,
        "console_key": some("console key").hex(),
        "program": PROGRAM.hex(),
        "person": an_id("person").hex(),
    }
    lock_place = context(Purpose.LOCKER, PROGRAM, an_id("person"))
    check_place = context(Purpose.CHECK, PROGRAM, an_id("person"))

    def stored(memory_kib: int, passes: int) -> dict[str, object]:
        slow = by_hand.slow(password, salt=some("salt", 16), memory_kib=memory_kib, passes=passes)
        root = by_hand.extract(some("console key"), slow)
        locker = by_hand.expand(root, lock_place)
        return {
            "salt": some("salt", 16).hex(),
            "memory_kib": memory_kib,
            "passes": passes,
            "check": by_hand.expand(root, check_place).hex(),
            "locked": by_hand.lock(seed, locker, context=lock_place, salt=some("lock salt")).hex(),
        }

    given |= stored(64, 1)
    locked = bytes.fromhex(str(given["locked"]))
    out = {"seed": seed.hex()}
    return [
        positive("a lock", "opens", given, out),
        positive("a lock at today's costs", "opens", given | stored(65_536, 3), out),
        positive("typed with other spaces", "opens", given | {"password": f" {password}\n"}, out),
        *(
            negative(name, CANNOT_OPEN, given | {"locked": bad.hex()})
            for name, bad in spoilt(locked, tail=CIPHERTEXT_OF_LOCK)
        ),
        *(
            negative(f"{name}: changed", CANNOT_OPEN, given | {name: value})
            for name, value in {
                "password": "seven plain words of the english lisp",
                "console_key": some("other").hex(),
                "program": ELSEWHERE.hex(),
                "person": an_id("another person").hex(),
                "salt": some("other", 16).hex(),
                "memory_kib": 65,
                "passes": 2,
                "check": some("other").hex(),
            }.items()
        ),
        negative("a short salt", CANNOT_OPEN, given | {"salt": "00" * 7}),
        negative("a short check", CANNOT_OPEN, given | {"check": str(given["check"])[:-2]}),
        negative("memory beyond reason", CANNOT_OPEN, given | {"memory_kib": 4_294_967_295}),
        negative("no passes", CANNOT_OPEN, given | {"passes": 0}),
    ]


def sessions() -> list[Vector]:
    """A person's seed inside their session."""
    token, seed, console_key = some("token"), some("seed person"), some("console key")
    place = context(Purpose.SESSION, PROGRAM, an_id("person"))
    key = by_hand.expand(by_hand.extract(console_key, token[16:]), place)
    sealed = by_hand.lock(seed, key, context=place, salt=some("lock salt"))
    given = {
        "token": token.hex(),
        "console_key": console_key.hex(),
        "program": PROGRAM.hex(),
        "person": an_id("person").hex(),
        "sealed": sealed.hex(),
    }
    found = sha256(context(Purpose.SESSION, token[:16])).digest()
    assert found == session_id(token)
    return [
        positive("a session", "opens", given, {"seed": seed.hex(), "session_id": found.hex()}),
        *(
            negative(name, CANNOT_OPEN, given | {"sealed": bad.hex()})
            for name, bad in spoilt(sealed, tail=CIPHERTEXT_OF_LOCK)
        ),
        *(
            negative(f"{name}: changed", CANNOT_OPEN, given | {name: value.hex()})
            for name, value in {
                "token": flipped(token, 31),
                "console_key": some("other"),
                "program": ELSEWHERE,
                "person": an_id("another person"),
            }.items()
        ),
        negative(
            "the halves of the token swapped", CANNOT_OPEN, given | {"token": (token[16:] + token[:16]).hex()}
        ),
        negative("a short token", CANNOT_OPEN, given | {"token": token[:-1].hex()}),
        negative("a long token", CANNOT_OPEN, given | {"token": (token + b"\0").hex()}),
    ]
