"""The words of a case's tips, from the index that somebody's session shares: read there, stored nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from tipline.casework.search.index import IndexClosed, Match
from tipline.casework.search.query import Query
from tipline.casework.search.results import Clear, Hit, Searched, open_now
from tipline.holdings import Holder
from tipline.store.case_tables import CaseTipRow
from tipline.vocabulary import CaseId, TeamId, TipId


@dataclass(frozen=True, slots=True)
class CaseWords:
    """The tips of a case that somebody may open at this moment, and what is said in them."""

    searched: Searched
    filed: frozenset[TipId]
    """Every tip of the case, those that are in no index yet too."""
    rows: Mapping[TipId, Clear]
    texts: Mapping[TipId, str] = field(repr=False)


def words_of_case(
    session: Session, searched: Sequence[Searched], *, case_id: CaseId, team_id: TeamId, by: Holder
) -> CaseWords | None:
    """The words of a case, of those of its tips that its team's index has; nothing without an index."""
    found = next(((source, room) for source, room in searched if source.team_id == team_id), None)
    if found is None:
        return None
    source, room = found
    if room is None or room.index is None:
        return None
    filed = [
        TipId(tip_id)
        for tip_id in session.exec(
            select(col(CaseTipRow.tip_id)).where(
                col(CaseTipRow.program_id) == by.program_id, col(CaseTipRow.case_id) == case_id
            )
        )
    ]
    may = open_now(session, [Hit(Match(0, tip_id), source, room) for tip_id in filed], Query(), by=by)
    rows = {tip_id: row for (_, tip_id), row in may.items()}
    try:
        texts = room.index.said_in(sorted(rows))
    except IndexClosed:
        return None
    return CaseWords(found, frozenset(filed), rows, texts)
