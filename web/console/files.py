"""The one press that takes a file away from everybody: it shows what nobody may have."""

from contextlib import suppress
from functools import partial

from fastapi import APIRouter, Request, Response
from sqlmodel import Session

from tipline import loose_blobs
from tipline.casework import illegal
from tipline.casework.files import NoSuchFile, file_of_tip
from tipline.errors import StoreTrouble
from tipline.file_words import FileId
from web.console.desk import Posted, SignedIn
from web.console.report_form import write_report
from web.console.tip import Number, do
from web.console.typed import id_of
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}/files")

WRITTEN = "It is written down that this picture was reported. The clock for it has stopped."

TAKEN = (
    "The file is taken from every view. Do not describe it, and do not look for it elsewhere. Your program "
    "must report it: the day stands beside it."
)


@router.post("/illegal")
@who_may("who holds the team whose tip it is, and may triage")
def take_away(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Take a file from every grant but that of the unit which is there for it."""
    runtime, found = signed.runtime, id_of(form.get("file"))
    if found is None:
        raise NoSuchFile
    file_id = FileId(found)
    with runtime.keys_store.read() as keys_session, runtime.tips.read() as session:
        view = file_of_tip(
            session, keys_session, number=number, file_id=file_id, by=signed.holder, program=signed.program
        )
    signed.require(signed.holder.role.may_triage)
    hand_over = illegal.prepare(
        view.copy,
        tips=runtime.tips,
        blobs=runtime.blobs,
        by=signed.holder,
        program=signed.program,
        now=signed.now,
    )

    def deed(session: Session, keys_session: Session) -> None:
        illegal.take_away(
            session,
            keys_session,
            number=number,
            file_id=file_id,
            hand_over=hand_over,
            by=signed.holder,
            program=signed.program,
            now=signed.now,
        )

    answer = do(request, signed, number, form, deed, done=[TAKEN])
    with suppress(StoreTrouble):  # what cannot be removed now is removed by the next sweep
        loose_blobs.sweep(runtime.tips, runtime.blobs, now=signed.now)
    return answer


@router.post("/reported")
@who_may("who holds the team whose tip it is, and may triage")
def reported(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Write down that an illegal picture was reported: when, to whom, under which reference."""
    return do(request, signed, number, form, partial(write_report, signed, form), done=[WRITTEN])
