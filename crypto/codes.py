"""A reporter's code: eight words that find and open one thread, and are stored nowhere."""

import secrets
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from crypto.context import Purpose, context
from crypto.derive import KEY_SIZE, expand, extract
from crypto.errors import UnknownWords
from crypto.keys import SEED_SIZE, PrivateKey
from crypto.signing import SIGNING_SEED_SIZE, SigningKey
from crypto.words import LANGUAGES, LIST_LENGTH, fold, word_list

CODE_LANGUAGES: Final = LANGUAGES
CODE_WORDS: Final = 8
"""88 bits, as each word of a list of 2,048 is worth 11."""
_WORD_BITS: Final = LIST_LENGTH.bit_length() - 1

LOOKUP_SIZE: Final = 16
INDEX_SIZE: Final = 2

_MOST_WORDS: Final = 64
"""Nobody's code has more; what follows is not read."""


@dataclass(frozen=True, slots=True)
class ReporterCode:
    """Eight words; the repr is mute."""

    words: tuple[str, ...] = field(repr=False)
    language: str
    indexes: tuple[int, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The words as they are shown, once."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class CodeSecrets:
    """What a code gives: how its row is found, and the reporter's keys; the repr is mute."""

    lookup: bytes = field(repr=False)
    key: PrivateKey = field(repr=False)
    signing: SigningKey = field(repr=False)


def code_language(language: str) -> str:
    """Choose the list for a page's language such as `fr-CA`; English where there is none."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return primary if primary in CODE_LANGUAGES else CODE_LANGUAGES[0]


def draw_code(language: str) -> ReporterCode:
    """Draw eight words of the reporter's language, English where there is no list."""
    # One draw: each asks the system, and another thread takes its turn meanwhile.
    drawn = secrets.randbits(CODE_WORDS * _WORD_BITS)
    indexes = tuple((drawn >> (place * _WORD_BITS)) % LIST_LENGTH for place in range(CODE_WORDS))
    return _code(code_language(language), indexes)


def read_code(typed: str, *, first: str) -> ReporterCode:
    """Read a code as people type it.

    All eight words must be of one list. Every word is looked up in every list,
    whatever the outcome, so the time tells nothing.

    Args:
        first: the page's language, whose list is taken where two would do.

    Raises:
        UnknownWords: not eight words of one list; it tells how many were typed
            and the places of those that are not in the list that fits best.
    """
    typed_words = list(islice(fold(typed), _MOST_WORDS))
    preferred = code_language(first)
    languages = (preferred, *(other for other in CODE_LANGUAGES if other != preferred))
    readings = {language: [word_list(language).index(word) for word in typed_words] for language in languages}
    best = min(languages, key=lambda language: readings[language].count(None))
    indexes = tuple(index for index in readings[best] if index is not None)
    if len(indexes) != CODE_WORDS or len(typed_words) != CODE_WORDS:
        unknown = (place for place, index in enumerate(readings[best], 1) if index is None)
        raise UnknownWords(tuple(unknown), len(typed_words))
    return _code(best, indexes)


def code_secrets(code: ReporterCode, *, pepper: bytes, program: bytes) -> CodeSecrets:
    """Derive what a code opens, under the pepper of the public site.

    No slow hash: without the pepper there is no guessing at all, and with it
    88 bits are enough. The look-up tells nothing of the keys.

    Raises:
        ValueError: the pepper is not 32 bytes (a mistake in the caller).
    """
    if len(pepper) != KEY_SIZE:
        raise ValueError(f"the pepper must be {KEY_SIZE} bytes")
    material = b"".join(index.to_bytes(INDEX_SIZE, "big") for index in code.indexes)
    root = extract(pepper, context(Purpose.CODE, program, code.language) + material)
    return CodeSecrets(
        lookup=expand(root, context(Purpose.LOOKUP), size=LOOKUP_SIZE),
        key=PrivateKey.from_seed(expand(root, context(Purpose.PRINCIPAL), size=SEED_SIZE)),
        signing=SigningKey.from_seed(expand(root, context(Purpose.SIGN), size=SIGNING_SEED_SIZE)),
    )


def _code(language: str, indexes: tuple[int, ...]) -> ReporterCode:
    listed = word_list(language).words
    return ReporterCode(tuple(listed[index] for index in indexes), language, indexes)
