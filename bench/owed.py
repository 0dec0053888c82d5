"""Answers that wait to be texted: put in the outbox as the console does, more than a number can send."""

from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Final

from sqlmodel import col, select

from bench.line import Line
from cli.compose import SystemClock
from tests.integration.doors import next_totp
from tipline.access.sessions import sign_in
from tipline.outbox import put_text
from tipline.runtime import open_console
from tipline.store.tip_tables import TipRow
from tipline.store.work_tables import OutboxRow
from tipline.vocabulary import Channel, Month, Role, TipId

ANSWER: Final = "We have read it, thank you. Is the van there on other nights too?"


def owe_answers(line: Line, count: int) -> None:
    """Owe so many answers to those who have texted, at any hour of the day."""
    person, now = line.config.person(Role.COORDINATOR), datetime.now(UTC)
    with closing(open_console(line.settings(), SystemClock())) as runtime:
        holder = sign_in(
            runtime, name=person.name, password=person.password, totp=next_totp(person.totp), now=now
        ).holder
        keys = runtime.keyring.of(runtime.tips, holder.program_id, now=now)
        with runtime.tips.transaction() as tips, runtime.keys_store.read() as grants:
            texted = tips.exec(
                select(TipRow.tip_id).where(
                    col(TipRow.program_id) == holder.program_id, col(TipRow.channel) == Channel.TEXT
                )
            ).all()
            voice = holder.holdings.voice(grants, keys)
            for tip_id in islice(cycle(texted), count):
                put_text(
                    tips,
                    program_id=holder.program_id,
                    tip_id=TipId(tip_id),
                    text=ANSWER,
                    to=keys.gateway_key(Month(now.year * 100 + now.month)),
                    voice=voice,
                    any_hour=True,
                    now=now,
                )


def still_owed(line: Line) -> int:
    """How many have not left."""
    with closing(open_console(line.settings(), SystemClock())) as runtime, runtime.tips.read() as tips:
        return len(tips.exec(select(OutboxRow.outbox_id)).all())
