"""Vectors of contexts, padding, names, chains, and of what people type."""

from hashlib import sha256

from crypto.codes import CODE_WORDS
from crypto.context import Purpose, context
from crypto.shares import split
from crypto.words import word_list
from tests.vectors import by_hand
from tests.vectors.formats import FORMATS
from tests.vectors.inputs import Inputs
from tests.vectors.make_sealed import ELSEWHERE, PROGRAM
from tests.vectors.parts import CANNOT_OPEN, Vector, negative, positive, some

UNKNOWN_WORDS = "unknown-words"
BAD_CODE = "bad-code"
BAD_SHARES = "bad-shares"
CHAIN_BROKEN = "chain-broken"
SECOND_LANGUAGE_WORDS = ("abaisser", "zoologie")


def contexts() -> list[Vector]:
    """What a context is made of, and lists of parts that must not look alike."""
    one = {"purpose": "record", "parts": [{"bytes": "0102"}, {"text": "a"}, {"integer": 7}]}
    expected = (
        b"tipline/v1" + b"s\0\0\0\6record" + b"b\0\0\0\2\1\2" + b"s\0\0\0\1a" + b"i\0\0\0\x08\0\0\0\0\0\0\0\7"
    )
    bare = {"purpose": "grant", "parts": []}
    return [
        positive("a part of each type", "gives", one, {"context": expected.hex()}),
        positive("no parts", "gives", bare, {"context": (b"tipline/v1" + b"s\0\0\0\5grant").hex()}),
        *(
            {**negative(name, "differs", other), "out": {"context": expected.hex()}}
            for name, other in {
                "another purpose": one | {"purpose": "file"},
                "a part less": one | {"parts": [{"bytes": "0102"}, {"text": "a"}]},
                "an empty part more": one
                | {"parts": [{"bytes": "0102"}, {"text": "a"}, {"integer": 7}, {"bytes": ""}]},
                "parts in another order": one | {"parts": [{"text": "a"}, {"bytes": "0102"}, {"integer": 7}]},
                "a byte in the next part": one
                | {"parts": [{"bytes": "01"}, {"bytes": "02"}, {"text": "a"}, {"integer": 7}]},
                "bytes for text": one | {"parts": [{"bytes": "0102"}, {"bytes": "61"}, {"integer": 7}]},
                "text for an integer": one
                | {"parts": [{"bytes": "0102"}, {"text": "a"}, {"text": "\0\0\0\0\0\0\0\x07"}]},
            }.items()
        ),
    ]


def paddings() -> list[Vector]:
    """A padded value."""
    values = {"nothing": b"", "a few bytes": b"hello", "more than the floor": some("long", 1000)}
    lengths = {"nothing": 512, "a few bytes": 512, "more than the floor": 1024}
    padded = {
        name: (len(value).to_bytes(4, "big") + value).ljust(lengths[name], b"\0")
        for name, value in values.items()
    }
    one = padded["a few bytes"]
    return [
        *(
            positive(name, "gives", {"padded": padded[name].hex()}, {"content": value.hex()})
            for name, value in values.items()
        ),
        *(
            negative(name, CANNOT_OPEN, {"padded": bad.hex()})
            for name, bad in {
                "no bytes at all": b"",
                "half a length": one[:3],
                "shorter than its length": one[:8],
                "a length one too long": (509).to_bytes(4, "big") + one[4:],
                "a length of all bits": b"\xff\xff\xff\xff" + one[4:],
                "a length one too short": (4).to_bytes(4, "big") + one[4:],
                "a last byte that is not zero": one[:-1] + b"\1",
                "a first padding byte that is not zero": one[:9] + b"\1" + one[10:],
            }.items()
        ),
    ]


def pseudonyms() -> list[Vector]:
    """A keyed name."""
    key, place = some("pepper"), context(Purpose.PSEUDONYM, PROGRAM, "sms", "+14165550123")
    given = {"key": key.hex(), "context": place.hex()}
    full = by_hand.extract(key, place)  # HKDF-Extract is HMAC(salt, input)
    out = {"name": full[:16].hex()}
    return [
        positive("a number", "gives", given, out),
        *(
            {**negative(name, "differs", given | change), "out": out}
            for name, change in {
                "another key": {"key": some("other").hex()},
                "another number": {
                    "context": context(Purpose.PSEUDONYM, PROGRAM, "sms", "+14165550124").hex()
                },
                "another program": {
                    "context": context(Purpose.PSEUDONYM, ELSEWHERE, "sms", "+14165550123").hex()
                },
                "another purpose": {"context": context(Purpose.ROUTE, PROGRAM, "sms", "+14165550123").hex()},
            }.items()
        ),
    ]


