"""A console on a founded program, for the tests of signing in."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from tests.program import NOON, FoundedProgram
from tipline import audit
from tipline.access import sessions
from tipline.access.sessions import SignedIn
from tipline.holdings import Holder
from tipline.runtime import ConsoleRuntime
from tipline.store.key_tables import SessionRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import TeamKind, team_id


@dataclass
class Console:
    """A founded program and a console on it."""

    program: FoundedProgram
    runtime: ConsoleRuntime
    folder: Path = field(repr=False)

    def sign_in(
        self,
        name: str = "Ada Byron",
        *,
        password: str | None = None,
        totp: str | None = None,
        now: datetime = NOON,
    ) -> SignedIn:
        person = self.program.people.get(name)
        return sessions.sign_in(
            self.runtime,
            name=name,
            password=password if password is not None else (person.password if person else "x"),
            totp=totp if totp is not None else self.program.code(name, now),
            now=now,
        )

    def resume(self, token: bytes, *, now: datetime = NOON) -> Holder:
        return sessions.resume(self.runtime, token, now=now)

    def restarted(self) -> "Console":
        return Console(self.program, self.program.runtime(self.folder), self.folder)

    def rows(self) -> list[SessionRow]:
        with self.runtime.keys_store.read() as keys:
            return list(keys.exec(select(SessionRow)))

    def entries(self, action: audit.Action) -> list[AuditRow]:
        with self.runtime.tips.read() as tips:
            return list(tips.exec(select(AuditRow).where(AuditRow.action == action.value)))

    def opens_the_inbox(self, holder: Holder) -> bool:
        epoch = self.program.keys().epoch(team_id(holder.program_id, TeamKind.INBOX), NOON.date())
        with self.runtime.keys_store.read() as keys:
            return holder.holdings.epoch_key(keys, epoch.epoch_id) is not None
