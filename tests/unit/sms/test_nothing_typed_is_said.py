"""Nothing that a sender types, and nothing that comes with it, is in a log, an alarm or the text of an error.

Markers stand in every place of a request; then everything goes well, and then goes wrong, one thing after
another. What libraries log is read as they say it, before `tipline/log.py` cuts it down.
"""

import logging
import sqlite3
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import httpx2
import pytest

from sms.delivery import Delivery
from sms.eraser import Eraser
from sms.pictures import Fetching
from sms.reconcile import Reconciler
from sms.webhook import gateway_app
from tests.custodians import appoint_custodians
from tests.fakes import OPTED_OUT
from tests.integration.searcher import Needles, phone_needles, search, text_needles
from tests.outage import away
from tests.unit.sms.gateway import OWN, PUBLIC_URL, SHARED, TOKEN, Gateway, a_sid, params, signed
from tests.unit.sms.pictured import media_fields, media_id
from tests.unit.web.public.sender import JPEG
from tipline.carrier_errors import CarrierRefused, CarrierUnavailable
from tipline.ports import RememberedText
from tipline.vocabulary import Process

pytestmark = pytest.mark.anyio

NUMBER: Final = "+14165550142"
OTHER: Final = "+14165550177"
WORD: Final = "Quillfeather-Obuya"
FIELD: Final = "Wrexcombe-Crescent"
FIELD_NAME: Final = "Applethwaite"
QUERY: Final = "Brackenridge"
HEADER: Final = "Vandermolen"
PLANTED: Final[Mapping[str, Needles]] = {
    NUMBER: phone_needles(NUMBER),
    OTHER: phone_needles(OTHER),
    **{each: text_needles(each) for each in (WORD, FIELD, FIELD_NAME, QUERY, HEADER, media_id(0))},
}
BODIES: Final = (
    f"{WORD} hides a gun %s %d {{0}} \r\n\x1b[31m",
    f"TOR {WORD}",
    f"NEW {WORD}",
    "STOP",
    f"after stop {WORD}",
    "START",
    "HELP",
    "CODE",
    "REWARD",
    "OK",
    f"\x00{WORD}\x00",
    "",
)


@dataclass
class Driven:
    """A gateway that is texted to in every way, and everything that it answered."""

    gateway: Gateway
    answers: list[httpx2.Response] = field(default_factory=list)

    @asynccontextmanager
    async def client(self) -> AsyncGenerator[httpx2.AsyncClient]:
        line = self.gateway
        app = gateway_app(line.runtime, texting=line.texting, reception=line.reception)
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield client

    async def text(self, body: str, *, token: str = TOKEN, path: str = "/sms/inbound", **changed: str) -> str:
        """Bring a text whose every other field, name of a field, header and query has a marker; its id."""
        sid = changed.get("MessageSid", a_sid())
        fields = marked(params(body, MessageSid=sid)) | changed
        target = f"{path}?{quote(QUERY)}={quote(QUERY)}"
        headers = signed(fields, token=token, url=PUBLIC_URL + target) | {
            "User-Agent": HEADER,
            "Referer": f"https://{HEADER}.example",
            "X-Forwarded-For": HEADER,
            f"X-{HEADER}": HEADER,
        }
        async with self.client() as client:
            self.answers.append(await client.post(target, content=urlencode(fields), headers=headers))
        return sid

    async def everything(self) -> None:
        """All that a sender may do, on each line, by each kind of address, and by who is no carrier."""
        for to in (OWN, SHARED, f"whatsapp:{OWN}", f"+1{FIELD}"):
            for sender in (NUMBER, f"whatsapp:{NUMBER}", WORD, "", f"messenger:{WORD}"):
                for body in BODIES[:2]:
                    await self.text(body, To=to, From=sender)
        for body in BODIES:
            await self.text(body, From=OTHER)
        await self.text(WORD, token="f" * 32)
        await self.text(WORD, AccountSid=FIELD)
        await self.text(WORD, MessageSid=FIELD)
        await self.text(WORD, Padding=WORD * 100_000)
        await self.text(WORD, path="/sms/status", MessageStatus="failed", ErrorCode=FIELD)
        await self.text(WORD, path="/sms/status", MessageStatus="failed", ErrorCode="30003")
        await self.text(WORD, path=f"/{FIELD}")

    async def clockwork(self) -> None:
        """Everything that is done after an answer, a while later."""
        line = self.gateway
        line.clock.at += timedelta(hours=2)
        now = line.clock.at
        eraser = Eraser(line.runtime)
        await Fetching(line.runtime, line.texting.programs).turn(now=now)
        await eraser.turn(now=now)
        await eraser.watch(now=now)
        await Reconciler(line.runtime, line.texting, eraser, reception=line.reception).turn(now=now)
        await Delivery(line.runtime, line.texting).turn(now=now)


def marked(fields: Mapping[str, str]) -> dict[str, str]:
    """A request with a marker wherever the carrier would say something of the sender, and beside it."""
    places = {name: FIELD for name in fields if name.startswith("From")}
    who = dict.fromkeys(("ProfileName", "ChannelMetadata", "ExternalUserId", "AddOns", "OptOutType"), FIELD)
    return {**fields, **places, "From": NUMBER, **who, FIELD_NAME: FIELD, "WaId": NUMBER.lstrip("+")}


