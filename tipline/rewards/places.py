"""Where a reporter collects: the open desks that the program has signed for, and the one that they pick.

Somebody who can write the ledger could send a reporter to a house of their own. So where and when a desk pays
is signed by whoever wrote it, and no reporter is shown a desk of which that does not hold. Their pick stands
beside the award and nowhere else: no person of ours reads it, a treasurer sees sums of desks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, update
from sqlmodel import Session, col, func, select

from crypto.context import Purpose, context
from crypto.errors import NotProven
from crypto.signing import SigningKey, VerifyKey
from tipline.keyring import ProgramKeys
from tipline.reward_words import AwardState
from tipline.rewards.award_refusals import NotNow
from tipline.store.award_tables import AwardRow, PayoutDeskRow
from tipline.store.columns import table
from tipline.vocabulary import AwardId, Cents, FundId, ProgramId


@dataclass(frozen=True, slots=True)
class Place:
    """A desk as a reporter is told of it."""

    desk_id: FundId
    place: str
    hours: str


def sign_place(by: SigningKey, *, program_id: ProgramId, desk_id: FundId, place: str, hours: str) -> bytes:
    """The signature under where and when a desk pays."""
    return by.sign(b"", context=_written(program_id, desk_id, place, hours))


def is_proven(row: PayoutDeskRow, *, program: ProgramKeys) -> bool:
    """Whether somebody who is confirmed in this program has signed where and when a desk pays."""
    if row.signature is None:
        return False
    written = _written(program.program_id, row.desk_id, row.place, row.hours)
    return any(_holds(person.verify, row.signature, written) for person in program.people.values())


def open_places(session: Session, *, program: ProgramKeys) -> tuple[Place, ...]:
    """The desks that a reporter may pick, by their addresses.

    One that is not proven is left out in silence: an alarm would tell the minute of a reporter's visit. The
    clock rings it instead (`unproven_desks`).
    """
    found = [_place(row) for row in _open(session, program.program_id) if is_proven(row, program=program)]
    return tuple(sorted(found, key=lambda place: (place.place, place.hours, place.desk_id)))


def unproven_desks(session: Session, *, program: ProgramKeys) -> int:
    """How many open desks name an address that nobody confirmed has signed."""
    return sum(not is_proven(row, program=program) for row in _open(session, program.program_id))


def pick(connection: Connection, place: Place, *, award_id: AwardId, program_id: ProgramId) -> None:
    """Note where a reporter wants to collect; picked again, the last one counts.

    A desk's till is filled by what is picked there, but no code is bound to it: every desk of the program
    pays every code.

    Raises:
        NotNow: a teller has the award in hand at this moment, or it is done with.
    """
    rows = table(AwardRow)
    done = connection.execute(
        update(rows)
        .where(
            rows.c.program_id == program_id,
            rows.c.award_id == award_id,
            rows.c.state.in_([AwardState.APPROVED, AwardState.FROZEN]),
        )
        .values(desk_id=place.desk_id)
    )
    if done.rowcount != 1:
        raise NotNow


def to_be_collected(session: Session, program_id: ProgramId) -> Mapping[FundId | None, Cents]:
    """What may be collected, as one sum a desk; under None, that of which no desk is picked yet."""
    rows = session.exec(
        select(AwardRow.desk_id, func.sum(AwardRow.amount))
        .where(
            col(AwardRow.program_id) == program_id,
            col(AwardRow.state).in_([state for state in AwardState if state.owed]),
        )
        .group_by(col(AwardRow.desk_id))
    )
    return {None if desk_id is None else FundId(desk_id): Cents(int(amount)) for desk_id, amount in rows}


def _open(session: Session, program_id: ProgramId) -> Sequence[PayoutDeskRow]:
    return session.exec(
        select(PayoutDeskRow).where(
            col(PayoutDeskRow.program_id) == program_id, col(PayoutDeskRow.open).is_(True)
        )
    ).all()


def _place(row: PayoutDeskRow) -> Place:
    return Place(row.desk_id, row.place, row.hours)


def _holds(key: VerifyKey, signature: bytes, written: bytes) -> bool:
    try:
        key.verify(signature, b"", context=written)
    except NotProven:
        return False
    return True


def _written(program_id: ProgramId, desk_id: FundId, place: str, hours: str) -> bytes:
    return context(Purpose.LEDGER, "desk", program_id, desk_id, place, hours)
