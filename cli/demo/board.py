"""Let the demo's board meet: open what waits, declare a conflict, agree by two, ratify what was urgent."""

from dataclasses import dataclass, field
from datetime import datetime

from cli.demo.deeds import OpenStores
from cli.demo.founding import Founded
from cli.demo.sample_awards import SampleAward
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reward_words import AwardState, MeetingId
from tipline.rewards import decisions
from tipline.rewards.meetings import Item, close_meeting, convene, read_meeting
from tipline.vocabulary import AwardId, Month, Role


@dataclass(frozen=True)
class Board:
    """The members of the board, and which sample became which award."""

    members: tuple[Holder, ...]
    program: ProgramKeys
    samples: dict[AwardId, SampleAward] = field(default_factory=dict, repr=False)
    """Filled as they are proposed: before, no award has an id."""

    @classmethod
    def of(cls, founded: Founded, program: ProgramKeys) -> "Board":
        """The board of a program."""
        return cls(founded.all_of(Role.BOARD), program)

    def meet(self, stores: OpenStores, *, at: datetime, urgent: bool = False) -> None:
        """Hold a meeting, or what two officers decide before one; what is not decided waits for the next."""
        chair = self.members[0]
        present = self.members[: 2 if urgent else len(self.members)]
        meeting_id = convene(
            stores.ledger,
            stores.keys,
            day=at.date(),
            present=frozenset(member.person_id for member in present),
            urgent=urgent,
            by=chair,
            program=self.program,
        )
        meeting = read_meeting(
            stores.ledger, stores.keys, meeting_id=meeting_id, by=chair, program=self.program
        )
        for item in meeting.items:
            sample = self.samples[item.award_id]
            if item.to_ratify:
                self._ratify(stores, meeting_id, item)
            elif sample.urgent or not urgent:
                self._decide(stores, meeting_id, item, sample, month=Month(at.year * 100 + at.month))
        close_meeting(stores.ledger, stores.keys, meeting_id=meeting_id, by=chair, program=self.program)

    def _ratify(self, stores: OpenStores, meeting_id: MeetingId, item: Item) -> None:
        """By somebody who was neither of the two."""
        decisions.ratify(
            stores.ledger,
            stores.keys,
            meeting_id=meeting_id,
            award_id=item.award_id,
            by=self.members[2],
            program=self.program,
        )

    def _decide(
        self, stores: OpenStores, meeting_id: MeetingId, item: Item, sample: SampleAward, *, month: Month
    ) -> None:
        ledger, keys, program, award_id = stores.ledger, stores.keys, self.program, item.award_id
        first, second, *others = self.members
        if sample.conflict:
            decisions.declare_conflict(
                ledger, keys, meeting_id=meeting_id, award_id=award_id, by=others[0], program=program
            )
        if sample.outcome is AwardState.DEFERRED:
            decisions.defer(
                ledger,
                keys,
                meeting_id=meeting_id,
                award_id=award_id,
                reason=sample.reason,
                by=first,
                program=program,
            )
            return
        for member in (first, second):
            if sample.outcome is AwardState.REFUSED:
                decisions.refuse(
                    ledger,
                    keys,
                    meeting_id=meeting_id,
                    award_id=award_id,
                    reason=sample.reason,
                    by=member,
                    program=program,
                    month=month,
                )
            else:
                decisions.vote(
                    ledger,
                    keys,
                    meeting_id=meeting_id,
                    award_id=award_id,
                    amount=sample.amended or item.amount,
                    by=member,
                    program=program,
                    month=month,
                )
