"""What a program's board has set for its awards."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from tipline.errors import NotPermitted, Unsuitable
from tipline.holdings import Holder
from tipline.money import LARGEST
from tipline.reward_words import DEFAULT_MAXIMUM, DEFAULT_QUORUM, OFFICERS
from tipline.store.award_tables import RewardSettingsRow
from tipline.vocabulary import Cents, ProgramId

LARGEST_BOARD: Final = 100
LONGEST_TERM: Final = 36_500
LEAST_TERM: Final = 90
"""Days: a reporter comes back seldom, and what has gone back does not come again."""


@dataclass(frozen=True, slots=True)
class RewardSettings:
    """What holds in a program."""

    maximum: Cents = DEFAULT_MAXIMUM
    """For one case, its shares together."""
    quorum: int = DEFAULT_QUORUM
    return_after_days: int | None = None
    """When an award that nobody claimed goes back to its fund; never, where it is not set."""


def reward_settings(session: Session, program_id: ProgramId) -> RewardSettings:
    """What holds in a program; the usual, where its board has set nothing."""
    row = session.get(RewardSettingsRow, (program_id,))
    if row is None:
        return RewardSettings()
    return RewardSettings(row.maximum, row.quorum, row.return_after_days)


def set_reward_settings(session: Session, settings: RewardSettings, *, by: Holder) -> None:
    """Set what holds from now on.

    Raises:
        NotPermitted: `by` is neither of the board nor an administrator.
        Unsuitable: a maximum that is not above nothing, a term below the least, or a quorum below the two who
            must agree.
    """
    if not by.role.may_set_rewards:
        raise NotPermitted(by.role)
    if not 0 < settings.maximum <= LARGEST:
        raise Unsuitable("maximum")
    if not OFFICERS <= settings.quorum <= LARGEST_BOARD:
        raise Unsuitable("quorum")
    if (
        settings.return_after_days is not None
        and not LEAST_TERM <= settings.return_after_days <= LONGEST_TERM
    ):
        raise Unsuitable("term")
    session.merge(
        RewardSettingsRow(
            program_id=by.program_id,
            maximum=settings.maximum,
            quorum=settings.quorum,
            return_after_days=settings.return_after_days,
        )
    )