@pytest.fixture
def driven(gateway: Gateway, caplog: pytest.LogCaptureFixture) -> Driven:
    """A gateway whose first program has custodians; whatever is logged by anybody is kept from now on."""
    appoint_custodians(gateway.toronto)
    caplog.set_level(logging.INFO)
    for name in ("httpx2", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)  # the first is our own client here
    return Driven(gateway)


@pytest.fixture
def said(driven: Driven, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> "Said":
    """Where to look."""
    return Said(driven, capfd, caplog)


@dataclass
class Said:
    """Everything that somebody could read without a key."""

    driven: Driven
    capfd: pytest.CaptureFixture[str]
    caplog: pytest.LogCaptureFixture
    events: str = ""

    def places(self) -> list[tuple[str, bytes]]:
        out = self.capfd.readouterr()
        self.events += out.err
        answers = [
            (f"answer {place}", answer.content + repr(answer.headers.raw).encode())
            for place, answer in enumerate(self.driven.answers)
        ]
        return [("log", (self.events + out.out).encode()), ("libraries", self.caplog.text.encode()), *answers]

    def found(self) -> list[object]:
        """Where any marker is."""
        return list(search(self.places(), PLANTED))


async def test_nothing_is_said_when_all_goes_well(driven: Driven, said: Said) -> None:
    await driven.everything()
    await driven.clockwork()

    assert said.found() == []
    assert '"event": "line-unknown"' in said.events
    assert {answer.status_code for answer in driven.answers} == {200, 403, 404, 413}


@pytest.mark.parametrize("which", [("tips",), ("vault",), ("tips", "vault")])
async def test_nothing_is_said_while_stores_are_away(
    driven: Driven, said: Said, which: tuple[str, ...]
) -> None:
    line = driven.gateway
    await driven.text("HELP")
    await driven.text("HELP", To=SHARED)
    with away(*(getattr(line.stores, name) for name in which)):
        await driven.everything()
    await line.reception.turn(now=line.clock.at)
    await driven.clockwork()

    assert said.found() == []
    assert '"event": "store-unavailable"' in said.events
    assert 503 not in {answer.status_code for answer in driven.answers}


async def test_nothing_is_said_while_stores_and_spool_are_away(driven: Driven, said: Said) -> None:
    line = driven.gateway
    await driven.text("HELP")
    spool = line.runtime.settings.spool(Process.GATEWAY)
    spool.parent.mkdir(parents=True)
    spool.write_text("in the way")
    with away(line.stores.tips, line.stores.vault):
        await driven.everything()

    assert said.found() == []
    assert '"event": "spool-unavailable"' in said.events
    assert 503 in {answer.status_code for answer in driven.answers}


@pytest.mark.parametrize("store", ["tips", "vault"])
async def test_nothing_is_said_when_a_store_refuses_what_is_written(
    driven: Driven, said: Said, store: str, tmp_path: Path
) -> None:
    """Its error quotes the statement, and would quote what was to be written."""
    await driven.text("HELP")
    with closing(sqlite3.connect(tmp_path / f"{store}.db")) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type='table'")]
        for name in names:
            if name in {"record", "tip", "pseudonym", "return_address", "erasure", "held_text"}:
                connection.execute(
                    f"create trigger no_{name} before insert on {name} begin "
                    f"select raise(abort, 'refused'); end"
                )
        connection.commit()
    await driven.everything()
    await driven.clockwork()

    assert said.found() == []
    assert '"level": "alarm"' in said.events


async def test_nothing_is_said_when_the_carrier_is_in_trouble(driven: Driven, said: Said) -> None:
    line = driven.gateway
    for sender in (NUMBER, OPTED_OUT):
        await driven.text(f"{WORD} at the school", From=sender)
    await driven.text(WORD, From=OTHER, To=OWN)
    for tip in line.tips():
        line.answer(tip, f"Was {WORD} there?", any_hour=True)
    missed = RememberedText(sid=a_sid(), sender=NUMBER, line=OWN, body=WORD, media=(), at=line.clock.at)
    line.carrier.remembered[missed.sid] = missed
    for trouble in (CarrierUnavailable(), CarrierRefused(20003), CarrierRefused()):
        line.carrier.troubled = trouble
        await driven.clockwork()
    line.carrier.troubled = None
    await driven.clockwork()

    assert said.found() == []
    assert '"event": "carrier-unavailable"' in said.events


async def test_nothing_is_said_of_pictures_that_are_refused_or_do_not_come(
    driven: Driven, said: Said
) -> None:
    line = driven.gateway
    kinds = {"gone": None, "other": WORD.encode() * 9, "picture": JPEG}
    for content in kinds.values():
        sid = a_sid().replace("SM", "MM")
        if content is not None:
            line.carrier.pictures[sid, media_id(0)] = content
        fields = media_fields(sid, 1) | {"MediaContentType0": FIELD, "MediaUrl1": f"http://{FIELD}"}
        await driven.text(WORD, MessageSid=sid, **(fields | {"NumMedia": "2"}))
    line.carrier.away = True
    await driven.clockwork()
    line.carrier.away = False
    for _ in range(4):
        await driven.clockwork()

    assert said.found() == []
    assert len(line.carrier.fetched) > 3


async def test_the_search_finds_a_marker_wherever_it_is_said(driven: Driven, said: Said) -> None:
    await driven.text("HELP")
    logging.getLogger("somebody").warning("%s has texted", NUMBER)
    print(WORD)

    assert {one.planted for one in search(said.places(), PLANTED)} == {NUMBER, WORD}
