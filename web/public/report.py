"""The form at a program's address, and the answer to it: a receipt, or the form again with what was typed."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from crypto.codes import code_secrets, draw_code
from tipline.errors import (
    FormTokenRefused,
    KeyTrouble,
    NoSuchLink,
    NothingHere,
    Refused,
    StoreTrouble,
    TextTooLong,
)
from tipline.intake import finishing, form_tokens, receive
from tipline.intake.finishing import Unfinished
from tipline.intake.normalise import optional_text, require_text
from tipline.intake.programs import Desk
from tipline.intake.report import TOLD, Detail, Origin, Report
from tipline.log import failure
from tipline.told import in_a_row, part_field, parts_of
from tipline.vocabulary import Channel, Offence, Wish
from web.forms import Form, FormTrouble
from web.public.by_address import offered, tongue_of
from web.public.files import Brought, opens_files, read_brought
from web.public.form_page import LABELS, LINK, OFFENCE, TOKEN, TONGUE, TRAP, WHAT, typed_in
from web.public.long_texts import beside_others
from web.public.parts import STEP, part_label, pressed_place, typed_parts
from web.public.places import elsewhere
from web.public.pressed import receipt as receipt_page
from web.public.pressed import step
from web.public.pressure import YOUNG
from web.public.refusals import DetailTooLong, Fault
from web.public.review import read_through
from web.public.said import Said
from web.public.site import HTML, Site, site_of
from web.public.web_views import host_of, opened_in
from web.public.wording import ANSWERS
from web.tongues import Tongue
from web.visitors import Visitor, visitor_of
from web.who_may import who_may

YES: Final = "yes"
NOTHING: Final = Form(())

CHECK: Final = "check"
CHECKED: Final = "checked"
"""Carried by the page that shows what will be sent: another language shows it again."""

WISHES: Final = frozenset(wish.value for wish in Wish)
OFFENCES: Final = {offence.value: offence for offence in Offence}


@who_may("anyone")
async def show(request: Request) -> Response:
    """The form, fresh; of the address nothing is taken but a link."""
    site = site_of(request)
    now = site.now()
    desk = await site.programs.by_slug(request.path_params["slug"], now=now)
    origin = await _origin(site, desk, request.query_params.get(LINK, ""), now)
    link = request.query_params[LINK] if origin else ""
    tongue = tongue_of(request)
    if tongue not in offered(desk.program):
        # Who reads it was taken away: a form that nobody here can read would be a trap.
        kept = f"?{LINK}={link}" if link else ""
        return Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": f"/{desk.program.slug}{kept}"})
    page = site.forms.fresh(
        desk.program,
        tongue=tongue,
        token=_fresh_token(site, desk, now),
        link=link,
        site=_host(site, request),
        opened=opened_in(request),
        takes_files=opens_files(site, desk),
    )
    return Response(page, media_type=HTML)


@who_may("anyone")
async def straighten(request: Request) -> Response:
    """An address with a slash too many, as people type it."""
    desk = await site_of(request).programs.by_slug(request.path_params["slug"], now=site_of(request).now())
    return Response(
        status_code=HTTPStatus.PERMANENT_REDIRECT,
        headers={"Location": f"{tongue_of(request).at}/{desk.program.slug}"},
    )


@who_may("anyone")
async def send(request: Request) -> Response:
    """Take a tip in: what went wrong is said on the form, where everything that was typed still stands."""
    site = site_of(request)
    now = site.now()
    form = NOTHING
    try:
        brought = await read_brought(request, site, now=now)
        form = brought.form
        desk = await site.programs.by_slug(request.path_params["slug"], now=now)
        wanted = form.get(STEP)
        if wanted == CHECK or (TONGUE in form and form.get(CHECKED) == YES):
            return await _check(site, desk, brought, tongue_of(request), now)
        if TONGUE in form or wanted:
            return await _again(site, request, form, brought.trouble, now)
        return await _take_in(site, desk, brought, request, now)
    except NothingHere as error:
        return await elsewhere(site, tongue_of(request), ANSWERS.of(error), error, typed=typed_in(form))
    except ClientDisconnect:
        raise
    except (Refused, FormTrouble, StoreTrouble, KeyTrouble) as error:
        return await _again(site, request, form, error, now)
    except Exception as error:  # noqa: BLE001 - whatever it is, a frightened person's words are not thrown away
        failure(error)
        return await _again(site, request, form, Fault(), now)


async def _check(site: Site, desk: Desk, brought: Brought, tongue: Tongue, now: datetime) -> Response:
    """Show what will be sent, and what in it may tell who wrote it; files alone are kept, for an hour."""
    form = brought.form
    if brought.trouble is not None:
        raise brought.trouble
    report = replace(await _report(site, desk, form, tongue, now), files=brought.files)
    letters = sum(map(len, report.texts()))
    carried = typed_in(form) | {TRAP: form.get(TRAP)}
    kept = {name: value for name, value in carried.items() if value and not part_field(name)}
    return site.page(
        "review.html",
        tongue=tongue,
        program=desk.program,
        here=f"/{desk.program.slug}",
        form="tip",
        review=await beside_others(letters, read_through, report, tongue=tongue),
        report=report,
        typed=kept | {name: words for name, words in report.details.items() if part_field(name)},
        token=_valid_token(site, desk, form, now) or _fresh_token(site, desk, now),
        link=form.get(LINK),
    )


async def _take_in(site: Site, desk: Desk, brought: Brought, request: Request, now: datetime) -> Response:
    """Seal what was typed, keep it with the token, and only then show the code.

    While the store is away it is kept all the same, and delivered later.

    Under pressure it is stored all the same, and the step after it comes before the code.
    """
    program_id, keys, form = desk.program.program_id, site.runtime.keys, brought.form
    tongue = tongue_of(request)
    if brought.trouble is not None:
        raise brought.trouble
    report = replace(await _report(site, desk, form, tongue, now), files=brought.files)
    token = form_tokens.check(form.get(TOKEN), key=keys.form_key, program_id=program_id, now=now)
    code = draw_code(tongue.tag)
    author = code_secrets(code, pepper=keys.code_pepper, program=program_id)
    letters = sum(map(len, report.texts()))
    sealed = await beside_others(letters, receive.prepare, report, desk=desk, author=author, now=now)
    pressed = _pressed(site, desk, form, visitor_of(request), now, by_link=report.origin is not None)
    if pressed:
        sealed = finishing.as_unfinished(sealed)

    scrub = partial(site.scrubbing.begin, report.files, thread=sealed.thread, signer=sealed.signer, desk=desk)
    receipt = await site.reception.take(sealed, token=token, now=now, then=scrub)
    if receipt is None:
        return _received_before(site, desk, form, tongue, now)
    tip = Unfinished(code, receipt.number, receipt.tip_id, report.in_danger, len(report.files), now)
    return (step if pressed else receipt_page)(site, desk, tip, tongue)


def _pressed(site: Site, desk: Desk, form: Form, visitor: Visitor, now: datetime, *, by_link: bool) -> bool:
    """Whether the tip comes under pressure; the signs of a machine weigh, and decide nothing alone."""
    signs = (form_tokens.age(form.get(TOKEN), now=now) < YOUNG) + bool(form.get(TRAP))
    link = form.get(LINK) if by_link else ""
    return site.pressure.of(visitor=visitor, program_id=desk.program.program_id, link_id=link, signs=signs)


async def _report(site: Site, desk: Desk, form: Form, tongue: Tongue, now: datetime) -> Report:
    """What was typed, as every door hands it in; a choice that we did not offer counts as none."""
    text = require_text(form.get(WHAT))
    details: dict[str, str] = {detail: _detail(form, detail, tongue.say(LABELS[detail])) for detail in TOLD}
    details |= _parts(form, tongue)
    details |= {
        detail: YES for detail in (Detail.DANGER, Detail.ABOUT_US, Detail.REPEAT) if form.get(detail) == YES
    }
    if form.get(Detail.WISH) in WISHES:
        details[Detail.WISH] = form.get(Detail.WISH)
    origin = await _origin(site, desk, form.get(LINK), now)
    return Report(
        channel=Channel.LINK if origin else Channel.WEB,
        text=text,
        details=details,
        language=tongue.tag,
        offence=OFFENCES.get(form.get(OFFENCE), Offence.OTHER),
        danger=Detail.DANGER in details,
        about_us=Detail.ABOUT_US in details,
        origin=origin,
    )


def _parts(form: Form, tongue: Tongue) -> dict[str, str]:
    """Persons and vehicles as they are sealed: the empty ones dropped, the others numbered from 1."""
    fields = {field.name: field for name in typed_parts(form) if (field := part_field(name))}
    told = {name: _detail(form, name, part_label(field, tongue)) for name, field in fields.items()}
    return in_a_row(parts_of(told))


def _detail(form: Form, name: str, label: str) -> str:
    try:
        return optional_text(form.get(name))
    except TextTooLong as error:
        raise DetailTooLong(name, label, limit=error.limit, found=error.found) from None


async def _origin(site: Site, desk: Desk, link_id: str, now: datetime) -> Origin | None:
    """Where a link comes from; another program's, or one that is none, counts as no link."""
    if not link_id:
        return None
    try:
        link = await site.links.find(link_id, now=now)
    except (NoSuchLink, StoreTrouble):  # no tip is turned away for the sake of a count
        return None
    if link.program_id != desk.program.program_id:
        return None
    return Origin(link.appeal_id, link.kind, link.link_id)


