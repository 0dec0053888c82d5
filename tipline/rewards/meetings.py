"""A meeting of the board: who is there, what is on its list, and the batch in which proposals are opened.

The day, who is present and who took the chair are sealed to the board. In the clear a meeting has a month
and a list of awards in random order, with letters that can be read aloud.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reward_words import OFFICERS, AwardState, MeetingId, Outcome
from tipline.rewards.award_refusals import NoQuorum, NoSuchAward, NotInMeeting
from tipline.rewards.queue import open_queue, undecided
from tipline.rewards.settings import reward_settings
from tipline.rewards.sittings import Sitting, open_sitting, seal_sitting
from tipline.store.award_tables import AgendaRow, AwardRow, MeetingRow, ProposalRow
from tipline.store.statements import insert_rows, take_turn
from tipline.vocabulary import (
    ID_SIZE,
    AwardId,
    Cents,
    Month,
    PersonId,
    ProgramId,
    TeamKind,
    team_id,
)

_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a meeting's list, safe to read aloud."""

    letter: str
    award_id: AwardId = field(repr=False)
    amount: Cents
    state: AwardState
    outcome: Outcome | None
    to_ratify: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as its members see it."""

    meeting_id: MeetingId
    month: Month
    urgent: bool
    over: bool
    sitting: Sitting
    items: tuple[Item, ...]
    unopened: int
    """Proposals that did not open, or that nobody who may has signed: they stay in the queue."""


def letter(place: int) -> str:
    """The running letter of a place on the list: A to Z, then AA."""
    first, last = divmod(place, _LETTERS)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def convene(
    ledger: Session,
    keys_session: Session,
    *,
    day: date,
    present: frozenset[PersonId],
    urgent: bool = False,
    by: Holder,
    program: ProgramKeys,
) -> MeetingId:
    """Open a meeting: the whole queue in one batch, in random order, and what earlier ones left undecided.

    Whoever convenes it takes the chair and says who is there. Two officers are enough for what is urgent.

    Raises:
        NotPermitted: `by` is not of the board.
        NoQuorum: too few of those who are present are of the board.
        NoProvenKey: the board has no proven key yet.
    """
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    board = team_id(by.program_id, TeamKind.BOARD)
    members = {person.person_id for person in program.holders(board)}
    there = (present | {by.person_id}) & members
    quorum = OFFICERS if urgent else reward_settings(ledger, by.program_id).quorum
    if len(there) < quorum:
        raise NoQuorum(wanted=quorum, found=len(there))
    take_turn(ledger, program_id=by.program_id, what="board")
    month = Month(day.year * 100 + day.month)
    meeting_id = MeetingId(secrets.token_bytes(ID_SIZE))
    epoch = program.epoch(board, day)
    row = MeetingRow(
        program_id=by.program_id,
        meeting_id=meeting_id,
        month=month,
        epoch_id=epoch.epoch_id,
        urgent=urgent,
        over=False,
        sealed=seal_sitting(
            Sitting(day, by.person_id, there, quorum), row_id=meeting_id, day=day, by=by, program=program
        ),
    )
    insert_rows(ledger.connection(), MeetingRow, [row.model_dump()])
    open_queue(ledger, keys_session, month=month, day=day, by=by, program=program)
    waiting = undecided(ledger, program, urgent=urgent)
    secrets.SystemRandom().shuffle(waiting)
    insert_rows(
        ledger.connection(),
        AgendaRow,
        [
            {"program_id": by.program_id, "meeting_id": meeting_id, "award_id": award_id, "place": place}
            for place, award_id in enumerate(waiting)
        ],
    )
    return meeting_id


def read_meeting(
    ledger: Session, keys_session: Session, *, meeting_id: MeetingId, by: Holder, program: ProgramKeys
) -> Meeting:
    """A meeting with its list.

    Raises:
        NotPermitted: `by` is not of the board.
        NoSuchAward: no meeting of this program has this id.
        CannotOpen: `by` does not hold the board's key, or who sat was changed in the store.
    """
    row = _row(ledger, meeting_id, by=by)
    awards = {
        award.award_id: award
        for award in ledger.exec(
            select(AwardRow)
            .join(
                AgendaRow,
                (col(AgendaRow.program_id) == AwardRow.program_id)
                & (col(AgendaRow.award_id) == AwardRow.award_id),
            )
            .where(col(AgendaRow.program_id) == by.program_id, col(AgendaRow.meeting_id) == meeting_id)
            .execution_options(populate_existing=True)
        )
    }
    items = tuple(
        Item(
            letter=letter(line.place),
            award_id=line.award_id,
            amount=awards[line.award_id].amount,
            state=awards[line.award_id].state,
            outcome=line.outcome,
            to_ratify=awards[line.award_id].to_ratify,
        )
        for line in agenda(ledger, by.program_id, meeting_id)
    )
    unopened = ledger.exec(
        select(ProposalRow.proposal_id).where(col(ProposalRow.program_id) == by.program_id)
    ).all()
    return Meeting(
        meeting_id=meeting_id,
        month=row.month,
        urgent=row.urgent,
        over=row.over,
        sitting=open_sitting(row, keys_session, by=by, program=program),
        items=items,
        unopened=len(unopened),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting among the others: what can be said of it without opening who sat."""

    meeting_id: MeetingId
    month: Month
    over: bool
    urgent: bool


