"""The languages of the conversation, and whose keyword a word is."""

from collections.abc import Mapping
from typing import Final

from tipline.intake.texts.transitions import Wants
from tipline.intake.texts.words.arabic import ARABIC
from tipline.intake.texts.words.english import ENGLISH
from tipline.intake.texts.words.french import FRENCH
from tipline.intake.texts.words.somali import SOMALI
from tipline.intake.texts.words.spanish import SPANISH
from tipline.intake.texts.words.tongue import Tongue, whole_word

TONGUES: Final[Mapping[str, Tongue]] = {
    tongue.tag: tongue for tongue in (ENGLISH, FRENCH, SPANISH, SOMALI, ARABIC)
}
"""By tag; English, in which is answered who writes in another one, first."""

FAMILIES: Final[Mapping[str, Wants]] = {
    whole_word(word): wants
    for tongue in TONGUES.values()
    for wants, words in tongue.keywords.items()
    for word in words.split()
}
"""What each word wants, as it is compared."""

SPEAKS: Final[Mapping[str, str]] = {
    whole_word(word): tongue.tag
    for tongue in TONGUES.values()
    if tongue is not ENGLISH
    for words in tongue.keywords.values()
    for word in words.split()
}
"""Which language a word is. English ones say nothing of it: carriers and our texts ask for them in all."""