def _received_before(site: Site, desk: Desk, form: Form, tongue: Tongue, now: datetime) -> Response:
    """The form was sent before: say so, and let who lost the answer send it as a tip with a code."""
    typed = {name: value for name, value in typed_in(form).items() if name != Detail.REPEAT}
    return site.page(
        "again.html",
        tongue=tongue,
        program=desk.program,
        status=HTTPStatus.CONFLICT,
        typed=typed,
        token=_fresh_token(site, desk, now),
        link=form.get(LINK),
    )


async def _again(
    site: Site, request: Request, form: Form, error: Exception | None, now: datetime
) -> Response:
    """The form again, with every word that was typed; without an error where another language was pressed."""
    tongue = tongue_of(request)
    said = Said.of(ANSWERS.of(error), error, tongue=tongue) if error else None
    status = ANSWERS.of(error).status if error else HTTPStatus.OK
    try:
        desk = await site.programs.by_slug(request.path_params["slug"], now=now)
    except (StoreTrouble, KeyTrouble):
        kept = {**typed_in(form), LINK: form.get(LINK), TOKEN: form.get(TOKEN)}
        return site.page(
            "trouble.html",
            tongue=tongue,
            program=None,
            status=status,
            said=said,
            typed=kept,
            main=WHAT,
            address=f"{tongue.at}/{request.path_params['slug']}",
        )
    typed = typed_in(form)
    token = _same_token(site, desk, form, error, now) or _fresh_token(site, desk, now)
    link = form.get(LINK) if await _origin(site, desk, form.get(LINK), now) else ""
    page = site.forms.filled(
        desk.program,
        tongue=tongue,
        token=token,
        link=link,
        typed=typed,
        said=said,
        place="" if said else pressed_place(form, typed),
        takes_files=opens_files(site, desk),
    )
    return Response(page, status, media_type=HTML)


def _same_token(site: Site, desk: Desk, form: Form, error: Exception | None, now: datetime) -> str | None:
    """The token that was sent, if nothing was wrong, or the store may have kept the tip before it went away.

    Sent again with the same token it is then found to be there, and not a second time.
    """
    if isinstance(error, Refused | FormTrouble):
        return None
    return _valid_token(site, desk, form, now)


def _valid_token(site: Site, desk: Desk, form: Form, now: datetime) -> str | None:
    token, key = form.get(TOKEN), site.runtime.keys.form_key
    try:
        form_tokens.check(token, key=key, program_id=desk.program.program_id, now=now)
    except FormTokenRefused:
        return None
    return token


def _host(site: Site, request: Request) -> str:
    """The host that the form's address is copied with: the one that is set, else the one that was asked."""
    origin = site.runtime.settings.public_origin
    return origin.partition("://")[2] if origin else host_of(request)


def _fresh_token(site: Site, desk: Desk, now: datetime) -> str:
    return form_tokens.issue(key=site.runtime.keys.form_key, program_id=desk.program.program_id, now=now)
