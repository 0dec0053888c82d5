"""Open tips to be found by their words: some at a time, with the keys that a source's grants give."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from crypto.errors import CannotOpen, CryptoError
from crypto.keys import PrivateKey
from tipline.casework.introductions import KEY
from tipline.casework.masking import SAYING, Mask, masks_in, without
from tipline.casework.people import Names
from tipline.casework.search.index import Entry
from tipline.casework.search.sources import Current, Source
from tipline.casework.views import ASKED, COVERS, DISPOSITION, PROPOSES, QUESTION, SETTLES, UNSCRUBBED
from tipline.errors import NoGrant
from tipline.holdings import Holder, open_grant
from tipline.keyring import ProgramKeys
from tipline.records import CLAIM, EVENT, MASK, NEVER_SHOWN, OpenedRecord, Record, is_proven, open_record
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import Author, EpochId, KeyId, KeyKind, RecordKind, TipId

NO_WORDS: Final = NEVER_SHOWN | {
    QUESTION,
    DISPOSITION,
    EVENT,
    KEY,
    COVERS,
    UNSCRUBBED,
    PROPOSES,
    SETTLES,
    ASKED,
    "danger",
    "about_us",
    "wish",
    "repeat",
    "continues",
}
"""Fields that hold a choice and no words of anybody's; the wish is between the reporter and the program."""


SAID: Final = frozenset({KeyKind.THREAD, KeyKind.BRIEF})
"""What is a tip to whoever has it: the conversation, or its scrubbed copy. All else is our own notes."""


@dataclass(slots=True)
class Read:
    """Some tips, read; and how many of their records did not open."""

    entries: list[Entry] = field(repr=False)
    closed: int


def read_tips(
    session: Session,
    keys_session: Session,
    *,
    source: Source,
    wanted: Mapping[TipId, Current],
    by: Holder,
    program: ProgramKeys,
) -> Read:
    """What is said in some tips, and what is noted about them, without what is hidden in them.

    What does not open is left out: the tip's own page says so to whoever opens it.
    """
    ids = sorted(wanted)
    # Their ids from the index, then the rows by their keys: asked for at once, SQLite reads the whole table.
    granted = select(col(TipGrantRow.key_id)).where(
        col(TipGrantRow.program_id) == source.program_id, col(TipGrantRow.tip_id).in_(ids)
    )
    grants = session.exec(
        select(TipGrantRow).where(
            col(TipGrantRow.program_id) == source.program_id, col(TipGrantRow.key_id).in_(granted)
        )
    ).all()
    keys = {grant.key_id: grant for grant in grants if grant.holder_id in source.holders}
    kinds: dict[KeyId, KeyKind] = dict(
        session.exec(
            select(col(TipKeyRow.key_id), col(TipKeyRow.kind)).where(
                col(TipKeyRow.program_id) == source.program_id, col(TipKeyRow.key_id).in_(sorted(keys))
            )
        ).all()
    )
    said = select(col(RecordRow.record_id)).where(
        col(RecordRow.program_id) == source.program_id, col(RecordRow.tip_id).in_(ids)
    )
    rows = session.exec(
        select(RecordRow).where(
            col(RecordRow.program_id) == source.program_id, col(RecordRow.record_id).in_(said)
        )
    ).all()
    found: defaultdict[TipId, list[RecordRow]] = defaultdict(list)
    hiding: defaultdict[TipId, list[RecordRow]] = defaultdict(list)
    for row in rows:
        if row.key_id in keys and row.kind is not RecordKind.SYSTEM:
            found[row.tip_id].append(row)
        elif row.key_id in keys and kinds.get(row.key_id) in SAYING:
            hiding[row.tip_id].append(row)
    opened = {key_id: _key(keys_session, grant, by) for key_id, grant in keys.items()}
    read = Read([], 0)
    masks = _masks(session, source, hiding, keys=opened, program=program)
    for tip_id, now in wanted.items():
        entry = _entry(tip_id, now, found[tip_id], keys=opened, kinds=kinds, read=read)
        hidden = masks.get(tip_id, ())
        if hidden:
            entry = replace(entry, said=without(entry.said, hidden), notes=without(entry.notes, hidden))
        read.entries.append(entry)
    return read


def _masks(
    session: Session,
    source: Source,
    hiding: Mapping[TipId, Sequence[RecordRow]],
    *,
    keys: Mapping[KeyId, PrivateKey | None],
    program: ProgramKeys,
) -> Mapping[TipId, tuple[Mask, ...]]:
    """The words that are hidden in some tips: in a search they stand as little as on the tip's own page."""
    said = {
        tip_id: [record for row in rows if (record := _of_staff(row, keys[row.key_id], program)) is not None]
        for tip_id, rows in hiding.items()
    }
    some = sorted(tip_id for tip_id, records in said.items() if any(MASK in one.fields for one in records))
    if not some:
        return {}
    teams = session.exec(
        select(col(TipRow.tip_id), col(TipRow.team_id)).where(
            col(TipRow.program_id) == source.program_id, col(TipRow.tip_id).in_(some)
        )
    )
    nobody = Names({}, {}, {})
    return {
        TipId(tip_id): masks_in(said[tip_id], team=team, program=program, names=nobody)
        for tip_id, team in teams
    }


def _of_staff(row: RecordRow, key: PrivateKey | None, program: ProgramKeys) -> Record | None:
    """What somebody of ours has proven to have written about the records under a key."""
    opened = _sealed(row, key)
    if opened is None or opened.record.by is not Author.STAFF:
        return None
    return opened.record if is_proven(opened, reporter=None, keys=program) else None


def _entry(
    tip_id: TipId,
    now: Current,
    rows: Sequence[RecordRow],
    *,
    keys: Mapping[KeyId, PrivateKey | None],
    kinds: Mapping[KeyId, KeyKind],
    read: Read,
) -> Entry:
    said: list[tuple[date, str, str]] = []
    notes: list[tuple[date, str, str]] = []
    for row in rows:
        record = _opened(row, keys[row.key_id])
        if record is None:
            read.closed += 1
        elif CLAIM not in record.fields:
            words = [record.text, *(text for name, text in record.fields.items() if name not in NO_WORDS)]
            side = said if kinds.get(row.key_id) in SAID else notes
            side.append((row.day, record.at.isoformat(), "\n".join(filter(None, words))))
    return Entry(tip_id, now.day, now.state, _joined(said), _joined(notes))


def _joined(parts: list[tuple[date, str, str]]) -> str:
    return "\n".join(text for _, _, text in sorted(parts) if text)


def _key(keys_session: Session, grant: TipGrantRow, by: Holder) -> PrivateKey | None:
    holdings = by.holdings
    try:
        mine = grant.holder_id == holdings.holder_id
        holder = holdings.key if mine else holdings.granted(keys_session, EpochId(grant.holder_id))
        return open_grant(
            grant.sealed,
            by=holder,
            program_id=grant.program_id,
            holder_id=grant.holder_id,
            subject_id=grant.key_id,
        )
    except (NoGrant, CryptoError):
        return None


def _opened(row: RecordRow, key: PrivateKey | None) -> Record | None:
    opened = _sealed(row, key)
    return None if opened is None else opened.record


def _sealed(row: RecordRow, key: PrivateKey | None) -> OpenedRecord | None:
    if key is None:
        return None
    try:
        return open_record(
            row.sealed,
            key=key,
            program_id=row.program_id,
            tip_id=row.tip_id,
            record_id=row.record_id,
            kind=row.kind,
        )
    except CannotOpen:
        return None
