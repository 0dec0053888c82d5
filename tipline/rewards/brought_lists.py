"""The lists of awards that another system approved: signed by two of the board, or taken back in one piece.

An award of such a list is paid like ours: two members of the board have signed it, and neither they nor
whoever brought it pay. Without their signatures a list would be a way for one person to have codes of their
own making paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from tipline.audit import Action
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.reward_words import AwardState, Part
from tipline.rewards.award_refusals import AlreadyPaid, NoSuchAward
from tipline.rewards.awards import move
from tipline.rewards.brought import require, write_down
from tipline.rewards.hands import cast_vote, mark
from tipline.rewards.journal import reverse
from tipline.rewards.owed import standing_entries
from tipline.store.award_tables import AwardHandRow, AwardImportRow, AwardRow
from tipline.vocabulary import AwardId, Cents, Month, ProgramId

_SOME: Final = 500
"""Awards that are asked for in one statement."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A list that was kept."""

    import_id: bytes
    month: Month
    """In which it was brought."""
    awards: tuple[tuple[Month, Cents], ...]
    """Month and amount of each, by month and then by amount: what the board compares with the other books."""
    signed: int
    """How many of the board have signed all of it; a desk proves each signature."""
    own: bool
    """Whether whoever asks is one of them."""
    may_go_back: bool
    """Nothing of it has been paid, returned, or is in anybody's hand."""

    @property
    def total(self) -> Cents:
        """What all of them are together."""
        return Cents(sum(amount for _, amount in self.awards))


def sign(ledger: Session, tips: Session, *, import_id: bytes, by: Holder, now: datetime) -> int:
    """Sign all awards of a list that still wait, as a member of the board; how many those are.

    Raises:
        NotPermitted: `by` is not of the board.
        NoSuchAward: there is no such list.
        AlreadySaid: they signed it before.
        SamePerson: they brought it themselves.
    """
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    _find(ledger, by.program_id, import_id)
    waiting = [row for row in _awards(ledger, by.program_id, import_id) if row.state is AwardState.APPROVED]
    for row in waiting:
        cast_vote(ledger, row, Part.APPROVED, row.amount, by=by)
    write_down(tips, by.program_id, Action.AWARDS_SIGNED, by=by, now=now)
    return len(waiting)


def take_back(
    ledger: Session,
    tips: Session,
    program_id: ProgramId,
    *,
    import_id: bytes,
    by: Holder | None,
    month: Month,
    now: datetime,
) -> int:
    """Take a list back while all of it still waits; how many awards it had. The journal keeps both.

    Raises:
        NotPermitted: `by` is no coordinator of this program.
        NoSuchAward: there is no such list.
        AlreadyPaid: one of it was paid or returned, or is in a teller's hand or frozen.
        NotEnough: the money that came along is no longer there.
        MonthClosed: this month is closed in the books.
    """
    require(program_id, by)
    # The awards first and the journal after them, as a teller does who hands one of them over.
    awards = _awards(ledger, program_id, import_id)
    row = _find(ledger, program_id, import_id)
    moved = sum(award.state is not AwardState.APPROVED for award in awards)
    if moved:
        raise AlreadyPaid(moved)
    for award in awards:
        move(ledger, award, to=AwardState.TAKEN_BACK)
        award.claim_name = award.claim_tie = None
        ledger.add(award)
        for entry in standing_entries(ledger, program_id, award.award_id):
            reverse(ledger, program_id, entry.entry_id, month=month)
    if row.opening_id is not None:
        reverse(ledger, program_id, row.opening_id, month=month)
    ledger.delete(row)
    ledger.flush()
    write_down(tips, program_id, Action.AWARDS_TAKEN_BACK, by=by, now=now)
    return len(awards)


def lists(ledger: Session, program_id: ProgramId, *, by: Holder | None) -> tuple[Brought, ...]:
    """The lists that were kept and not taken back, the newest first.

    Raises:
        NotPermitted: `by` neither brings awards nor sits on the board.
    """
    if by is not None and not (by.role.may_bring_awards or by.role.may_decide_award):
        raise NotPermitted(by.role)
    rows = ledger.exec(select(AwardImportRow).where(AwardImportRow.program_id == program_id)).all()
    found = [_shown(ledger, row, by=by) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.month, one.import_id)))


def any_brought(ledger: Session, program_id: ProgramId) -> bool:
    """Whether a code of another system may lead to an award here."""
    kept = select(AwardImportRow.import_id).where(AwardImportRow.program_id == program_id).limit(1)
    return ledger.exec(kept).first() is not None


def _find(ledger: Session, program_id: ProgramId, import_id: bytes) -> AwardImportRow:
    row = ledger.get(AwardImportRow, (program_id, import_id), populate_existing=True)
    if row is None:
        raise NoSuchAward
    return row


def _awards(ledger: Session, program_id: ProgramId, import_id: bytes) -> Sequence[AwardRow]:
    return ledger.exec(
        select(AwardRow)
        .where(col(AwardRow.program_id) == program_id, col(AwardRow.import_id) == import_id)
        .order_by(col(AwardRow.award_id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _shown(ledger: Session, row: AwardImportRow, *, by: Holder | None) -> Brought:
    awards = ledger.exec(
        select(AwardRow.award_id, AwardRow.month, AwardRow.amount, AwardRow.state).where(
            col(AwardRow.program_id) == row.program_id, col(AwardRow.import_id) == row.import_id
        )
    ).all()
    ids = [AwardId(award_id) for award_id, _, _, state in awards if state is AwardState.APPROVED]
    signed: dict[AwardId, int] = dict.fromkeys(ids, 0)
    own = False
    for start in range(0, len(ids), _SOME):
        hands = ledger.exec(
            select(AwardHandRow.award_id, AwardHandRow.hand).where(
                col(AwardHandRow.program_id) == row.program_id,
                col(AwardHandRow.award_id).in_(ids[start : start + _SOME]),
                col(AwardHandRow.part) == Part.APPROVED,
            )
        )
        for award_id, hand in hands:
            signed[AwardId(award_id)] += 1
            own = own or (by is not None and hand == mark(by, AwardId(award_id)))
    return Brought(
        import_id=row.import_id,
        month=row.month,
        awards=tuple(sorted((Month(month), Cents(amount)) for _, month, amount, _ in awards)),
        signed=min(signed.values(), default=0),
        own=own,
        may_go_back=len(ids) == len(awards),
    )
