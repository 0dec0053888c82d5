"""Make the copy that staff see: while the file's key is still in memory, and after the tip was stored.

What cannot be scrubbed, or was not when the process ended, is held: there is no copy, and only the custodians
lead to the original.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, update

from crypto.errors import CannotOpen
from crypto.signing import SigningKey
from crypto.stream import FileSealer, open_file
from tipline import loose_blobs
from tipline.file_words import BlobId
from tipline.files import Part, ScrubbedFile, fields_of, place_of, still_key
from tipline.intake.programs import Desk
from tipline.intake.receive import Thread, sealed_record
from tipline.intake.uploading import KeptFile
from tipline.ports import Blobs, BlobWriter
from tipline.records import Record
from tipline.scrub.apart import scrub_apart
from tipline.scrub.kinds import FileGroup
from tipline.scrub.outcome import CannotScrub, Scrubbed
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.file_tables import TipFileRow
from tipline.store.statements import insert_rows
from tipline.store.tip_tables import RecordRow
from tipline.vocabulary import ID_SIZE, Author, RecordId, RecordKind


@dataclass(frozen=True, slots=True)
class ToScrub:
    """A file that is stored and has no copy yet, with what its copy needs; the repr is mute."""

    file: KeptFile = field(repr=False)
    thread: Thread = field(repr=False)
    signer: SigningKey = field(repr=False)
    author: Author
    desk: Desk = field(repr=False)


def scrub(job: ToScrub, *, tips: Store, blobs: Blobs, now: datetime) -> bool:
    """Make, seal and store the scrubbed copy of one file; whether there is one now. It takes a child.

    The plain bytes go from here to the child and from the child to the seal, and nowhere else.

    Raises:
        StoreUnavailable: the store cannot be written; the file is held.
        BlobsUnavailable: the place for files cannot be used; the file is held.
    """
    program_id, copy_id = job.desk.program.program_id, _draw_blob()
    still_id = _draw_blob() if job.file.kind.group is FileGroup.VIDEO else None
    drawn = [copy_id] if still_id is None else [copy_id, still_id]
    tips.write_now(lambda connection: loose_blobs.announce(connection, drawn, program_id=program_id, now=now))
    writer = blobs.create(copy_id)
    try:
        scrubbed = _sealed_copy(job, blobs, writer)
        writer.finish()
    except (CannotScrub, CannotOpen):
        writer.abandon()
        loose_blobs.drop(tips, blobs, drawn, program_id=program_id)
        return False
    except BaseException:
        writer.abandon()
        raise
    still = b"" if still_id is None else scrubbed.still or b""
    if still_id is not None and still:
        _seal_still(job, still, blobs.create(still_id))
    record = Record(
        kind=RecordKind.SYSTEM,
        at=now,
        by=job.author,
        fields=fields_of(
            ScrubbedFile(
                file_id=job.file.file_id,
                media_type=scrubbed.media_type,
                size=scrubbed.size,
                found=tuple(sorted(one.value for one in scrubbed.found)),
                still=len(still),
            )
        ),
    )
    row = sealed_record(
        record,
        thread=job.thread,
        signer=job.signer,
        record_id=RecordId(secrets.token_bytes(ID_SIZE)),
        desk=job.desk,
    )

    def keep(connection: Connection) -> None:
        kept = [copy_id] if not still else drawn
        loose_blobs.claim(connection, kept, program_id=program_id)
        names = {
            "program": program_id,
            "file": job.file.file_id,
            "copy": copy_id,
            "still": still_id if still else None,
        }
        connection.execute(_GIVE_COPY, names)
        insert_rows(connection, RecordRow, [row])

    tips.write_now(keep)
    return True


def _sealed_copy(job: ToScrub, blobs: Blobs, writer: BlobWriter) -> Scrubbed:
    program_id, file = job.desk.program.program_id, job.file
    original = place_of(Part.ORIGINAL, program_id=program_id, file_id=file.file_id)
    copy = place_of(Part.COPY, program_id=program_id, file_id=file.file_id)
    sealer = FileSealer(file.copy_key, context=copy)
    scrubbed = scrub_apart(
        open_file(blobs.read(file.original_id), file.key, context=original),
        lambda piece: writer.write(sealer.update(piece)),
        kind=file.kind,
    )
    writer.write(sealer.finalize())
    return scrubbed


def _seal_still(job: ToScrub, still: bytes, writer: BlobWriter) -> None:
    """One picture of a video, beside its copy and under a key that comes from the copy's.

    Raises:
        BlobsUnavailable: it cannot be kept; the file is held.
    """
    program_id, file = job.desk.program.program_id, job.file
    key = still_key(file.copy_key, program_id=program_id, file_id=file.file_id)
    sealer = FileSealer(key, context=place_of(Part.STILL, program_id=program_id, file_id=file.file_id))
    try:
        writer.write(sealer.update(still) + sealer.finalize())
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def _draw_blob() -> BlobId:
    return BlobId(secrets.token_bytes(ID_SIZE))


_files = table(TipFileRow)
_GIVE_COPY: Final = (
    update(_files)
    .where(_files.c.program_id == bindparam("program"), _files.c.file_id == bindparam("file"))
    .values(copy_id=bindparam("copy"), still_id=bindparam("still"))
)