def list_meetings(ledger: Session, *, by: Holder) -> tuple[Held, ...]:
    """The meetings of a program, the newest month first; in a month, what could not wait stands below.

    Raises:
        NotPermitted: `by` is not of the board.
    """
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    rows = ledger.exec(
        select(MeetingRow)
        .where(col(MeetingRow.program_id) == by.program_id)
        .order_by(col(MeetingRow.month).desc(), col(MeetingRow.urgent), col(MeetingRow.meeting_id))
    )
    return tuple(Held(row.meeting_id, row.month, row.over, row.urgent) for row in rows)


def add_present(
    ledger: Session,
    keys_session: Session,
    *,
    meeting_id: MeetingId,
    person_id: PersonId,
    by: Holder,
    program: ProgramKeys,
) -> None:
    """Somebody of the board comes late.

    Raises:
        NotPermitted: `by` is not of the board.
        NotInMeeting: the meeting is over, `by` is not there, or the other is not of the board.
        NoSuchAward, CannotOpen: as `read_meeting`.
    """
    row = in_meeting(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    sitting = open_sitting(row, keys_session, by=by, program=program)
    if all(
        person_id != member.person_id for member in program.holders(team_id(by.program_id, TeamKind.BOARD))
    ):
        raise NotInMeeting
    more = Sitting(sitting.day, sitting.chair, sitting.present | {person_id}, sitting.quorum)
    epoch = program.epoch(team_id(by.program_id, TeamKind.BOARD), sitting.day)
    row.epoch_id = epoch.epoch_id
    row.sealed = seal_sitting(more, row_id=meeting_id, day=sitting.day, by=by, program=program)
    ledger.add(row)
    ledger.flush()


def close_meeting(
    ledger: Session, keys_session: Session, *, meeting_id: MeetingId, by: Holder, program: ProgramKeys
) -> None:
    """End a meeting; what it did not decide is on the next one's list.

    Raises:
        NotPermitted, NotInMeeting, NoSuchAward, CannotOpen: as `add_present`.
    """
    row = in_meeting(ledger, keys_session, meeting_id=meeting_id, by=by, program=program)
    row.over = True
    ledger.add(row)
    ledger.flush()


def in_meeting(
    ledger: Session, keys_session: Session, *, meeting_id: MeetingId, by: Holder, program: ProgramKeys
) -> MeetingRow:
    """The row of a meeting that is going on and that `by` is in, locked.

    Raises:
        NotPermitted: `by` is not of the board.
        NotInMeeting: it is over, or they are not there.
        NoSuchAward, CannotOpen: as `read_meeting`.
    """
    row = _row(ledger, meeting_id, by=by, lock=True)
    if row.over or by.person_id not in open_sitting(row, keys_session, by=by, program=program).present:
        raise NotInMeeting
    return row


def sitting_of(
    ledger: Session, keys_session: Session, *, meeting_id: MeetingId, by: Holder, program: ProgramKeys
) -> Sitting:
    """Who sat in a meeting, and when.

    Raises:
        NotPermitted, NoSuchAward, CannotOpen: as `read_meeting`.
    """
    return open_sitting(_row(ledger, meeting_id, by=by), keys_session, by=by, program=program)


def agenda(ledger: Session, program_id: ProgramId, meeting_id: MeetingId) -> Sequence[AgendaRow]:
    """The lines of a meeting's list, in order."""
    return ledger.exec(
        select(AgendaRow)
        .where(col(AgendaRow.program_id) == program_id, col(AgendaRow.meeting_id) == meeting_id)
        .order_by(col(AgendaRow.place))
        .execution_options(populate_existing=True)
    ).all()


def _row(ledger: Session, meeting_id: MeetingId, *, by: Holder, lock: bool = False) -> MeetingRow:
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    row = ledger.get(MeetingRow, (by.program_id, meeting_id), populate_existing=True, with_for_update=lock)
    if row is None:
        raise NoSuchAward
    return row
