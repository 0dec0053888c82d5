"""A founded program's desk for reports, and the eyes of the staff who read what comes in."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from sqlmodel import SQLModel, col, select

from crypto.codes import CodeSecrets, ReporterCode, code_secrets, draw_code
from crypto.signing import SigningKey, VerifyKey
from tests.databases import Stores
from tests.program import NOON, FoundedProgram, found
from tipline.holdings import Holdings
from tipline.intake import follow_up, receive
from tipline.intake.follow_up import Conversation
from tipline.intake.programs import Desk, read_desk
from tipline.intake.receive import Thread
from tipline.records import NEVER_SHOWN, OpenedRecord, Record, is_proven, open_record
from tipline.store.statements import insert_rows
from tipline.store.tip_tables import RecordRow, TipKeyRow, TipRow
from tipline.vocabulary import Author, RecordId, RecordKind, TeamKind, TipId, team_id

PEPPER = bytes(range(32))

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class ReadTip:
    """A tip as those who may read it see it."""

    tip_id: TipId
    row: TipRow
    team: TeamKind
    records: tuple[OpenedRecord, ...]
    proven: bool

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [one.record.text for one in self.records]

    @property
    def typed(self) -> dict[str, str]:
        """What the reporter filled in beside what happened."""
        fields = self.records[0].record.fields
        return {name: words for name, words in fields.items() if name not in NEVER_SHOWN}


@dataclass(frozen=True)
class Staff:
    """The staff of a founded program: two of the inbox, one of integrity."""

    stores: Stores
    program: FoundedProgram

    def on(self, stores: Stores) -> "Staff":
        """The same program in a copy of its stores."""
        program = replace(self.program, stores=stores, people=dict(self.program.people))
        return Staff(stores, program)

    def desk(self) -> Desk:
        """Where reports are taken in."""
        with self.stores.tips.read() as session:
            return read_desk(session, self.program.program_id, keys=self.program.keys())

    def holdings(self, kind: TeamKind) -> Holdings:
        """Somebody who may read the tips of a team."""
        return self.program.holder("Ada Byron" if kind is TeamKind.INBOX else "Ida Wells").holdings

    def tips(self) -> list[ReadTip]:
        """Every tip, opened by the inbox or by integrity, whosever it is."""
        with self.stores.tips.read() as session:
            return [self._tip(row) for row in session.exec(select(TipRow)).all()]

    def tip(self) -> ReadTip:
        """The only tip."""
        (tip,) = self.tips()
        return tip

    def rows(self, row: type[Row]) -> list[Row]:
        """All rows of a table."""
        with self.stores.tips.read() as session:
            return list(session.exec(select(row)).all())

    def answer(
        self,
        text: str,
        *,
        thread: Thread,
        at: datetime = NOON,
        fields: Mapping[str, str] | None = None,
        by: Author = Author.PROGRAM,
        kind: RecordKind = RecordKind.ANSWER,
        signer: SigningKey | None = None,
    ) -> None:
        """Write to a reporter, in the program's voice unless somebody else pretends to."""
        with self.stores.keys.read() as keys:
            voice = self.holdings(TeamKind.INBOX).voice(keys, self.program.keys())
        row = receive.sealed_record(
            Record(kind=kind, at=at, by=by, text=text, fields=fields or {}),
            thread=thread,
            signer=signer or voice,
            record_id=RecordId(secrets.token_bytes(16)),
            desk=self.desk(),
        )
        self.stores.tips.write_now(lambda connection: insert_rows(connection, RecordRow, [row]))

    def _tip(self, row: TipRow) -> ReadTip:
        program_id = self.program.program_id
        kinds = {team_id(program_id, kind): kind for kind in (TeamKind.INBOX, TeamKind.INTEGRITY)}
        kind = kinds[row.team_id]
        with self.stores.tips.read() as tips, self.stores.keys.read() as keys:
            thread = tips.exec(select(TipKeyRow).where(col(TipKeyRow.tip_id) == row.tip_id)).one()
            key = self.holdings(kind).tip_key(tips, keys, thread.key_id)
            records = tips.exec(select(RecordRow).where(col(RecordRow.tip_id) == row.tip_id)).all()
            opened = [
                open_record(
                    one.sealed,
                    key=key,
                    program_id=program_id,
                    tip_id=row.tip_id,
                    record_id=one.record_id,
                    kind=one.kind,
                )
                for one in records
            ]
        verify = VerifyKey(thread.verify_key) if thread.verify_key else None
        opened.sort(key=lambda one: one.record.at)
        program = self.program.keys()
        proven = all(is_proven(one, reporter=verify, keys=program) for one in opened)
        return ReadTip(row.tip_id, row, kind, tuple(opened), proven)


@dataclass(frozen=True)
class Reporter:
    """Somebody with a code of this program."""

    code: ReporterCode
    author: CodeSecrets

    def open(self, staff: Staff) -> Conversation:
        """Come back with the code."""
        with staff.stores.tips.read() as session:
            return follow_up.open_conversation(session, desk=staff.desk(), author=self.author)


def a_staff(stores: Stores) -> Staff:
    """A founded program."""
    return Staff(stores, found(stores))


def a_reporter(staff: Staff) -> Reporter:
    """Somebody who has just been given a code."""
    code = draw_code("en")
    return Reporter(code, code_secrets(code, pepper=PEPPER, program=staff.program.program_id))
