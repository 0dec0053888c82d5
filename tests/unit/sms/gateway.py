"""A gateway on the stores of a test, with programs to text to, and the eyes of the staff who read them."""

import secrets
import xml.etree.ElementTree as ET
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import httpx2
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from sms.delivery import Delivery
from sms.webhook import gateway_app
from tests.databases import Stores
from tests.fakes import FakeCarrier
from tests.program import FixedClock, FoundedProgram, found
from tipline.blobs.folder import FolderBlobs
from tipline.errors import StoreUnavailable
from tipline.holdings import Holdings
from tipline.intake.texts.reception import TextReception
from tipline.intake.texts.texting import Texting
from tipline.key_files import GATEWAY, write_gateway
from tipline.keyring import Keyring
from tipline.outbox import put_text
from tipline.records import OpenedRecord, is_proven, open_record
from tipline.runtime import GatewayRuntime
from tipline.settings import Settings
from tipline.store.columns import table
from tipline.store.db import Store
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.store.upkeep import forget_senders
from tipline.store.vault_tables import ConversationRow, HeldTextRow, PseudonymRow, ReturnAddressRow
from tipline.vocabulary import (
    KeyId,
    Month,
    ProgramId,
    RecordId,
    RecordKind,
    Role,
    Status,
    TeamKind,
    TipId,
    team_id,
)

ACCOUNT: Final = "AC0123456789abcdef0123456789abcdef"
TOKEN: Final = "0123456789abcdef0123456789abcdef"
OTHER_TOKEN: Final = "fedcba9876543210fedcba9876543210"
PUBLIC_URL: Final = "https://line.example"
SHARED: Final = "274637"
OWN: Final = "+14165550199"
REPORTER: Final = "+14165550142"

PEEL_PEOPLE: Final = {
    "Nellie Bly": Role.COORDINATOR,
    "Clara Barton": Role.COORDINATOR,
    "Jane Addams": Role.INTEGRITY,
}
"""The first holds the inbox; a name signs in to one program alone."""


@dataclass(frozen=True, slots=True)
class ReadTip:
    """A tip as its readers see it."""

    tip_id: TipId
    number: str
    team: TeamKind
    status: str
    unread: bool
    records: tuple[OpenedRecord, ...] = field(repr=False)
    proven: bool

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [one.record.text for one in self.records]


class _Gone(Store):
    """A store that does not answer."""

    def __init__(self, store: Store) -> None:
        self.name = store.name

    def ping(self) -> None:
        raise StoreUnavailable(self.name)


class _Eyes:
    """Who reads the tips of a program, team by team: found once for all of its tips."""

    def __init__(self, program: FoundedProgram) -> None:
        self.keys = program.keys()
        self._program = program
        self._found: dict[TeamKind, Holdings] = {}

    def of(self, kind: TeamKind) -> Holdings:
        """Somebody who may open what is sealed to this team."""
        if kind not in self._found:
            role = Role.COORDINATOR if kind is TeamKind.INBOX else Role.INTEGRITY
            people = self._program.people.items()
            name = next(name for name, person in people if person.row.role is role)
            self._found[kind] = self._program.holder(name).holdings
        return self._found[kind]


