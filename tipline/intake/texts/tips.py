"""What the tips store tells the gateway of a tip that is texted about: nothing of what it says."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, bindparam, select

from crypto.errors import MalformedKey
from crypto.keys import PublicKey
from tipline.intake.receive import Thread
from tipline.intake.texts.addresses import KnownThread, digest_of
from tipline.store.columns import table
from tipline.store.tip_tables import RecordRow, TipKeyRow, TipRow
from tipline.vocabulary import KeyId, KeyKind, ProgramId, RecordId, Status, TeamId, TipId, TipNumber


@dataclass(frozen=True, slots=True)
class StoredTip:
    """A tip as it stands, with the keys that the store says it has."""

    program_id: ProgramId
    tip_id: TipId
    number: TipNumber
    team_id: TeamId
    status: Status
    language: str
    with_code: bool
    """Whether its reporter goes on with a code, in a thread beside the texts."""
    keys: tuple[tuple[KeyId, bytes], ...] = field(repr=False)

    def thread(self, known: KnownThread) -> Thread | None:
        """The thread that a reporter began; nothing, if the store shows another key in its place."""
        for key_id, raw in self.keys:
            public = _public(raw)
            if public is not None and digest_of(public) == known.key:
                return self._thread(key_id, public)
        return None

    def any_thread(self) -> Thread | None:
        """A thread of the tip, unproven: for a notice that tells nothing of anybody."""
        for key_id, raw in self.keys:
            if (public := _public(raw)) is not None:
                return self._thread(key_id, public)
        return None

    def _thread(self, key_id: KeyId, public: PublicKey) -> Thread:
        return Thread(
            program_id=self.program_id,
            tip_id=self.tip_id,
            key_id=key_id,
            team_id=self.team_id,
            number=self.number,
            public=public,
        )


@dataclass(frozen=True, slots=True)
class StoredText:
    """Where a text that came before has gone."""

    record_id: RecordId
    tip_id: TipId
    number: TipNumber


_TIPS: Final = table(TipRow).c
_KEYS: Final = table(TipKeyRow).c
_RECORDS: Final = table(RecordRow).c
_TIP: Final = (
    select(
        _TIPS.number,
        _TIPS.team_id,
        _TIPS.status,
        _TIPS.language,
        _KEYS.key_id,
        _KEYS.public_key,
        _KEYS.lookup,
    )
    .where(_TIPS.program_id == bindparam("of_program"), _TIPS.tip_id == bindparam("of_tip"))
    .where(_KEYS.program_id == _TIPS.program_id, _KEYS.tip_id == _TIPS.tip_id, _KEYS.kind == KeyKind.THREAD)
    .order_by(_KEYS.key_id)
)
_STORED: Final = select(_RECORDS.record_id, _RECORDS.tip_id, _TIPS.number).where(
    _RECORDS.program_id.in_(bindparam("of_programs", expanding=True)),
    _RECORDS.record_id.in_(bindparam("of_records", expanding=True)),
    _TIPS.program_id == _RECORDS.program_id,
    _TIPS.tip_id == _RECORDS.tip_id,
)
# Built once: a statement costs more to build than to run.


def read_tip(connection: Connection, *, program_id: ProgramId, tip_id: TipId) -> StoredTip | None:
    """A tip with its threads' keys, if there is such a tip."""
    rows = connection.execute(_TIP, {"of_program": program_id, "of_tip": tip_id}).all()
    if not rows:
        return None
    return StoredTip(
        program_id=program_id,
        tip_id=tip_id,
        number=TipNumber(rows[0].number),
        team_id=TeamId(rows[0].team_id),
        status=rows[0].status,
        language=rows[0].language,
        with_code=any(row.lookup is not None for row in rows),
        keys=tuple((KeyId(row.key_id), row.public_key) for row in rows),
    )


def read_stored(
    connection: Connection, *, programs: Collection[ProgramId], records: Collection[RecordId]
) -> dict[RecordId, StoredText]:
    """Which of these texts the store has already, in any of the programs."""
    asked = {"of_programs": list(programs), "of_records": list(records)}
    found = (
        StoredText(RecordId(row.record_id), TipId(row.tip_id), TipNumber(row.number))
        for row in connection.execute(_STORED, asked)
    )
    return {one.record_id: one for one in found}


def _public(raw: bytes) -> PublicKey | None:
    try:
        return PublicKey.from_bytes(raw)
    except MalformedKey:
        return None
