"""Danger to life in Punjabi, in Gurmukhi."""

from collections.abc import Mapping
from typing import Final

from tipline.intake.danger.kinds import Danger

CLASSES: Final[Mapping[str, str]] = {
    "bandook": "ਬੰਦੂਕ ਪਿਸਤੌਲ ਪਸਤੌਲ ਗੰਨ ਚਾਕੂ ਛੁਰਾ ਛੁਰੀ ਕਿਰਪਾਨ ਬੰਬ ਹਥਿਆਰ ਰਾਈਫਲ",
    "ikath": "ਸਕੂਲ ਗੁਰਦੁਆਰੇ ਗੁਰਦੁਆਰਾ ਮੰਦਰ ਮਸਜਿਦ ਹਸਪਤਾਲ ਕਾਲਜ ਯੂਨੀਵਰਸਿਟੀ ਬੱਸ ਮਾਲ ਟ੍ਰੇਨ ਕਲਾਸ",
    "vich": "ਵਿੱਚ ਵਿਚ ਚ ਅੰਦਰ ਨੂੰ ਤੇ",
    "riha": "ਰਿਹਾ ਰਹੀ ਰਹੇ ਰਹੀਆਂ",
    "devega": "ਦੇਵੇਗਾ ਦੇਵੇਗੀ ਦੇਣਗੇ ਦਊਗਾ ਦਊ ਦੇਣ ਦੇਵਾਂਗੇ ਸੁੱਟੇਗਾ ਸੁੱਟਣਗੇ",
}

PHRASES: Final[Mapping[Danger, tuple[str, ...]]] = {
    Danger.THREAT: (
        "ਮਾਰ <devega>",
        "ਜਾਨੋਂ/ਜਾਨ ਮਾਰਨ/ਤੋਂ",
        "ਮਾਰਨ/ਕਤਲ ਦੀ/ਦੀਆਂ ਧਮਕੀ/ਧਮਕੀਆਂ",
        "ਮਾਰਨ/ਕਤਲ ਕਰਨ? ਵਾਲਾ/ਵਾਲੇ/ਵਾਲੀ/ਲੱਗਾ/ਜਾ",
        "ਕਤਲ ਕਰ <devega>",
        "ਗੋਲੀ ਮਾਰ/ਮਾਰਨ <devega>/ਵਾਲਾ",
    ),
    Danger.UNDER_WAY: (
        "ਗੋਲੀ/ਗੋਲੀਆਂ ਚਲਾ/ਚੱਲ/ਚਲ <riha>",
        "ਕੁੱਟ/ਮਾਰ <riha>",
        "<bandook> ਮਾਰ <riha>",
        "ਬੰਧਕ/ਅਗਵਾ",
        "ਗਲਾ ਘੁੱਟ <riha>",
    ),
    Danger.ARMED: (
        "<ikath> <vich> <bandook>",
        "<bandook> ਲੈ ਕੇ <ikath>",
        "<ikath> <vich> <any>? <any>? <bandook> ਲੈ/ਹੈ/ਨਾਲ",
        "ਸਿਰ/ਗਲ/ਗਰਦਨ <vich>/ਉੱਤੇ/ਉਤੇ/ਨਾਲ? <bandook>",
        "ਦਰਵਾਜ਼ੇ/ਬੂਹੇ ਤੇ/ਅੱਗੇ/ਬਾਹਰ/ਸਾਹਮਣੇ/ਉੱਤੇ/ਉਤੇ <bandook>",
        "<bandook> ਲੈ ਕੇ ਮੇਰੇ/ਸਾਡੇ? ਦਰਵਾਜ਼ੇ/ਬੂਹੇ",
        "<bandook> ਤਾਣ/ਤਾਣੀ",
        "ਬੰਬ ਹੈ/ਰੱਖਿਆ/ਬਣਾ/ਲਾਇਆ/ਰੱਖ",
    ),
    Danger.DYING: (
        "ਸਾਹ ਨਹੀਂ",
        "ਮਰ <riha>",
        "ਖੂਨ ਵਗ/ਵਹਿ <riha>",
        "ਬੇਹੋਸ਼",
        "ਓਵਰਡੋਜ਼",
    ),
}
