"""Dispatch a tip: its scrubbed copy and a desk to each recipient, and its own words only where it is said."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from crypto.keys import PrivateKey
from tipline import audit
from tipline.casework import due
from tipline.casework.assignment import Target, target_of
from tipline.casework.briefs import current_brief, has_copy, proven_briefs, written_covers
from tipline.casework.conversation import TEXT_LIMIT, add
from tipline.casework.files import FileView, files_among
from tipline.casework.given import given_to
from tipline.casework.named import named_in
from tipline.casework.people import Names, names_of
from tipline.casework.progress import move
from tipline.casework.reach import find_own, today
from tipline.casework.refusals import BarredFromTip, DispatchedMeanwhile, FileNotToSend, NotScrubbed
from tipline.casework.surge.lent_rows import drop_copy
from tipline.casework.thread import words_of
from tipline.casework.tip_keys import HeldKey, grant, held, needed
from tipline.casework.trail import last_by, write_down
from tipline.casework.views import COVERS, UNSCRUBBED, WORD, YES, Holding
from tipline.errors import (
    NamedInTip,
    NoProvenKey,
    NoSuchPerson,
    NoSuchTeam,
    NotConfirmed,
    TextTooLong,
    UnlawfulMove,
)
from tipline.file_words import FileId
from tipline.files import PassedFile, passing
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import Record
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import (
    Author,
    KeyId,
    KeyKind,
    PersonId,
    Priority,
    RecordId,
    RecordKind,
    Status,
    TeamId,
)

CHANGES: Final = frozenset(
    {
        audit.Action.ASSIGNED,
        audit.Action.DISPATCHED,
        audit.Action.BRIEF_ADDED_TO,
        audit.Action.ORIGINAL_GRANTED,
        audit.Action.ORIGINAL_TAKEN_BACK,
        audit.Action.DISPATCH_WITHDRAWN,
    }
)
"""Deeds after which a dispatch that was begun before them must be looked at again."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a dispatcher sends, and to whom."""

    primary: PersonId | TeamId
    """Whose outcome counts."""
    others: tuple[PersonId | TeamId, ...] = ()
    """Who gets it for information, beside those who have it already."""
    text: str = field(repr=False, default="")
    """The scrubbed copy; nothing where what was passed on before is enough."""
    word: str = field(repr=False, default="")
    """What the dispatcher says to the recipients."""
    covers: frozenset[RecordId] = frozenset()
    """The reporter's records that the copy was made of."""
    original: bool = False
    """Whether the primary reads the reporter's own words as well."""
    unscrubbed: bool = False
    """Danger to life: everybody gets the reporter's own words now, and the copy is owed."""
    files: frozenset[FileId] = frozenset()
    """The scrubbed files that go with the copy, to everybody who reads it."""