@dataclass
class Gateway:
    """A gateway, its programs, its clock and its carrier."""

    stores: Stores
    toronto: FoundedProgram
    peel: FoundedProgram
    runtime: GatewayRuntime
    clock: FixedClock
    carrier: FakeCarrier
    texting: Texting = field(init=False)
    reception: TextReception = field(init=False)

    def __post_init__(self) -> None:
        self.begin_again()

    def delivery(self) -> Delivery:
        return Delivery(self.runtime, self.texting)

    def begin_again(self) -> None:
        """As if the process had been killed and started: nothing in memory is left."""
        self.texting = Texting(self.runtime)
        self.reception = TextReception(self.runtime, self.texting)

    def close(self) -> None:
        """Staff close every tip."""
        with self.stores.tips.transaction() as session:
            session.connection().execute(table(TipRow).update().values(status=Status.CLOSED))

    def vault_rows(self) -> tuple[int, ...]:
        """How many rows the vault has: senders, conversations, ways back, texts that wait."""
        kinds = (PseudonymRow, ConversationRow, ReturnAddressRow, HeldTextRow)
        return tuple(self.count(kind) for kind in kinds)

    def mark_read(self) -> None:
        """Staff have read everything."""
        with self.stores.tips.transaction() as session:
            session.connection().execute(table(TipRow).update().values(unread=False))

    def write_key_file(self) -> None:
        """The gateway's key file lies where the settings say."""
        write_gateway(self.runtime.settings.key_folder(GATEWAY), self.runtime.keys)

    def break_vault(self) -> None:
        """The vault is gone while the gateway runs."""
        self.runtime.vault = _Gone(self.stores.vault)

    def beside(self) -> "Gateway":
        """Another process on the same stores, with the same keys."""
        return replace(self)

    def on(self, **stores: Any) -> "Gateway":  # noqa: ANN401  # a store that breaks is no whole Store
        """The same gateway with something else in a store's place."""
        return replace(self, runtime=replace(self.runtime, **stores))

    async def forgotten_after(self, time: timedelta) -> int:
        """How many rows of senders go when so much time has passed."""
        day = (self.clock.at + time).date()
        return await self.stores.vault.write(lambda connection: forget_senders(connection, today=day))

    async def text(self, body: str, *, sid: str | None = None, **changed: str) -> "Heard":
        """Text our own number, or another one that `To` names, and hear what is answered."""
        fields = params(body, **({"MessageSid": sid} if sid else {}), **changed)
        async with self.client() as client:
            return heard(await post(client, fields))

    @asynccontextmanager
    async def client(self) -> AsyncGenerator[httpx2.AsyncClient]:
        """A client of the webhook; neither delivery nor clockwork run."""
        transport = httpx2.ASGITransport(
            app=gateway_app(self.runtime, texting=self.texting, reception=self.reception)
        )
        async with httpx2.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield client

    def tips(self, program: FoundedProgram | None = None) -> list[ReadTip]:
        """Every tip of a program, opened by whoever may."""
        program = program or self.toronto
        with self.stores.tips.read() as session:
            rows = table(TipRow)
            found = session.connection().execute(
                select(rows).where(rows.c.program_id == program.program_id).order_by(rows.c.number)
            )
            rows_found = found.all()
        eyes = _Eyes(program)
        return [self._tip(program, row, eyes) for row in rows_found]

    def only_tip(self, program: FoundedProgram | None = None) -> ReadTip:
        (tip,) = self.tips(program)
        return tip

    def answer(
        self,
        tip: ReadTip,
        text: str,
        *,
        program: FoundedProgram | None = None,
        question: bool = False,
        when_safe: bool = False,
        any_hour: bool = False,
    ) -> None:
        """Staff answer: sealed to the gateway, in the outbox."""
        program = program or self.toronto
        keys = program.keys()
        day = self.clock.now()
        ada = _Eyes(program).of(TeamKind.INBOX)
        with self.stores.tips.transaction() as tips, self.stores.keys.read() as keys_session:
            put_text(
                tips,
                program_id=program.program_id,
                tip_id=tip.tip_id,
                text=text,
                to=keys.gateway_key(Month(day.year * 100 + day.month)),
                voice=ada.voice(keys_session, keys),
                question=question,
                when_safe=when_safe,
                any_hour=any_hour,
                now=day,
            )

    def count(self, row: type) -> int:
        """How many rows a table has."""
        rows = table(row)
        store = self.stores.vault if rows.metadata.tables.get("held_text") is not None else self.stores.tips
        with store.read() as session:
            return len(session.connection().execute(select(rows)).all())

    def _tip(self, program: FoundedProgram, row: object, eyes: "_Eyes") -> ReadTip:
        kinds = {team_id(program.program_id, kind): kind for kind in (TeamKind.INBOX, TeamKind.INTEGRITY)}
        kind = kinds[row.team_id]  # type: ignore[attr-defined]
        tip_id = TipId(row.tip_id)  # type: ignore[attr-defined]
        reader = eyes.of(kind)
        opened = []
        with self.stores.tips.read() as tips, self.stores.keys.read() as keys:
            rows = table(RecordRow)
            found = tips.connection().execute(select(rows).where(rows.c.tip_id == tip_id)).all()
            for one in found:
                key = reader.tip_key(tips, keys, KeyId(one.key_id))
                opened.append(
                    open_record(
                        one.sealed,
                        key=key,
                        program_id=ProgramId(one.program_id),
                        tip_id=tip_id,
                        record_id=RecordId(one.record_id),
                        kind=RecordKind(one.kind),
                    )
                )
        opened.sort(key=lambda each: each.record.at)
        return ReadTip(
            tip_id=tip_id,
            number=row.number,  # type: ignore[attr-defined]
            team=kind,
            status=row.status.value,  # type: ignore[attr-defined]
            unread=row.unread,  # type: ignore[attr-defined]
            records=tuple(opened),
            proven=all(is_proven(each, reporter=None, keys=eyes.keys) for each in opened),
        )


