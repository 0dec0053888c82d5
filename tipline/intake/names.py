"""Whether somebody of our own is named in a tip: then it must not reach the inbox.

A miss hands a tip to the person it is about; a false alarm costs a detour through integrity. A whole name
counts in either order and with a word or two between, an initial stands for the first name, and a surname
alone counts soon after a rank, a title or a role.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, TypeAlias

from tipline.look_alikes import folded

TITLES: Final = frozenset(
    """
    agent officer constable const cst pc wpc det detective dc ds dci di sgt sergeant ssgt staff corporal cpl
    insp inspector supt superintendent chief deputy captain capt lieutenant lt commander commissioner sheriff
    trooper marshal cop policeman policewoman investigator coordinator operator dispatcher analyst
    administrator liaison mr mister mrs ms miss mx sir maam dr director president chair chairman chairwoman
    treasurer agente sergent sergente caporal policier policiere gendarme inspecteur inspectrice enqueteur
    enqueteuse commandant commandante capitaine directeur directrice coordonnateur coordonnatrice monsieur
    madame mademoiselle mme mlle oficial sargento senor senora inspetor delegado policial
    """.split()  # noqa: SIM905 - a list to read, not to count quotation marks in
)
"""Words before which a surname alone is somebody of ours, folded."""

TITLES_OF_MANY: Final = frozenset(
    """
    agents officers constables csts pcs dets detectives sgts sergeants inspectors chiefs cops investigators
    coordinators agentes sergents policiers inspecteurs enqueteurs coordonnateurs
    """.split()  # noqa: SIM905 - as above
)
"""Words after which several surnames may come ("officers Singh and Morgan")."""

JOINED_FLOOR: Final = 7
"""Letters that a name written in one word must have ("@alexmorgan"), lest it be part of everyday words."""

_MOST_BETWEEN: Final = 4
"""Words after a title in which a surname is looked for: a badge number, a first name, a second title."""

_ELSEWHERE: Final = frozenset({"a", "an", "at", "by", "from", "in", "near", "of", "on", "the", "to", "with"})
"""Words that lead away from a title: "an officer in the park" is nobody called Park."""

_MOST_INSIDE: Final = 2
"""Words that may stand between a first name and its surname: a nickname, a middle name."""

_MOST_OF_MANY: Final = 6
"""Words after a title of many in which surnames are looked for."""

_LAST_WORDS: Final = max(_MOST_BETWEEN, _MOST_INSIDE + 1, _MOST_OF_MANY)
"""Words at the end of a text from which what is looked for may go on in the next one."""

_LAST_LETTERS: Final = 200
"""In which those are."""

_ASCII_WORD: Final = re.compile("[a-z0-9]+")
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words."""

_Words: TypeAlias = tuple[str, ...]
_Phrases: TypeAlias = Mapping[str, frozenset[_Words]]


@dataclass(frozen=True, slots=True)
class Watched:
    """The names that a program watches for, made ready to be looked for; the repr is mute."""

    whole: _Phrases = field(repr=False)
    surnames: _Phrases = field(repr=False)
    apart: _Phrases = field(repr=False)
    """By first name, the surnames that may follow with something between."""
    joined: frozenset[str] = field(repr=False)
    parts: frozenset[str] = field(repr=False)
    """Every word of every name: a text with none of them names nobody."""
    unspaced: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, names: Iterable[str]) -> "Watched":
        """Make names ready: of people as "first last", of agencies as they are called."""
        words = [tuple(folded(name).split()) for name in names]
        spaced = [name for name in words if name and not _UNSPACED.search("".join(name))]
        return cls(
            whole=_by_first(form for name in spaced for form in _forms(name)),
            surnames=_by_first(name[at:] for name in spaced for at in range(1, len(name))),
            apart=_by_first((name[0], name[-1]) for name in spaced if len(name) > 1),
            joined=frozenset(
                joined
                for name in spaced
                if len(name) > 1
                for form in _forms(name)
                if len(joined := "".join(form)) >= JOINED_FLOOR
            ),
            parts=frozenset(word for name in spaced for word in name),
            unspaced=tuple("".join(name) for name in words if _UNSPACED.search("".join(name))),
        )


