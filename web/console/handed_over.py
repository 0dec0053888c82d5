"""What was called an illegal picture, to the unit that is there for it: a list, and each to be saved."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from crypto.errors import CannotOpen
from crypto.stream import open_file
from tipline.access.once_more import prove_again
from tipline.casework.files import NoSuchFile
from tipline.casework.handed_over import SealedPicture, announce, handed_over, is_specialist, open_handed
from tipline.casework.refusals import ReportUnclear
from tipline.casework.reported import reported as reports_of
from tipline.errors import SignInRefused, StoreTrouble
from tipline.files import Part, place_of
from tipline.scrub.kinds import HEAD_SIZE, UnknownKind, recognise
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.report_form import write_report
from web.console.search import WRONG_CODE
from web.console.typed import id_of
from web.console.wording import ANSWERS
from web.who_may import who_may

router = APIRouter()

HERE: Final = "/handed-over"
WHO: Final = "who is in a unit that illegal pictures are handed to"
CLOSED: Final = (
    "This one cannot be opened: it was changed or damaged in the store. Tell whoever runs the store."
)


@router.get(HERE)
@who_may(WHO)
def show(signed: SignedIn) -> Response:
    """What was handed to the unit, with the days that are left to report it."""
    return _page(signed)


@router.post(HERE)
@who_may(WHO)
def save(signed: SignedIn, form: Posted) -> Response:
    """Hand one out as something to be saved, after another second factor; it is written down first."""
    runtime, file_id = signed.runtime, id_of(form.get("file"))
    with runtime.tips.read() as session:
        if file_id not in {file.file_id for file in handed_over(session, by=signed.holder)}:
            raise NoSuchFile
    try:
        prove_again(runtime, by=signed.holder, totp=form.get("totp"), now=signed.now)
    except SignInRefused:
        return _page(signed, refusal=WRONG_CODE, status=403)
    with runtime.tips.transaction() as session:
        announce(session, file_id=file_id, by=signed.holder, now=signed.now)
    try:
        with runtime.keys_store.read() as keys_session, runtime.tips.read() as session:
            picture = open_handed(session, keys_session, file_id=file_id, by=signed.holder)
        pieces = _pieces(signed, picture)
        head = next(pieces, b"")
    except (CannotOpen, StoreTrouble):
        return _page(signed, refusal=CLOSED, status=409)
    name = f"{picture.number} {picture.file_id.hex()[:8]}.{_ending(head)}"
    return StreamingResponse(
        chain((head,), pieces),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        media_type="application/octet-stream",
    )


@router.post(f"{HERE}/reported")
@who_may(WHO)
def reported(signed: SignedIn, form: Posted) -> Response:
    """Write down that one was reported: when, to whom, under which reference."""
    runtime = signed.runtime
    with runtime.tips.read() as session:
        signed.require(is_specialist(session, program_id=signed.holder.program_id, teams=signed.holder.teams))
    try:
        with runtime.keys_store.read() as keys_session, runtime.tips.transaction() as session:
            write_report(signed, form, session, keys_session)
    except ReportUnclear as refused:
        return _page(signed, refusal=ANSWERS.of(refused).words, status=422)
    return RedirectResponse(HERE, 303)


def _pieces(signed: Signed, picture: SealedPicture) -> Iterator[bytes]:
    place = place_of(Part.COPY, program_id=signed.holder.program_id, file_id=picture.file_id)
    return iter(open_file(signed.runtime.blobs.read(picture.blob_id), picture.key, context=place))


def _ending(head: bytes) -> str:
    try:
        return recognise(head[:HEAD_SIZE]).value
    except UnknownKind:
        return "bin"


def _page(signed: Signed, *, refusal: str = "", status: int = 200) -> Response:
    holder = signed.holder
    with signed.runtime.keys_store.read() as keys_session, signed.runtime.tips.read() as session:
        signed.require(is_specialist(session, program_id=holder.program_id, teams=holder.teams))
        files = handed_over(session, by=holder)
        ids = [file.file_id for file in files]
        done = reports_of(session, keys_session, ids, by=holder, program=signed.program)
    lines = [(file, (file.report_due - signed.today).days, done.get(file.file_id)) for file in files]
    lines.sort(key=lambda line: line[2] is not None)
    return page(
        signed,
        "handed_over.html",
        here=HERE,
        status=status,
        lines=lines,
        refusal=refusal,
        today=signed.today,
    )
