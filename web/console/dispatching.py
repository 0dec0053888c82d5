"""The scrub step: a copy without what tells who wrote, looked over, then sent to whom it is for."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from crypto.errors import CannotOpen
from tipline.casework import dispatch, kept_back, tip
from tipline.casework.assignment import recipients
from tipline.casework.briefs import by_reporter
from tipline.casework.dispatch import Order
from tipline.casework.files import as_passed_on
from tipline.casework.people import names_of
from tipline.casework.refusals import FileNotToSend, NotScrubbed
from tipline.casework.surge.copies import Copy, copy_of
from tipline.casework.views import Recipient, RecordView, TipView
from tipline.errors import KeyTrouble, NothingHere, NotPermitted, Refused
from tipline.file_words import FileId
from tipline.intake.normalise import clean
from tipline.telltale.linter import marks
from tipline.vocabulary import ID_SIZE, PersonId, Priority, RecordId, TeamId
from web.console.desk import Posted, Signed, SignedIn, page
from web.console.long_thread import part_of
from web.console.mark_words import pieces
from web.console.scrub_words import begin, marked, take_all_out, take_out
from web.console.shown_files import ShownFile, shown_files, with_tickets
from web.console.typed import id_of
from web.console.wording import said_of
from web.forms import Form
from web.who_may import who_may

router = APIRouter(prefix="/tips/{number}/dispatch")

WHO: Final = "who holds the team whose tip it is, and may triage"
NOBODY: Final = "Choose who is to have the outcome. Nothing was sent."

Number = Annotated[str, Path(max_length=16)]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the page is made of: the tip as it is now, who may have it, and what its recipients have."""

    view: TipView
    recipients: tuple[Recipient, ...]
    since: str
    copy: Copy | None
    """What somebody made who may not dispatch."""
    copier: str | None
    files: tuple[ShownFile, ...]


@dataclass(frozen=True, slots=True)
class _Typed:
    """The form as somebody left it."""

    text: str
    word: str
    primary: str
    others: tuple[str, ...]
    original: bool
    unscrubbed: bool
    covers: frozenset[RecordId]
    since: str
    """What the recipients had when the form was begun."""
    files: frozenset[FileId]
    """Those that are ticked to go with it."""
    looked: str
    """What was looked over, so that nothing else is sent: no secret, the form has all of it."""

    def order(self) -> Order | None:
        """What is to be sent, or nothing while nobody is chosen for the outcome."""
        primary = recipient_of(self.primary)
        if primary is None:
            return None
        others = tuple(one for one in map(recipient_of, self.others) if one is not None)
        return Order(
            primary=primary,
            others=others,
            text="" if self.unscrubbed else self.text,
            word=self.word,
            covers=self.covers,
            original=self.original,
            unscrubbed=self.unscrubbed,
            files=frozenset() if self.unscrubbed else self.files,
        )

    def digest(self) -> str:
        """Of everything that the preview shows."""
        files = sorted(file_id.hex() for file_id in self.files)
        flags = (self.primary, *self.others, str(self.original), str(self.unscrubbed), *files)
        return sha256("\0".join((self.text, self.word, *flags)).encode()).hexdigest()


@router.get("")
@who_may(WHO)
def show(request: Request, number: Number, signed: SignedIn) -> Response:
    """The reporter's words beside a copy of them, with what is marked in it."""
    desk = _open(request, signed, number)
    waits = desk.view.brief.pending
    ready = desk.copy if desk.copy is not None and desk.copy.proven else None
    primary = next((one for one in desk.view.given_to if one.primary), None)
    typed = _Typed(
        text=begin(waits) if ready is None else ready.text,
        word="",
        primary="" if primary is None else _value(is_team=primary.is_team, recipient_id=primary.recipient_id),
        others=(),
        original=False,
        unscrubbed=False,
        covers=frozenset(record.record_id for record in waits) if ready is None else ready.covers,
        since=desk.since,
        files=frozenset(),
        looked="",
    )
    return _editor(signed, desk, typed)


