"""Whether an automatic text fits into two segments with the longest that is ever put into it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tipline.code_links import TOKEN_LETTERS
from tipline.intake.programs import NUMBER_PREFIX_SIZE
from tipline.intake.texts.transitions import Answer
from tipline.intake.texts.wording import MOST_SEGMENTS, Named, helping, menu, plain, received, rewarding
from tipline.intake.texts.words.tongue import Tongue
from tipline.segments import GSM, segments
from tipline.vocabulary import TipNumber

LONGEST_NUMBER: Final = TipNumber("W" * NUMBER_PREFIX_SIZE + "-WWWW-WWWW")
NAME: Final = "Crime Stoppers of Saint-Hyacinthe"
PHONE: Final = "1-800-222-8477"
ADDRESS: Final = "https://tips.crimestoppers.example/fr/hyacinthe"
LINK: Final = "https://tips.crimestoppers.example/fr/c/" + "w" * TOKEN_LETTERS
KEYWORDS: Final = ("TOR", "PEEL", "YORK", "HALTON", "DURHAM", "HAMILTON")
"""What must fit, whole: a name and a number to call, two addresses, the keywords of a shared line."""

_WHOLE: Final[Mapping[Answer, Sequence[str]]] = {
    Answer.RECEIVED: (LONGEST_NUMBER,),
    Answer.HELP: (NAME, PHONE),
    Answer.REWARD: (ADDRESS,),
    Answer.CODE: (LINK,),
    Answer.MENU: KEYWORDS,
}


def filled(answer: Answer, tongue: Tongue) -> str:
    """An answer with the longest that is filled in whole."""
    match answer:
        case Answer.RECEIVED:
            return received(LONGEST_NUMBER, tongue)
        case Answer.HELP:
            return helping(Named("", NAME, PHONE), tongue)
        case Answer.REWARD:
            return rewarding(ADDRESS, tongue)
        case Answer.CODE:
            return tongue.says[answer].format(address=LINK)
        case Answer.MENU:
            return menu([Named(keyword, "", "") for keyword in KEYWORDS], tongue)
        case _:
            return plain(answer, tongue)


def misfits(answer: Answer, tongue: Tongue) -> Iterator[str]:
    """Why an answer does not fit into two segments, or is not in the alphabet; nothing where it is right."""
    text = filled(answer, tongue)
    if (count := segments(text)) > MOST_SEGMENTS:
        yield f"{count} segments"
    if strange := set() if tongue.wide else set(text) - GSM:
        yield f"letters that make every text twice as long: {' '.join(sorted(strange))}"
    yield from (f"no room for {part}" for part in _WHOLE.get(answer, ()) if part not in text)
