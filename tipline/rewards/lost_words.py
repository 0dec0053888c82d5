"""Where a claim stands whose reporter lost their eight words, for who asked and for the board."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from tipline.casework.awarding import filed
from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.records import REISSUE, REISSUE_TO
from tipline.reward_words import AwardState
from tipline.rewards.propose import OwnAward, own_awards
from tipline.rewards.reissue import NOTICE
from tipline.store.award_tables import AwardRow, ReissueRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import AwardId, Cents, Month, TipId


@dataclass(frozen=True, slots=True)
class LostWords:
    """An award of a tip, and how far its claim is on the way to another tip's reporter."""

    award: OwnAward = field(repr=False)
    to: str | None
    """The number of the tip whose writer it is made anew for; None where nobody has asked."""
    asked: datetime | None
    agreed: bool
    """Somebody of the board has signed."""
    ready: datetime | None
    """When the days of the notice are over."""


@dataclass(frozen=True, slots=True)
class ToAgree:
    """A claim that a coordinator asks the board to make anew; no tip, no reason, no reporter."""

    award_id: AwardId = field(repr=False)
    amount: Cents
    month: Month
    """In which the award was approved."""


def lost_words(
    tips: Session, keys_session: Session, ledger: Session, *, number: str, by: Holder, program: ProgramKeys
) -> tuple[LostWords, ...]:
    """The awards of a tip that can be collected or are being made anew.

    Raises:
        NotPermitted: `by` may not propose awards, or not triage this tip.
        NoSuchTip: there is none with this number, or none for this person.
    """
    if not by.role.may_propose_award:
        raise NotPermitted(by.role)
    asked = {
        record.fields[REISSUE]: (record.fields.get(REISSUE_TO, ""), record.at)
        for record in filed(tips, keys_session, number=number, by=by, program=program)
        if REISSUE in record.fields
    }
    found = []
    for award in own_awards(tips, keys_session, ledger, number=number, by=by, program=program):
        if award.state not in {AwardState.APPROVED, AwardState.FROZEN}:
            continue
        row = ledger.get(ReissueRow, (by.program_id, award.award_id), populate_existing=True)
        to, at = asked.get(award.award_id.hex(), ("", None)) if row is not None else ("", None)
        found.append(
            LostWords(
                award=award,
                to=_number(tips, by, to) if to else None,
                asked=at,
                agreed=row is not None and row.signature is not None,
                ready=None if at is None else at + NOTICE,
            )
        )
    return tuple(found)


def claims_to_agree(ledger: Session, *, by: Holder) -> tuple[ToAgree, ...]:
    """The claims that wait for the word of one of the board, the smallest first.

    Raises:
        NotPermitted: `by` is not of the board.
    """
    if not by.role.may_decide_award:
        raise NotPermitted(by.role)
    rows = ledger.exec(
        select(AwardRow)
        .join(
            ReissueRow,
            (col(ReissueRow.program_id) == AwardRow.program_id)
            & (col(ReissueRow.award_id) == AwardRow.award_id),
        )
        .where(
            col(AwardRow.program_id) == by.program_id,
            col(AwardRow.state) == AwardState.FROZEN,
            col(AwardRow.reissued).is_(False),
            col(ReissueRow.signature).is_(None),
        )
    ).all()
    found = [ToAgree(row.award_id, row.amount, row.month) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.amount, one.award_id)))


def _number(tips: Session, by: Holder, written: str) -> str | None:
    row = tips.get(TipRow, (by.program_id, TipId(bytes.fromhex(written))))
    return None if row is None else row.number