def names_staff(texts: Iterable[str], watched: Watched) -> bool:
    """Whether one of the texts names somebody who is watched for."""
    return any(_named_in(text, watched) for text in texts if text)


def begun_in(text: str, watched: Watched) -> str:
    """The end of a text, where a name may begin that the next text ends; of most texts nothing.

    It begins with a word of a name or with a title, and an initial must be the last word: so nothing but that
    and what follows it is ever kept of what somebody wrote.
    """
    words = list(_words(text[-_LAST_LETTERS:]))[-_LAST_WORDS:]
    written = "".join(words)
    for name in watched.unspaced:
        for size in range(len(name) - 1, 0, -1):
            if written.endswith(name[:size]):
                return name[:size]
    for place, word in enumerate(words):
        is_initial = place == len(words) - 1 and len(word) == 1 and word in watched.whole
        if is_initial or word in watched.parts or word in TITLES or word in TITLES_OF_MANY:
            return " ".join(words[place:])
    return ""


def _named_in(text: str, watched: Watched) -> bool:
    words = _words(text)
    if not watched.joined.isdisjoint(words):
        return True
    if any(name in "".join(words) for name in watched.unspaced):
        return True
    if watched.parts.isdisjoint(words):
        return False
    plain = list(_without_initials(words))
    return (
        _has_phrase(words, watched.whole)
        or _has_phrase(plain, watched.whole)
        or _has_apart(words, watched.apart)
        or _has_titled(words, watched.surnames)
        or _has_titled(plain, watched.surnames)
    )


def _words(text: str) -> Sequence[str]:
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return folded(text).split()


def _without_initials(words: Sequence[str]) -> Iterator[str]:
    """The words without what stands between a name's parts; letters in a row ("P. C.") become one word."""
    for short, group in groupby(words, key=lambda word: len(word) == 1 or word.isdigit()):
        if not short:
            yield from group
        elif len(letters := "".join(word for word in group if not word.isdigit())) > 1:
            yield letters


def _has_phrase(words: Sequence[str], phrases: _Phrases) -> bool:
    return any(_starts_at(words, place, phrases) for place, word in enumerate(words) if word in phrases)


def _has_titled(words: Sequence[str], surnames: _Phrases) -> bool:
    return any(
        _starts_at(words, place, surnames)
        for title, word in enumerate(words)
        if word in TITLES or word in TITLES_OF_MANY
        for place in _after_title(words, title)
    )


def _after_title(words: Sequence[str], title: int) -> Iterator[int]:
    most = _MOST_OF_MANY if words[title] in TITLES_OF_MANY else _MOST_BETWEEN
    for place in range(title + 1, min(title + 1 + most, len(words))):
        if words[place] in _ELSEWHERE:
            return
        yield place


def _has_apart(words: Sequence[str], apart: _Phrases) -> bool:
    return any(
        (word, words[later]) in apart[word]
        for place, word in enumerate(words)
        if word in apart
        for later in range(place + 1, min(place + 2 + _MOST_INSIDE, len(words)))
    )


def _starts_at(words: Sequence[str], place: int, phrases: _Phrases) -> bool:
    return any(
        tuple(words[place : place + len(phrase)]) == phrase for phrase in phrases.get(words[place], ())
    )


def _forms(name: _Words) -> set[_Words]:
    """A name as people write it: in full, last name first, without the names in between, by the initial."""
    if len(name) == 1:
        return {name}
    first, last = name[0], name[-1]
    return {name, (last, *name[:-1]), (first, last), (last, first), (first[0], last), (last, first[0])}


def _by_first(phrases: Iterable[_Words]) -> _Phrases:
    found: dict[str, set[_Words]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(phrase)
    return {first: frozenset(same) for first, same in found.items()}
