"""Somebody who texted goes on with a code, as the gateway and the public site do it."""

from dataclasses import dataclass, replace
from datetime import datetime

from crypto.codes import CodeSecrets, code_secrets, draw_code
from crypto.signing import SigningKey
from tests.program import NOON
from tests.unit.tipline.casework.case import PEPPER, Case, Told
from tipline.code_links import CodeLink, draw_token, make_link
from tipline.intake.code_links import SealedThread, keep_link, prepare_thread, spend, whose_tip
from tipline.intake.follow_up import Conversation, open_conversation


@dataclass(frozen=True)
class Sent:
    """A link, and the token that is in the text alone."""

    token: bytes
    link: CodeLink


def a_link(case: Case, told: Told, *, by: SigningKey | None = None, now: datetime = NOON) -> Sent:
    """The gateway, or somebody who signs like one, makes a link for a tip, and the store has it."""
    token, gateway = draw_token(), by or case.program.gateway.signing()
    link = make_link(token, program_id=case.program.program_id, tip_id=told.tip_id, gateway=gateway, now=now)
    case.program.tips.write_now(lambda connection: keep_link(connection, link))
    return Sent(token, link)


def sealed_for(case: Case, sent: Sent, author: CodeSecrets, *, now: datetime = NOON) -> SealedThread:
    """The thread that takes the place of a link."""
    with case.program.tips.read() as session:
        whose = whose_tip(session.connection(), sent.link)
    desk = case.intake()
    return prepare_thread(
        sent.link, sent.token, whose=whose, desk=desk, author=author, language="en", now=now
    )


def a_code(case: Case) -> CodeSecrets:
    """Eight fresh words."""
    return code_secrets(draw_code("en"), pepper=PEPPER, program=case.program.program_id)


def go_on(case: Case, told: Told, *, now: datetime = NOON) -> Told:
    """The reporter of a tip by text presses the button: what they have from then on."""
    author = a_code(case)
    sealed = sealed_for(case, a_link(case, told, now=now), author, now=now)
    case.program.tips.write_now(lambda connection: spend(connection, sealed))
    return replace(told, thread=sealed.thread, code=author)


def come_back(case: Case, told: Told) -> Conversation:
    """The reporter opens their page."""
    assert told.code is not None
    with case.program.tips.read() as session:
        return open_conversation(session, desk=case.intake(), author=told.code)
