"""What is written about a tip: an answer to the reporter, a note among ourselves."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlmodel import Session

from crypto.errors import CannotOpen
from crypto.keys import PublicKey
from crypto.signing import SigningKey
from tipline import audit, outbox
from tipline.casework.claiming import check_free
from tipline.casework.reach import Standing, find, find_own, standing, today
from tipline.casework.says_too_much import says_too_much
from tipline.casework.thread import answerable, has_ended, leaves_by_text, rows_of, told_by_reporter
from tipline.casework.tip_keys import HeldKey, held, needed
from tipline.casework.trail import write_down
from tipline.casework.views import QUESTION, YES
from tipline.errors import (
    BroughtFromElsewhere,
    NoReturnAddress,
    NotPermitted,
    SaysTooMuch,
    TextEmpty,
    TextTooLong,
    TooManySegments,
    Withdrawn,
)
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import Record, seal_record
from tipline.segments import segments
from tipline.store.tip_tables import RecordRow, TipRow
from tipline.vocabulary import (
    ID_SIZE,
    Author,
    KeyId,
    KeyKind,
    Month,
    Priority,
    RecordId,
    RecordKind,
    Status,
)

TEXT_LIMIT: Final = 20_000
"""Code points, as for a reporter."""

SAID_ALL_THE_SAME: Final = "Texted to the reporter although it has {what}. Why: {reason}"


def answer(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    text: str,
    question: bool,
    segment_limit: int | None = None,
    when_safe: bool = False,
    reason: str | None = None,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Answer the reporter in the program's name, or ask them something.

    The record carries no name of ours and is signed with the program's voice, which the public site knows
    from the root. Where the reporter texted, the same words wait sealed for the gateway, which alone can send
    them: in the program's hours, but where a life is in danger.

    Args:
        when_safe: the reporter is texted that something waits, and gets it when they have replied OK.
        reason: why a text says what no phone should show, which is kept as a note; empty where nobody gave
            one; None for words of ours that are about no tip, which are not looked at.

    Raises:
        NotPermitted: `by` may not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
        ClaimedByAnother: somebody else is on the tip at this moment.
        Withdrawn: the reporter has withdrawn it, and reads nothing more.
        NoReturnAddress: the reporter has texted STOP, and cannot be answered any more.
        BroughtFromElsewhere: another system received it, and its reporter reads nothing here.
        TextEmpty, TextTooLong: the text cannot be sent.
        TooManySegments: it would leave as more text messages than `segment_limit`; by an app it is one.
        SaysTooMuch: it would leave as a text that says what none should, and there is no reason why it must.
        CannotOpen: no thread of this tip opens, or it is not sure which one is the reporter's.
        NoGrant: `by` does not hold the program's voice.
        NoProvenKey: the gateway has no proven key to seal a text to, or the tip's epoch is not proven.
    """
    tip = find_own(session, keys_session, number=number, by=by)
    check_free(session, tip, by=by, now=now)
    if tip.status is Status.WITHDRAWN:
        raise Withdrawn
    if tip.import_id is not None:
        raise BroughtFromElsewhere
    words = checked(text)
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    thread = answerable(session, tip=tip, keys=keys, program=program)
    if thread is None or thread.key is None:
        raise CannotOpen
    # A file is made with the first answer: one that is made for an award alone would tell of it.
    needed(session, tip=tip, keys=keys, kind=KeyKind.FILE, by=by, program=program, now=now)
    by_text = leaves_by_text(tip, thread)
    rows = rows_of(session, tip=tip, keys=[thread])[thread.key_id]
    if by_text and has_ended(rows, thread=thread, program=program):
        raise NoReturnAddress
    in_segments = by_text and not tip.channel.by_app  # an app's message is one, however long
    if in_segments and segment_limit is not None and segments(words) > segment_limit:
        raise TooManySegments(limit=segment_limit, found=segments(words))
    if by_text and reason is not None:
        said = says_too_much(words, told_by_reporter(rows, thread=thread))
        if said and not reason.strip():
            raise SaysTooMuch(said)
        if said:
            write(
                session,
                keys_session,
                tip=tip,
                kind=RecordKind.NOTE,
                text=SAID_ALL_THE_SAME.format(what=", ".join(said), reason=checked(reason)),
                fields={},
                by=by,
                program=program,
                now=now,
            )
    voice = by.holdings.voice(keys_session, program)
    add(
        session,
        tip=tip,
        key_id=thread.key_id,
        to=thread.key.public(),
        record=Record(
            kind=RecordKind.ANSWER,
            at=now,
            by=Author.PROGRAM,
            person=None,
            language=tip.language,
            text=words,
            fields={QUESTION: YES} if question else {},
        ),
        signer=voice,
        now=now,
    )
    if by_text:
        day = today(session, tip.program_id, now)
        outbox.put_text(
            session,
            program_id=tip.program_id,
            tip_id=tip.tip_id,
            text=words,
            to=program.gateway_key(Month(day.year * 100 + day.month)),
            voice=voice,
            language=tip.language,
            question=question,
            when_safe=when_safe,
            any_hour=tip.priority is Priority.DANGER,
            now=now,
        )
    write_down(session, tip, audit.Action.ANSWERED, by=by, now=now, detail=QUESTION if question else "")


