"""Whether a reporter may have a reward: what the proposer has ruled out, and what they write of the rest.

It is a part of the proposal, signed and sealed to the board with it. The board decides: a proposer who cannot
rule one of these out says why it is put before the board all the same, or why it should be refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from tipline.rewards.award_refusals import NotRuledOut

REASON_LIMIT: Final = 400
"""Characters: with summary and sheet they fit the one size of a paper."""


class Bar(StrEnum):
    """What stands between a reporter and a reward."""

    POLICE = "police"
    """They, or somebody of their family, are police or work for the program."""
    VICTIM = "victim"
    OFFENDER = "offender"
    NAMED = "named"
    """They said who they are."""
    SECOND = "second"
    """Somebody else told the same before; a share is possible."""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What the proposer has looked at of every reporter of the case."""

    ruled_out: frozenset[Bar] = field(repr=False)
    reason: str = field(repr=False)
    """Of what is not ruled out; empty where all is."""

    @property
    def open(self) -> tuple[Bar, ...]:
        """What is not ruled out."""
        return tuple(bar for bar in Bar if bar not in self.ruled_out)


ALL_RULED_OUT: Final = Eligibility(frozenset(Bar), "")


def check_eligibility(eligibility: Eligibility) -> None:
    """See that every point is answered: ruled out, or with a reason for the board.

    Raises:
        NotRuledOut: some are neither.
    """
    if eligibility.open and not eligibility.reason:
        raise NotRuledOut(len(eligibility.open))


def written(eligibility: Eligibility) -> Mapping[str, object]:
    """As a proposal has it."""
    return {"out": sorted(eligibility.ruled_out), "reason": eligibility.reason}


def read(body: Mapping[str, Any]) -> Eligibility:  # Any: JSON of anybody's making, checked here
    """Out of a proposal.

    Raises:
        ValueError, KeyError, TypeError: it is none.
    """
    return Eligibility(frozenset(Bar(word) for word in body["out"]), str(body["reason"]))
