"""The audit entry of a deed on a tip, signed by who did it; and the tips that the entries are about."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tipline import audit
from tipline.barred import barred_tips
from tipline.casework.people import Names
from tipline.holdings import Holder
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import PersonId, ProgramId, TeamKind, team_id


def write_down(
    session: Session, tip: TipRow, action: audit.Action, *, by: Holder, now: datetime, detail: str = ""
) -> None:
    """Add the entry that says that `by` did this to the tip; `detail` never holds a word of the tip."""
    audit.record(
        session,
        program_id=tip.program_id,
        action=action,
        by=by.person_id,
        subject=tip.tip_id,
        detail=detail,
        at=now,
        signer=by.holdings.signing(),
    )


def last_by(session: Session, tip: TipRow, *, actions: Collection[audit.Action], names: Names) -> str | None:
    """The name of who did one of these deeds on the tip last, as far as there is one and they have one."""
    person = session.exec(
        select(AuditRow.person_id)
        .where(
            col(AuditRow.program_id) == tip.program_id,
            col(AuditRow.subject) == tip.tip_id,
            col(AuditRow.action).in_(sorted(action.value for action in actions)),
        )
        .order_by(col(AuditRow.number).desc())
        .limit(1)
    ).first()
    return names.person(None if person is None else PersonId(person))


@dataclass(frozen=True, slots=True)
class TipName:
    """A tip as the trail names it."""

    number: str
    about_us: bool


def barred_numbers(session: Session, *, by: Holder) -> frozenset[str]:
    """The numbers of the tips from which `by` is barred, as entries about other tips name them."""
    barred = barred_tips(session.connection(), by.program_id, by.person_id)
    return frozenset(tip.number for tip in tips_among(session, by.program_id, barred).values())


def tips_among(session: Session, program_id: ProgramId, subjects: Iterable[bytes]) -> Mapping[bytes, TipName]:
    """Those of some subjects that are tips, by their ids."""
    integrity = team_id(program_id, TeamKind.INTEGRITY)
    rows = session.exec(
        select(col(TipRow.tip_id), col(TipRow.number), col(TipRow.team_id)).where(
            col(TipRow.program_id) == program_id, col(TipRow.tip_id).in_(list(subjects))
        )
    )
    return {tip_id: TipName(number, team == integrity) for tip_id, number, team in rows}
