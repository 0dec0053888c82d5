"""How many files a program takes with a tip, and how large together: never more than its site."""

from datetime import datetime

from sqlmodel import Session

from tipline import audit
from tipline.errors import NotPermitted, Unsuitable
from tipline.file_limits import FileLimits
from tipline.holdings import Holder
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import ProgramId


def own_limits(session: Session, program_id: ProgramId, *, site: FileLimits) -> FileLimits:
    """What a program takes now."""
    row = session.get_one(ProgramRow, program_id)
    return site.narrowed(most=row.files_most, megabytes=row.files_megabytes)


def set_limits(session: Session, limits: FileLimits, *, site: FileLimits, by: Holder, now: datetime) -> None:
    """Set what a program takes; no file at all where `most` is 0. Tips that have more keep them.

    Raises:
        NotPermitted: `by` manages nothing here.
        Unsuitable: it is more than the site takes (`most`, `megabytes`), or less than nothing.
    """
    if not by.role.may_manage:
        raise NotPermitted(by.role)
    if not 0 <= limits.most <= site.most:
        raise Unsuitable("most")
    if not 1 <= limits.megabytes <= site.megabytes:
        raise Unsuitable("megabytes")
    row = session.get_one(ProgramRow, by.program_id)
    row.files_most, row.files_megabytes = limits.most, limits.megabytes
    session.add(row)
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.FILE_LIMITS_SET,
        by=by.person_id,
        detail=f"{limits.most} files, {limits.megabytes} MB",
        at=now,
        signer=by.holdings.signing(),
    )
