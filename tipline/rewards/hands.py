"""Who had which part in an award: proposed, approved, paid. One person has one part, and no row names one.

A person's mark on an award is computed from their own key: they themselves are known again when they come
back to it, and nobody else can tell whose it is, whoever has the store and every key file. A vote is signed
over the award, what was said and the amount; who can write the store cannot vote.
"""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from crypto.context import Purpose, context
from crypto.derive import expand
from crypto.errors import NotProven
from crypto.pseudonym import keyed_name
from crypto.signing import VerifyKey
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reward_words import OFFICERS, AwardState, Part
from tipline.rewards.award_refusals import AlreadySaid, ApprovalNotProven, InConflict, SamePerson
from tipline.rewards.awards import stands_in
from tipline.store.award_tables import AwardHandRow, AwardRow
from tipline.store.statements import insert_new
from tipline.vocabulary import AwardId, Cents, PersonId, ProgramId, TeamKind, team_id


def mark(by: Holder, award_id: AwardId) -> bytes:
    """A person's mark on an award: 16 bytes that only their own key gives, another for each award."""
    own = expand(by.holdings.key.seed, context(Purpose.HAND))
    return keyed_name(own, context(Purpose.HAND, by.program_id, award_id))


def part_of(session: Session, award_id: AwardId, *, by: Holder) -> Part | None:
    """Which part somebody had in an award."""
    row = session.get(AwardHandRow, (by.program_id, award_id, mark(by, award_id)), populate_existing=True)
    return None if row is None else row.part


def declared(session: Session, award_ids: Sequence[AwardId], *, by: Holder) -> bool:
    """Whether somebody has declared a conflict in one of these awards."""
    rows = session.exec(
        select(AwardHandRow).where(
            col(AwardHandRow.program_id) == by.program_id,
            col(AwardHandRow.award_id).in_(award_ids),
            col(AwardHandRow.part) == Part.CONFLICTED,
        )
    )
    return any(row.hand == mark(by, row.award_id) for row in rows)


def take_part(session: Session, award_id: AwardId, part: Part, *, by: Holder) -> None:
    """Take a part in an award, for the first time.

    Raises:
        InConflict: they declared a conflict.
        SamePerson: they have a part in it.
    """
    hand = mark(by, award_id)
    values = {"program_id": by.program_id, "award_id": award_id, "hand": hand, "part": part, "amount": 0}
    if not insert_new(session.connection(), AwardHandRow, values):
        raise InConflict if part_of(session, award_id, by=by) is Part.CONFLICTED else SamePerson


def leave(session: Session, award_id: AwardId, part: Part, *, hand: bytes, program_id: ProgramId) -> None:
    """Take back a part: a payment that was none."""
    row = session.get(AwardHandRow, (program_id, award_id, hand))
    if row is not None and row.part is part:
        session.delete(row)
        session.flush()


def cast_vote(session: Session, award: AwardRow, part: Part, amount: Cents, *, by: Holder) -> None:
    """Say what a member of the board says of an award; another word replaces what they said before.

    Raises:
        AlreadySaid: they said just that.
        InConflict: they declared a conflict.
        SamePerson: they proposed it, or have another part in it.
    """
    proposer = _proposer(session, award.program_id, award.award_id)
    hand = mark(by, award.award_id)
    place = _vote_context(award.program_id, award.award_id, part, amount, proposer=proposer)
    signature = by.holdings.signing().sign(b"", context=place)
    values = {
        "program_id": award.program_id,
        "award_id": award.award_id,
        "hand": hand,
        "part": part,
        "amount": amount,
        "signature": signature,
    }
    if insert_new(session.connection(), AwardHandRow, values):
        return
    row = session.get_one(
        AwardHandRow, (award.program_id, award.award_id, hand), with_for_update=True, populate_existing=True
    )
    if row.part is Part.CONFLICTED:
        raise InConflict
    if not row.part.is_vote:
        raise SamePerson
    if (row.part, row.amount, row.signature) == (part, amount, signature):
        raise AlreadySaid
    row.part, row.amount, row.signature = part, amount, signature
    session.add(row)
    session.flush()


def forget_votes(session: Session, award: AwardRow) -> None:
    """What was said of an award before it was deferred counts no more."""
    for row in _votes(session, award):
        session.delete(row)
    session.flush()


