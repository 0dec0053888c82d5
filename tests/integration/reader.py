"""Everything that somebody can read, read at once with their own session: to compare with what was sent."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlmodel import select

from cli.compose import SystemClock
from cli.demo.config import DemoPerson
from crypto.errors import CannotOpen
from crypto.signing import VerifyKey
from tests.integration.deployment import Deployment
from tests.integration.doors import next_totp
from tipline.access.sessions import sign_in, sign_out
from tipline.errors import NoGrant
from tipline.holdings import Holder
from tipline.records import is_proven, open_record
from tipline.runtime import ConsoleRuntime, open_console
from tipline.settings import Settings
from tipline.store.tip_tables import RecordRow, TipKeyRow, TipRow
from tipline.vocabulary import RecordKind


@dataclass(frozen=True, slots=True)
class Read:
    """A record, opened."""

    number: str
    kind: RecordKind
    text: str = field(repr=False)
    proven: bool


@contextmanager
def signed_in(deployment: Deployment, person: DemoPerson) -> Iterator[tuple[ConsoleRuntime, Holder]]:
    """A session of this person in the test's own process."""
    now = datetime.now(UTC)
    with closing(open_console(Settings.load(deployment.data), SystemClock())) as runtime:
        session = sign_in(
            runtime, name=person.name, password=person.password, totp=next_totp(person.totp), now=now
        )
        try:
            yield runtime, session.holder
        finally:
            sign_out(runtime, session.token, now=now)


def read_everything(deployment: Deployment, person: DemoPerson) -> list[Read]:
    """Every record that this person can open."""
    found: list[Read] = []
    with signed_in(deployment, person) as (runtime, holder):
        keys = runtime.keyring.of(runtime.tips, holder.program_id, now=datetime.now(UTC))
        with runtime.tips.read() as tips, runtime.keys_store.read() as grants:
            numbers = {tip.tip_id: tip.number for tip in tips.exec(select(TipRow))}
            reporters = {key.key_id: key.verify_key for key in tips.exec(select(TipKeyRow))}
            for row in tips.exec(select(RecordRow)).all():
                try:
                    key = holder.holdings.tip_key(tips, grants, row.key_id)
                    opened = open_record(
                        row.sealed,
                        key=key,
                        program_id=row.program_id,
                        tip_id=row.tip_id,
                        record_id=row.record_id,
                        kind=row.kind,
                    )
                except (NoGrant, CannotOpen):
                    continue
                raw = reporters[row.key_id]
                proven = is_proven(opened, reporter=None if raw is None else VerifyKey(raw), keys=keys)
                found.append(Read(numbers[row.tip_id], row.kind, opened.record.text, proven))
    return found
