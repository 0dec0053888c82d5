"""What is typed, made safe to keep: nothing that hides or reorders text, everything that people write.

Dropped without a trace: NUL and the other control characters, half surrogates, and the characters that turn
the direction of what follows (by which "gpj.exe" reads as "exe.jpg"). Kept whole: every script, every emoji
with its joiners, selectors and tags, and the marks that only hint at a direction, which Arabic and Hebrew
need.
"""

import re
from typing import Final

from tipline.errors import TextEmpty, TextTooLong

TEXT_LIMIT: Final = 20_000
"""Code points of one text, where a line's end counts as one."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_DROPPED: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters, but for tab and the line's end
    "\ud800-\udfff"  # half surrogates
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates of direction
    "\u206a-\u206f\ufff9-\ufffb"  # deprecated formatting, annotations that hide their text
    "\ufeff\ufdd0-\ufdef\ufffe\uffff"  # byte order marks and what is no character
    "]"
)


def clean(text: str) -> str:
    """Give a text as it is kept: line ends of one kind, nothing that must not be in it, no white margin."""
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text)).strip()


def require_text(text: str) -> str:
    """Clean a text that must say something.

    Raises:
        TextEmpty: nothing is left that could be read.
        TextTooLong: more than `TEXT_LIMIT` code points are left.
    """
    kept = optional_text(text)
    if not any(letter.isprintable() and not letter.isspace() for letter in kept):
        raise TextEmpty
    return kept


def optional_text(text: str) -> str:
    """Clean a text that may be empty.

    Raises:
        TextTooLong: more than `TEXT_LIMIT` code points are left.
    """
    kept = clean(text)
    if len(kept) > TEXT_LIMIT:
        raise TextTooLong(limit=TEXT_LIMIT, found=len(kept))
    return kept