@router.post("")
@who_may(WHO)
def change(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Take marked words out, begin again, add what came since, or look it over; nothing is sent."""
    desk = _open(request, signed, number)
    typed = _read(form)
    if form.get("take"):
        return _without(signed, desk, typed, form.get("take"))
    match form.get("deed"):
        case "take-all":
            count = len(marks(typed.text))
            left = replace(typed, text=take_all_out(typed.text))
            return _editor(signed, desk, left, done=f"Taken out: {count} marked words. Read what is left.")
        case "again":
            waits = _reporters(desk.view)
            fresh = replace(typed, text=begin(waits), covers=frozenset(one.record_id for one in waits))
            return _editor(signed, desk, fresh, done="All that the reporter wrote is in the box again.")
        case "add-new":
            new = _new(desk.view, typed)
            text = "\n\n".join(part for part in (typed.text, begin(new)) if part)
            more = replace(typed, text=text, covers=typed.covers | {one.record_id for one in new})
            return _editor(signed, desk, more, done="What the reporter added stands at the end of the box.")
        case "marks":
            return _editor(signed, desk, typed, done=_count(typed.text))
    return _look_over(request, signed, desk, typed)


@router.post("/send")
@who_may(WHO)
def send(request: Request, number: Number, signed: SignedIn, form: Posted) -> Response:
    """Send what was looked over; what was changed since is looked over again."""
    typed = _read(form)
    if form.get("deed") == "change":
        return _editor(signed, _open(request, signed, number), typed)
    order = typed.order()
    if order is None or typed.looked != typed.digest():
        return _look_over(request, signed, _open(request, signed, number), typed)
    try:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as tips:
            dispatch.dispatch(
                tips,
                keys,
                number=number,
                order=order,
                since=typed.since,
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
    except (NotPermitted, NothingHere):
        raise
    except (Refused, KeyTrouble, CannotOpen) as refused:
        said = said_of(refused)
        desk = _open(request, signed, number)
        now = replace(typed, since=desk.since)
        return _editor(signed, desk, now, refusal=said.words, status=said.status)
    return RedirectResponse(f"/tips/{number}?done=send", 303)


@router.post("/keep-back")
@who_may(WHO)
def keep_back(number: Number, signed: SignedIn, form: Posted) -> Response:
    """Decide that what the reporter added is not for those who have the tip."""
    covers = _ids(form.get("covers"))
    if covers:
        with signed.runtime.keys_store.read() as keys, signed.runtime.tips.transaction() as tips:
            kept_back.keep_back(
                tips,
                keys,
                number=number,
                covers=covers,
                by=signed.holder,
                program=signed.program,
                now=signed.now,
            )
    return RedirectResponse(f"/tips/{number}{'?done=keep-back' if covers else ''}", 303)


def _open(request: Request, signed: Signed, number: str) -> _Desk:
    """Open the tip, which is written down first; for those alone whose tip it is."""
    holder, program = signed.holder, signed.program
    with signed.runtime.keys_store.read() as keys:
        with signed.runtime.tips.transaction() as tips:
            since = dispatch.seen(tips, keys, number=number, by=holder, program=program)
            tip.announce(tips, keys, number=number, by=holder, now=signed.now)
        with signed.runtime.tips.read() as tips:
            view = tip.open_tip(tips, keys, number=number, by=holder, program=program)
            copy = copy_of(tips, keys, tip_id=view.head.tip_id, by=holder, program=program)
            copier = None if copy is None else names_of(tips, holder.program_id).person(copy.by)
            whom = recipients(tips, tip_team=view.head.team_id, program=program)
            files = shown_files(request, tips, keys, signed, number=number)
            return _Desk(view, whom, since, copy, copier, files)


def _without(signed: Signed, desk: _Desk, typed: _Typed, asked: str) -> Response:
    words = clean(asked.partition(":")[2])
    text = take_out(typed.text, asked)
    if text is None:
        return _editor(signed, desk, typed, done=f"“{words}” is not in the box any more.")
    return _editor(signed, desk, replace(typed, text=text), done=f"“{words}” is taken out. {_count(text)}")


def _look_over(request: Request, signed: Signed, desk: _Desk, typed: _Typed) -> Response:
    """Show what the recipients will read, if it could be sent."""
    order = typed.order()
    if order is None:
        return _editor(signed, desk, typed, refusal=NOBODY, status=422)
    danger = typed.unscrubbed and desk.view.head.priority is Priority.DANGER
    if not (order.text or desk.view.brief.scrubbed or danger):
        said = said_of(NotScrubbed())
        return _editor(signed, desk, typed, refusal=said.words, status=said.status)
    views = [file.view for file in desk.files]
    if not order.files <= {view.file_id for view in views if view.copy is not None}:
        said = said_of(FileNotToSend())
        return _editor(signed, desk, typed, refusal=said.words, status=said.status)
    named = {_value(is_team=one.is_team, recipient_id=one.recipient_id): one.name for one in desk.recipients}
    original = (order.original or order.unscrubbed) and begin(_reporters(desk.view))
    return page(
        signed,
        "scrub_review.html",
        here="/",
        tip=desk.view,
        typed=typed,
        order=order,
        primary=named.get(typed.primary, "somebody"),
        others=[named[other] for other in typed.others if other in named and other != typed.primary],
        still=marked(order.text),
        told=pieces(original, marks(original)) if original else (),
        warned=marked(original) if original else (),
        looked=typed.digest(),
        files=with_tickets(
            request, as_passed_on(views, chosen=order.files), signed, number=desk.view.head.number
        ),
        chosen=sorted(file_id.hex() for file_id in order.files),
        all_files=bool(desk.files),
        covers=_written(typed),
    )


def _editor(
    signed: Signed, desk: _Desk, typed: _Typed, *, refusal: str = "", done: str = "", status: int = 200
) -> Response:
    told = part_of(_reporters(desk.view), 1)
    return page(
        signed,
        "scrub.html",
        here="/",
        status=status,
        tip=desk.view,
        typed=typed,
        refusal=refusal,
        done=done,
        recipients=desk.recipients,
        had={one.recipient_id for one in desk.view.given_to},
        value=_value,
        reporter=[
            (record, pieces(record.text, marks(record.text))) for record in (*told.beginning, *told.records)
        ],
        between=told.older,
        waits={record.record_id for record in desk.view.brief.pending},
        new=_new(desk.view, typed),
        marked=marked(typed.text),
        danger=desk.view.head.priority is Priority.DANGER and not desk.view.brief.scrubbed,
        covers=_written(typed),
        copy=desk.copy,
        copier=desk.copier,
        files=desk.files,
    )


def _reporters(view: TipView) -> tuple[RecordView, ...]:
    return tuple(
        record
        for thread in view.threads
        for record in thread.records
        if isinstance(record, RecordView) and by_reporter(record)
    )


def _new(view: TipView, typed: _Typed) -> tuple[RecordView, ...]:
    """What the reporter wrote that waits, and that the copy was not made of."""
    return tuple(record for record in view.brief.pending if record.record_id not in typed.covers)


def _count(text: str) -> str:
    count = len(marks(text))
    if not count:
        return "No words are marked. The list misses much: read it once more."
    return "One is still marked." if count == 1 else f"{count} are still marked."


def _read(form: Form) -> _Typed:
    return _Typed(
        text=clean(form.get("text")),
        word=clean(form.get("word")),
        primary=form.get("primary"),
        others=form.all("other"),
        original=form.get("original") == "yes",
        unscrubbed=form.get("unscrubbed") == "yes",
        covers=_ids(form.get("covers")),
        since=form.get("since"),
        files=frozenset(FileId(one) for one in map(id_of, form.all("file")) if one is not None),
        looked=form.get("looked"),
    )


def _written(typed: _Typed) -> str:
    return ",".join(sorted(record_id.hex() for record_id in typed.covers))


def _ids(written: str) -> frozenset[RecordId]:
    found = (_id(part) for part in written.split(","))
    return frozenset(RecordId(one) for one in found if one is not None)


def _value(*, is_team: bool, recipient_id: bytes) -> str:
    return f"{'team' if is_team else 'person'}:{recipient_id.hex()}"


def recipient_of(written: str) -> PersonId | TeamId | None:
    """The person or the team that a form names, or nothing."""
    kind, _, rest = written.partition(":")
    found = _id(rest)
    if found is None:
        return None
    return TeamId(found) if kind == "team" else PersonId(found)


def _id(written: str) -> bytes | None:
    try:
        found = bytes.fromhex(written)
    except ValueError:
        return None
    return found if len(found) == ID_SIZE else None
