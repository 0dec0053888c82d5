"""The pages of who comes back: the one that asks for the code, the thread, and the thread on paper."""

from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from tipline.errors import KeyTrouble, StoreTrouble
from tipline.intake import tickets
from tipline.intake.follow_up import Conversation
from tipline.intake.programs import Desk
from web.errors import Answer
from web.forms import Form
from web.public import claims
from web.public.files import opens_files
from web.public.form_page import KEPT
from web.public.parts import ASKED_AS, heading
from web.public.refusals import Fault, NotSure, NotSureAnother
from web.public.said import Said
from web.public.sent_files import file_lines
from web.public.site import Site
from web.public.visit import Visit, awards_of, wish_of
from web.public.wording import ANSWERS, DETAILS, MESSAGE_NOT_RECEIVED, STATES
from web.tongues import Tongue

MESSAGE: Final = "message"
PRINT: Final = "print"
"""Pressed to have the thread on paper."""
BACK: Final = "back"
"""Pressed there to have it on the screen again."""

NOTHING: Final = Form(())


def code_page(
    site: Site, desk: Desk, tongue: Tongue, form: Form = NOTHING, error: Exception | None = None
) -> Response:
    """Ask for the code; what was typed as a code is not shown again, what was written as a message is."""
    answer = answer_to(error) if error else None
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


async def thread_page(
    visit: Visit,
    conversation: Conversation,
    form: Form = NOTHING,
    error: Exception | None = None,
    *,
    added: bool = False,
    wished: bool = False,
) -> Response:
    """The thread, what waits for an answer on top, and what can be done with the tip."""
    answer = answer_to(error) if error else None
    program, tongue = visit.desk.program, visit.tongue
    return visit.site.page(
        "thread.html",
        tongue=tongue,
        program=program,
        here=f"/{program.slug}/follow-up",
        form="write",
        status=answer.status if answer else HTTPStatus.OK,
        said=Said.of(answer, error, tongue=tongue) if answer and error else None,
        message=form.get(MESSAGE),
        kept=form.get(KEPT),
        takes_files=opens_files(visit.site, visit.desk),
        asking=isinstance(error, NotSure),
        wish=await wish_of(visit, conversation),
        wished=wished,
        awards=await awards_of(visit, conversation),
        shown=claims.SHOW in form,
        unsure=isinstance(error, NotSureAnother),
        nudges=claims.NUDGES,
        added=added,
        **_told(visit, conversation),
    )


async def print_page(visit: Visit, conversation: Conversation, form: Form = NOTHING) -> Response:  # noqa: ARG001 - as the screen's page
    """The thread as it goes on paper: what was said and where the tip stands, and nothing of a reward."""
    program = visit.desk.program
    # On paper "today" is soon untrue.
    told = _told(visit, conversation)
    told["day"] = visit.tongue.dated
    return visit.site.page(
        "thread_print.html",
        tongue=visit.tongue,
        program=program,
        here=f"/{program.slug}/follow-up",
        form="again",
        today=visit.tongue.dated(program.day(visit.now)),
        **told,
    )


def _told(visit: Visit, conversation: Conversation) -> dict[str, Any]:  # Any: values of a template
    """What both say of a thread."""
    keys, program, tongue = visit.site.runtime.keys, visit.desk.program, visit.tongue
    today = program.day(visit.now)
    return {
        "tip": conversation,
        "state_words": STATES[conversation.state][0],
        "next_words": STATES[conversation.state][1],
        "detail_words": DETAILS,
        "part_heading": lambda part: heading(part.kind, part.number, tongue),
        "asked_as": lambda part, what: tongue.say(ASKED_AS[part.kind].get(what, what)),
        "day": lambda day: tongue.day(day, today=today),
        "file_lines": file_lines(conversation.said, tongue),
        "ticket": tickets.issue(visit.code, key=keys.form_key, program_id=program.program_id, now=visit.now),
    }


def answer_to(error: Exception) -> Answer:
    """The table's words, but where a tip is there already it must not be said that it was not received."""
    if isinstance(error, StoreTrouble | KeyTrouble | Fault):
        return MESSAGE_NOT_RECEIVED
    return ANSWERS.of(error)
