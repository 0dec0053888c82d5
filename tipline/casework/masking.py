"""Hide who a reporter is: the words stand in no view and no copy; what was sent stays sealed as it came.

The words are kept in a record beside those that they stand in, under the same key, so that whoever may read
those hides them, and nobody else learns them by it.
"""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline import audit
from tipline.casework.conversation import add
from tipline.casework.people import Names
from tipline.casework.reach import find, find_own
from tipline.casework.refusals import WordsNotThere
from tipline.casework.thread import rows_of
from tipline.casework.tip_keys import HeldKey, held
from tipline.casework.trail import write_down
from tipline.casework.views import MASK_ID, UNMASK, DeskView, HiddenName, RecordView, Unopened
from tipline.errors import TextEmpty, TextTooLong
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import MASK, NEVER_SHOWN, Record, is_proven, open_record
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import Author, KeyId, KeyKind, RecordKind, TeamId

HIDDEN: Final = "[hidden]"
"""What stands in the place of the words."""
LEAST: Final = 2
MOST: Final = 200
"""Characters of the words: one letter would hide half of every text."""

_SPACED: Final = 0x2E80
"""Scripts below it part their words; from it on a name has no edge that could be looked for."""
SAYING: Final = frozenset({KeyKind.THREAD, KeyKind.BRIEF})
"""Keys under which a reporter's words or a copy of them stand, and beside them what hides some of them."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Words that are hidden in a tip, by somebody proven."""

    name: HiddenName
    words: str = field(repr=False)


def masks_among(
    rows: Mapping[KeyId, Sequence[RecordRow]],
    *,
    tip: TipRow,
    keys: Iterable[HeldKey],
    program: ProgramKeys,
    names: Names,
) -> tuple[Mask, ...]:
    """The words that are hidden in a tip, the oldest first.

    Anybody of the staff who reads a tip may hide; only those whose tip it is may show again.
    """
    records = [
        record for key in keys for record in _systems(rows.get(key.key_id, ()), key=key, program=program)
    ]
    return masks_in(records, team=tip.team_id, program=program, names=names)


def masks_in(
    records: Iterable[Record], *, team: TeamId, program: ProgramKeys, names: Names
) -> tuple[Mask, ...]:
    """The words that these records hide, the oldest first: proven ones of staff about a tip of this team."""
    found: dict[str, Mask] = {}
    shown: set[str] = set()
    for record in records:
        by = None if record.person is None else program.people.get(record.person)
        if record.fields.get(MASK) and record.fields.get(MASK_ID):
            mask_id = record.fields[MASK_ID]
            name = HiddenName(mask_id, names.person(record.person), record.at)
            found[mask_id] = Mask(name, record.fields[MASK])
        if UNMASK in record.fields and by is not None and team in by.teams:
            shown.add(record.fields[UNMASK])
    left = (mask for mask_id, mask in found.items() if mask_id not in shown)
    return tuple(sorted(left, key=lambda mask: mask.name.at))


def without(text: str, masks: Iterable[Mask]) -> str:
    """A text with the hidden words out of it, in whatever case and however they are spaced."""
    for mask in masks:
        text = _pattern(mask.words).sub(HIDDEN, text)
    return text


def masked(view: DeskView, masks: Sequence[Mask]) -> DeskView:
    """A view without the hidden words, in texts and in fields."""
    if not masks:
        return view
    return replace(
        view,
        records=tuple(
            record if isinstance(record, Unopened) else _masked(record, masks) for record in view.records
        ),
        unproven=tuple(_masked(record, masks) for record in view.unproven),
    )


