"""The way back: eight words open the thread, in the answer to the post that brought them and nowhere else."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from tipline.errors import KeyTrouble, Refused, StoreTrouble, TextRefused, WrongCode
from tipline.file_errors import FilesRefused
from tipline.intake import follow_up, receive, wishes
from tipline.intake.follow_up import Conversation
from tipline.intake.normalise import optional_text, require_text
from tipline.intake.report import Detail
from tipline.log import failure
from tipline.rewards.award_refusals import NotNow
from tipline.store.upkeep import checkpoint_soon
from tipline.vocabulary import Channel, Wish
from web.forms import Form, FormTrouble
from web.public import claims
from web.public.by_address import tongue_of
from web.public.files import Brought, read_brought
from web.public.form_page import KEPT, TONGUE
from web.public.long_texts import beside_others
from web.public.refusals import Fault, NoCode, NoPlace, NotSure, NotSureAnother, TicketOld
from web.public.said import Said
from web.public.site import Site, site_of
from web.public.thread_page import (
    BACK,
    MESSAGE,
    NOTHING,
    PRINT,
    answer_to,
    code_page,
    print_page,
    thread_page,
)
from web.public.visit import TICKET, Visit, awards_of, open_thread, read_visit, record_id_of
from web.visitors import visitor_of
from web.who_may import who_may

WITHDRAW: Final = "withdraw"
SURE: Final = "sure"
YES: Final = "yes"

WISHES: Final = {wish.value: wish for wish in Wish}


@who_may("anyone")
async def ask(request: Request) -> Response:
    """Ask for the code."""
    site = site_of(request)
    desk = await site.programs.by_slug(request.path_params["slug"], now=site.now())
    return code_page(site, desk, tongue_of(request))


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
        return code_page(site, desk, tongue, form, unread)
    try:
        visit = read_visit(site, desk, tongue, brought, now)
        conversation = await open_thread(visit)
    except (WrongCode, NoCode) as error:
        await site.tries.wrong(visitor_of(request))
        return code_page(site, desk, tongue, form, error)
    except (TicketOld, StoreTrouble, KeyTrouble, Refused) as error:
        return code_page(site, desk, tongue, form, error)
    except Exception as error:  # noqa: BLE001 - whatever it is, what was written is not thrown away
        failure(error)
        return code_page(site, desk, tongue, form, Fault())
    on_paper = PRINT in form and BACK not in form
    return await (print_page if on_paper else thread_page if TONGUE in form else _do)(
        visit, conversation, form
    )


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
        return await thread_page(visit, conversation, form, error)
    except WrongCode as error:
        return code_page(visit.site, visit.desk, visit.tongue, NOTHING, error)
    except Exception as error:  # noqa: BLE001 - as above
        failure(error)
        return await thread_page(visit, conversation, form, Fault())
    return await thread_page(visit, conversation, form, wished=wished)


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
        record_id=record_id_of(visit, text),
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
    return await thread_page(visit, await open_thread(visit), added=True)


async def _pick_place(visit: Visit, conversation: Conversation, form: Form) -> None:
    await claims.pick_place(
        visit.site.runtime,
        await awards_of(visit, conversation),
        form,
        program_id=visit.desk.program.program_id,
    )


async def _another_code(visit: Visit, conversation: Conversation, form: Form) -> None:
    await claims.get_another(
        visit.site.runtime,
        await awards_of(visit, conversation),
        form,
        author=visit.author,
        program_id=visit.desk.program.program_id,
    )


async def _change_wish(visit: Visit, conversation: Conversation, form: Form) -> None:
    sealed = wishes.prepare_wish(conversation, WISHES[form.get(Detail.WISH)], desk=visit.desk, now=visit.now)
    await visit.site.runtime.tips.write(lambda connection: wishes.change_wish(connection, sealed))


async def _withdraw(visit: Visit, conversation: Conversation, form: Form) -> Response:
    if form.get(SURE) != YES:
        raise NotSure
    sealed = follow_up.prepare_withdrawal(conversation, desk=visit.desk, now=visit.now)
    tips = visit.site.runtime.tips
    await tips.write(lambda connection: follow_up.withdraw(connection, sealed))
    await run_in_threadpool(checkpoint_soon, tips)
    return visit.site.page("withdrawn.html", tongue=visit.tongue, program=visit.desk.program)


def _kept(site: Site, request: Request, form: Form, error: Exception) -> Response:
    """Not even the program can be read: keep what was written, and what opens the thread for its next try."""
    answer, tongue = answer_to(error), tongue_of(request)
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
