"""What an award writes into its tip: one answer, with a part for the reporter alone and one for the file.

To whoever has the stores it is an answer like another: the same kind, the same size, the same line in the
audit. What is in it for the reporter is sealed to their own key, which nobody of ours has.
"""

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlmodel import Session

from crypto.context import Purpose, context
from crypto.errors import CannotOpen, CryptoError
from crypto.keys import PublicKey
from crypto.sealing import seal, unseal
from tipline import audit
from tipline.casework.conversation import add
from tipline.casework.reach import find_own
from tipline.casework.thread import answerable, rows_of
from tipline.casework.tip_keys import HeldKey, held, needed
from tipline.casework.trail import write_down
from tipline.claims import Claim, seal_claim
from tipline.errors import Withdrawn
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import (
    CLAIM,
    ENTRY,
    EVENT,
    MOVED,
    PRINCIPAL,
    WISHED,
    OpenedRecord,
    Record,
    is_proven,
    open_record,
)
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import Author, KeyId, KeyKind, ProgramId, RecordKind, Status, TipId, Wish

WISH: Final = "wish"
"""The field of a report in which a reporter says what they wish of a reward."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """The reporter of a tip, as far as an award must know them: not at all."""

    tip: TipRow = field(repr=False)
    thread: HeldKey = field(repr=False)
    principal: PublicKey | None = field(repr=False)
    """Their own key, out of the report that they signed; none where they have no code."""
    wish: Wish
    keys: tuple[HeldKey, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a tip's file says of an award."""

    tip_id: TipId
    day: datetime
    facts: Mapping[str, str] = field(repr=False)


def claimant(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys
) -> Claimant:
    """Find whom an award for a tip would go to; the tip stays locked until the transaction ends.

    The reporter's key comes out of the one report that they signed, and the wish too, unless they signed
    another one later; of who texted, out of what they signed when they went on with a code. Somebody who can
    write the store could put a key of their own in its place only with a report of their own, which staff
    would read, or with a link of the gateway's.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        Withdrawn: the reporter has withdrawn it, and would never see a claim.
        CannotOpen: no thread of this tip opens, or it is not sure which one is the reporter's.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    if tip.status is Status.WITHDRAWN:
        raise Withdrawn
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    thread = answerable(session, tip=tip, keys=keys, program=program)
    if thread is None:
        raise CannotOpen
    proven = _proven(session, tip=tip, thread=thread, program=program)
    begun = [opened for opened in proven if _begins(opened.record)]
    fields = begun[0].record.fields if len(begun) == 1 else {}
    changed = [
        (opened.record.at, opened.record.fields.get(WISH))
        for opened in proven
        if opened.record.by is Author.REPORTER and opened.record.fields.get(EVENT) == WISHED
    ]
    wished = max(changed, default=(None, fields.get(WISH)))[1]
    wish = next((word for word in Wish if word.value == wished), Wish.YES)
    principal = _key(fields.get(PRINCIPAL)) if thread.with_code else None
    return Claimant(tip, thread, principal, wish, keys)


def bring(
    session: Session,
    keys_session: Session,
    *,
    to: Claimant,
    claim: Claim,
    entry: Mapping[str, str],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Write an award into its tip, in the program's name: the claim for the reporter, the entry for the file.

    Raises:
        CannotOpen: the claimant has no key.
        NoGrant: `by` does not hold the program's voice.
        NoProvenKey: the epoch to which the tip was sealed is not proven.
    """
    if to.principal is None or to.thread.key is None:
        raise CannotOpen
    tip = to.tip
    _, file_key = needed(session, tip=tip, keys=to.keys, kind=KeyKind.FILE, by=by, program=program, now=now)
    for_reporter = seal_claim(claim, to.principal, program_id=tip.program_id, key_id=to.thread.key_id)
    for_file = seal(
        _written(entry),
        file_key.public(),
        context=_entry_context(tip.program_id, to.thread.key_id),
    )
    add(
        session,
        tip=tip,
        key_id=to.thread.key_id,
        to=to.thread.key.public(),
        record=Record(
            kind=RecordKind.ANSWER,
            at=now,
            by=Author.PROGRAM,
            language=tip.language,
            fields={CLAIM: b64encode(for_reporter).decode(), ENTRY: b64encode(for_file).decode()},
        ),
        signer=by.holdings.voice(keys_session, program),
        now=now,
    )
    write_down(session, tip, audit.Action.ANSWERED, by=by, now=now)


def entries(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys
) -> tuple[Entry, ...]:
    """What a tip's file says of its awards, the oldest first.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    files = [key.key for key in keys if key.kind is KeyKind.FILE and key.proven and key.key is not None]
    found = []
    for thread in keys:
        if thread.kind is not KeyKind.THREAD or not thread.proven:
            continue
        for opened in _proven(session, tip=tip, thread=thread, program=program):
            sealed = opened.record.fields.get(ENTRY)
            if opened.record.kind is not RecordKind.ANSWER or sealed is None:
                continue
            for key in files:
                try:
                    body = unseal(
                        b64decode(sealed, validate=True),
                        key,
                        context=_entry_context(tip.program_id, thread.key_id),
                    )
                    found.append(Entry(tip.tip_id, opened.record.at, _read(body)))
                except (CannotOpen, NotBase64):
                    continue
    return tuple(sorted(found, key=lambda entry: entry.day))


def filed(
    session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys
) -> tuple[Record, ...]:
    """What staff have written into a tip's file, as far as it is proven.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    return tuple(
        opened.record
        for key in keys
        if key.kind is KeyKind.FILE and key.proven
        for opened in _proven(session, tip=tip, thread=key, program=program)
        if opened.record.by is Author.STAFF
    )


def _read(body: bytes) -> dict[str, str]:
    """What stands in an entry.

    Raises:
        CannotOpen: it is none.
    """
    try:
        facts = json.loads(body)
    except ValueError:
        raise CannotOpen from None
    if not isinstance(facts, dict):
        raise CannotOpen
    return {str(name): str(value) for name, value in facts.items()}


def _written(facts: Mapping[str, str]) -> bytes:
    return json.dumps(dict(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _entry_context(program_id: ProgramId, key_id: KeyId) -> bytes:
    return context(Purpose.AWARD, program_id, key_id, "file")


def _proven(session: Session, *, tip: TipRow, thread: HeldKey, program: ProgramKeys) -> list[OpenedRecord]:
    """The records under a thread that are proven."""
    if thread.key is None:
        return []
    found = []
    rows: list[RecordRow] = rows_of(session, tip=tip, keys=[thread])[thread.key_id]
    for row in rows:
        try:
            opened = open_record(
                row.sealed,
                key=thread.key,
                program_id=row.program_id,
                tip_id=row.tip_id,
                record_id=row.record_id,
                kind=row.kind,
            )
        except CannotOpen:
            continue
        if is_proven(opened, reporter=thread.reporter, keys=program):
            found.append(opened)
    return found


def _begins(record: Record) -> bool:
    return record.kind is RecordKind.REPORT or record.fields.get(EVENT) == MOVED


def _key(text: str | None) -> PublicKey | None:
    if text is None:
        return None
    try:
        return PublicKey.from_bytes(b64decode(text, validate=True))
    except (NotBase64, CryptoError, ValueError):
        return None
