"""The way back: eight words open the thread, in the answer to the post that brought them and nowhere else."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from crypto.codes import CODE_WORDS, CodeSecrets, ReporterCode, code_secrets, read_code
from crypto.errors import UnknownWords
from tipline.errors import (
    FormTokenRefused,
    KeyTrouble,
    Refused,
    StoreTrouble,
    TextRefused,
    WrongCode,
)
from tipline.file_errors import FilesRefused
from tipline.intake import follow_up, receive, tickets, wishes
from tipline.intake.follow_up import Conversation
from tipline.intake.normalise import optional_text, require_text
from tipline.intake.programs import Desk
from tipline.intake.report import Detail
from tipline.log import failure
from tipline.rewards.award_refusals import NotNow
from tipline.store.upkeep import checkpoint_soon
from tipline.vocabulary import Channel, RecordId, Wish
from web.errors import Answer
from web.forms import Form, FormTrouble
from web.public import claims
from web.public.by_address import tongue_of
from web.public.files import Brought, opens_files, read_brought
from web.public.form_page import KEPT, TONGUE
from web.public.long_texts import beside_others
from web.public.parts import ASKED_AS, heading
from web.public.refusals import (
    Fault,
    NoCode,
    NoPlace,
    NotSure,
    NotSureAnother,
    TicketOld,
    WordsMissing,
    WordsUnknown,
    WordUnknown,
)
from web.public.said import Said
from web.public.site import Site, site_of
from web.public.wording import ANSWERS, DETAILS, MESSAGE_NOT_RECEIVED, STATES
from web.tongues import Tongue
from web.visitors import visitor_of
from web.who_may import who_may

CODE: Final = "code"
TICKET: Final = "ticket"
MESSAGE: Final = "message"
WITHDRAW: Final = "withdraw"
SURE: Final = "sure"
YES: Final = "yes"

WISHES: Final = {wish.value: wish for wish in Wish}

CODE_LENGTH: Final = 400
"""Letters in which eight words of any list stand, however they are spaced; what follows is not read."""

NOTHING: Final = Form(())


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


@who_may("anyone")
async def ask(request: Request) -> Response:
    """Ask for the code."""
    site = site_of(request)
    desk = await site.programs.by_slug(request.path_params["slug"], now=site.now())
    return _code_page(site, desk, tongue_of(request))


@who_may("the reporter, by their code")
async def answer(request: Request) -> Response:
    """Open the thread; add what was written, or take the tip back."""
    site = site_of(request)
    now, tongue = site.now(), tongue_of(request)
    brought, unread = Brought(NOTHING), None
    try:
        brought = await read_brought(request, site, now=now)
    except FormTrouble as error:
        unread = error
    form = brought.form
    try:
        desk = await site.programs.by_slug(request.path_params["slug"], now=now)
    except (StoreTrouble, KeyTrouble) as error:
        return _kept(site, request, form, error)
    if unread is not None or (TONGUE in form and not form.get(TICKET)):
        return _code_page(site, desk, tongue, form, unread)
    try:
        visit = _visit(site, desk, tongue, brought, now)
        conversation = await _open(visit)
    except (WrongCode, NoCode) as error:
        await site.tries.wrong(visitor_of(request))
        return _code_page(site, desk, tongue, form, error)
    except (TicketOld, StoreTrouble, KeyTrouble, Refused) as error:
        return _code_page(site, desk, tongue, form, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, what was written is not thrown away
        failure(error)
        return _code_page(site, desk, tongue, form, Fault())
    return await (_thread_page if TONGUE in form else _do)(visit, conversation, form)


async def _do(visit: Visit, conversation: Conversation, form: Form) -> Response:
    """What the form asks for, once the thread is open."""
    try:
        if form.get(WITHDRAW) == YES:
            return await _withdraw(visit, conversation, form)
        if MESSAGE in form:
            return await _add(visit, conversation, form)
        wished = form.get(Detail.WISH) in WISHES
        if wished:
            await _change_wish(visit, conversation, form)
        if claims.PICK in form:
            await _pick_place(visit, conversation, form)
        if claims.ANOTHER in form:
            await _another_code(visit, conversation, form)
    except (
        NotSure,
        NotSureAnother,
        NoPlace,
        NotNow,
        TextRefused,
        FilesRefused,
        StoreTrouble,
        KeyTrouble,
    ) as error:
        return await _thread_page(visit, conversation, form, error)
    except WrongCode as error:
        return _code_page(visit.site, visit.desk, visit.tongue, NOTHING, error)
    except Exception as error:  # noqa: BLE001 - as above
        failure(error)
        return await _thread_page(visit, conversation, form, Fault())
    return await _thread_page(visit, conversation, form, wished=wished)


async def _add(visit: Visit, conversation: Conversation, form: Form) -> Response:
    files = visit.brought.files
    if visit.brought.trouble is not None:
        raise visit.brought.trouble
    text = optional_text(form.get(MESSAGE)) if files else require_text(form.get(MESSAGE))
    sealed = await beside_others(
        len(text),
        receive.prepare_message,
        text,
        thread=conversation.thread,
        desk=visit.desk,
        author=visit.author,
        channel=Channel.WEB,
        now=visit.now,
        language=visit.tongue.tag,
        record_id=_record_id(visit, text),
        files=files,
    )
    thread = conversation.thread
    added = await visit.site.runtime.tips.write(
        lambda connection: follow_up.add(connection, sealed, thread=thread)
    )
    if added:
        aside = sealed.aside
        visit.site.scrubbing.begin(
            files,
            thread=thread if aside is None else aside.thread,
            signer=visit.author.signing if aside is None else aside.signer,
            desk=visit.desk,
        )
    return await _thread_page(visit, await _open(visit), added=True)


async def _pick_place(visit: Visit, conversation: Conversation, form: Form) -> None:
    await claims.pick_place(
        visit.site.runtime,
        await _awards(visit, conversation),
        form,
        program_id=visit.desk.program.program_id,
    )


async def _another_code(visit: Visit, conversation: Conversation, form: Form) -> None:
    await claims.get_another(
        visit.site.runtime,
        await _awards(visit, conversation),
        form,
        author=visit.author,
        program_id=visit.desk.program.program_id,
    )


async def _awards(visit: Visit, conversation: Conversation) -> claims.Awards:
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


async def _change_wish(visit: Visit, conversation: Conversation, form: Form) -> None:
    sealed = wishes.prepare_wish(conversation, WISHES[form.get(Detail.WISH)], desk=visit.desk, now=visit.now)
    await visit.site.runtime.tips.write(lambda connection: wishes.change_wish(connection, sealed))


async def _wish(visit: Visit, conversation: Conversation) -> str:
    def read() -> Wish | None:
        with visit.site.runtime.tips.read() as session:
            return wishes.wish_of(session, conversation, desk=visit.desk)

    return await asyncio.to_thread(read) or ""


async def _withdraw(visit: Visit, conversation: Conversation, form: Form) -> Response:
    if form.get(SURE) != YES:
        raise NotSure
    sealed = follow_up.prepare_withdrawal(conversation, desk=visit.desk, now=visit.now)
    tips = visit.site.runtime.tips
    await tips.write(lambda connection: follow_up.withdraw(connection, sealed))
    await run_in_threadpool(checkpoint_soon, tips)
    return visit.site.page("withdrawn.html", tongue=visit.tongue, program=visit.desk.program)


def _visit(site: Site, desk: Desk, tongue: Tongue, brought: Brought, now: datetime) -> Visit:
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


async def _open(visit: Visit) -> Conversation:
    def read() -> Conversation:
        with visit.site.runtime.tips.read() as session:
            return follow_up.open_conversation(session, desk=visit.desk, author=visit.author)

    return await asyncio.to_thread(read)


def _record_id(visit: Visit, text: str) -> RecordId | None:
    """The same page sent twice gives one message; without a ticket nothing tells two from one."""
    what = "\n".join((text, *(file.digest.hex() for file in visit.brought.files)))
    return visit.ticket.record_id(what, key=visit.site.runtime.keys.form_key) if visit.ticket else None


def _kept(site: Site, request: Request, form: Form, error: Exception) -> Response:
    """Not even the program can be read: keep what was written, and what opens the thread for its next try."""
    answer, tongue = _answer(error), tongue_of(request)
    typed = {MESSAGE: form.get(MESSAGE), TICKET: form.get(TICKET), KEPT: form.get(KEPT)}
    return site.page(
        "trouble.html",
        tongue=tongue,
        program=None,
        status=answer.status,
        said=Said.of(answer, error, tongue=tongue),
        typed=typed if typed[MESSAGE] else None,
        main=MESSAGE,
        address=f"{tongue.at}/{request.path_params['slug']}/follow-up",
    )


def _code_page(
    site: Site, desk: Desk, tongue: Tongue, form: Form = NOTHING, error: Exception | None = None
) -> Response:
    """Ask for the code; what was typed as a code is not shown again, what was written as a message is."""
    answer = _answer(error) if error else None
    return site.page(
        "code.html",
        tongue=tongue,
        program=desk.program,
        here=f"/{desk.program.slug}/follow-up",
        form="open",
        status=answer.status if answer else HTTPStatus.OK,
        said=Said.of(answer, error, tongue=tongue) if answer and error else None,
        message=form.get(MESSAGE),
        kept=form.get(KEPT),
    )


async def _thread_page(
    visit: Visit,
    conversation: Conversation,
    form: Form = NOTHING,
    error: Exception | None = None,
    *,
    added: bool = False,
    wished: bool = False,
) -> Response:
    answer = _answer(error) if error else None
    keys, program, tongue = visit.site.runtime.keys, visit.desk.program, visit.tongue
    today = program.day(visit.now)
    return visit.site.page(
        "thread.html",
        tongue=tongue,
        program=program,
        here=f"/{program.slug}/follow-up",
        form="write",
        status=answer.status if answer else HTTPStatus.OK,
        said=Said.of(answer, error, tongue=tongue) if answer and error else None,
        tip=conversation,
        state_words=STATES[conversation.state][0],
        next_words=STATES[conversation.state][1],
        detail_words=DETAILS,
        part_heading=lambda part: heading(part.kind, part.number, tongue),
        asked_as=lambda part, what: tongue.say(ASKED_AS[part.kind].get(what, what)),
        day=lambda day: tongue.day(day, today=today),
        ticket=tickets.issue(visit.code, key=keys.form_key, program_id=program.program_id, now=visit.now),
        message=form.get(MESSAGE),
        kept=form.get(KEPT),
        takes_files=opens_files(visit.site, visit.desk),
        asking=isinstance(error, NotSure),
        wish=await _wish(visit, conversation),
        wished=wished,
        awards=await _awards(visit, conversation),
        shown=claims.SHOW in form,
        unsure=isinstance(error, NotSureAnother),
        nudges=claims.NUDGES,
        added=added,
    )


def _answer(error: Exception) -> Answer:
    """The table's words, but where a tip is there already it must not be said that it was not received."""
    if isinstance(error, StoreTrouble | KeyTrouble | Fault):
        return MESSAGE_NOT_RECEIVED
    return ANSWERS.of(error)
