"""The alphabet of texts, and how many messages a text becomes (3GPP TS 23.038, section 6.2.1)."""

from typing import Final

GSM_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic alphabet of 3GPP TS 23.038, one septet each (the escape itself left out)."""

GSM_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
"""The extension table of 3GPP TS 23.038: an escape and a septet."""

GSM: Final = GSM_BASIC | GSM_EXTENDED

GSM_ALONE: Final = 160
GSM_JOINED: Final = 153
WIDE_ALONE: Final = 70
WIDE_JOINED: Final = 67
"""Septets, or UTF-16 units, in a message that stands alone and in one that has a joining header."""

_PLANE: Final = 0x10000
"""From here on a character is two units of UTF-16."""


def segments(text: str) -> int:
    """The number of messages that a phone is sent for `text`, at least one.

    A single character outside the GSM alphabet (a curly quote, an emoji, most accents of French) makes the
    whole text wide, and a message then holds 70 of them and not 160. What takes two septets or two units is
    never parted between two messages: the first then stays one short.
    """
    if GSM.issuperset(text):
        sizes = [2 if char in GSM_EXTENDED else 1 for char in text]
        alone, joined = GSM_ALONE, GSM_JOINED
    else:
        sizes = [2 if ord(char) >= _PLANE else 1 for char in text]
        alone, joined = WIDE_ALONE, WIDE_JOINED
    if sum(sizes) <= alone:
        return 1
    count, room = 1, joined
    for size in sizes:
        if size > room:
            count, room = count + 1, joined
        room -= size
    return count