def note(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    text: str,
    private: bool = False,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Write a note that no reporter sees: into the program's file, or at the desk of whom it was given to.

    A private one is sealed to its author, and nobody else opens it, now or later.

    Raises:
        NotPermitted: no tip is for somebody in this role, or `by` has no desk here.
        NoSuchTip: there is none with this number, or none for this person.
        TextEmpty, TextTooLong: the text cannot be kept.
        NoProvenKey: the epoch to which the tip was sealed is not proven.
    """
    tip = find(session, keys_session, number=number, by=by, lock=True)
    words = checked(text)
    if private:
        add(
            session,
            tip=tip,
            key_id=KeyId(by.person_id),
            to=by.holdings.key.public(),
            record=Record(
                kind=RecordKind.NOTE, at=now, by=Author.STAFF, person=by.person_id, language="en", text=words
            ),
            signer=by.holdings.signing(),
            now=now,
        )
    else:
        write(
            session,
            keys_session,
            tip=tip,
            kind=RecordKind.NOTE,
            text=words,
            fields={},
            by=by,
            program=program,
            now=now,
        )
    write_down(session, tip, audit.Action.NOTED, by=by, now=now)


def write(
    session: Session,
    keys_session: Session,
    *,
    tip: TipRow,
    kind: RecordKind,
    text: str,
    fields: Mapping[str, str],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Seal a record where `by` keeps notes on this tip, which the caller has locked.

    Raises:
        NotPermitted: `by` has no desk here.
        NoProvenKey: the epoch to which the tip was sealed is not proven.
    """
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    if standing(tip, of=by) is Standing.OWNER:
        key_id, key = needed(session, tip=tip, keys=keys, kind=KeyKind.FILE, by=by, program=program, now=now)
    else:
        desk = own_desk(keys, by=by)
        if desk is None or desk.key is None:
            raise NotPermitted(by.role)
        key_id, key = desk.key_id, desk.key
    add(
        session,
        tip=tip,
        key_id=key_id,
        to=key.public(),
        record=Record(
            kind=kind, at=now, by=Author.STAFF, person=by.person_id, language="en", text=text, fields=fields
        ),
        signer=by.holdings.signing(),
        now=now,
    )


def own_drawer(by: Holder) -> HeldKey:
    """The place of somebody's private notes: their own key, which is no key of any tip."""
    return HeldKey(
        key_id=KeyId(by.person_id),
        kind=KeyKind.DESK,
        recipient=by.person_id,
        with_code=False,
        reporter=None,
        key=by.holdings.key,
        proven=True,
        made=None,
    )


def own_desk(keys: tuple[HeldKey, ...], *, by: Holder) -> HeldKey | None:
    """The desk at which somebody who was given a tip writes: their own, else their team's."""
    desks = [key for key in keys if key.kind is KeyKind.DESK and key.proven]
    own = [desk for desk in desks if desk.recipient == by.person_id]
    return next(iter(own + [desk for desk in desks if desk.recipient in by.teams]), None)


def checked(text: str) -> str:
    """A text that says something, and can be kept.

    Raises:
        TextEmpty, TextTooLong: it does not, or cannot.
    """
    if not text.strip():
        raise TextEmpty
    if len(text) > TEXT_LIMIT:
        raise TextTooLong(limit=TEXT_LIMIT, found=len(text))
    return text


def add(
    session: Session,
    *,
    tip: TipRow,
    key_id: KeyId,
    to: PublicKey,
    record: Record,
    signer: SigningKey,
    now: datetime,
) -> None:
    """Seal a record to one of a tip's keys, and keep it."""
    record_id = RecordId(secrets.token_bytes(ID_SIZE))
    session.add(
        RecordRow(
            program_id=tip.program_id,
            record_id=record_id,
            tip_id=tip.tip_id,
            key_id=key_id,
            kind=record.kind,
            day=today(session, tip.program_id, now),
            sealed=seal_record(
                record,
                to=to,
                signer=signer,
                program_id=tip.program_id,
                tip_id=tip.tip_id,
                record_id=record_id,
            ),
        )
    )