@dataclass(frozen=True, slots=True)
class Programs:
    """Toronto with its own number, Toronto and Peel on the shared one: founded, with their people."""

    toronto: FoundedProgram
    peel: FoundedProgram

    def on(self, stores: Stores) -> "Programs":
        """The same programs, on a copy of their stores."""
        return Programs(*(replace(one, stores=stores) for one in (self.toronto, self.peel)))


def two_programs(stores: Stores) -> Programs:
    """Found both; this takes a second."""
    toronto = found(stores, numbers=(SHARED, OWN))
    peel = found(
        stores,
        name="Peel Crime Stoppers",
        keyword="PEEL",
        numbers=(SHARED,),
        gateway=toronto.gateway,
        people=False,
    )
    for name, role in PEEL_PEOPLE.items():
        peel.add(name, role, by_root=True)
    return Programs(toronto, peel)


def a_gateway(stores: Stores, folder: Path, programs: Programs) -> Gateway:
    """A gateway for both, with a carrier that goes nowhere."""
    clock, carrier = FixedClock(), FakeCarrier()
    roots = programs.toronto.roots | programs.peel.roots
    runtime = GatewayRuntime(
        settings=Settings(data=folder, roots=roots, sms_public_url=PUBLIC_URL, sms_segments_per_second=1000),
        clock=clock,
        tips=stores.tips,
        vault=stores.vault,
        keyring=Keyring(roots),
        keys=replace(programs.toronto.gateway, account_sid=ACCOUNT, auth_tokens=(TOKEN, OTHER_TOKEN)),
        carrier=carrier,
        blobs=FolderBlobs(folder / "blobs", clock),
    )
    return Gateway(stores, programs.toronto, programs.peel, runtime, clock, carrier)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a request was answered with."""

    status: int
    said: str | None
    """Nothing, where the answer was silence."""


def heard(response: httpx2.Response) -> Heard:
    """Read an answer as the carrier does."""
    if response.status_code != 200:
        return Heard(response.status_code, None)
    root = ET.fromstring(response.text)  # noqa: S314 - our own answer
    messages = [message.text for message in root.iter("Message")]
    return Heard(200, messages[0] if messages else None)


def a_sid() -> str:
    """An id of the carrier that no other text has."""
    return f"SM{secrets.token_hex(16)}"


def params(body: str, **changed: str) -> dict[str, str]:
    """What the carrier sends with a text, all of it."""
    sid = changed.pop("MessageSid", a_sid())
    return {
        "ToCountry": "CA",
        "ToState": "ON",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "TORONTO",
        "FromZip": "",
        "SmsSid": sid,
        "FromState": "ON",
        "SmsStatus": "received",
        "FromCity": "SCARBOROUGH",
        "Body": body,
        "FromCountry": "CA",
        "To": OWN,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": REPORTER,
        "ApiVersion": "2010-04-01",
    } | changed


def signed(
    fields: Mapping[str, str], *, token: str = TOKEN, url: str = f"{PUBLIC_URL}/sms/inbound"
) -> dict[str, str]:
    """The headers of a signed request."""
    signature: str = RequestValidator(token).compute_signature(url, dict(fields))
    return {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}


async def post(
    client: httpx2.AsyncClient, fields: Mapping[str, str], *, token: str = TOKEN
) -> httpx2.Response:
    """POST a text as the carrier does."""
    return await client.post("/sms/inbound", content=urlencode(fields), headers=signed(fields, token=token))
