"""A reporter who has shown their code, for the length of one request, and the thread that it opens."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from crypto.codes import CODE_WORDS, CodeSecrets, ReporterCode, code_secrets, read_code
from crypto.errors import UnknownWords
from tipline.errors import FormTokenRefused
from tipline.intake import follow_up, tickets, wishes
from tipline.intake.follow_up import Conversation
from tipline.intake.programs import Desk
from tipline.vocabulary import RecordId, Wish
from web.public import claims
from web.public.files import Brought
from web.public.refusals import TicketOld, WordsMissing, WordsUnknown, WordUnknown
from web.public.site import Site
from web.tongues import Tongue

CODE: Final = "code"
TICKET: Final = "ticket"

CODE_LENGTH: Final = 400
"""Letters in which eight words of any list stand, however they are spaced; what follows is not read."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A reporter who has shown their code, for the length of one request."""

    site: Site
    desk: Desk
    tongue: Tongue
    now: datetime
    code: ReporterCode
    author: CodeSecrets
    ticket: tickets.Ticket | None = field(repr=False)
    brought: Brought = field(repr=False)


def read_visit(site: Site, desk: Desk, tongue: Tongue, brought: Brought, now: datetime) -> Visit:
    """Read the ticket of an open page, or else the code as it was typed.

    Raises:
        TicketOld: the page was open for too long, or the ticket is none of ours.
        WordsUnknown, WordsMissing: it cannot be anybody's code.
    """
    keys, program_id, form = site.runtime.keys, desk.program.program_id, brought.form
    ticket = None
    if form.get(TICKET) and not form.get(CODE):
        try:
            ticket = tickets.read(form.get(TICKET), key=keys.form_key, program_id=program_id, now=now)
        except FormTokenRefused:
            raise TicketOld from None
    code = ticket.code if ticket else _typed(form.get(CODE), tongue)
    author = code_secrets(code, pepper=keys.code_pepper, program=program_id)
    return Visit(site, desk, tongue.where(desk.program.zone), now, code, author, ticket, brought)


def _typed(words: str, tongue: Tongue) -> ReporterCode:
    try:
        return read_code(words[:CODE_LENGTH], first=tongue.tag)
    except UnknownWords as error:
        if error.count == CODE_WORDS:
            kind = WordUnknown if len(error.places) == 1 else WordsUnknown
            raise kind(error.places) from None
        raise WordsMissing(error.count) from None


async def open_thread(visit: Visit) -> Conversation:
    """The thread that a code opens.

    Raises:
        WrongCode: it opens none.
        StoreUnavailable: the store cannot be read.
    """

    def read() -> Conversation:
        with visit.site.runtime.tips.read() as session:
            return follow_up.open_conversation(session, desk=visit.desk, author=visit.author)

    return await asyncio.to_thread(read)


def record_id_of(visit: Visit, text: str) -> RecordId | None:
    """The same page sent twice gives one message; without a ticket nothing tells two from one."""
    what = "\n".join((text, *(file.digest.hex() for file in visit.brought.files)))
    return visit.ticket.record_id(what, key=visit.site.runtime.keys.form_key) if visit.ticket else None


async def awards_of(visit: Visit, conversation: Conversation) -> claims.Awards:
    """The awards of a tip, and where they can be collected."""
    today = visit.desk.program.day(visit.now)
    runtime = visit.site.runtime
    return await asyncio.to_thread(
        claims.read_awards,
        runtime,
        conversation,
        author=visit.author,
        program=visit.desk.keys,
        today=today,
    )


async def wish_of(visit: Visit, conversation: Conversation) -> str:
    """Who should get a reward, as the reporter said last; empty where they did not say."""

    def read() -> Wish | None:
        with visit.site.runtime.tips.read() as session:
            return wishes.wish_of(session, conversation, desk=visit.desk)

    return await asyncio.to_thread(read) or ""
