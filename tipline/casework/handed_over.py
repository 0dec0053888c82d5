"""What was called an illegal picture, for the unit that is there for it and for nobody else."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from tipline import audit
from tipline.casework.files import NoSuchFile
from tipline.casework.people import names_of
from tipline.errors import NoGrant
from tipline.file_words import BlobId, FileId
from tipline.holdings import Holder, open_grant
from tipline.store.file_tables import TakenFileRow
from tipline.store.program_tables import ProgramRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import ProgramId, TeamId


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file as the unit's list has it: of which tip, since when, and by when it must be reported."""

    file_id: FileId
    number: str
    day: date
    report_due: date


@dataclass(frozen=True, slots=True)
class SealedPicture:
    """What opens one of them; the repr is mute."""

    file_id: FileId
    number: str
    blob_id: BlobId = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of a picture that is called illegal."""

    unit: str | None
    """Who alone sees it then; None while nobody is named."""
    report_days: int


def rule_of(session: Session, program_id: ProgramId) -> Rule:
    """To whom the program hands such pictures, and within how many days it must report them."""
    house = session.get_one(ProgramRow, program_id)
    return Rule(names_of(session, program_id).team(house.specialist_id), house.report_days)


def is_specialist(session: Session, *, program_id: ProgramId, teams: Collection[TeamId]) -> bool:
    """Whether the program's specialists are among these teams, or something was handed to one of them."""
    if session.get_one(ProgramRow, program_id).specialist_id in teams:
        return True
    return session.exec(_of(program_id, teams).limit(1)).first() is not None


def handed_over(session: Session, *, by: Holder) -> tuple[HandedFile, ...]:
    """What was handed to the teams of `by`, what is due first on top."""
    rows = session.exec(_of(by.program_id, by.teams)).all()
    named = select(TipRow.tip_id, TipRow.number).where(
        col(TipRow.program_id) == by.program_id, col(TipRow.tip_id).in_({row.tip_id for row in rows})
    )
    numbers = dict(session.exec(named).all())
    found = [HandedFile(row.file_id, numbers[row.tip_id], row.day, row.report_due) for row in rows]
    return tuple(sorted(found, key=lambda file: (file.report_due, file.number, file.file_id)))


def announce(session: Session, *, file_id: bytes, by: Holder, now: datetime) -> None:
    """Write down that `by` is about to open one; nothing is opened before this is committed.

    Raises:
        NoSuchFile: it was not handed to a team of theirs.
    """
    row = _one(session, file_id, by)
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.TAKEN_FILE_OPENED,
        by=by.person_id,
        subject=row.tip_id,
        detail=row.file_id.hex(),
        at=now,
        signer=by.holdings.signing(),
    )


def open_handed(session: Session, keys_session: Session, *, file_id: bytes, by: Holder) -> SealedPicture:
    """What opens one of them. The caller has committed `announce` before.

    Raises:
        NoSuchFile: it was not handed to a team of theirs, or they have no key of that month.
        CannotOpen: what was sealed to the unit has been changed.
    """
    row = _one(session, file_id, by)
    if row.epoch_id is None or row.sealed is None or row.blob_id is None:
        raise NoSuchFile
    try:
        key = by.holdings.granted(keys_session, row.epoch_id)
    except NoGrant:
        raise NoSuchFile from None
    opened = open_grant(
        row.sealed,
        by=key,
        program_id=by.program_id,
        holder_id=row.epoch_id,
        subject_id=row.file_id,
    )
    number = session.get_one(TipRow, (by.program_id, row.tip_id)).number
    return SealedPicture(row.file_id, number, row.blob_id, opened.seed)


def _of(program_id: ProgramId, teams: Collection[TeamId]) -> SelectOfScalar[TakenFileRow]:
    return select(TakenFileRow).where(
        col(TakenFileRow.program_id) == program_id, col(TakenFileRow.unit_id).in_(sorted(teams))
    )


def _one(session: Session, file_id: bytes, by: Holder) -> TakenFileRow:
    row = session.exec(_of(by.program_id, by.teams).where(col(TakenFileRow.file_id) == file_id)).first()
    if row is None:
        raise NoSuchFile
    return row
