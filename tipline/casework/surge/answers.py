"""One answer to all reporters of a case: looked at before, sent once a tip, kept from whom it would harm.

Each goes through the tip's own `answer`, one transaction each, so that what holds there holds here. What is
left out is told with why: nobody is answered by a way round it.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, select

from tipline.barred import is_barred
from tipline.casework import conversation
from tipline.casework.claiming import on_it
from tipline.casework.people import Names, names_of
from tipline.casework.progress import move
from tipline.casework.reach import find_own, today
from tipline.casework.surge.lending import own_case, write_down_case
from tipline.casework.surge.told_again import tells_again
from tipline.casework.thread import answerable, has_ended, leaves_by_text, opened, rows_of
from tipline.casework.tip_keys import held
from tipline.casework.views import RecordView
from tipline.errors import Refused
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.segments import segments
from tipline.store.case_tables import CaseFolderRow, CaseTipRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import Priority, RecordKind, Status

MOST: Final = 100
"""Tips that one press answers; the next press goes on where it stopped."""


class Why(StrEnum):
    """Why a tip is not answered with the others."""

    CLOSED = "closed"
    HAS_IT = "has-it"
    """It was answered so already."""
    NO_WORDS = "no-words"
    """Nobody wrote it in the reporter's language."""
    DANGER = "danger"
    """A life is in danger: somebody must open this one, and a page must not end by an answer to all."""
    REPEATS = "repeats"
    """It would repeat what this reporter told."""
    NO_RETURN = "no-return"
    """The reporter has texted STOP."""
    ELSEWHERE = "elsewhere"
    """Another system received it."""
    ON_IT = "on-it"
    """Somebody else is on it at this moment."""
    TOO_LONG = "too-long"
    """It would leave as more text messages than one answer should."""
    NOT_PROVEN = "not-proven"
    """It is not sure which conversation is the reporter's."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an answer would reach, and whom it would not."""

    goes: tuple[str, ...]
    """The numbers of the tips that it is sent to."""
    languages: Mapping[str, int]
    """Of those tips, and of those for which it has no words."""
    not_to: Mapping[Why, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """The same thing, said in some languages."""

    words: Mapping[str, str] = field(repr=False)

    def to(self, tip: TipRow) -> str:
        """What the reporter of a tip is told; empty where nobody wrote it in their language."""
        return self.words.get(tip.language, "").strip()


Transaction = Callable[[], AbstractContextManager[Session]]


def languages_in(session: Session, *, number: str, by: Holder) -> Mapping[str, int]:
    """The languages of a case's open tips, and how many tips are in each; the most frequent first.

    Raises:
        NotPermitted, NoSuchCase: as `own_case`.
    """
    case = own_case(session, number=number, by=by, lock=False)
    counts: dict[str, int] = {}
    for tip in _tips(session, case, by=by):
        if tip.status.open:
            counts[tip.language] = counts.get(tip.language, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def announce_reach(session: Session, *, number: str, by: Holder, now: datetime) -> None:
    """Write down that the conversations of a case are opened, before they are.

    Raises:
        NotPermitted, NoSuchCase: as `own_case`.
    """
    case = own_case(session, number=number, by=by)
    write_down_case(session, case, "conversations opened for one answer to all", by=by, now=now)


def reach_of(
    session: Session,
    keys_session: Session,
    *,
    number: str,
    answer: Answer,
    segment_limit: int,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> Reach:
    """Whom an answer would reach. The caller has committed `announce_reach` before.

    Raises:
        NotPermitted, NoSuchCase: as `own_case`.
    """
    case = own_case(session, number=number, by=by, lock=False)
    names = names_of(session, case.program_id)
    goes: list[str] = []
    not_to: dict[Why, list[str]] = {}
    languages: dict[str, int] = {}
    for tip in _tips(session, case, by=by):
        why = _why_not(
            session,
            keys_session,
            tip,
            answer,
            segment_limit=segment_limit,
            names=names,
            by=by,
            program=program,
            now=now,
        )
        if why is None:
            goes.append(tip.number)
        else:
            not_to.setdefault(why, []).append(tip.number)
        if why in {None, Why.NO_WORDS}:
            languages[tip.language] = languages.get(tip.language, 0) + 1
    return Reach(tuple(goes), languages, {why: tuple(not_to[why]) for why in Why if why in not_to})


def send_all(
    transaction: Transaction,
    keys_session: Session,
    *,
    number: str,
    answer: Answer,
    segment_limit: int,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> int:
    """Answer up to a hundred tips of a case, each in a transaction of its own; how many were answered.

    Pressed again, by whomever, nobody is told it twice: whether a tip has it is asked under its lock. A tip
    that was new counts as read for its reporter; what they wrote and nobody has opened stays unread for us.

    Raises:
        NotPermitted, NoSuchCase: as `own_case`.
        NoGrant: `by` does not hold the program's voice.
    """
    with transaction() as session:
        case = own_case(session, number=number, by=by)
        tips = [(tip.number, tip.status.open) for tip in _tips(session, case, by=by)]
        write_down_case(session, case, "one answer to all", by=by, now=now)
    sent = 0
    for tip_number, is_open in tips:
        if sent >= MOST:
            break
        if is_open:
            with transaction() as session:
                sent += _send_one(
                    session,
                    keys_session,
                    tip_number,
                    answer,
                    segment_limit=segment_limit,
                    by=by,
                    program=program,
                    now=now,
                )
    return sent


def _send_one(
    session: Session,
    keys_session: Session,
    number: str,
    answer: Answer,
    *,
    segment_limit: int,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> bool:
    try:
        tip = find_own(session, keys_session, number=number, by=by)
    except Refused:
        return False
    why = _why_not(
        session,
        keys_session,
        tip,
        answer,
        segment_limit=segment_limit,
        names=names_of(session, tip.program_id),
        by=by,
        program=program,
        now=now,
    )
    if why is not None:
        return False
    if tip.status is Status.NEW:
        move(session, tip, to=Status.TRIAGED, day=today(session, tip.program_id, now))
        session.add(tip)
    conversation.answer(
        session,
        keys_session,
        number=number,
        text=answer.to(tip),
        question=False,
        segment_limit=segment_limit,
        by=by,
        program=program,
        now=now,
    )
    return True


def _tips(session: Session, case: CaseFolderRow, *, by: Holder) -> Sequence[TipRow]:
    """The tips of a case but those from which `by` is barred."""
    rows = session.exec(
        select(TipRow)
        .join(
            CaseTipRow,
            (col(CaseTipRow.program_id) == TipRow.program_id) & (col(CaseTipRow.tip_id) == TipRow.tip_id),
        )
        .where(
            col(CaseTipRow.program_id) == case.program_id,
            col(CaseTipRow.case_id) == case.case_id,
            col(TipRow.team_id) == case.team_id,
            ~is_barred(by.person_id),
        )
    ).all()
    return sorted(rows, key=lambda tip: tip.number)


def _why_not(
    session: Session,
    keys_session: Session,
    tip: TipRow,
    answer: Answer,
    *,
    segment_limit: int,
    names: Names,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> Why | None:
    """Why a tip is not answered with the others; nothing where it is."""
    found = _at_a_glance(session, tip, answer, by=by, now=now)
    if found is not None:
        return found
    keys = held(session, keys_session, tip=tip, by=by, program=program)
    thread = answerable(session, tip=tip, keys=keys, program=program)
    if thread is None or thread.key is None:
        return Why.NOT_PROVEN
    rows = rows_of(session, tip=tip, keys=[thread])[thread.key_id]
    words = answer.to(tip)
    by_text = leaves_by_text(tip, thread)
    if by_text and has_ended(rows, thread=thread, program=program):
        return Why.NO_RETURN
    if by_text and not tip.channel.by_app and segments(words) > segment_limit:
        return Why.TOO_LONG
    records = [
        record
        for record in opened(rows, held_key=thread, program=program, names=names)
        if isinstance(record, RecordView)
    ]
    if any(record.proven and record.kind is RecordKind.ANSWER and record.text == words for record in records):
        return Why.HAS_IT
    told = [
        text
        for record in records
        if record.kind in {RecordKind.REPORT, RecordKind.MESSAGE}
        for text in (record.text, *record.fields.values())
    ]
    return Why.REPEATS if tells_again(words, told) else None


def _at_a_glance(session: Session, tip: TipRow, answer: Answer, *, by: Holder, now: datetime) -> Why | None:
    """What needs no key."""
    if not tip.status.open:
        return Why.CLOSED
    if tip.import_id is not None:
        return Why.ELSEWHERE
    if tip.priority is Priority.DANGER:
        return Why.DANGER
    if not answer.to(tip):
        return Why.NO_WORDS
    on = on_it(session, tip.program_id, tip.tip_id, now=now)
    return Why.ON_IT if on is not None and on.person_id != by.person_id else None
