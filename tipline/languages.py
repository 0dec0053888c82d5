"""The languages in which the public can write to us: their tags, and their own names for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the public site."""

    tag: str
    """What stands in addresses and on tips."""
    lang: str
    """What HTML calls it (BCP 47), with the script where there are several."""
    name: str
    english: str
    right_to_left: bool = False


LANGUAGES: Final[Mapping[str, Language]] = {
    language.tag: language
    for language in (
        Language("en", "en", "English", "English"),
        Language("fr", "fr", "Français", "French"),
        Language("es", "es", "Español", "Spanish"),
        Language("so", "so", "Soomaali", "Somali"),
        Language("ar", "ar", "العربية", "Arabic", right_to_left=True),
        Language("zh", "zh-Hans", "简体中文", "Chinese"),
        Language("pt", "pt", "Português", "Portuguese"),
        Language("pa", "pa-Guru", "ਪੰਜਾਬੀ", "Punjabi"),
    )
}
"""By tag; English, which every program reads, first."""

USUAL: Final = LANGUAGES["en"]
