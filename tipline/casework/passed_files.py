"""The files that went with a tip's briefs: for whoever reads a brief and not the conversation.

The key of each copy stands in the brief itself. Nobody is granted a thread for the sake of a picture.
"""

from collections.abc import Sequence

from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.casework.thread import rows_of
from tipline.casework.tip_keys import HeldKey
from tipline.file_words import FileId
from tipline.files import PassedFile, passed_by
from tipline.keyring import ProgramKeys
from tipline.records import Record, is_proven, open_record
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import Author, KeyId, RecordKind, TeamId


def passed_files(
    session: Session, *, tip: TipRow, briefs: Sequence[HeldKey], program: ProgramKeys
) -> dict[FileId, tuple[KeyId, PassedFile]]:
    """The files of these briefs, in the order in which they went, each with the brief that it went with.

    Only who holds the tip's own team passes a file on: a recipient has the brief's key and could otherwise
    show the others a picture of their own.
    """
    found = [
        (record, key.key_id)
        for key, rows in zip(briefs, rows_of(session, tip=tip, keys=briefs).values(), strict=True)
        for row in rows
        if (record := _opened(row, key, team=tip.team_id, program=program)) is not None
    ]
    found.sort(key=lambda one: one[0].at)
    return {file.file_id: (key_id, file) for record, key_id in found for file in passed_by(record)}


def _opened(row: RecordRow, key: HeldKey, *, team: TeamId, program: ProgramKeys) -> Record | None:
    if key.key is None or row.kind is not RecordKind.BRIEF:
        return None
    try:
        opened = open_record(
            row.sealed,
            key=key.key,
            program_id=row.program_id,
            tip_id=row.tip_id,
            record_id=row.record_id,
            kind=row.kind,
        )
    except CannotOpen:
        return None
    record = opened.record
    person = None if record.person is None else program.people.get(record.person)
    dispatcher = record.by is Author.STAFF and person is not None and team in person.teams
    return record if dispatcher and is_proven(opened, reporter=None, keys=program) else None