def state_of(session: Session, *, tip: TipRow, program: ProgramKeys, names: Names) -> str:
    """What a tip's recipients have, as 64 hex digits: two who dispatch at once have seen the same."""
    briefs = session.exec(
        select(col(RecordRow.record_id)).where(
            col(RecordRow.program_id) == tip.program_id,
            col(RecordRow.tip_id) == tip.tip_id,
            col(RecordRow.kind) == RecordKind.BRIEF,
        )
    )
    said = [
        *sorted(record_id.hex() for record_id in briefs),
        *sorted(
            f"{one.recipient_id.hex()} {one.primary} {one.original}"
            for one in given_to(session, tip=tip, names=names, program=program)
        ),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def seen(session: Session, keys_session: Session, *, number: str, by: Holder, program: ProgramKeys) -> str:
    """What a dispatcher has seen of a tip's recipients, to be shown again when they dispatch.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    return state_of(session, tip=tip, program=program, names=names_of(session, tip.program_id))


def dispatch(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    order: Order,
    since: str | None = None,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Give a tip to a primary and to others: the briefs, a desk of their own, and what is added now.

    Those who have it keep it, and read what is added. A later primary takes the outcome from the earlier one.
    With `since`, what the recipients had when the dispatcher began, it is refused if somebody has changed
    that meanwhile. What is granted is sealed to proven keys and to no others.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        UnlawfulMove: work on the tip is over.
        DispatchedMeanwhile: somebody else was quicker.
        NotScrubbed: there is no copy, and no life is in danger.
        FileNotToSend: a file has no copy to be seen, or was taken away.
        TextTooLong: the copy cannot be kept.
        NoSuchPerson, NoSuchTeam: nobody here to whom a tip may be given.
        NotConfirmed: nobody who holds the inbox has confirmed that person's keys.
        BarredFromTip: that person is barred from the tip, or everybody of the team is.
        NamedInTip: the person, or somebody of the team, is named in the tip or in the copy.
        NoProvenKey: the team, or the epoch to which the tip was sealed, has no proven key.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    if not tip.status.open:
        raise UnlawfulMove(at=tip.status, to=Status.DISPATCHED)
    names = names_of(session, tip.program_id)
    if since is not None and since != state_of(session, tip=tip, program=program, names=names):
        raise DispatchedMeanwhile(last_by(session, tip, actions=CHANGES, names=names))
    day = today(session, tip.program_id, now)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    scrubbed = has_copy(session, tip=tip, keys=keys, names=names, program=program)
    _check_copy(order, tip=tip, scrubbed=scrubbed)
    files = _chosen(order, files_among(session, tip=tip, keys=keys, program=program))

    given = given_to(session, tip=tip, names=names, program=program)
    wanted = dict.fromkeys((order.primary, *order.others))
    targets = [target_of(session, to, tip=tip, names=names, program=program, on=day) for to in wanted]
    standing = still_there(session, given, but=wanted, tip=tip, names=names, program=program, on=day)
    called = [name for target in (*targets, *standing) for name in target.names]
    texts = (*words_of(session, tip=tip, keys=keys), order.text, order.word)
    if named := named_in(called, texts):
        raise NamedInTip(named)

    _write(
        session,
        tip=tip,
        keys=keys,
        record=_record(tip, order, files, by=by, now=now),
        to=(*targets, *standing),
        by=by,
        program=program,
        now=now,
    )
    if order.text.strip():
        drop_copy(session, program_id=tip.program_id, tip_id=tip.tip_id)
    for target in targets:
        _grant_desk(session, tip=tip, keys=keys, target=target, by=by, program=program, now=now)
        reads = order.unscrubbed or (order.original and target.recipient_id == order.primary)
        if reads:
            grant_threads(session, tip=tip, keys=keys, target=target)
    _set_primary(tip, targets[0])
    if Status.DISPATCHED in tip.status.next:
        move(session, tip, to=Status.DISPATCHED, day=day)
    if not any(one.primary and one.recipient_id == order.primary for one in given):
        due.begin(session, tip, day=day)
    session.add(tip)
    _tell_trail(session, tip, order=order, files=len(files), given=given, by=by, now=now)


def grant_threads(session: Session, *, tip: TipRow, keys: Iterable[HeldKey], target: Target) -> None:
    """Let somebody read the conversation itself, from its beginning and from now on."""
    for held_key in keys:
        if held_key.kind is KeyKind.THREAD and held_key.key is not None:
            _grant(session, tip=tip, held_key=(held_key.key_id, held_key.key), target=target)


def _check_copy(order: Order, *, tip: TipRow, scrubbed: bool) -> None:
    if len(order.text) > TEXT_LIMIT:
        raise TextTooLong(limit=TEXT_LIMIT, found=len(order.text))
    if len(order.word) > TEXT_LIMIT:
        raise TextTooLong(limit=TEXT_LIMIT, found=len(order.word))
    if order.text.strip() or scrubbed:
        return
    if not (order.unscrubbed and tip.priority is Priority.DANGER):
        raise NotScrubbed


def still_there(
    session: Session,
    given: Iterable[Holding],
    *,
    but: Iterable[PersonId | TeamId],
    tip: TipRow,
    names: Names,
    program: ProgramKeys,
    on: date,
) -> tuple[Target, ...]:
    """Those who have the tip already, as far as they may still be given it: they read what is added."""
    found = []
    for one in given:
        if one.recipient_id in but:
            continue
        try:
            found.append(target_of(session, one.recipient_id, tip=tip, names=names, program=program, on=on))
        except (NoSuchPerson, NoSuchTeam, NotConfirmed, NoProvenKey, BarredFromTip):
            continue
    return tuple(found)


def renew_brief(
    session: Session,
    *,
    tip: TipRow,
    keys: Iterable[HeldKey],
    to: Iterable[Target],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> tuple[KeyId, PrivateKey]:
    """The key that the next words of a brief go under: the one of `keys`, else a new one; granted to all."""
    brief = needed(session, tip=tip, keys=tuple(keys), kind=KeyKind.BRIEF, by=by, program=program, now=now)
    for target in to:
        _grant(session, tip=tip, held_key=brief, target=target)
    return brief


def _write(
    session: Session,
    *,
    tip: TipRow,
    keys: Sequence[HeldKey],
    record: Record | None,
    to: Iterable[Target],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Seal what is sent into the newest brief, and let everybody read the earlier ones as well."""
    everybody = tuple(to)
    for earlier in proven_briefs(keys)[:-1]:
        for target in everybody:
            if earlier.key is not None:
                _grant(session, tip=tip, held_key=(earlier.key_id, earlier.key), target=target)
    key_id, key = renew_brief(
        session, tip=tip, keys=current_brief(keys), to=everybody, by=by, program=program, now=now
    )
    if record is not None:
        add(
            session,
            tip=tip,
            key_id=key_id,
            to=key.public(),
            record=record,
            signer=by.holdings.signing(),
            now=now,
        )


def _chosen(order: Order, views: Iterable[FileView]) -> tuple[FileView, ...]:
    """The files that go with this copy; what went before, or goes unscrubbed, needs nothing more."""
    if order.unscrubbed:
        return ()
    chosen = [view for view in views if view.file_id in order.files]
    if len(chosen) < len(order.files) or any(view.copy is None for view in chosen):
        raise FileNotToSend
    return tuple(view for view in chosen if not view.passed)


def _record(
    tip: TipRow, order: Order, files: Sequence[FileView], *, by: Holder, now: datetime
) -> Record | None:
    """What stands in the brief of this dispatch: a copy with its files, a word alone, or nothing new."""
    text, word = order.text.strip(), order.word.strip()
    fields = passing(
        PassedFile(copy.file_id, copy.key, copy.media_type, copy.size, view.still.size if view.still else 0)
        for view in files
        if (copy := view.copy) is not None
    )
    if text or files:
        kind, said = RecordKind.BRIEF, text
        alone = {view.alone for view in files}
        covers = order.covers if text else {one for one in order.covers if one in alone}
        fields[COVERS] = written_covers(covers)
        if word:
            fields[WORD] = word
    elif order.unscrubbed:
        kind, said = RecordKind.NOTE, word
        fields[UNSCRUBBED] = YES
    elif word:
        kind, said = RecordKind.NOTE, word
    else:
        return None
    language = tip.language if text else "en"
    return Record(
        kind=kind, at=now, by=Author.STAFF, person=by.person_id, language=language, text=said, fields=fields
    )


def _grant_desk(
    session: Session,
    *,
    tip: TipRow,
    keys: Sequence[HeldKey],
    target: Target,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    desk = needed(
        session,
        tip=tip,
        keys=keys,
        kind=KeyKind.DESK,
        recipient=target.recipient_id,
        is_team=target.is_team,
        by=by,
        program=program,
        now=now,
    )
    _grant(session, tip=tip, held_key=desk, target=target)


def _grant(session: Session, *, tip: TipRow, held_key: tuple[KeyId, PrivateKey], target: Target) -> None:
    key_id, key = held_key
    for keeper in target.keepers:
        grant(session, tip=tip, key_id=key_id, key=key, to=keeper)


def _set_primary(tip: TipRow, target: Target) -> None:
    if target.is_team:
        tip.unit_id, tip.assignee_id = TeamId(target.recipient_id), None
    else:
        tip.unit_id, tip.assignee_id = None, PersonId(target.recipient_id)


def _tell_trail(
    session: Session,
    tip: TipRow,
    *,
    order: Order,
    files: int,
    given: Iterable[Holding],
    by: Holder,
    now: datetime,
) -> None:
    """One entry for each recipient who is new or now has the outcome, else one about the brief."""
    had = {one.recipient_id: one for one in given}
    before = had.get(order.primary)
    told = False
    with_files = f", {files} file{'' if files == 1 else 's'}" if files else ""
    if before is None or not before.primary or (order.original and not before.original):
        more = ", before scrubbing" if order.unscrubbed else ", with the original" if order.original else ""
        detail = f"to {order.primary.hex()}{more}{with_files}"
        write_down(session, tip, audit.Action.DISPATCHED, by=by, now=now, detail=detail)
        told = True
    for other in dict.fromkeys(order.others):
        if other not in had and other != order.primary:
            detail = f"for information to {other.hex()}{with_files}"
            write_down(session, tip, audit.Action.DISPATCHED, by=by, now=now, detail=detail)
            told = True
    if not told:
        write_down(
            session, tip, audit.Action.BRIEF_ADDED_TO, by=by, now=now, detail=with_files.removeprefix(", ")
        )
