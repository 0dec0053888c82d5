"""What was done with one tip, and who has seen it: read out of the audit, for those whose tip it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline.audit import Action
from tipline.casework.people import Names, names_of
from tipline.casework.reach import find_own
from tipline.casework.trail import barred_numbers
from tipline.holdings import Holder
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import ID_SIZE, PersonId, TeamId

LOOKS: Final = frozenset({Action.OPENED, Action.OPENED_TO_SCRUB})
MOST: Final = 500
"""Entries; of a tip with more, the newest."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody did with a tip."""

    at: datetime
    who: str
    action: Action
    whom: str
    """The person or the team that it was about."""
    detail: str
    """What the entry says beside them."""
    times: int = 1
    """How often in a row, on one day."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who has opened a tip."""

    who: str
    first: datetime
    last: datetime
    times: int


@dataclass(frozen=True, slots=True)
class History:
    """A tip's life among the staff, the oldest first."""

    deeds: tuple[Deed, ...]
    seen: tuple[Seen, ...]
    cut: bool
    """Whether there is more than is told."""


def history_of(session: Session, keys_session: Session, *, number: str, by: Holder) -> History:
    """The history of a tip, without what names another from which `by` is barred.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    names = names_of(session, tip.program_id)
    barred = barred_numbers(session, by=by)
    rows = [row for row in _rows(session, tip) if barred.isdisjoint(row.detail.split())]
    deeds = [deed for row in reversed(rows[:MOST]) if (deed := _deed(row, names)) is not None]
    return History(deeds=_folded(deeds), seen=_seen(deeds), cut=len(rows) > MOST)


def _rows(session: Session, tip: TipRow) -> list[AuditRow]:
    return list(
        session.exec(
            select(AuditRow)
            .where(col(AuditRow.program_id) == tip.program_id, col(AuditRow.subject) == tip.tip_id)
            .order_by(col(AuditRow.number).desc())
            .limit(MOST + 1)
        )
    )


def _deed(row: AuditRow, names: Names) -> Deed | None:
    action = next((action for action in Action if action.value == row.action), None)
    if action is None:
        return None
    whom, detail = _named(row.detail, names)
    who = names.person(row.person_id) or "Somebody who is gone"
    return Deed(at=row.at, who=who, action=action, whom=whom, detail=detail)


def _named(detail: str, names: Names) -> tuple[str, str]:
    """A detail's person or team by name, and the rest of it."""
    for word in detail.split():
        written = word.strip(",")
        if len(written) != 2 * ID_SIZE:
            continue
        try:
            found = bytes.fromhex(written)
        except ValueError:
            continue
        name = names.person(PersonId(found)) or names.team(TeamId(found)) or "somebody who is gone"
        return name, " ".join(detail.replace(word, "").split())
    return "", detail


def _folded(deeds: list[Deed]) -> tuple[Deed, ...]:
    """Opened five times by one person in a row on one day is one line."""
    found: list[Deed] = []
    for deed in deeds:
        last = found[-1] if found else None
        if (
            last is not None
            and last.action is deed.action
            and deed.action in LOOKS
            and last.who == deed.who
            and last.at.date() == deed.at.date()
        ):
            found[-1] = Deed(last.at, last.who, last.action, last.whom, last.detail, last.times + 1)
        else:
            found.append(deed)
    return tuple(found)


def _seen(deeds: list[Deed]) -> tuple[Seen, ...]:
    found: dict[str, Seen] = {}
    for deed in deeds:
        if deed.action not in LOOKS | {Action.PRINTED}:
            continue
        before = found.get(deed.who)
        times = 1 if before is None else before.times + (deed.action in LOOKS)
        found[deed.who] = Seen(deed.who, deed.at if before is None else before.first, deed.at, times)
    return tuple(found.values())
