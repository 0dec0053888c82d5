"""Open the records of a tip: what is proven, what is not, and what does not open."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import itemgetter

from sqlmodel import Session, col, select

from crypto.errors import CannotOpen, CryptoError
from crypto.keys import PrivateKey, PublicKey
from tipline.casework.introductions import KEY
from tipline.casework.people import Names
from tipline.casework.tip_keys import HeldKey
from tipline.casework.views import DeskView, RecordView, Unopened
from tipline.code_links import Taken, taken_at
from tipline.enclosures import ENCLOSED, Enclosure, announced_by, enclosed, told_of
from tipline.files import SCRUBBED
from tipline.keyring import ProgramKeys
from tipline.records import (
    CLAIM,
    EVENT,
    MOVE,
    MOVED,
    NEVER_SHOWN,
    PRINCIPAL,
    WISHED,
    OpenedRecord,
    is_proven,
    open_record,
    says_ended,
)
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import Author, KeyId, KeyKind, RecordId, RecordKind


def rows_of(session: Session, *, tip: TipRow, keys: Sequence[HeldKey]) -> Mapping[KeyId, list[RecordRow]]:
    """The sealed records under some keys of a tip, by key."""
    rows = session.exec(
        select(RecordRow).where(
            col(RecordRow.program_id) == tip.program_id,
            col(RecordRow.tip_id) == tip.tip_id,
            col(RecordRow.key_id).in_([key.key_id for key in keys]),
        )
    )
    found: dict[KeyId, list[RecordRow]] = {key.key_id: [] for key in keys}
    for row in rows:
        found[row.key_id].append(row)
    return found


def opened(
    rows: Sequence[RecordRow],
    *,
    held_key: HeldKey,
    program: ProgramKeys,
    names: Names,
    hidden: frozenset[str] = frozenset(),
) -> tuple[RecordView | Unopened, ...]:
    """The records under one key in the order of a conversation: by the day, then by the time inside.

    What does not open has no time, and stands at the beginning of its day.
    """
    views = [_opened(row, held_key=held_key, program=program, names=names, hidden=hidden) for row in rows]
    apart = (_is_introduction, _is_claim, _is_of_file, _is_hidden_wish)
    shown = (view for view in _with_enclosed(views) if not any(is_apart(view) for is_apart in apart))
    return tuple(sorted(shown, key=_order))


def desk_view(
    held_key: HeldKey, records: tuple[RecordView | Unopened, ...], *, owner: str | None
) -> DeskView:
    """The records under one key, with what is not proven set apart."""
    return DeskView(
        key_id=held_key.key_id,
        kind=held_key.kind,
        owner=owner,
        records=tuple(record for record in records if isinstance(record, Unopened) or record.proven),
        unproven=tuple(record for record in records if isinstance(record, RecordView) and not record.proven),
        proven=held_key.proven,
    )


def words_of(session: Session, *, tip: TipRow, keys: Sequence[HeldKey]) -> tuple[str, ...]:
    """Every text and every field of the threads that open: where somebody's name may stand."""
    threads = [key for key in keys if key.kind is KeyKind.THREAD]
    texts: list[str] = []
    for held_key, rows in zip(threads, rows_of(session, tip=tip, keys=threads).values(), strict=True):
        if held_key.key is None:
            continue
        for row in rows:
            try:
                record = _open(row, held_key.key).record
            except CannotOpen:
                continue
            texts.append(record.text)
            texts += [words for name, words in record.fields.items() if name not in NEVER_SHOWN]
    return tuple(texts)


def told_by_reporter(rows: Sequence[RecordRow], *, thread: HeldKey) -> tuple[str, ...]:
    """Every text and field that a reporter wrote into a thread, as far as it opens; proven or not."""
    if thread.key is None:
        return ()
    texts: list[str] = []
    for row in rows:
        if row.kind not in {RecordKind.REPORT, RecordKind.MESSAGE}:
            continue
        try:
            record = _open(row, thread.key).record
        except CannotOpen:
            continue
        texts += [record.text, *record.fields.values()]
    return tuple(texts)


def answerable(
    session: Session, *, tip: TipRow, keys: Sequence[HeldKey], program: ProgramKeys
) -> HeldKey | None:
    """The thread that an answer goes to: the one that holds a proven report, or to which its reporter moved.

    Whoever can write the store can add a thread of their own to a tip. They cannot make one that holds this
    reporter's report; where they made up a report as well there are two, and neither is answered. Nor can
    they make one that a link of the gateway's led to; who was given several goes on in the newest.
    """
    threads = [key for key in keys if key.kind is KeyKind.THREAD and key.proven]
    rows = rows_of(session, tip=tip, keys=threads)
    found = [
        key
        for key in threads
        if any(_is_report(row, held_key=key, program=program) for row in rows[key.key_id])
    ]
    if len(found) != 1:
        return None
    moved = [
        (over, key.key_id, key)
        for key in threads
        if (over := _moved(rows[key.key_id], held_key=key, tip=tip, program=program)) is not None
    ]
    return max(moved, key=itemgetter(0, 1))[2] if moved else found[0]


def leaves_by_text(tip: TipRow, thread: HeldKey) -> bool:
    """Whether what is written to a thread must be texted: nobody has or had a code for it."""
    return tip.channel.by_text and thread.reporter is None


