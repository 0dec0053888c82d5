"""Earlier tips that speak of the same plate, number, name or house: found in the session, stored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlmodel import Session

from tipline.casework.search.clues import MOST, Clue, clues_of
from tipline.casework.search.index import IndexClosed
from tipline.casework.search.query import Query
from tipline.casework.search.results import Hit, Searched, open_now
from tipline.holdings import Holder
from tipline.vocabulary import Status, TipId

FOR_EACH: Final = 6
"""Tips that are shown for one clue; who wants all of them searches for it."""


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


def links_of(
    session: Session, searched: Sequence[Searched], *, tip_id: TipId, text: str, by: Holder
) -> tuple[Link, ...]:
    """The clues of a tip that stand in other tips which somebody may open at this moment.

    The index says where the words stand; that they are the same plate, and not only the same letters, is
    judged again.
    """
    found = []
    for clue in clues_of(text)[:MOST]:
        hits = [hit for hit in _hits(searched, clue) if hit.match.tip_id != tip_id]
        may = open_now(session, hits[: FOR_EACH + 1], Query(), by=by)
        rows = {row.tip_id: row for row in may.values()}
        tips = tuple(Linked(row.number, row.received_day, row.status) for row in rows.values())
        if tips:
            newest = sorted(tips, key=lambda one: one.received_day, reverse=True)
            found.append(Link(clue, tuple(newest[:FOR_EACH]), more=len(hits) > FOR_EACH))
    return tuple(found)


def _hits(searched: Sequence[Searched], clue: Clue) -> list[Hit]:
    hits = []
    for source, room in searched:
        if room is None or room.index is None:
            continue
        try:
            matches = room.index.find(clue.match, low=0, high=1 << 62, limit=FOR_EACH * 2)
            texts = room.index.texts([match.place for match in matches])
        except IndexClosed:
            continue
        hits += [
            Hit(match, source, room)
            for match in matches
            if clue in clues_of("\n".join(texts.get(match.place, ("",))))
        ]
    return hits
