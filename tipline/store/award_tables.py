"""Tables of the ledger that hold the awards: amounts, states and months in the clear, the case sealed.

No row says when: the one time finer than a month is when a hold ends, and its row goes with the hold. No
row names a person or a tip. What the board reads is sealed to it, all of it in one size.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint

from tipline.reward_words import AwardState, MeetingId, Outcome, Part, ProposalId
from tipline.store.columns import (
    BY_KEY,
    ID_SIZE,
    SIGNATURE_SIZE,
    LedgerTable,
    cents,
    identity,
    key,
    maybe_identity,
    maybe_raw,
    maybe_word,
    month,
    month_key,
    raw,
    sealed_bytes,
    text,
    word,
)
from tipline.vocabulary import AwardId, Cents, EntryId, EpochId, FundId, Month, ProgramId


class RewardSettingsRow(LedgerTable, table=True):
    """What a program's board has set; without a row the usual."""

    __tablename__ = "reward_settings"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    maximum: Cents = cents()
    """For one case, its shares together."""
    quorum: int
    return_after_days: int | None = None
    """When an award that nobody claimed goes back to the fund; never, where it is not set."""


class ProposalRow(LedgerTable, table=True):
    """What waits for the board: sealed to it, one size, and no word of which award it will be."""

    __tablename__ = "proposal"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    proposal_id: ProposalId = key()
    epoch_id: EpochId = identity()
    sealed: bytes = sealed_bytes()


class AwardRow(LedgerTable, table=True):
    """An award, from the meeting on that first had it before it."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("program_id", "claim_name"),
        Index(None, "program_id", "state", "month"),
        Index(None, "program_id", "import_id"),
        BY_KEY,
    )

    program_id: ProgramId = key()
    award_id: AwardId = key()
    fund_id: FundId = identity()
    amount: Cents = cents()
    state: AwardState = word(AwardState)
    month: Month = month()
    """Of its proposal, then of its decision."""
    claim_name: bytes | None = maybe_raw(ID_SIZE)
    """By which a typed code finds it; computed with the ledger's pepper."""
    claim_tie: bytes | None = maybe_raw(ID_SIZE)
    """Computed from code and award: a name that somebody moved to another award does not fit there."""
    renewals: int = 0
    """How often the reporter has had the code replaced."""
    reissued: bool = False
    """Somebody who had lost the eight words was given the claim anew: once an award."""
    to_ratify: bool = False
    """Decided between two meetings."""
    desk_id: FundId | None = maybe_identity()
    """The desk that its reporter has picked, while it waits; the one column that the public site writes."""
    import_id: bytes | None = maybe_identity()
    """Of the list that brought it from another system, whose month of approval then stands above."""


class AwardImportRow(LedgerTable, table=True):
    """A list of awards that another system approved; taken back, its row goes."""

    __tablename__ = "award_import"
    __table_args__ = (UniqueConstraint("program_id", "digest"), BY_KEY)

    program_id: ProgramId = key()
    import_id: bytes = key()
    month: Month = month()
    """In which it was brought."""
    digest: bytes = raw(ID_SIZE)
    """Of the file, computed with the ledger's pepper: it says nothing of the codes in it."""
    opening_id: EntryId | None = maybe_identity()
    """The entry by which the money came along, where it did."""


class AwardHandRow(LedgerTable, table=True):
    """Who had which part in an award; one row for one person, so nobody has two."""

    __tablename__ = "award_hand"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    award_id: AwardId = key()
    hand: bytes = key()
    """The person's mark, which they alone can compute, and for another award is another."""
    part: Part = word(Part)
    amount: Cents = cents()
    signature: bytes | None = maybe_raw(SIGNATURE_SIZE)
    """Of a vote."""


class AwardPaperRow(LedgerTable, table=True):
    """What the board reads of an award, or wrote down about it."""

    __tablename__ = "award_paper"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    award_id: AwardId = key()
    paper_id: bytes = key()
    epoch_id: EpochId = identity()
    sealed: bytes = sealed_bytes()


class MeetingRow(LedgerTable, table=True):
    """A meeting of the board; the day and who was there are sealed to it."""

    __tablename__ = "meeting"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    meeting_id: MeetingId = key()
    month: Month = month()
    epoch_id: EpochId = identity()
    urgent: bool
    """Two officers between two meetings."""
    over: bool = False
    sealed: bytes = sealed_bytes()


class AgendaRow(LedgerTable, table=True):
    """An award on a meeting's list."""

    __tablename__ = "agenda"
    __table_args__ = (UniqueConstraint("program_id", "meeting_id", "place"), BY_KEY)

    program_id: ProgramId = key()
    meeting_id: MeetingId = key()
    award_id: AwardId = key()
    place: int
    """From 0; shown as a letter."""
    outcome: Outcome | None = maybe_word(Outcome)


class PayoutDeskRow(LedgerTable, table=True):
    """Where and when a desk pays; its cash is a fund of the ledger."""

    __tablename__ = "payout_desk"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    desk_id: FundId = key()
    place: str = text(200)
    hours: str = text(120)
    open: bool = True
    signature: bytes | None = maybe_raw(SIGNATURE_SIZE)
    """Over place and hours, by whoever wrote them: no reporter is sent to an address that has none."""


class HoldRow(LedgerTable, table=True):
    """An award in a teller's hand; the row goes when the hold ends."""

    __tablename__ = "hold"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    award_id: AwardId = key()
    desk_id: FundId = identity()
    hand: bytes = raw(ID_SIZE)
    word: str = text(4)
    until: datetime


class PayoutRow(LedgerTable, table=True):
    """A payment since a desk was last counted, which can still be taken back; the count deletes it."""

    __tablename__ = "payout"
    __table_args__ = (Index(None, "program_id", "desk_id"), BY_KEY)

    program_id: ProgramId = key()
    award_id: AwardId = key()
    desk_id: FundId = identity()
    entry_id: EntryId = identity()
    undone_by: bytes | None = maybe_raw(ID_SIZE)
    """The mark of who says that no cash was handed over, until a second person confirms it."""


class ReissueRow(LedgerTable, table=True):
    """A claim is to be made anew, as a coordinator asks; signed once somebody of the board agrees."""

    __tablename__ = "reissue"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    award_id: AwardId = key()
    signature: bytes | None = maybe_raw(SIGNATURE_SIZE)


class WrongCodeRow(LedgerTable, table=True):
    """How many wrong claim codes were typed in a month."""

    __tablename__ = "wrong_code"
    __table_args__ = (BY_KEY,)

    program_id: ProgramId = key()
    month: Month = month_key()
    count: int
