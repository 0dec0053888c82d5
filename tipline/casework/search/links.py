"""Earlier tips that speak of the same plate, number, house or person, or tell nearly the same.

Found in the session, in the indexes that it shares, and stored nowhere.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from sqlmodel import Session

from tipline.casework.search.clues import MOST, Clue, ClueKind, clues_of
from tipline.casework.search.index import Index, IndexClosed
from tipline.casework.search.people import match_of, may_be_named, names_to_look_for
from tipline.casework.search.query import Query
from tipline.casework.search.results import Hit, Searched, open_now
from tipline.casework.search.retold import match_of_retold, retells
from tipline.holdings import Holder
from tipline.vocabulary import Status, TipId

FOR_EACH: Final = 6
"""Tips that are shown for one clue, of a flood as of anything; who wants all of them searches for it."""
LOOKED_AT: Final = 16
"""Tips, the newest, whose words are compared for one name or text."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Another tip that the person may open."""

    number: str
    received_day: date
    status: Status


@dataclass(frozen=True, slots=True)
class Link:
    """What some tips have in common with this one."""

    clue: Clue = field(repr=False)
    tips: tuple[Linked, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked for in an index, and how what is found is judged."""

    clue: Clue = field(repr=False)
    match: Callable[[Index], str] = field(repr=False)
    fits: Callable[[str], bool] = field(repr=False)
    limit: int = LOOKED_AT


def links_of(
    session: Session,
    searched: Sequence[Searched],
    *,
    tip_id: TipId,
    text: str,
    told: str = "",
    by: Holder,
) -> tuple[Link, ...]:
    """What a tip has in common with other tips which somebody may open at this moment.

    The index says where the words stand; that they are the same plate or the same person, and not only the
    same letters, is judged again.

    Args:
        session: the tips.
        searched: the indexes that the person's session shares.
        tip_id: the tip.
        text: its threads, in which plates, numbers and houses stand.
        told: the reporter's own words, by which persons and what was told are compared; our answers have the
            same sentences in many tips.
        by: who looks.
    """
    found: list[Link] = []
    for look in _looks(text, told):
        hits = [hit for hit in _hits(searched, look) if hit.match.tip_id != tip_id]
        may = open_now(session, hits[: FOR_EACH + 1], Query(), by=by)
        rows = {row.tip_id: row for row in may.values()}
        tips = tuple(Linked(row.number, row.received_day, row.status) for row in rows.values())
        if tips and not _is_said(look.clue, tips, found):
            newest = sorted(tips, key=lambda one: one.received_day, reverse=True)
            found.append(Link(look.clue, tuple(newest[:FOR_EACH]), more=len(hits) > FOR_EACH))
    return tuple(found)


def _is_said(clue: Clue, tips: Sequence[Linked], before: Sequence[Link]) -> bool:
    """Whether a last name links to nothing that the whole name does not link to."""
    return clue.kind is ClueKind.NAME and any(
        link.clue.kind is clue.kind and clue.value in link.clue.value.split() and set(tips) <= set(link.tips)
        for link in before
    )


def _looks(text: str, told: str) -> Iterator[_Look]:
    for clue in clues_of(text)[:MOST]:
        yield _Look(clue, partial(_as_it_is, clue.match), partial(_has_clue, clue), FOR_EACH * 2)
    for name in names_to_look_for(told):
        clue = Clue(ClueKind.NAME, " ".join(name.words), name.written)
        yield _Look(clue, match_of(name), may_be_named(name))
    yield _Look(Clue(ClueKind.WORDS, "", ""), match_of_retold(told), retells(told))


def _as_it_is(match: str, _: Index) -> str:
    return match


def _has_clue(clue: Clue, text: str) -> bool:
    return clue in clues_of(text)


def _hits(searched: Sequence[Searched], look: _Look) -> list[Hit]:
    hits = []
    for source, room in searched:
        if room is None or room.index is None:
            continue
        try:
            match = look.match(room.index)
            matches = room.index.find(match, low=0, high=1 << 62, limit=look.limit) if match else []
            texts = room.index.texts([match.place for match in matches])
        except IndexClosed:
            continue
        hits += [
            Hit(match, source, room)
            for match in matches
            if look.fits("\n".join(texts.get(match.place, ("",))))
        ]
    return hits
