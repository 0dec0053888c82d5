"""The files of a tip as staff may see them: the scrubbed copies, and what is known of the rest.

Nobody is told a name. A file is believed where a proven record brings it, and its copy where a proven record
tells of it: whoever writes the store can show nobody a picture of their own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from tipline.casework.reach import find
from tipline.casework.thread import rows_of
from tipline.casework.tip_keys import HeldKey, held
from tipline.errors import NothingHere
from tipline.file_words import BlobId, FileId
from tipline.files import FileKey, ScrubbedFile, brought_by, told_by
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import OpenedRecord, is_proven, open_record
from tipline.scrub.kinds import FileGroup, FileKind
from tipline.store.file_tables import TakenFileRow, TipFileRow
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import KeyKind, RecordKind


class FileState(StrEnum):
    """What there is of a file to see."""

    READY = "ready"
    HELD = "held"
    """No copy was made, or not yet: only two custodians together lead to the original."""
    TAKEN = "taken"
    """It was called an illegal picture."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A scrubbed copy, and what opens it; the repr is mute."""

    file_id: FileId
    blob_id: BlobId = field(repr=False)
    key: bytes = field(repr=False)
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a tip, by the name that staff give it: "Picture 1"."""

    file_id: FileId
    name: str
    group: FileGroup | None
    state: FileState
    day: date
    found: tuple[str, ...] = ()
    """The kinds of what was taken out of it."""
    copy: Copy | None = field(repr=False, default=None)
    report_due: date | None = None


class NoSuchFile(NothingHere):
    """The tip has no such file, or none that this person may have."""


def files_of_tip(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys
) -> tuple[FileView, ...]:
    """The files that came with what `by` can read of a tip, in the order in which they came.

    Raises:
        NotPermitted, NoSuchTip: as `open_tip`.
    """
    tip = find(session, keys_session, number=number, by=by)
    files, gone = col(TipFileRow.tip_id) == tip.tip_id, col(TakenFileRow.tip_id) == tip.tip_id
    rows = {
        row.file_id: row
        for row in session.exec(select(TipFileRow).where(TipFileRow.program_id == tip.program_id, files))
    }
    if not rows:
        return ()
    taken = {
        row.file_id: row
        for row in session.exec(select(TakenFileRow).where(TakenFileRow.program_id == tip.program_id, gone))
    }
    keys = [
        key
        for key in held(session, keys_session, tip=tip, by=by, program=program)
        if key.kind is KeyKind.THREAD and key.proven
    ]
    brought, told = _said(session, tip, keys, program)
    counts: Counter[str] = Counter()
    views = []
    for file in brought:
        row = rows.get(file.file_id)
        if row is not None:
            about = told.get(file.file_id)
            views.append(_view(row, file, about, taken.get(file.file_id), counts))
    return tuple(views)


def file_of_tip(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    file_id: bytes,
    by: Holder,
    program: ProgramKeys,
) -> FileView:
    """One of them.

    Raises:
        NoSuchFile: the tip has none of this id, or it did not come with what `by` can read.
        NotPermitted, NoSuchTip: as `open_tip`.
    """
    found = files_of_tip(session, keys_session, number=number, by=by, program=program)
    for view in found:
        if view.file_id == file_id:
            return view
    raise NoSuchFile


def _view(
    row: TipFileRow,
    file: FileKey,
    about: ScrubbedFile | None,
    taken: TakenFileRow | None,
    counts: Counter[str],
) -> FileView:
    group = _GROUPS.get(about.media_type) if about is not None else None
    word = _WORDS[group]
    counts[word] += 1
    name = f"{word} {counts[word]}"
    if taken is not None:
        return FileView(file.file_id, name, group, FileState.TAKEN, row.day, report_due=taken.report_due)
    if about is None or row.copy_id is None:
        return FileView(file.file_id, name, group, FileState.HELD, row.day)
    copy = Copy(file.file_id, row.copy_id, file.key, about.media_type, about.size)
    return FileView(file.file_id, name, group, FileState.READY, row.day, about.found, copy)


def _said(
    session: Session, tip: TipRow, keys: Sequence[HeldKey], program: ProgramKeys
) -> tuple[list[FileKey], dict[FileId, ScrubbedFile]]:
    """What proven records bring, in the order of their times, and what they tell of copies."""
    found: list[OpenedRecord] = []
    for key, rows in zip(keys, rows_of(session, tip=tip, keys=keys).values(), strict=True):
        found += [opened for row in rows if (opened := _opened(row, key, program)) is not None]
    found.sort(key=lambda opened: opened.record.at)
    brought = [
        file
        for opened in found
        if opened.record.kind in {RecordKind.REPORT, RecordKind.MESSAGE}
        for file in brought_by(opened.record)
    ]
    told = [about for opened in found if (about := told_by(opened.record)) is not None]
    return brought, {about.file_id: about for about in told}


def _opened(row: RecordRow, key: HeldKey, program: ProgramKeys) -> OpenedRecord | None:
    if key.key is None or row.kind not in _KINDS:
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
    return opened if is_proven(opened, reporter=key.reporter, keys=program) else None


_KINDS: Final = frozenset({RecordKind.REPORT, RecordKind.MESSAGE, RecordKind.SYSTEM})
_GROUPS: Final = {kind.media_type: kind.group for kind in FileKind}
_WORDS: Final = {
    FileGroup.PICTURE: "Picture",
    FileGroup.VIDEO: "Video",
    FileGroup.SOUND: "Sound",
    FileGroup.DOCUMENT: "Document",
    None: "File",
}
