"""The keys of a tip: those that a person holds, opened, and those that are still missing, made."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.signing import VerifyKey
from tipline.casework.introductions import introduce, introduced
from tipline.casework.one_by_one import own_keepers
from tipline.casework.reach import today
from tipline.errors import NoGrant
from tipline.granted import Keeper
from tipline.holdings import Holder, Holdings, seal_grant
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import ID_SIZE, KeyId, KeyKind, RecordKind, TeamId


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key of a tip that somebody holds a grant for."""

    key_id: KeyId
    kind: KeyKind
    recipient: bytes | None
    """The team or the person whose desk it is."""
    with_code: bool
    """Whether a reporter comes back to this thread with a code."""
    reporter: VerifyKey | None
    key: PrivateKey | None
    """None when the grant does not open: changed, swapped or cut short."""
    proven: bool
    """Whether anything may be written under it: the store has its own public half beside it, and a key that
    no door made was introduced by somebody who may."""
    made: datetime | None
    """When somebody of ours made it; None of a key that a door made, or that nobody has introduced."""


def held(
    session: Session, keys_session: Session, *, tip: TipRow, by: Holder, program: ProgramKeys
) -> tuple[HeldKey, ...]:
    """Every key of a tip that `by` holds a grant for, opened."""
    granted = select(TipGrantRow.key_id).where(
        col(TipGrantRow.program_id) == tip.program_id,
        col(TipGrantRow.tip_id) == tip.tip_id,
        col(TipGrantRow.holder_id).in_(sorted(by.holdings.principals(keys_session))),
    )
    rows = session.exec(
        select(TipKeyRow).where(
            col(TipKeyRow.program_id) == tip.program_id,
            col(TipKeyRow.tip_id) == tip.tip_id,
            col(TipKeyRow.key_id).in_(granted),
        )
    ).all()
    introductions = session.exec(
        select(RecordRow).where(
            col(RecordRow.program_id) == tip.program_id,
            col(RecordRow.tip_id) == tip.tip_id,
            col(RecordRow.kind) == RecordKind.SYSTEM,
        )
    ).all()
    keys = [
        _opened(session, keys_session, row=row, introductions=introductions, tip=tip, by=by, program=program)
        for row in sorted(rows, key=lambda row: row.key_id)
    ]
    return tuple(keys)


def _opened(
    session: Session,
    keys_session: Session,
    *,
    row: TipKeyRow,
    introductions: Sequence[RecordRow],
    tip: TipRow,
    by: Holder,
    program: ProgramKeys,
) -> HeldKey:
    try:
        key = by.holdings.tip_key(session, keys_session, row.key_id)
    except (CannotOpen, NoGrant):
        key = None
    proven = key is not None and key.public().raw == row.public_key
    recipient, made = None, None
    if key is not None and row.kind is not KeyKind.THREAD:
        found = introduced(introductions, tip=tip, key_id=row.key_id, key=key, kind=row.kind, program=program)
        proven = proven and found is not None
        recipient, made = (None, None) if found is None else (found.recipient, found.at)
    return HeldKey(
        key_id=row.key_id,
        kind=row.kind,
        recipient=recipient,
        with_code=row.lookup is not None,
        reporter=None if row.verify_key is None else VerifyKey(row.verify_key),
        key=key,
        proven=proven,
        made=made,
    )


def needed(
    session: Session,
    *,
    tip: TipRow,
    keys: Sequence[HeldKey],
    kind: KeyKind,
    recipient: bytes | None = None,
    is_team: bool = False,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> tuple[KeyId, PrivateKey]:
    """The key of a tip's file, brief or desk: one of `keys` that is proven, else a new one.

    A new one is granted to the tip's own epoch, or one by one to those of its team who have the tip so. The
    caller has locked the tip, so that two who need the same key do not make two.

    Raises:
        NoProvenKey: nobody to whom the tip was sealed is proven.
    """
    for held_key in keys:
        if (
            held_key.kind is kind
            and held_key.proven
            and held_key.recipient == recipient
            and held_key.key is not None
        ):
            return held_key.key_id, held_key.key
    to = own_keepers(session, tip=tip, program=program)
    key_id, key = KeyId(secrets.token_bytes(ID_SIZE)), PrivateKey.generate()
    session.add(
        TipKeyRow(
            program_id=tip.program_id,
            key_id=key_id,
            tip_id=tip.tip_id,
            kind=kind,
            team_id=TeamId(recipient) if is_team and recipient is not None else None,
            public_key=key.public().raw,
        )
    )
    day = today(session, tip.program_id, now)
    session.add(
        introduce(tip, key_id=key_id, key=key, kind=kind, recipient=recipient, by=by, now=now, day=day)
    )
    for keeper in to:
        grant(session, tip=tip, key_id=key_id, key=key, to=keeper)
    return key_id, key


def is_granted(session: Session, keys_session: Session, *, key_id: KeyId, holdings: Holdings) -> bool:
    """Whether somebody holds a grant for a key at this moment, whatever their session has in memory."""
    grants = select(TipGrantRow.key_id).where(
        col(TipGrantRow.program_id) == holdings.program_id,
        col(TipGrantRow.key_id) == key_id,
        col(TipGrantRow.holder_id).in_(sorted(holdings.principals(keys_session))),
    )
    return session.exec(grants).first() is not None


def grant(session: Session, *, tip: TipRow, key_id: KeyId, key: PrivateKey, to: Keeper) -> None:
    """Let a holder open what is under a key; what stood in the place of this grant is replaced."""
    session.merge(
        TipGrantRow(
            program_id=tip.program_id,
            key_id=key_id,
            holder_id=to.holder,
            tip_id=tip.tip_id,
            holder_kind=to.kind,
            sealed=seal_grant(
                key.seed, to.public, program_id=tip.program_id, holder_id=to.holder, subject_id=key_id
            ),
        )
    )
