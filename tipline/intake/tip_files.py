"""The files of a tip as rows: each original's key in two halves, sealed to the custodians A and B."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from crypto.originals import OriginalHalf, seal_half
from tipline.files import place_of_half
from tipline.intake.programs import Desk
from tipline.intake.uploading import KeptFile
from tipline.loose_blobs import claim
from tipline.store.file_tables import TipFileRow
from tipline.store.statements import Values, insert_rows
from tipline.vocabulary import ProgramId, TeamKind, TipId, team_id


def takes_files(desk: Desk) -> bool:
    """Whether a program can keep originals: both teams of custodians have a key."""
    teams = {team_id(desk.program.program_id, kind) for kind in (TeamKind.CUSTODIAN_A, TeamKind.CUSTODIAN_B)}
    return teams <= {epoch.team_id for epoch in desk.keys.epochs.values()}


def file_rows(files: Sequence[KeptFile], *, tip_id: TipId, desk: Desk, day: date) -> tuple[Values, ...]:
    """The rows of files that come with a tip or a message.

    Raises:
        NoProvenKey: a team of custodians has no key that may be sealed to.
    """
    program_id = desk.program.program_id
    rows: list[Values] = []
    for file in files:
        row: dict[str, object] = {
            "program_id": program_id,
            "file_id": file.file_id,
            "tip_id": tip_id,
            "day": day,
            "original_id": file.original_id,
            "copy_id": None,
            "still_id": None,
        }
        for letter, kind, half in (
            ("a", TeamKind.CUSTODIAN_A, file.half_a),
            ("b", TeamKind.CUSTODIAN_B, file.half_b),
        ):
            epoch = desk.keys.epoch(team_id(program_id, kind), day)
            row[f"epoch_{letter}"] = epoch.epoch_id
            row[f"half_{letter}"] = seal_half(
                OriginalHalf(half, file.digest, file.size, file.name),
                epoch.public,
                context=place_of_half(kind, program_id=program_id, tip_id=tip_id, file_id=file.file_id),
            )
        rows.append(row)
    return tuple(rows)


def take(connection: Connection, rows: Sequence[Values], *, program_id: ProgramId) -> None:
    """Write the rows of files whose tip is written in this transaction, and strike their blobs out.

    Raises:
        FilesGone: a file is no longer there, or another tip has it.
    """
    claim(connection, [row["original_id"] for row in rows], program_id=program_id)
    insert_rows(connection, TipFileRow, rows)