def has_ended(rows: Sequence[RecordRow], *, thread: HeldKey, program: ProgramKeys) -> bool:
    """Whether the gateway says among the records of a thread that its reporter has ended it."""
    return any(_says_ended(row, thread, program) for row in rows)


def _says_ended(row: RecordRow, thread: HeldKey, program: ProgramKeys) -> bool:
    if row.kind is not RecordKind.SYSTEM or thread.key is None:
        return False
    try:
        return says_ended(_open(row, thread.key), keys=program)
    except CannotOpen:
        return False


def _moved(
    rows: Sequence[RecordRow], *, held_key: HeldKey, tip: TipRow, program: ProgramKeys
) -> datetime | None:
    """When the link was over by which the reporter of a tip went on in this thread; nothing, if by none."""
    if held_key.key is None or held_key.reporter is None:
        return None
    for row in rows:
        if row.kind is not RecordKind.SYSTEM:
            continue
        try:
            found = _open(row, held_key.key)
            fields = found.record.fields
            principal = PublicKey.from_bytes(b64decode(fields.get(PRINCIPAL, ""), validate=True))
        except (CryptoError, NotBase64):
            continue
        if fields.get(EVENT) != MOVED or not is_proven(found, reporter=held_key.reporter, keys=program):
            continue
        thread, reporter = held_key.key.public(), held_key.reporter
        taken = Taken(tip.program_id, tip.tip_id, held_key.key_id, thread, principal, reporter)
        if (over := taken_at(fields.get(MOVE, ""), taken, gateway=program.gateway)) is not None:
            return over
    return None


def _is_report(row: RecordRow, *, held_key: HeldKey, program: ProgramKeys) -> bool:
    if row.kind is not RecordKind.REPORT or held_key.key is None:
        return False
    try:
        found = _open(row, held_key.key)
    except CannotOpen:
        return False
    return is_proven(found, reporter=held_key.reporter, keys=program)


def _opened(
    row: RecordRow, *, held_key: HeldKey, program: ProgramKeys, names: Names, hidden: frozenset[str]
) -> RecordView | Unopened:
    if held_key.key is None:
        return Unopened(row.record_id, row.kind, row.day)
    try:
        found = _open(row, held_key.key)
    except CannotOpen:
        return Unopened(row.record_id, row.kind, row.day)
    record = found.record
    writer = (
        names.people.get(record.person) if record.by is Author.STAFF and record.person is not None else None
    )
    return RecordView(
        record_id=row.record_id,
        kind=record.kind,
        day=row.day,
        at=record.at,
        by=record.by,
        writer=None if writer is None else writer.name,
        role=None if writer is None else writer.role,
        proven=is_proven(found, reporter=held_key.reporter, keys=program),
        person_id=record.person if record.by is Author.STAFF else None,
        language=record.language,
        text=record.text,
        enclosed=enclosed(announced, ()) if (announced := announced_by(record)) else None,
        brings_award=record.kind is RecordKind.ANSWER and CLAIM in record.fields,
        fields={name: value for name, value in record.fields.items() if name not in hidden | NEVER_SHOWN},
    )


def _with_enclosed(views: Sequence[RecordView | Unopened]) -> Iterator[RecordView | Unopened]:
    """The records, each text with what came of its pictures, as proven records tell of them."""
    told: defaultdict[RecordId, list[Enclosure]] = defaultdict(list)
    for view in views:
        if isinstance(view, RecordView) and view.proven and (one := _enclosure(view)) is not None:
            told[one.came_with].append(one)
    for view in views:
        if isinstance(view, RecordView) and view.enclosed is not None:
            yield replace(view, enclosed=enclosed(view.enclosed.announced, told[view.record_id]))
        else:
            yield view


def _enclosure(view: RecordView) -> Enclosure | None:
    return told_of(view.kind, view.by, view.fields)


def _is_introduction(view: RecordView | Unopened) -> bool:
    return (
        isinstance(view, RecordView) and view.kind is RecordKind.SYSTEM and view.proven and KEY in view.fields
    )


def _is_of_file(view: RecordView | Unopened) -> bool:
    """What is said of a scrubbed copy is shown with the file, and of a picture with its text."""
    return isinstance(view, RecordView) and view.proven and view.fields.get(EVENT) in {SCRUBBED, ENCLOSED}


def _is_claim(view: RecordView | Unopened) -> bool:
    """What brings an award is between the program and the reporter, and no part of the conversation."""
    return isinstance(view, RecordView) and view.brings_award and view.proven


def _is_hidden_wish(view: RecordView | Unopened) -> bool:
    """A changed wish says nothing to who may not see the wish."""
    return isinstance(view, RecordView) and view.fields.get(EVENT) == WISHED and "wish" not in view.fields


def _open(row: RecordRow, key: PrivateKey) -> OpenedRecord:
    return open_record(
        row.sealed,
        key=key,
        program_id=row.program_id,
        tip_id=row.tip_id,
        record_id=row.record_id,
        kind=row.kind,
    )


def _order(view: RecordView | Unopened) -> tuple[str, str, bool]:
    # What was reported comes before what was said of it, also within one second.
    at = "" if isinstance(view, Unopened) else view.at.isoformat()
    return view.day.isoformat(), at, view.kind is not RecordKind.REPORT
