"""Tips outside a case that speak of the same people, streets, plates or numbers as its own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Final

from sqlmodel import Session

from tipline.casework.search.clues import Clue, ClueKind, clues_of
from tipline.casework.search.index import IndexClosed, Match
from tipline.casework.search.query import Query
from tipline.casework.search.results import Clear, Hit, open_now
from tipline.casework.search.words import words_of
from tipline.casework.surge.by_name import LOOKED, ByName, Name
from tipline.casework.surge.lent_rows import OPEN
from tipline.casework.surge.spelling import alike
from tipline.casework.surge.words import CaseWords
from tipline.holdings import Holder
from tipline.telltale.places import streets
from tipline.telltale.tokens import take_apart
from tipline.vocabulary import Offence, Priority, Status, TipId

MOST_THINGS: Final = 40
"""Things of a case that are looked for elsewhere, those in most of its tips first."""
COMMON: Final = 200
"""What stands in so many tips outside the case tells nothing."""
FEW: Final = 3
"""Tips of a case up to which what one of them says is telling; of more, two must say it."""
ENOUGH: Final = 2
"""A tip is suggested for a clue, a full name, or two things of less weight."""
SHOWN: Final = 30
SAME: Final = 2
"""Letters with which every spelling of a name begins: the index is asked for those words alone."""
SPELLINGS: Final = 5
"""Of one word of a name, beside the one in the case."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a case's tips speak of."""

    words: str = field(repr=False)
    match: str = field(repr=False)
    """Every way in which the index may have it, as FTS5 takes it."""
    weight: int
    clue: Clue | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tip without the link, and what it has in common with the case."""

    number: str
    received_day: date
    offence: Offence
    status: Status
    priority: Priority
    shared: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The likeliest first."""

    found: tuple[Suggestion, ...]
    more: int
    """How many there are beside those."""


def suggestions(session: Session, words: CaseWords, names: ByName, *, by: Holder) -> Suggestions:
    """Open tips that somebody may open now, outside the case, that share its telling words.

    Computed from the index alone, and kept nowhere.
    """
    shared: defaultdict[TipId, list[Thing]] = defaultdict(list)
    for thing in _telling(words, names):
        for tip_id in _elsewhere(words, thing):
            shared[tip_id].append(thing)
    wanted = {
        tip_id: things for tip_id, things in shared.items() if sum(one.weight for one in things) >= ENOUGH
    }
    source, room = words.searched
    hits = [Hit(match, source, room) for match in _matches(wanted)]
    may = open_now(session, hits, Query(statuses=frozenset(OPEN)), by=by)
    found = [_suggestion(row, wanted[row.tip_id]) for row in may.values()]
    weights = {row.number: sum(one.weight for one in wanted[row.tip_id]) for row in may.values()}
    found.sort(key=lambda one: one.number)
    found.sort(key=lambda one: (weights[one.number], one.received_day), reverse=True)
    return Suggestions(tuple(found[:SHOWN]), max(0, len(found) - SHOWN))


def _telling(words: CaseWords, names: ByName) -> list[Thing]:
    """What enough of a case's tips speak of: those things first that most of them do."""
    counts: defaultdict[Thing, set[TipId]] = defaultdict(set)
    for group in names.groups:
        alone: list[Name] = [name for name in group.words if len(name) == 1]
        whole: list[Name] = [name for name in group.words if len(name) > 1]
        for some, weight in ((whole, ENOUGH), (alone, 1)):
            if some:
                ways = sorted({way for name in some for way in _spelled(words, name)})
                counts[Thing(_shown(group.spellings, some), _any(ways), weight)] |= group.tips
    for tip_id, text in words.texts.items():
        for clue in clues_of(text):
            weight = 1 if clue.kind is ClueKind.ADDRESS else ENOUGH
            counts[Thing(clue.written, clue.match, weight, clue)].add(tip_id)
        for written, way in _streets(text):
            counts[Thing(written, _any([way]), 1)].add(tip_id)
    least = 1 if len(words.texts) <= FEW else 2
    merged = _merged(counts)
    enough = [
        (thing, tips)
        for thing, tips in merged.items()
        if len(tips) >= least or (thing.weight > 1 and thing.clue)
    ]
    enough.sort(key=lambda one: (-one[0].weight * len(one[1]), one[0].words))
    return [thing for thing, _ in enough[:MOST_THINGS]]


def _spelled(words: CaseWords, name: Name) -> Iterator[str]:
    """A name as it stands, and as it is spelled elsewhere in the index."""
    _, room = words.searched
    parts = []
    for part in name:
        (word, *_) = words_of(part) or [part]
        try:
            known = room.index.spellings(word[:SAME]) if room is not None and room.index is not None else []
        except IndexClosed:
            known = []
        parts.append(
            [word, *sorted(term for term in known if term != word and alike(term, word))[:SPELLINGS]]
        )
    yield from map(" ".join, product(*parts))


def _merged(counts: Mapping[Thing, set[TipId]]) -> dict[Thing, set[TipId]]:
    """One thing for each way of looking for it, however it was written."""
    first: dict[str, Thing] = {}
    found: defaultdict[Thing, set[TipId]] = defaultdict(set)
    for thing, tips in counts.items():
        found[first.setdefault(thing.clue.value if thing.clue else thing.match, thing)] |= tips
    return found


def _elsewhere(words: CaseWords, thing: Thing) -> Iterator[TipId]:
    """The tips outside the case in which it stands; none where it stands in too many to tell anything."""
    _, room = words.searched
    if room is None or room.index is None:
        return
    try:
        matches = room.index.find(
            f"said : ({thing.match})", low=0, high=1 << 62, limit=COMMON + len(words.filed)
        )
        outside = [match.tip_id for match in matches if match.tip_id not in words.filed]
        if len(outside) >= COMMON:
            return
        if thing.clue is not None:
            texts = room.index.said_in(outside)
            outside = [tip_id for tip_id in outside if thing.clue in clues_of(texts.get(tip_id, ""))]
    except IndexClosed:
        return
    yield from outside


def _matches(wanted: Iterable[TipId]) -> list[Match]:
    return [Match(0, tip_id) for tip_id in wanted]


def _streets(text: str) -> Iterator[tuple[str, str]]:
    words = take_apart(text[:LOOKED])
    for first, last in streets(words):
        written = words.text[words.starts[first] : words.ends[last]]
        way = " ".join(words_of(written))
        if way:
            yield " ".join(written.split()), way


def _any(ways: Iterable[str]) -> str:
    return " OR ".join(f'"{way}"' for way in ways)


def _shown(spellings: Iterable[tuple[str, int]], names: list[Name]) -> str:
    """The most frequent spelling of one of these."""
    folded = {" ".join(words_of(" ".join(name))) for name in names}
    return next((said for said, _ in spellings if " ".join(words_of(said)) in folded), " ".join(names[0]))


def _suggestion(row: Clear, things: list[Thing]) -> Suggestion:
    shared = [thing.words for thing in sorted(things, key=lambda one: -one.weight)]
    folded = {words: " ".join(words_of(words)) for words in shared}
    # "Marcus" beside "Marcus Webb" says nothing more.
    parts = [
        words
        for words in shared
        if not any(folded[words] in folded[other] for other in shared if other != words)
    ]
    return Suggestion(
        number=row.number,
        received_day=row.received_day,
        offence=row.offence,
        status=row.status,
        priority=row.priority,
        shared=tuple(dict.fromkeys(parts or shared[:1])),
    )
