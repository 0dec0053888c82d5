"""People who are named in a text, as far as capitals and a few words before a name show them.

It misses much, names in small letters above all, and takes a dog or a shop for a person. Who reads what it
found decides; nothing is done by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tipline.telltale.numbers import plates
from tipline.telltale.places import streets, units
from tipline.telltale.tokens import Words, listed

MOST_WORDS: Final = 3
LEAST: Final = 3
"""Letters of a name that nothing but a capital shows."""

_TITLES: Final = listed("mr mrs ms miss mister dr sir madame monsieur mme mlle uncle aunt constable officer")
_CUES: Final = frozenset({"named", "called", "nicknamed", "aka", "nomme", "nommee", "surnomme", "appelle"})
"""What stands before a name, also one in small letters."""
_CUES_OF_TWO: Final = frozenset(
    {("name", "is"), ("goes", "by"), ("known", "as"), ("name", "s"), ("nom", "est"), ("street", "name")}
)
_PARTICLES: Final = frozenset({"o", "d"})
_WHERE: Final = frozenset({"on", "in", "at", "dans", "sur"})
_AFTER_CUES: Final = listed("him her me them us it by is as the a an to on at from lui elle le la les")
_NO_PERSON: Final = listed(
    """
    plate plates licence license car truck house gun guns drugs i a an the this that these those he she
    they we you it his her their our my your its there here what who whom when where why how if then and
    but or so as at in on of to for from by with about after before since yesterday today tonight
    tomorrow last next every each some someone somebody anybody nobody people man men woman women guy
    guys girl boy kid kids two three four five six seven eight nine ten one both all no not yes please
    thanks thank hi hello ask call look check see saw heard tell police cop cops opp rcmp cbsa swat
    officer constable detective sergeant division unit crime stoppers monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november
    december christmas easter halloween canada ontario toronto quebec montreal ottawa vancouver calgary
    mississauga brampton scarborough etobicoke york hamilton london kitchener peel north south east west
    street road avenue drive lane park plaza mall station school hospital church facebook instagram
    tiktok snapchat whatsapp telegram youtube google twitter discord honda civic accord toyota corolla
    camry ford mustang chevrolet chevy dodge charger challenger jeep nissan altima mazda bmw audi
    mercedes benz lexus acura hyundai elantra kia tesla volkswagen vw subaru suv van glock beretta ak ar
    colt ruger smith wesson xbox playstation iphone samsung english french il elle ils elles je tu nous
    vous on un une le la les des du de et mais ou donc ce cet cette ces son sa ses mon ma mes notre
    votre leur leurs qui que quoi quand comme si dans sur sous avec sans pour par chez hier aujourd
    demain lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin
    juillet aout septembre octobre novembre decembre rue avenue boulevard chemin
    """
)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who seems to be named, as the places of the first word and the last."""

    first: int
    last: int
    sure: bool


def people(words: Words) -> Iterator[Named]:
    """Who seems to be named in a text, in the order in which they stand."""
    taken = {
        place
        for found in (streets(words), units(words), plates(words))
        for first, last in found
        for place in range(first, last + 1)
    }
    place = 0
    while place < len(words.words):
        last = _run(words, place, taken)
        if last is None:
            cued = _cued(words, place, taken)
            if cued:
                yield Named(place, place, sure=True)
            place += 1
            continue
        if last > place or not _is_somewhere(words, place):
            sure = last > place or not _begins(words, place) or _cued(words, place, taken)
            yield Named(place, last, sure=sure)
        place = last + 1


def _run(words: Words, place: int, taken: set[int]) -> int | None:
    """The last of some capital words that follow one another, from this one on."""
    if not _may_be(words, place, taken):
        return None
    last = place
    while (
        last + 1 < len(words.words)
        and last + 1 - place < MOST_WORDS
        and words.between(last) in {" ", "-", "'", "’"}
        and _may_be(words, last + 1, taken)
    ):
        last += 1
    return last


def _may_be(words: Words, place: int, taken: set[int]) -> bool:
    word = words.words[place]
    written = words.written(place)
    return (
        words.capital(place)
        and word.isalpha()
        and (_is_particle(words, place) or (len(word) >= LEAST and not _is_short_and_shouted(written)))
        and word not in _NO_PERSON
        and word not in _TITLES
        and place not in taken
    )


def _is_particle(words: Words, place: int) -> bool:
    """The O of O'Neil, which is a word of its own here."""
    more = place + 1 < len(words.words)
    return more and words.words[place] in _PARTICLES and words.between(place) in {"'", "’"}


def _is_short_and_shouted(written: str) -> bool:
    return written.isupper() and len(written) <= LEAST


def _is_somewhere(words: Words, place: int) -> bool:
    """Whether one capital word is where something is: "in the shed on Wallace"."""
    return place > 0 and words.words[place - 1] in _WHERE and words.joined(place - 1)


def _begins(words: Words, place: int) -> bool:
    """Whether a sentence begins here, so that a capital says nothing."""
    if place == 0:
        return True
    gap = words.between(place - 1)
    return "\n" in gap or (any(mark in gap for mark in '.!?:;"“«•-') and gap != "-")


def _cued(words: Words, place: int, taken: set[int]) -> bool:
    """Whether the words before say that a name follows."""
    word = words.words[place]
    if place == 0 or len(word) < LEAST or not word.isalpha() or place in taken:
        return False
    if word in _NO_PERSON or word in _AFTER_CUES or not words.joined(place - 1):
        return False
    before = words.words[place - 1]
    return before in _CUES or (place > 1 and (words.words[place - 2], before) in _CUES_OF_TWO)
