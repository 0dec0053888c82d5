"""The files of a tip as staff may see them: the scrubbed copies, and what is known of the rest.

Who reads the conversation sees all of them, who reads a brief those that went with it. Nobody is told a
name. A file is believed where a proven record brings it, and its copy where a proven record tells of it:
whoever writes the store can show nobody a picture of their own.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from tipline.casework.briefs import proven_briefs
from tipline.casework.passed_files import passed_files
from tipline.casework.reach import find
from tipline.casework.thread import rows_of
from tipline.casework.tip_keys import HeldKey, held
from tipline.enclosures import told_of
from tipline.errors import NothingHere
from tipline.file_words import BlobId, FileId
from tipline.files import FileKey, Part, PassedFile, ScrubbedFile, brought_by, still_key, told_by
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import NEVER_SHOWN, OpenedRecord, Record, is_proven, open_record
from tipline.scrub.kinds import FileGroup, FileKind
from tipline.store.file_tables import TakenFileRow, TipFileRow
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import KeyId, KeyKind, RecordId, RecordKind


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
    through: KeyId = field(repr=False)
    """The key of the tip, a thread or a brief, under which its reader found what opens it."""
    part: Part = Part.COPY
    """Or the still of a video, which is a copy of its own."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a tip, by the name that staff give it: "Picture 1"."""

    file_id: FileId
    name: str
    group: FileGroup | None
    state: FileState
    day: date
    found: tuple[str, ...] | None = None
    """The kinds of what was taken out of it; None for who has it with a brief, and is not told."""
    copy: Copy | None = field(repr=False, default=None)
    still: Copy | None = field(repr=False, default=None)
    """Of a video: one picture of it."""
    taken_day: date | None = None
    report_due: date | None = None
    passed: int = 0
    """Its place, from 1, among those that went with a brief to who has the tip; 0 where it did not."""
    alone: RecordId | None = None
    """The reporter's record that brought it, where that has no words: it is passed on with its file."""


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
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    return files_among(session, tip=tip, keys=keys, program=program)


def files_among(
    session: Session, *, tip: TipRow, keys: Sequence[HeldKey], program: ProgramKeys
) -> tuple[FileView, ...]:
    """The files that these keys of a tip lead to: by its conversation, then by its briefs alone."""
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
    threads = [key for key in keys if key.kind is KeyKind.THREAD and key.proven]
    brought = _brought(session, tip, threads, program)
    passed = passed_files(session, tip=tip, briefs=proven_briefs(keys), program=program)
    ids = [*brought, *(file_id for file_id in passed if file_id not in brought)]
    counts: Counter[str] = Counter()
    return tuple(
        _view(rows[file_id], brought.get(file_id), passed, taken.get(file_id), counts)
        for file_id in ids
        if file_id in rows
    )


def as_passed_on(views: Iterable[FileView], *, chosen: Collection[FileId]) -> tuple[FileView, ...]:
    """The files that went with briefs, then those that are chosen, by the names that their readers give them.

    They are numbered anew: "Picture 3" would say that there are two more.
    """
    known = tuple(views)
    passed = sorted((view for view in known if view.passed), key=lambda view: view.passed)
    new = [view for view in known if not view.passed and view.file_id in chosen]
    counts: Counter[str] = Counter()
    return tuple(replace(view, name=_name(view.group, counts), found=None) for view in (*passed, *new))


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


@dataclass(slots=True)
class _Brought:
    """A file as the conversation tells of it."""

    file: FileKey
    through: KeyId
    alone: RecordId | None
    about: ScrubbedFile | None = None

    def copy(self, row: TipFileRow) -> Copy | None:
        """The copy, where there is one and a proven record tells of it."""
        if self.about is None or row.copy_id is None:
            return None
        about = self.about
        return Copy(row.file_id, row.copy_id, self.file.key, about.media_type, about.size, self.through)


def _still(copy: Copy | None, row: TipFileRow, *, size: int) -> Copy | None:
    if copy is None or row.still_id is None or not size:
        return None
    key = still_key(copy.key, program_id=row.program_id, file_id=row.file_id)
    return Copy(row.file_id, row.still_id, key, FileKind.JPEG.media_type, size, copy.through, Part.STILL)


def _view(
    row: TipFileRow,
    brought: _Brought | None,
    passed: Mapping[FileId, tuple[KeyId, PassedFile]],
    taken: TakenFileRow | None,
    counts: Counter[str],
) -> FileView:
    about: ScrubbedFile | PassedFile | None
    copy, found = None, None
    if brought is not None:
        about, copy = brought.about, brought.copy(row)
        found = () if brought.about is None else brought.about.found
    else:
        through, about = passed[row.file_id]
        if row.copy_id is not None:
            copy = Copy(row.file_id, row.copy_id, about.key, about.media_type, about.size, through)
    group = _GROUPS.get(about.media_type) if about is not None else brought.file.group if brought else None
    state = FileState.TAKEN if taken else FileState.HELD if copy is None else FileState.READY
    return FileView(
        file_id=row.file_id,
        name=_name(group, counts),
        group=group,
        state=state,
        day=row.day,
        found=found if state is FileState.READY else None,
        copy=copy if state is FileState.READY else None,
        still=_still(copy, row, size=0 if about is None else about.still)
        if state is FileState.READY
        else None,
        taken_day=None if taken is None else taken.day,
        report_due=None if taken is None else taken.report_due,
        passed=1 + list(passed).index(row.file_id) if row.file_id in passed else 0,
        alone=None if brought is None else brought.alone,
    )


def _name(group: FileGroup | None, counts: Counter[str]) -> str:
    word = _WORDS[group]
    counts[word] += 1
    return f"{word} {counts[word]}"


def _brought(
    session: Session, tip: TipRow, keys: Sequence[HeldKey], program: ProgramKeys
) -> dict[FileId, _Brought]:
    """What proven records bring, in the order of their times, with what they tell of copies."""
    opened: list[tuple[Record, KeyId, RecordId]] = []
    for key, rows in zip(keys, rows_of(session, tip=tip, keys=keys).values(), strict=True):
        opened += [
            (found.record, key.key_id, row.record_id)
            for row in rows
            if (found := _opened(row, key, program)) is not None
        ]
    opened.sort(key=lambda one: one[0].at)
    brought: dict[FileId, _Brought] = {}
    wordless = {
        record_id
        for record, _, record_id in opened
        if record.kind in _BY_REPORTER and not record.text.strip() and not record.fields.keys() - NEVER_SHOWN
    }
    for record, key_id, record_id in opened:
        enclosure = told_of(record.kind, record.by, record.fields)
        if record.kind in _BY_REPORTER or enclosure is not None:
            said_in = record_id if enclosure is None else enclosure.came_with
            for file in brought_by(record):
                brought[file.file_id] = _Brought(file, key_id, said_in if said_in in wordless else None)
    for record, _, _ in opened:
        about = told_by(record)
        if about is not None and about.file_id in brought:
            brought[about.file_id].about = about
    return brought


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


_BY_REPORTER: Final = frozenset({RecordKind.REPORT, RecordKind.MESSAGE})
_KINDS: Final = _BY_REPORTER | {RecordKind.SYSTEM}
_GROUPS: Final = {kind.media_type: kind.group for kind in FileKind}
_WORDS: Final = {
    FileGroup.PICTURE: "Picture",
    FileGroup.VIDEO: "Video",
    FileGroup.SOUND: "Sound",
    FileGroup.DOCUMENT: "Document",
    None: "File",
}
