"""Open tips to be found by their words: some at a time, with the keys that a source's grants give."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, select
from sqlmodel import Session

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
from tipline.store.columns import table
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import Author, EpochId, KeyId, KeyKind, RecordId, RecordKind, TipId

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


class _Held(NamedTuple):
    """A grant, and what its key is for: a whole row of the tables takes several times as long."""

    key_id: KeyId
    holder_id: bytes
    sealed: bytes
    kind: KeyKind


class _Said(NamedTuple):
    """A record as it is stored."""

    record_id: RecordId
    tip_id: TipId
    key_id: KeyId
    kind: RecordKind
    day: date
    sealed: bytes


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
    keys = {held.key_id: held for held in _grants(session, source, ids) if held.holder_id in source.holders}
    rows = _records(session, source, ids)
    found: defaultdict[TipId, list[_Said]] = defaultdict(list)
    hiding: defaultdict[TipId, list[_Said]] = defaultdict(list)
    for row in rows:
        if row.key_id in keys and row.kind is not RecordKind.SYSTEM:
            found[row.tip_id].append(row)
        elif row.key_id in keys and keys[row.key_id].kind in SAYING:
            hiding[row.tip_id].append(row)
    opened = {key_id: _key(keys_session, held, source, by) for key_id, held in keys.items()}
    kinds = {key_id: held.kind for key_id, held in keys.items()}
    read = Read([], 0)
    masks = _masks(session, source, hiding, keys=opened, program=program)
    for tip_id, now in wanted.items():
        entry = _entry(tip_id, now, found[tip_id], source=source, keys=opened, kinds=kinds, read=read)
        hidden = masks.get(tip_id, ())
        if hidden:
            entry = replace(entry, said=without(entry.said, hidden), notes=without(entry.notes, hidden))
        read.entries.append(entry)
    return read


def _grants(session: Session, source: Source, ids: list[TipId]) -> list[_Held]:
    """Who has which key of some tips.

    Their ids from the index, then the rows by their keys: asked for at once, SQLite reads the whole table.
    """
    grant, key = table(TipGrantRow), table(TipKeyRow)
    which = select(grant.c.key_id).where(grant.c.program_id == source.program_id, grant.c.tip_id.in_(ids))
    rows = session.connection().execute(
        select(grant.c.key_id, grant.c.holder_id, grant.c.sealed, key.c.kind)
        .join(key, and_(key.c.program_id == grant.c.program_id, key.c.key_id == grant.c.key_id))
        .where(grant.c.program_id == source.program_id, grant.c.key_id.in_(which))
    )
    return [_Held(*row) for row in rows]


def _records(session: Session, source: Source, ids: list[TipId]) -> list[_Said]:
    """What was said about some tips, found as their grants are."""
    record = table(RecordRow)
    which = select(record.c.record_id).where(
        record.c.program_id == source.program_id, record.c.tip_id.in_(ids)
    )
    rows = session.connection().execute(
        select(*(record.c[name] for name in _Said._fields)).where(
            record.c.program_id == source.program_id, record.c.record_id.in_(which)
        )
    )
    return [_Said(*row) for row in rows]


def _masks(
    session: Session,
    source: Source,
    hiding: Mapping[TipId, Sequence[_Said]],
    *,
    keys: Mapping[KeyId, PrivateKey | None],
    program: ProgramKeys,
) -> Mapping[TipId, tuple[Mask, ...]]:
    """The words that are hidden in some tips: in a search they stand as little as on the tip's own page."""
    said = {
        tip_id: [
            record
            for row in rows
            if (record := _of_staff(row, source, keys[row.key_id], program)) is not None
        ]
        for tip_id, rows in hiding.items()
    }
    some = sorted(tip_id for tip_id, records in said.items() if any(MASK in one.fields for one in records))
    if not some:
        return {}
    tip = table(TipRow)
    teams = session.connection().execute(
        select(tip.c.tip_id, tip.c.team_id).where(
            tip.c.program_id == source.program_id, tip.c.tip_id.in_(some)
        )
    )
    nobody = Names({}, {}, {})
    return {
        TipId(tip_id): masks_in(said[tip_id], team=team, program=program, names=nobody)
        for tip_id, team in teams
    }


def _of_staff(row: _Said, source: Source, key: PrivateKey | None, program: ProgramKeys) -> Record | None:
    """What somebody of ours has proven to have written about the records under a key."""
    opened = _sealed(row, source, key)
    if opened is None or opened.record.by is not Author.STAFF:
        return None
    return opened.record if is_proven(opened, reporter=None, keys=program) else None


def _entry(
    tip_id: TipId,
    now: Current,
    rows: Sequence[_Said],
    *,
    source: Source,
    keys: Mapping[KeyId, PrivateKey | None],
    kinds: Mapping[KeyId, KeyKind],
    read: Read,
) -> Entry:
    said: list[tuple[date, str, str]] = []
    notes: list[tuple[date, str, str]] = []
    for row in rows:
        record = _opened(row, source, keys[row.key_id])
        if record is None:
            read.closed += 1
        elif CLAIM not in record.fields:
            words = [record.text, *(text for name, text in record.fields.items() if name not in NO_WORDS)]
            side = said if kinds.get(row.key_id) in SAID else notes
            side.append((row.day, record.at.isoformat(), "\n".join(filter(None, words))))
    return Entry(tip_id, now.day, now.state, _joined(said), _joined(notes))


def _joined(parts: list[tuple[date, str, str]]) -> str:
    return "\n".join(text for _, _, text in sorted(parts) if text)


def _key(keys_session: Session, held: _Held, source: Source, by: Holder) -> PrivateKey | None:
    holdings = by.holdings
    try:
        mine = held.holder_id == holdings.holder_id
        holder = holdings.key if mine else holdings.granted(keys_session, EpochId(held.holder_id))
        return open_grant(
            held.sealed,
            by=holder,
            program_id=source.program_id,
            holder_id=held.holder_id,
            subject_id=held.key_id,
        )
    except (NoGrant, CryptoError):
        return None


def _opened(row: _Said, source: Source, key: PrivateKey | None) -> Record | None:
    opened = _sealed(row, source, key)
    return None if opened is None else opened.record


def _sealed(row: _Said, source: Source, key: PrivateKey | None) -> OpenedRecord | None:
    if key is None:
        return None
    try:
        return open_record(
            row.sealed,
            key=key,
            program_id=source.program_id,
            tip_id=row.tip_id,
            record_id=row.record_id,
            kind=row.kind,
        )
    except CannotOpen:
        return None