def chains() -> list[Vector]:
    """A chain of entries."""
    fields = [[b"1", b"opened"], [b"2", b"closed"], [b"3", b""]]
    entries: list[dict[str, object]] = []
    previous = bytes(32)
    for entry in fields:
        previous = sha256(context(Purpose.CHAIN, previous, *entry)).digest()
        entries.append({"fields": [value.hex() for value in entry], "link": previous.hex()})
    first, second, third = entries
    moved = {"fields": [b"1opened".hex(), ""], "link": first["link"]}
    bad: dict[str, tuple[int, list[dict[str, object]]]] = {
        "an entry dropped from the middle": (1, [first, third]),
        "the first entry dropped": (0, [second, third]),
        "two entries swapped": (0, [second, first, third]),
        "an entry twice": (1, [first, first, second]),
        "a field changed": (1, [first, second | {"fields": [b"2".hex(), b"opened".hex()]}, third]),
        "a field more": (2, [first, second, third | {"fields": [b"3".hex(), "", ""]}]),
        "a byte moved between fields": (0, [moved, second]),
        "a link changed": (1, [first, second | {"link": some("other").hex()}, third]),
        "a link cut": (0, [first | {"link": str(first["link"])[:-2]}]),
    }
    return [
        positive("three entries", "holds", {"entries": entries}, {"head": previous.hex()}),
        positive("no entries", "holds", {"entries": []}, {"head": bytes(32).hex()}),
        positive("the first alone", "holds", {"entries": [first]}, {"head": first["link"]}),
        *(
            {**negative(name, CHAIN_BROKEN, {"entries": chain}), "out": {"index": index}}
            for name, (index, chain) in bad.items()
        ),
    ]


def typed_codes() -> list[Vector]:
    """A reporter's code as it is typed."""
    english = " ".join(word_list("en").words[index] for index in (0, 1, 5, 9, 100, 1000, 2000, 2047))
    indexes = [0, 1, 5, 9, 100, 1000, 2000, 2047]
    french = " ".join(word_list("fr").words[index] for index in indexes)
    chinese = "".join(word_list("zh").words[index] for index in indexes)
    spanish = " ".join(word_list("es").words[index] for index in indexes)
    portuguese = " ".join(word_list("pt").words[index] for index in indexes)
    words = english.split()
    good = {
        "as shown": (english, "en", "en"),
        "in capitals with commas": (", ".join(words).upper(), "en", "en"),
        "numbered, a word a line": ("\n".join(f"{n}. {w}" for n, w in enumerate(words, 1)), "en", "en"),
        "by beginnings of four": (" ".join(word[:4] for word in words), "en", "en"),
        "in full width": (english.translate({n: n + 0xFEE0 for n in range(0x61, 0x7B)}), "en", "en"),
        "English on a French page": (english, "fr", "en"),
        "a page in a language without a list": (english, "de", "en"),
        "French": (french, "fr", "fr"),
        "Spanish without its accents": ("abaco abdomen " + " ".join(spanish.split()[2:]), "es", "es"),
        "Portuguese on an English page": (portuguese, "en", "pt"),
        "Chinese without spaces": (chinese, "zh", "zh"),
        "Chinese with spaces": (" ".join(chinese), "en", "zh"),
    }
    bad: dict[str, tuple[str, list[int], int]] = {
        "nothing": ("", [], 0),
        "no letters": ("1 2 3 4 5 6 7 8", [], 0),
        "seven words": (" ".join(words[:7]), [], 7),
        "nine words": (f"{english} zoo", [], 9),
        "two words run together": (english.replace("abandon ability", "abandonability"), [1], 7),
        "a word in no list": (english.replace("ability", "abilitx"), [2], 8),
        "two words in no list": (" ".join(["xxxx", *words[1:7], "yyyy"]), [1, 8], 8),
        "a beginning of three": (english.replace("ability", "abi"), [2], 8),
        "a word of another list": (" ".join([SECOND_LANGUAGE_WORDS[1], *words[1:]]), [1], 8),
        "half of one list and half of another": (
            " ".join(words[:4] + french.split()[4:]),
            [2, 3, 4],
            8,
        ),
        "Chinese, one character not in the list": (chinese[:7] + "龘", [8], 8),
        "a letter more": (english.replace("zoo", "zooo"), [8], 8),
        "a word mistyped": (english.replace("abandon", "abandom"), [1], 8),
    }
    vectors: list[Vector] = []
    for name, (typed, first, language) in good.items():
        out: dict[str, object] = {"language": language, "indexes": indexes}
        if name.startswith("Spanish"):
            out["indexes"] = [0, 1, *indexes[2:]]
        vectors.append(positive(name, "gives", {"typed": typed, "first": first}, out))
    for name, (typed, places, count) in bad.items():
        out = {"places": places, "count": count}
        vectors.append({**negative(name, UNKNOWN_WORDS, {"typed": typed, "first": "en"}), "out": out})
    return vectors


