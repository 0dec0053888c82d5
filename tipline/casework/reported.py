"""That an illegal picture was reported: when, to whom, under which reference. It ends the program's clock.

The day and who says so stand in the clear, as the hand-over does. To whom and the reference are signed, and
sealed to the team whose tip it is and to the unit that the picture went to: they would lead to the tip.
"""

import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, delete, or_, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.sealing import open_record, seal_record
from tipline import audit
from tipline.casework.files import NoSuchFile
from tipline.casework.people import names_of
from tipline.casework.reach import find_own, today
from tipline.casework.refusals import ReportUnclear
from tipline.errors import NoProvenKey
from tipline.file_words import FileId
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.file_tables import TakenFileRow, TakenReportRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import EpochId, PersonId, ProgramId

LONGEST: Final = 200
"""Characters of whom, and of a reference."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody wrote down of a report."""

    day: date
    by: str | None
    """A name, as far as there is one still."""
    to: str | None = field(repr=False, default=None)
    """None where it does not open to who asks."""
    reference: str = field(repr=False, default="")
    proven: bool = True
    """Whether who is said to have written it has signed it."""


@dataclass(frozen=True, slots=True)
class Unreported:
    """An illegal picture whose clock runs."""

    number: str
    report_due: date


def report(
    session: Session,
    keys_session: Session,
    *,
    file_id: FileId,
    day: date | None,
    to: str,
    reference: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Write down that a picture was reported; written again it takes the place of what stood there.

    Raises:
        NoSuchFile: there is no such picture for this person: neither handed to their unit, nor of a tip that
            they may triage.
        NotPermitted: as `find_own`.
        ReportUnclear: it is not said to whom, or in too many words, or the day is before that of the
            hand-over or still to come; a reference may be missing.
        NoProvenKey: there is no team that it can be sealed to.
    """
    row = _one(session, keys_session, file_id, by)
    to, reference = to.strip(), reference.strip()
    this_day = today(session, by.program_id, now)
    if not to or max(len(to), len(reference)) > LONGEST or day is None or not row.day <= day <= this_day:
        raise ReportUnclear
    _seal(
        session,
        row,
        {"to": to, "reference": reference, "day": day.isoformat()},
        by=by,
        program=program,
        on=this_day,
    )
    row.reported_day, row.reported_by = day, by.person_id
    session.add(row)
    audit.record(
        session,
        program_id=by.program_id,
        action=audit.Action.TAKEN_FILE_REPORTED,
        by=by.person_id,
        subject=row.tip_id,
        detail=f"{row.file_id.hex()} {day}",
        at=now,
        signer=by.holdings.signing(),
    )


def reported(
    session: Session, keys_session: Session, files: Collection[FileId], *, by: Holder, program: ProgramKeys
) -> dict[FileId, Reported]:
    """What was written down of those of these pictures that were reported, as far as `by` can open it."""
    rows = session.exec(
        select(TakenFileRow).where(
            col(TakenFileRow.program_id) == by.program_id,
            col(TakenFileRow.file_id).in_(files),
            col(TakenFileRow.reported_day).is_not(None),
        )
    )
    done = {row.file_id: row for row in rows}
    if not done:
        return {}
    sealed = session.exec(
        select(TakenReportRow).where(
            col(TakenReportRow.program_id) == by.program_id, col(TakenReportRow.file_id).in_(done)
        )
    ).all()
    people = names_of(session, by.program_id).people
    found: dict[FileId, Reported] = {}
    for file_id, row in done.items():
        person = None if row.reported_by is None else people.get(row.reported_by)
        found[file_id] = Reported(row.reported_day or row.day, None if person is None else person.name)
    for one in sealed:
        key = by.holdings.epoch_key(keys_session, one.epoch_id)
        words = None if key is None else _opened(done[one.file_id], one, key, program)
        if words is not None:
            to, reference, proven = words
            found[one.file_id] = replace(found[one.file_id], to=to, reference=reference, proven=proven)
    return found


def unreported(session: Session, *, by: Holder) -> tuple[Unreported, ...]:
    """The pictures of which this person may write down that they were reported, and nobody has yet."""
    teams = sorted(by.teams)
    own = col(TipRow.team_id).in_(teams if by.role.may_triage else [])
    mine = or_(col(TakenFileRow.unit_id).in_(teams), own)
    rows = session.exec(
        select(col(TipRow.number), col(TakenFileRow.report_due))
        .join(
            TakenFileRow,
            (col(TakenFileRow.program_id) == col(TipRow.program_id))
            & (col(TakenFileRow.tip_id) == col(TipRow.tip_id)),
        )
        .where(col(TipRow.program_id) == by.program_id, col(TakenFileRow.reported_day).is_(None), mine)
        .order_by(col(TakenFileRow.report_due), TipRow.number)
    )
    return tuple(Unreported(number, due) for number, due in rows)


def _one(session: Session, keys_session: Session, file_id: FileId, by: Holder) -> TakenFileRow:
    row = session.get(TakenFileRow, (by.program_id, file_id), with_for_update=True)
    if row is None:
        raise NoSuchFile
    if row.unit_id not in by.teams:
        if not by.role.may_triage:
            raise NoSuchFile
        find_own(session, keys_session, number=_tip(session, row).number, by=by)
    return row


def _tip(session: Session, row: TakenFileRow) -> TipRow:
    return session.get_one(TipRow, (row.program_id, row.tip_id))


def _seal(
    session: Session, row: TakenFileRow, words: dict[str, str], *, by: Holder, program: ProgramKeys, on: date
) -> None:
    session.exec(
        delete(TakenReportRow).where(
            col(TakenReportRow.program_id) == row.program_id, col(TakenReportRow.file_id) == row.file_id
        )
    )
    content = json.dumps({**words, "by": by.person_id.hex()}, sort_keys=True).encode("utf-8", "surrogatepass")
    epochs = [program.epoch(_tip(session, row).team_id, on)]
    if row.unit_id is not None:
        with suppress(NoProvenKey):  # the unit has no key any more: whoever holds the tip's team has it
            epochs.append(program.epoch(row.unit_id, on))
    for epoch in {epoch.epoch_id: epoch for epoch in epochs}.values():
        place = _place(row.program_id, row.file_id, epoch.epoch_id)
        sealed = seal_record(content, epoch.public, by=by.holdings.signing(), context=place)
        session.add(
            TakenReportRow(
                program_id=row.program_id, file_id=row.file_id, epoch_id=epoch.epoch_id, sealed=sealed
            )
        )


def _opened(
    row: TakenFileRow, one: TakenReportRow, key: PrivateKey, program: ProgramKeys
) -> tuple[str, str, bool] | None:
    """To whom, the reference, and whether who is named has signed it with the day that stands beside it."""
    try:
        opened = open_record(one.sealed, key, context=_place(one.program_id, one.file_id, one.epoch_id))
        body = json.loads(opened.content)
        to, reference = str(body["to"]), str(body["reference"])
        author, day = PersonId(bytes.fromhex(body["by"])), date.fromisoformat(body["day"])
    except (CannotOpen, ValueError, KeyError, TypeError):
        return None
    person = program.people.get(author)
    signed = person is not None and opened.signed_by(person.verify)
    return to, reference, signed and (author, day) == (row.reported_by, row.reported_day)


def _place(program_id: ProgramId, file_id: FileId, epoch_id: EpochId) -> bytes:
    return context(Purpose.REPORTED, program_id, file_id, epoch_id)
