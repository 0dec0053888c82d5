"""A picture that nobody may have: taken from everybody but the unit that is there for it, with one press.

What that unit may see is sealed anew, to its key of the month: whoever had the key of the copy has nothing by
it any more. The original stays with the custodians, as evidence.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlmodel import Session

from crypto.derive import KEY_SIZE
from crypto.errors import CannotOpen
from crypto.stream import FileSealer, open_file
from tipline import audit, loose_blobs
from tipline.casework.files import Copy, FileState, file_of_tip
from tipline.casework.reach import find_own, today
from tipline.casework.trail import write_down
from tipline.errors import NoProvenKey
from tipline.file_words import BlobId, FileId
from tipline.files import Part, place_of
from tipline.holdings import Holder, seal_grant
from tipline.keyring import EpochKey, ProgramKeys
from tipline.ports import Blobs
from tipline.store.db import Store
from tipline.store.file_tables import TakenFileRow, TipFileRow
from tipline.store.program_tables import ProgramRow
from tipline.vocabulary import ID_SIZE, TeamId


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the specialists get of a file: a copy under a key that is sealed to them alone."""

    unit_id: TeamId
    epoch: EpochKey
    blob_id: BlobId
    sealed: bytes = field(repr=False)


def prepare(
    copy: Copy | None, *, tips: Store, blobs: Blobs, by: Holder, program: ProgramKeys, now: datetime
) -> HandOver | None:
    """Seal a copy anew to the program's specialists; no transaction is open meanwhile.

    Nothing, where the program names no such unit, the unit has no key, or there is no copy that opens: then
    the file is taken from everybody, and the custodians alone lead to it.

    Raises:
        StoreUnavailable, BlobsUnavailable: nothing was taken away.
    """
    with tips.read() as session:
        row = session.get(ProgramRow, by.program_id)
        unit = None if row is None else row.specialist_id
        day = today(session, by.program_id, now)
    if copy is None or unit is None:
        return None
    try:
        epoch = program.epoch(unit, day)
    except NoProvenKey:
        return None
    place = place_of(Part.COPY, program_id=by.program_id, file_id=copy.file_id)
    key, blob_id = secrets.token_bytes(KEY_SIZE), BlobId(secrets.token_bytes(ID_SIZE))

    def announce(connection: Connection) -> None:
        loose_blobs.announce(connection, [blob_id], program_id=by.program_id, now=now)

    tips.write_now(announce)
    writer, sealer = blobs.create(blob_id), FileSealer(key, context=place)
    try:
        for piece in open_file(blobs.read(copy.blob_id), copy.key, context=place):
            writer.write(sealer.update(piece))
        writer.write(sealer.finalize())
        writer.finish()
    except CannotOpen:
        writer.abandon()
        return None
    sealed = seal_grant(
        key,
        epoch.public,
        program_id=by.program_id,
        holder_id=epoch.epoch_id,
        subject_id=copy.file_id,
    )
    return HandOver(unit, epoch, blob_id, sealed)


def take_away(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    file_id: FileId,
    hand_over: HandOver | None,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Take a file from every view, write down the hand-over, and start the program's clock for reporting it.

    Pressed twice it is taken once. The copy that staff saw is removed once this is committed.

    Raises:
        NotPermitted: `by` may not triage, or not this tip.
        NoSuchTip, NoSuchFile: there is none for this person.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    view = file_of_tip(session, keys_session, number=number, file_id=file_id, by=by, program=program)
    if view.state is FileState.TAKEN:
        return
    row = session.get_one(TipFileRow, (tip.program_id, file_id))
    house = session.get_one(ProgramRow, tip.program_id)
    connection, day = session.connection(), today(session, tip.program_id, now)
    shown = [blob for blob in (row.copy_id, row.still_id) if blob is not None]
    if shown:
        loose_blobs.let_go(connection, shown, program_id=tip.program_id, now=now)
        row.copy_id, row.still_id = None, None
        session.add(row)
    if hand_over is not None:
        loose_blobs.claim(connection, [hand_over.blob_id], program_id=tip.program_id)
    session.add(
        TakenFileRow(
            program_id=tip.program_id,
            file_id=file_id,
            tip_id=tip.tip_id,
            day=day,
            report_due=day + timedelta(days=house.report_days),
            unit_id=None if hand_over is None else hand_over.unit_id,
            epoch_id=None if hand_over is None else hand_over.epoch.epoch_id,
            sealed=None if hand_over is None else hand_over.sealed,
            blob_id=None if hand_over is None else hand_over.blob_id,
        )
    )
    write_down(session, tip, audit.Action.FILE_TAKEN, by=by, now=now, detail=file_id.hex())