def code_secrets() -> list[Vector]:
    """What a code opens."""
    pepper = some("pepper")
    given: dict[str, object] = {
        "language": "en",
        "indexes": list(range(1, 1 + CODE_WORDS)),
        "pepper": pepper.hex(),
        "program": PROGRAM.hex(),
    }
    material = b"".join(index.to_bytes(2, "big") for index in range(1, 1 + CODE_WORDS))
    root = by_hand.extract(pepper, context(Purpose.CODE, PROGRAM, "en") + material)
    out = FORMATS["code-secrets"](Inputs(given))
    assert out["lookup"] == by_hand.expand(root, context(Purpose.LOOKUP), 16).hex()
    assert out["seed"] == by_hand.expand(root, context(Purpose.PRINCIPAL)).hex()
    changes: dict[str, dict[str, object]] = {
        "another language": {"language": "fr"},
        "another word": {"indexes": [1, 2, 3, 4, 5, 6, 7, 9]},
        "the same words in another order": {"indexes": [2, 1, 3, 4, 5, 6, 7, 8]},
        "another pepper": {"pepper": some("other").hex()},
        "another program": {"program": ELSEWHERE.hex()},
    }
    return [
        positive("a code", "gives", given, out),
        *({**negative(name, "differs", given | change), "out": out} for name, change in changes.items()),
    ]


def tip_numbers() -> list[Vector]:
    """A tip number as it is typed."""
    number = "TOR-4F7K-92Q" + by_hand.check_letter("TOR", "4F7K92Q")
    offline = "LOIS-Z1V0-8C7" + by_hand.check_letter("LOIS", "Z1V08C7")
    last = number[-1]
    good = {
        number: (
            number,
            number.lower().replace("-", " "),
            number.replace("-", ""),
            f" T0R\u20134f7k\u2013\uff19\uff12q{last}\n",
        ),
        offline: (
            offline,
            offline.replace("LOIS", "L01S"),
            offline.replace("1V0", "lVo"),
            f"{offline}\u200b",
        ),
    }
    bad = {
        "nothing": "",
        "no prefix": number[4:],
        "a letter changed": number.replace("F", "E"),
        "a digit changed": number.replace("9", "8"),
        "another check letter": number[:-1] + ("A" if last != "A" else "B"),
        "another program": number.replace("TOR", "TOT"),
        "two neighbours swapped": number.replace("4F", "F4"),
        "two neighbours of the prefix swapped": number.replace("TOR", "TRO"),
        "cut by one letter": number[:-1],
        "a letter that the alphabet leaves out": number.replace("F", "U"),
        "a sign that is no letter": number.replace("F", "*"),
        "a prefix with a digit": number.replace("TOR", "T7R"),
        "a prefix with an accent": number.replace("TOR", "TÖR"),
        "a prefix too long": "ABCDEFGHIJKLM" + number[3:],
        "a word": "garage",
    }
    return [
        *(
            positive(f"{drawn} typed as {typed!a}", "gives", {"typed": typed}, {"number": drawn})
            for drawn, typings in good.items()
            for typed in typings
        ),
        *(negative(name, BAD_CODE, {"typed": typed}) for name, typed in bad.items()),
    ]


def claim_codes() -> list[Vector]:
    """A claim code as it is typed."""
    code = "4821-0937-5512" + by_hand.check_digit("482109375512")
    check = code[-1]
    good = {"as drawn": code, "with spaces": code.replace("-", " "), "run together": code.replace("-", "")}
    bad = {
        "nothing": "",
        "a digit changed": code.replace("8", "7"),
        "the check digit changed": code[:-1] + str((int(check) + 1) % 10),
        "two neighbours swapped": code.replace("48", "84"),
        "cut by one digit": code[:-1],
        "longer by one digit": code + "0",
        "a letter": code.replace("0", "O"),
        "digits of another script, mixed": code.replace("9", "٩"),
    }
    return [
        *(positive(name, "gives", {"typed": typed}, {"code": code}) for name, typed in good.items()),
        *(negative(name, BAD_CODE, {"typed": typed}) for name, typed in bad.items()),
    ]


def shares() -> list[Vector]:
    """Recovery shares, three of five."""
    secret = some("recovery secret")
    five = split(secret, threshold=3, count=5)
    others = split(some("other secret"), threshold=3, count=5)
    out = FORMATS["shares"](Inputs({"shares": five[:3]}))
    assert out["secret"] == secret.hex()
    words = five[0].split()
    changed = " ".join([*words[:10], "academic" if words[10] != "academic" else "acid", *words[11:]])
    good = {
        "the first three": five[:3],
        "the last three, in another order": five[4:1:-1],
        "all five": five,
        "one twice": [five[0], five[0], five[1], five[2]],
        "in capitals": [share.upper() for share in five[:3]],
    }
    bad = {
        "none": [],
        "two of three": five[:2],
        "one twice, and one": [five[0], five[0], five[1]],
        "a word changed": [changed, five[1], five[2]],
        "a word less": [" ".join(words[:-1]), five[1], five[2]],
        "a word more": [" ".join([*words, "academic"]), five[1], five[2]],
        "two words swapped": [" ".join([*words[:8], words[9], words[8], *words[10:]]), five[1], five[2]],
        "a word of no list": [" ".join([*words[:-1], "tipline"]), five[1], five[2]],
        "one of another secret": [five[0], five[1], others[2]],
        "an empty share": ["", five[1], five[2]],
    }
    return [
        *(positive(name, "gives", {"shares": typed}, out) for name, typed in good.items()),
        *(negative(name, BAD_SHARES, {"shares": typed}) for name, typed in bad.items()),
    ]
