"""Who outside a tip's own team holds a grant for it, and for what."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from tipline.casework.people import Names
from tipline.casework.views import Holding
from tipline.keyring import ProgramKeys
from tipline.store.tip_tables import TipGrantRow, TipKeyRow, TipRow
from tipline.vocabulary import EpochId, HolderKind, KeyId, KeyKind, PersonId, TeamId


def given_to(session: Session, *, tip: TipRow, names: Names, program: ProgramKeys) -> tuple[Holding, ...]:
    """Everybody to whom a tip was given, the primary first, then by name.

    A team holds it by the epochs of its months, which count as one. A grant to an epoch that is not proven
    opens for nobody of ours, and is not told.
    """
    found: dict[bytes, Holding] = {}
    kinds = _kinds(session, tip)
    for row in _grants(session, tip):
        if row.holder_kind is HolderKind.PERSON:
            recipient, name, is_team = row.holder_id, names.person(PersonId(row.holder_id)), False
        elif row.holder_kind is HolderKind.EPOCH:
            epoch = program.epochs.get(EpochId(row.holder_id))
            if epoch is None or epoch.team_id == tip.team_id:
                continue
            recipient, name, is_team = epoch.team_id, names.team(epoch.team_id), True
        else:
            continue
        if name is None:
            continue
        before = found.get(recipient)
        found[recipient] = Holding(
            holder=name,
            primary=recipient in {tip.assignee_id, tip.unit_id},
            recipient_id=TeamId(recipient) if is_team else PersonId(recipient),
            is_team=is_team,
            original=(before is not None and before.original) or kinds.get(row.key_id) is KeyKind.THREAD,
        )
    return tuple(sorted(found.values(), key=lambda one: (not one.primary, one.holder.casefold())))


def _grants(session: Session, tip: TipRow) -> list[TipGrantRow]:
    return list(
        session.exec(
            select(TipGrantRow).where(
                col(TipGrantRow.program_id) == tip.program_id, col(TipGrantRow.tip_id) == tip.tip_id
            )
        )
    )


def _kinds(session: Session, tip: TipRow) -> Mapping[KeyId, KeyKind]:
    rows = session.exec(
        select(col(TipKeyRow.key_id), col(TipKeyRow.kind)).where(
            col(TipKeyRow.program_id) == tip.program_id, col(TipKeyRow.tip_id) == tip.tip_id
        )
    )
    return {KeyId(key_id): kind for key_id, kind in rows}
