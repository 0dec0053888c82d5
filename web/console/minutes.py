"""The minutes of a meeting: a page to print, and the same as a PDF in the program's languages."""

from fastapi import APIRouter, Request, Response

from tipline import audit
from tipline.audit import Action
from tipline.reports.documents.english import ENGLISH
from tipline.reports.documents.minutes import minutes_pdf, tell
from tipline.reports.documents.reading import said_in
from tipline.reward_words import MeetingId
from tipline.rewards.minutes import Minutes, minutes
from web.console.desk import Signed, SignedIn, page
from web.console.meetings import HERE, PREFIX, WHO, Written, meeting_of, names_in
from web.who_may import who_may

router = APIRouter(prefix=PREFIX)


@router.get("/{written}/minutes")
@who_may(WHO)
def show(written: Written, signed: SignedIn) -> Response:
    """What a meeting decided, with its totals, to be printed."""
    meeting_id = meeting_of(written)
    told = tell(_read(signed, meeting_id), ENGLISH, names=names_in(signed))
    return page(signed, "minutes.html", here=HERE, minutes=told, address=f"{PREFIX}/{meeting_id.hex()}")


@router.get("/{written}/minutes.pdf")
@who_may(WHO)
def download(written: Written, request: Request, signed: SignedIn) -> Response:
    """The minutes as a document; the audit says that somebody took minutes along, and not which."""
    found = _read(signed, meeting_of(written))
    program_id, holder = signed.holder.program_id, signed.holder
    with signed.runtime.tips.read() as tips:
        program, words = said_in(tips, program_id, wished=request.query_params.get("language", ""))
    made = minutes_pdf(found, words, names=names_in(signed), program_name=signed.program_name)
    with signed.runtime.tips.transaction() as tips:
        audit.record(
            tips,
            program_id=program_id,
            action=Action.MINUTES_TAKEN,
            by=holder.person_id,
            subject=audit.REWARDS,
            at=signed.now,
            signer=holder.holdings.signing(),
        )
    file_name = f"{program.slug}-minutes-{found.day.isoformat()}.pdf"
    return Response(
        made,
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _read(signed: Signed, meeting_id: MeetingId) -> Minutes:
    with signed.runtime.keys_store.read() as keys, signed.runtime.ledger.read() as ledger:
        return minutes(ledger, keys, meeting_id=meeting_id, by=signed.holder, program=signed.program)
