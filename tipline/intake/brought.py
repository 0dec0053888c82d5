"""Open tips of another system: sealed like any other, kept in one piece, taken back while nobody opened one.

They were counted where they came in, so that no month here counts them as received. Whoever brings them
needs no key that opens anything: each tip is sealed to this month's key of the inbox, or of integrity.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import delete
from sqlmodel import Session, col, select

from crypto.context import Purpose, context
from crypto.pseudonym import keyed_name
from tipline import audit
from tipline.audit import Action
from tipline.errors import NothingHere, OpenedBefore
from tipline.intake.brought_file import BroughtTips
from tipline.intake.programs import Desk
from tipline.intake.receive import SealedTip, prepare_brought, store
from tipline.lists import ListFault, ListRefused
from tipline.store.case_tables import CaseTipRow, TipRelationRow
from tipline.store.columns import table
from tipline.store.statements import take_turn
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipImportRow, TipKeyRow, TipMoveRow, TipRow
from tipline.vocabulary import ID_SIZE, ProgramId, Status

_PARTS: Final = (RecordRow, TipGrantRow, TipKeyRow, TipMoveRow)
"""What hangs on a tip that nobody has opened."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A list that was kept."""

    import_id: bytes
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class SealedList:
    """A list as it will be stored; nobody here can open it again."""

    import_id: bytes
    digest: bytes
    tips: tuple[SealedTip, ...]


def check(session: Session, program_id: ProgramId, brought: BroughtTips, *, pepper: bytes) -> None:
    """See whether a list may be brought.

    Raises:
        ListRefused: it was brought before.
    """
    digest = _digest(brought, program_id, pepper=pepper)
    kept = select(TipImportRow).where(TipImportRow.program_id == program_id, TipImportRow.digest == digest)
    if session.exec(kept).first() is not None:
        raise ListRefused(ListFault.BROUGHT_BEFORE)


def seal(brought: BroughtTips, *, desk: Desk, pepper: bytes, now: datetime) -> SealedList:
    """Seal a list's tips, in random order: the order of the other system goes no further.

    Args:
        pepper: the public site's, by which the list is known again and none of its words can be tried.

    Raises:
        NoProvenKey: the inbox, or integrity, has no key that may be sealed to.
    """
    import_id = secrets.token_bytes(ID_SIZE)
    tips = secrets.SystemRandom().sample(brought.tips, len(brought.tips))
    return SealedList(
        import_id=import_id,
        digest=_digest(brought, desk.program.program_id, pepper=pepper),
        tips=tuple(
            prepare_brought(tip.report, desk=desk, received=tip.received, import_id=import_id, now=now)
            for tip in tips
        ),
    )


def keep(session: Session, sealed: SealedList, *, desk: Desk, now: datetime) -> None:
    """Write a sealed list, all of it or nothing.

    Raises:
        ListRefused: it was brought before.
        StoreUnavailable: no free number could be drawn.
    """
    program_id = desk.program.program_id
    take_turn(session, program_id=program_id, what="tips brought")
    kept = select(TipImportRow).where(
        TipImportRow.program_id == program_id, TipImportRow.digest == sealed.digest
    )
    if session.exec(kept).first() is not None:
        raise ListRefused(ListFault.BROUGHT_BEFORE)
    session.add(
        TipImportRow(
            program_id=program_id,
            import_id=sealed.import_id,
            day=desk.program.day(now),
            count=len(sealed.tips),
            digest=sealed.digest,
        )
    )
    session.flush()
    for tip in sealed.tips:
        store(session.connection(), tip)
    _write_down(session, program_id, Action.TIPS_BROUGHT, sealed.import_id, len(sealed.tips), now=now)


def take_back(session: Session, program_id: ProgramId, *, import_id: bytes, now: datetime) -> int:
    """Delete a list's tips, while nobody has opened one of them; how many they were.

    Raises:
        NothingHere: there is no such list.
        OpenedBefore: one was opened, or something was done with it.
    """
    take_turn(session, program_id=program_id, what="tips brought")
    row = session.get(TipImportRow, (program_id, import_id), populate_existing=True)
    if row is None:
        raise NothingHere
    tips = session.exec(
        select(TipRow)
        .where(col(TipRow.program_id) == program_id, col(TipRow.import_id) == import_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    related = _related(session, program_id, import_id)
    opened = sum(not tip.unread or tip.status is not Status.NEW or tip.tip_id in related for tip in tips)
    if opened:
        raise OpenedBefore(opened)
    whose = select(TipRow.tip_id).where(
        col(TipRow.program_id) == program_id, col(TipRow.import_id) == import_id
    )
    connection = session.connection()
    for part in _PARTS:
        rows = table(part)
        connection.execute(delete(rows).where(rows.c.program_id == program_id, rows.c.tip_id.in_(whose)))
    rows = table(TipRow)
    connection.execute(delete(rows).where(rows.c.program_id == program_id, rows.c.import_id == import_id))
    session.expire_all()
    session.delete(row)
    _write_down(session, program_id, Action.TIPS_TAKEN_BACK, import_id, len(tips), now=now)
    return len(tips)


def lists(session: Session, program_id: ProgramId) -> Sequence[Brought]:
    """The lists that were kept and not taken back, the newest first."""
    rows = session.exec(
        select(TipImportRow)
        .where(TipImportRow.program_id == program_id)
        .order_by(col(TipImportRow.day).desc(), col(TipImportRow.import_id))
    )
    return [Brought(row.import_id, row.day, row.count) for row in rows]


def _related(session: Session, program_id: ProgramId, import_id: bytes) -> frozenset[bytes]:
    """The tips of a list that somebody has related to another or put into a case, unopened perhaps."""
    found: set[bytes] = set()
    whose = select(TipRow.tip_id).where(
        col(TipRow.program_id) == program_id, col(TipRow.import_id) == import_id
    )
    for program, end in (
        (TipRelationRow.program_id, TipRelationRow.tip_id),
        (TipRelationRow.program_id, TipRelationRow.other_id),
        (CaseTipRow.program_id, CaseTipRow.tip_id),
    ):
        found.update(session.exec(select(end).where(col(program) == program_id, col(end).in_(whose))))
    return frozenset(found)


def _digest(brought: BroughtTips, program_id: ProgramId, *, pepper: bytes) -> bytes:
    return keyed_name(pepper, context(Purpose.RECORD, program_id, "list", sha256(brought.data).digest()))


def _write_down(
    session: Session, program_id: ProgramId, action: Action, import_id: bytes, count: int, *, now: datetime
) -> None:
    audit.record(
        session,
        program_id=program_id,
        action=action,
        by=None,
        subject=import_id,
        detail=f"{count} tips",
        at=now,
        signer=None,
    )
