"""Barring as its pages do it, and somebody barred who tries all that they ever held."""

from contextlib import suppress

from sqlmodel import select

from crypto.errors import CryptoError
from crypto.keys import PrivateKey
from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, Case, Told
from tipline.casework import barring, letting_in
from tipline.holdings import open_grant
from tipline.records import open_record
from tipline.store.key_tables import EpochGrantRow
from tipline.store.tip_tables import RecordRow, TipGrantRow

WHY = "The suspect is a cousin."


def bar(case: Case, told: Told, name: str, *, by: str = ADA, reason: str = WHY) -> None:
    """Somebody is barred from a tip."""
    with case.at_work() as (tips, keys):
        barring.bar(
            tips,
            keys,
            number=told.number,
            person_id=case.person(name),
            reason=reason,
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def let_in(case: Case, told: Told, name: str, *, by: str = ADA) -> None:
    """Somebody may open a tip again."""
    with case.at_work() as (tips, keys):
        letting_in.let_in(
            tips,
            keys,
            number=told.number,
            person_id=case.person(name),
            by=case.by(by),
            program=case.keys(),
            now=NOON,
        )


def everything_that_opens(case: Case, told: Told, *, by: str) -> list[str]:
    """What somebody reads of a tip who has both stores and every key that was ever granted to them.

    They know the formats, and ask no page.
    """
    program_id, me = case.program.program_id, case.person(by)
    own = case.by(by).holdings.key
    keys: dict[bytes, PrivateKey] = {me: own}
    with case.program.keys_store.read() as session:
        for row in session.exec(select(EpochGrantRow).where(EpochGrantRow.holder_id == me)):
            keys[row.subject_id] = open_grant(
                row.sealed, by=own, program_id=program_id, holder_id=me, subject_id=row.subject_id
            )
    with case.program.tips.read() as session:
        grants = session.exec(select(TipGrantRow).where(TipGrantRow.tip_id == told.tip_id)).all()
        records = session.exec(select(RecordRow).where(RecordRow.tip_id == told.tip_id)).all()
    opened = []
    for grant in grants:
        for key in keys.values():
            with suppress(CryptoError):
                opened.append(
                    open_grant(
                        grant.sealed,
                        by=key,
                        program_id=program_id,
                        holder_id=grant.holder_id,
                        subject_id=grant.key_id,
                    )
                )
    said = []
    for sealed_row in records:
        for key in (*opened, *keys.values()):
            with suppress(CryptoError):
                record = open_record(
                    sealed_row.sealed,
                    key=key,
                    program_id=program_id,
                    tip_id=sealed_row.tip_id,
                    record_id=sealed_row.record_id,
                    kind=sealed_row.kind,
                ).record
                said.append(record.text)
                break
    return sorted(said)
