"""Let the sample tips come in: sealed for real, with the keys that were proven on their day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

from sqlalchemy import Connection

from cli.demo.asking import AskedLink
from cli.demo.founding import Founded, Stage, proven
from cli.demo.history import Fate, Story
from crypto.codes import CodeSecrets, ReporterCode, code_secrets, draw_code
from crypto.signing import SigningKey
from sms.carrier import TwilioCarrier
from tipline.intake.follow_up import open_conversation, prepare_withdrawal, withdraw
from tipline.intake.programs import Desk, read_desk
from tipline.intake.receive import Thread, add_message, prepare, prepare_message, store
from tipline.intake.report import Detail, Report
from tipline.intake.texts.inbound import InboundText
from tipline.intake.texts.texting import Texting
from tipline.key_files import GatewayKeys
from tipline.ports import Carrier, Clock
from tipline.runtime import open_gateway
from tipline.vocabulary import Channel, TipNumber

STILL_TEXTING: Final = timedelta(days=25)
"""Who texted within these days can still be answered: their number is sealed in the vault as in life."""


NOBODY: Final = "http://127.0.0.1:9"
"""Where nothing listens."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sample tip that has come in."""

    story: Story
    number: TipNumber
    code: ReporterCode | None = field(default=None, repr=False)
    """Where they came by the web: the demo alone keeps it, to play the reporter."""
    secrets: CodeSecrets | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Stopped(Clock):
    at: datetime

    def now(self) -> datetime:
        """When the demo is made."""
        return self.at


def _away(keys: GatewayKeys) -> Carrier:
    """No text leaves while the demo is made: its telephones are not there yet."""
    return TwilioCarrier(account_sid=keys.account_sid, auth_token=keys.auth_tokens[0], url=NOBODY)


def arrive(
    stage: Stage,
    founded: Founded,
    stories: Sequence[Story],
    *,
    links: Sequence[AskedLink],
    shared_number: str,
    now: datetime,
) -> list[Arrival]:
    """Take in every story, in the order in which they came."""
    keys = proven(stage, founded)
    with stage.tips.read() as tips:
        desk = read_desk(tips, founded.program_id, keys=keys)
    live = [story for story in stories if _is_live(story, now)]
    with stage.tips.transaction() as tips:
        connection = tips.connection()
        arrivals = [
            _arrive(connection, stage, desk, story, links=links)
            for story in stories
            if not _is_live(story, now)
        ]
    arrivals += asyncio.run(_text_all(stage, live, to=shared_number, keyword=desk.program.keyword, now=now))
    _withdraw_all(stage, desk, arrivals)
    return sorted(arrivals, key=lambda arrival: arrival.story.received)


def _is_live(story: Story, now: datetime) -> bool:
    return story.channel is Channel.TEXT and now - story.received < STILL_TEXTING


def _arrive(
    connection: Connection, stage: Stage, desk: Desk, story: Story, *, links: Sequence[AskedLink]
) -> Arrival:
    code, known = None, None
    if story.channel is not Channel.TEXT:
        code = draw_code(story.language)
        known = code_secrets(code, pepper=stage.public.code_pepper, program=desk.program.program_id)
    author: CodeSecrets | SigningKey = known or stage.gateway.signing()
    details: dict[str, str] = {Detail.WHERE: story.where} if story.where else {}
    details |= story.parts
    if story.award is not None:
        details[Detail.WISH] = story.award.wish.value
    report = Report(
        channel=story.channel,
        text=story.text,
        details=details,
        language=story.language,
        offence=story.offence,
        danger=story.danger,
        about_us=story.about_us,
        origin=None if story.link is None else links[story.link].origin,
    )
    sealed = prepare(report, desk=desk, author=author, now=story.received)
    receipt = store(connection, sealed)
    thread = replace(sealed.thread, number=receipt.number)
    for later in story.follow_ups:
        _add(connection, later.text, thread=thread, desk=desk, author=author, story=story, now=later.at)
    return Arrival(story, receipt.number, code, known)


def _add(
    connection: Connection,
    text: str,
    *,
    thread: Thread,
    desk: Desk,
    author: CodeSecrets | SigningKey,
    story: Story,
    now: datetime,
) -> None:
    message = prepare_message(
        text,
        thread=thread,
        desk=desk,
        author=author,
        channel=story.channel,
        language=story.language,
        now=now,
    )
    add_message(connection, message)


async def _text_all(
    stage: Stage, stories: Sequence[Story], *, to: str, keyword: str, now: datetime
) -> list[Arrival]:
    """Text the recent ones to the gateway itself, which remembers who can be answered."""
    runtime = open_gateway(stage.settings, _Stopped(now), passphrase=None, carrier=_away)
    try:
        texting = Texting(runtime)
        arrivals: list[Arrival] = []
        for story in stories:
            sender = story.sender or ""
            answer = await texting.receive(_text(sender, to, f"{keyword} {story.text}"), now=story.received)
            number = TipNumber((answer or "").split()[0])
            for later in story.follow_ups:
                await texting.receive(_text(sender, to, later.text), now=later.at)
            arrivals.append(Arrival(story, number))
        return arrivals
    finally:
        runtime.close()


def _text(sender: str, line: str, body: str) -> InboundText:
    return InboundText(sid=f"SM{token_hex(16)}", sender=sender, line=line, body=body)


def _withdraw_all(stage: Stage, desk: Desk, arrivals: Sequence[Arrival]) -> None:
    for arrival in arrivals:
        if arrival.story.fate is Fate.WITHDRAWN and arrival.secrets is not None:
            with stage.tips.transaction() as tips:
                conversation = open_conversation(tips, desk=desk, author=arrival.secrets)
                withdraw(
                    tips.connection(),
                    prepare_withdrawal(conversation, desk=desk, now=arrival.story.fate_at),
                )