def hide_name(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    words: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Hide words that say who the reporter is, in everything of the tip that `by` can open.

    Raises:
        NotPermitted: no tip is for somebody in this role.
        NoSuchTip: there is none with this number, or none for this person.
        TextEmpty, TextTooLong: that cannot be a name.
        WordsNotThere: the words stand in nothing that `by` can open.
    """
    said = " ".join(words.split())
    if len(said) < LEAST:
        raise TextEmpty
    if len(said) > MOST:
        raise TextTooLong(limit=MOST, found=len(said))
    tip = find(session, keys_session, number=number, by=by, lock=True)
    keys = _saying(held(session, keys_session, tip=tip, by=by, program=program))
    rows = rows_of(session, tip=tip, keys=keys)
    pattern = _pattern(said)
    if not any(pattern.search(text) for key in keys for text in _texts(rows[key.key_id], key=key)):
        raise WordsNotThere
    _write(
        session,
        tip=tip,
        keys=keys,
        fields={MASK: said, MASK_ID: secrets.token_hex(8)},
        by=by,
        now=now,
    )
    write_down(session, tip, audit.Action.NAME_HIDDEN, by=by, now=now)


def show_again(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    mask_id: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Show again what was hidden by mistake; the audit says who did.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        WordsNotThere: nothing is hidden under this id.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    keys = _saying(held(session, keys_session, tip=tip, by=by, program=program))
    rows = rows_of(session, tip=tip, keys=keys)
    no_names = Names({}, {}, {})
    masks = masks_among(rows, tip=tip, keys=keys, program=program, names=no_names)
    if mask_id not in {mask.name.mask_id for mask in masks}:
        raise WordsNotThere
    _write(session, tip=tip, keys=keys, fields={UNMASK: mask_id}, by=by, now=now)
    write_down(session, tip, audit.Action.NAME_SHOWN, by=by, now=now)


def _saying(keys: Iterable[HeldKey]) -> tuple[HeldKey, ...]:
    """The keys under which a reporter's words or a copy of them stand, and under which may be written."""
    return tuple(key for key in keys if key.kind in SAYING and key.proven and key.key is not None)


def _write(
    session: Session,
    *,
    tip: TipRow,
    keys: Iterable[HeldKey],
    fields: Mapping[str, str],
    by: Holder,
    now: datetime,
) -> None:
    record = Record(
        kind=RecordKind.SYSTEM, at=now, by=Author.STAFF, person=by.person_id, language="en", fields=fields
    )
    for key in keys:
        if key.key is not None:
            add(
                session,
                tip=tip,
                key_id=key.key_id,
                to=key.key.public(),
                record=record,
                signer=by.holdings.signing(),
                now=now,
            )


def _systems(rows: Iterable[RecordRow], *, key: HeldKey, program: ProgramKeys) -> list[Record]:
    """What staff have written about the records under a key, as far as it is proven."""
    if key.kind not in SAYING:
        return []
    systems = (row for row in rows if row.kind is RecordKind.SYSTEM)
    return [
        record
        for record, proven in _opened(systems, key=key, program=program)
        if proven and record.by is Author.STAFF
    ]


def _texts(rows: Iterable[RecordRow], *, key: HeldKey) -> list[str]:
    """Every text and every field under a key that could be shown."""
    found: list[str] = []
    for record, _ in _opened(rows, key=key, program=None):
        found.append(record.text)
        found += [value for name, value in record.fields.items() if name not in NEVER_SHOWN]
    return found


def _opened(
    rows: Iterable[RecordRow], *, key: HeldKey, program: ProgramKeys | None
) -> Iterable[tuple[Record, bool]]:
    for row in rows:
        if key.key is None:
            continue
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
            continue
        proven = program is not None and is_proven(opened, reporter=key.reporter, keys=program)
        yield opened.record, proven


def _masked(record: RecordView, masks: Sequence[Mask]) -> RecordView:
    return replace(
        record,
        text=without(record.text, masks),
        fields={name: without(value, masks) for name, value in record.fields.items()},
    )


def _pattern(words: str) -> re.Pattern[str]:
    parts = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if _has_edge(words[0]) else ""
    after = r"(?!\w)" if _has_edge(words[-1]) else ""
    return re.compile(before + parts + after, re.IGNORECASE)


def _has_edge(letter: str) -> bool:
    return letter.isalnum() and ord(letter) < _SPACED