def voters(
    session: Session, award: AwardRow, part: Part, amount: Cents, *, program: ProgramKeys
) -> frozenset[PersonId]:
    """The members of the board who have said this of an award, each by a signature that holds."""
    return _said(_hands(session, award), award, part, amount, program=program)


def approvals(session: Session, *, program: ProgramKeys) -> Iterable[tuple[AwardRow, frozenset[PersonId]]]:
    """Every award that is owed and waits, with who has approved it: as `voters` tells it, in one question.

    Where nobody or more than one has proposed it in the store, no vote holds.
    """
    rows = session.exec(
        select(AwardRow, AwardHandRow)
        .join(
            AwardHandRow,
            (col(AwardHandRow.program_id) == AwardRow.program_id)
            & (col(AwardHandRow.award_id) == AwardRow.award_id),
            isouter=True,
        )
        .where(stands_in(program.program_id, [AwardState.APPROVED]))
        .execution_options(populate_existing=True)
    )
    hands: dict[AwardId, tuple[AwardRow, list[AwardHandRow]]] = {}
    for award, hand in rows:
        _, found = hands.setdefault(award.award_id, (award, []))
        if hand is not None:
            found.append(hand)
    for award, found in hands.values():
        try:
            yield award, _said(found, award, Part.APPROVED, award.amount, program=program)
        except ApprovalNotProven:
            yield award, frozenset()


def is_approved(session: Session, award: AwardRow, *, program: ProgramKeys) -> bool:
    """Whether two members of the board have approved an award with its amount, by signatures that hold."""
    return len(voters(session, award, Part.APPROVED, award.amount, program=program)) >= OFFICERS


def check_approval(session: Session, award: AwardRow, *, by: Holder, program: ProgramKeys) -> None:
    """See that two members of the board have approved an award with its amount, and that `by` is neither.

    Raises:
        ApprovalNotProven: fewer have.
        SamePerson: `by` is one of them, whatever key they have now.
    """
    found = voters(session, award, Part.APPROVED, award.amount, program=program)
    if len(found) < OFFICERS:
        raise ApprovalNotProven
    if by.person_id in found:
        raise SamePerson


def _said(
    hands: Sequence[AwardHandRow], award: AwardRow, part: Part, amount: Cents, *, program: ProgramKeys
) -> frozenset[PersonId]:
    """Who has said this of an award, by its rows: each member whose signature holds."""
    proposer = _only([row.hand for row in hands if row.part is Part.PROPOSED])
    place = _vote_context(award.program_id, award.award_id, part, amount, proposer=proposer)
    members = program.holders(team_id(program.program_id, TeamKind.BOARD))
    return frozenset(
        member.person_id
        for row in hands
        if row.part is part and row.amount == amount and row.signature is not None
        for member in members
        if _holds(member.verify, row.signature, place)
    )


def _votes(session: Session, award: AwardRow) -> Iterable[AwardHandRow]:
    return [row for row in _hands(session, award) if row.part.is_vote]


def _hands(session: Session, award: AwardRow) -> Sequence[AwardHandRow]:
    return session.exec(
        select(AwardHandRow)
        .where(
            col(AwardHandRow.program_id) == award.program_id,
            col(AwardHandRow.award_id) == award.award_id,
        )
        .execution_options(populate_existing=True)
    ).all()


def _proposer(session: Session, program_id: ProgramId, award_id: AwardId) -> bytes:
    """The proposer's mark, which every vote is signed over: exchanged, no vote holds any more."""
    rows = session.exec(
        select(AwardHandRow.hand).where(
            col(AwardHandRow.program_id) == program_id,
            col(AwardHandRow.award_id) == award_id,
            col(AwardHandRow.part) == Part.PROPOSED,
        )
    ).all()
    return _only(rows)


def _only(proposers: Sequence[bytes]) -> bytes:
    if len(proposers) != 1:
        raise ApprovalNotProven
    return proposers[0]


def _vote_context(
    program_id: ProgramId, award_id: AwardId, part: Part, amount: Cents, *, proposer: bytes
) -> bytes:
    return context(Purpose.AWARD, program_id, award_id, "vote", part.value, amount, proposer)


def _holds(key: VerifyKey, signature: bytes, place: bytes) -> bool:
    try:
        key.verify(signature, b"", context=place)
    except NotProven:
        return False
    return True
