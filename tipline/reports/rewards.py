"""Where a month's numbers of rewards come from: a function of the month that a ledger stands behind."""

from collections.abc import Callable
from dataclasses import dataclass

from tipline.reports.counting import WHOLE, Counts
from tipline.reports.measures import Measure
from tipline.vocabulary import Month


@dataclass(frozen=True, slots=True)
class RewardCounts:
    """What a ledger says of one month; amounts in cents."""

    awards_approved: int
    approved: int
    awards_paid: int
    paid: int
    awards_unclaimed: int
    """Approved and neither paid nor returned at the month's end, or today where it has not ended."""
    unclaimed: int

    def counts(self) -> Counts:
        """The same as measures."""
        return {
            (Measure.AWARDS_APPROVED, WHOLE): self.awards_approved,
            (Measure.APPROVED, WHOLE): self.approved,
            (Measure.AWARDS_PAID, WHOLE): self.awards_paid,
            (Measure.PAID, WHOLE): self.paid,
            (Measure.AWARDS_UNCLAIMED, WHOLE): self.awards_unclaimed,
            (Measure.UNCLAIMED, WHOLE): self.unclaimed,
        }


@dataclass(frozen=True)
class Rewards:
    """A program's ledger, asked about months. Without one the numbers of rewards are None: not known."""

    currency: str
    of_month: Callable[[Month], RewardCounts]
