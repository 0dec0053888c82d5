"""A key that staff made for a tip introduces itself, by a first record that is signed.

Whoever can write the store can add a key of their own to a tip and grant it to everybody, for sealing needs
public keys alone. Without a signature our next note would be sealed to them. A key that nobody has introduced
is never written under.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import Record, is_proven, open_record, seal_record
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import ID_SIZE, Author, KeyId, KeyKind, RecordId, RecordKind

KEY: Final = "key"
PUBLIC: Final = "public"
HOLDS: Final = "holds"
FOR: Final = "for"
"""The fields of an introduction: the key's id, a digest of its public half, its kind, whose desk it is."""


@dataclass(frozen=True, slots=True)
class Introduced:
    """What a proven introduction says."""

    recipient: bytes | None
    """The team or the person whose desk it is."""
    at: datetime
    """When the key was made."""


def introduce(
    tip: TipRow,
    *,
    key_id: KeyId,
    key: PrivateKey,
    kind: KeyKind,
    recipient: bytes | None,
    by: Holder,
    now: datetime,
    day: date,
) -> RecordRow:
    """The row that introduces a new key, signed by whoever made it."""
    record_id = RecordId(secrets.token_bytes(ID_SIZE))
    record = Record(
        kind=RecordKind.SYSTEM,
        at=now,
        by=Author.STAFF,
        person=by.person_id,
        fields=_fields(key_id, key, kind) | {FOR: "" if recipient is None else recipient.hex()},
    )
    return RecordRow(
        program_id=tip.program_id,
        record_id=record_id,
        tip_id=tip.tip_id,
        key_id=key_id,
        kind=RecordKind.SYSTEM,
        day=day,
        sealed=seal_record(
            record,
            to=key.public(),
            signer=by.holdings.signing(),
            program_id=tip.program_id,
            tip_id=tip.tip_id,
            record_id=record_id,
        ),
    )


def introduced(
    rows: Iterable[RecordRow],
    *,
    tip: TipRow,
    key_id: KeyId,
    key: PrivateKey,
    kind: KeyKind,
    program: ProgramKeys,
) -> Introduced | None:
    """What is proven about a key, by somebody who holds the tip's own team; nothing where nobody signed."""
    for row in rows:
        if row.kind is not RecordKind.SYSTEM or row.key_id != key_id:
            continue
        try:
            opened = open_record(
                row.sealed,
                key=key,
                program_id=row.program_id,
                tip_id=row.tip_id,
                record_id=row.record_id,
                kind=row.kind,
            )
        except CannotOpen:
            continue
        record = opened.record
        maker = None if record.person is None else program.people.get(record.person)
        if (
            maker is None
            or tip.team_id not in maker.teams
            or not is_proven(opened, reporter=None, keys=program)
        ):
            continue
        said = dict(record.fields)
        recipient = said.pop(FOR, "")
        if said == _fields(key_id, key, kind):
            return Introduced(bytes.fromhex(recipient) if recipient else None, record.at)
    return None


def _fields(key_id: KeyId, key: PrivateKey, kind: KeyKind) -> dict[str, str]:
    return {KEY: key_id.hex(), PUBLIC: hashlib.sha256(key.public().raw).hexdigest(), HOLDS: kind.value}
