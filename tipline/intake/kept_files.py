"""Files that wait for the rest of their form: carried as a sealed reference in the form itself, for an hour.

The store learns their blobs' names and an hour; keys, names and kinds stand in the reference alone, which
only this door can open. It is the reporter who carries it, from one step of the form to the next.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import lock, unlock
from tipline.file_errors import FilesGone
from tipline.file_words import BlobId, FileId
from tipline.intake.uploading import KeptFile
from tipline.loose_blobs import KEPT
from tipline.scrub.kinds import FileKind
from tipline.vocabulary import ProgramId

REFERENCE_LIMIT: Final = 40_000
"""Letters that a reference has at most, of ten files with long names; a longer one is none of ours."""


def refer(files: Sequence[KeptFile], *, key: bytes, program_id: ProgramId) -> str:
    """A reference to files, in URL-safe base64; nothing where there are none.

    Handed on from step to step it does not grow younger: the hour is each file's own.
    """
    if not files:
        return ""
    body = json.dumps([_written(file) for file in files]).encode()
    sealed = lock(body, key, context=context(Purpose.KEPT_FILES, program_id))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def referred(reference: str, *, key: bytes, program_id: ProgramId, now: datetime) -> tuple[KeptFile, ...]:
    """The files that a reference leads to; whether they are still there, the store says when they are taken.

    Raises:
        FilesGone: one of them came more than an hour ago, or the reference is none of ours.
    """
    if not reference:
        return ()
    try:
        padded = reference[:REFERENCE_LIMIT] + "=" * (-len(reference) % 4)
        sealed = base64.b64decode(padded, altchars=b"-_", validate=True)
        files = json.loads(unlock(sealed, key, context=context(Purpose.KEPT_FILES, program_id)))
        found = tuple(_read(file) for file in files)
    except (binascii.Error, ValueError, TypeError, CannotOpen):
        raise FilesGone from None
    if any(now.timestamp() - file.sent_at > KEPT.total_seconds() for file in found):
        raise FilesGone
    return found


def _written(file: KeptFile) -> list[str | int]:
    return [
        file.file_id.hex(),
        file.original_id.hex(),
        file.kind.value,
        file.half_a.hex(),
        file.half_b.hex(),
        file.copy_key.hex(),
        file.digest.hex(),
        file.size,
        file.name,
        file.sent_at,
    ]


def _read(raw: Sequence[str]) -> KeptFile:
    file_id, original_id, kind, half_a, half_b, copy_key, digest, size, name, sent_at = raw
    return KeptFile(
        file_id=FileId(bytes.fromhex(file_id)),
        original_id=BlobId(bytes.fromhex(original_id)),
        kind=FileKind(kind),
        half_a=bytes.fromhex(half_a),
        half_b=bytes.fromhex(half_b),
        copy_key=bytes.fromhex(copy_key),
        digest=bytes.fromhex(digest),
        size=int(size),
        name=name,
        sent_at=int(sent_at),
    )
