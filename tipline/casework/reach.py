"""The one tip that somebody may have, and how they stand to it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import exists, not_
from sqlmodel import Session, col, select

from tipline.barred import is_barred
from tipline.casework.people import house_of
from tipline.errors import NoSuchTip, NotPermitted
from tipline.holdings import Holder
from tipline.store.tip_tables import TipGrantRow, TipRow
from tipline.vocabulary import ProgramId


class Standing(StrEnum):
    """How somebody stands to a tip that they hold a grant for."""

    OWNER = "owner"
    """Holds the team whose tip it is, and may triage: sorts, answers, assigns, closes."""
    PRIMARY = "primary"
    """The tip was given to this person, or to a team of theirs: their outcome counts."""
    INFORMED = "informed"
    """Was given the tip too, or had it before somebody else."""


def find(session: Session, keys_session: Session, *, number: str, by: Holder, lock: bool = False) -> TipRow:
    """The tip with this number, if `by` holds a grant for it at this moment.

    Grants are asked for in the store each time: what a session has in memory outlives a grant that was taken
    back. With `lock` nobody else changes the tip before the transaction ends.

    Raises:
        NotPermitted: no tip is for somebody in this role, whatever was granted.
        NoSuchTip: there is none with this number, none for this person, or they are barred; all look alike.
    """
    if not by.role.may_work:
        raise NotPermitted(by.role)
    principals = by.holdings.principals(keys_session)
    query = select(TipRow).where(
        col(TipRow.program_id) == by.program_id,
        col(TipRow.number) == number,
        exists().where(
            col(TipGrantRow.program_id) == TipRow.program_id,
            col(TipGrantRow.tip_id) == TipRow.tip_id,
            col(TipGrantRow.holder_id).in_(sorted(principals)),
        ),
        not_(is_barred(by.person_id)),
    )
    tip = session.exec(query.with_for_update(of=TipRow) if lock else query).one_or_none()
    if tip is None:
        raise NoSuchTip
    return tip


def find_own(session: Session, keys_session: Session, *, number: str, by: Holder) -> TipRow:
    """The tip with this number, locked, for a deed that only those do whose tip it is.

    Raises:
        NotPermitted: `by` may not triage, or not this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    if standing(tip, of=by) is not Standing.OWNER:
        raise NotPermitted(by.role)
    return tip


def standing(tip: TipRow, *, of: Holder) -> Standing:
    """How a person who holds a grant for a tip stands to it."""
    if of.role.may_triage and tip.team_id in of.teams:
        return Standing.OWNER
    if tip.assignee_id == of.person_id or (tip.unit_id is not None and tip.unit_id in of.teams):
        return Standing.PRIMARY
    return Standing.INFORMED


def today(session: Session, program_id: ProgramId, now: datetime) -> date:
    """The day that it is in the program's time zone."""
    return now.astimezone(house_of(session, program_id).zone).date()
