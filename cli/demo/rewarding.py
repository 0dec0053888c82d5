"""Let the demo's awards be proposed, decided and collected, each by those who may, with their own keys."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from cli.demo.arrivals import Arrival
from cli.demo.board import Board
from cli.demo.bookkeeping import BONUS_CAMPAIGN, MONTHS, main_desk, rewards_fund
from cli.demo.deeds import Deed, OpenStores
from cli.demo.founding import Founded, Stage, proven
from cli.demo.rewarded import meeting_in, month_ago
from cli.demo.sample_awards import SampleAward
from crypto.codes import CodeSecrets
from tipline.figures import Figure
from tipline.intake.follow_up import open_conversation
from tipline.intake.programs import read_desk
from tipline.keyring import ProgramKeys
from tipline.rewards import desks, payout
from tipline.rewards.eligibility import ALL_RULED_OUT
from tipline.rewards.places import open_places, pick
from tipline.rewards.propose import Share, propose
from tipline.rewards.reporter import own_claims
from tipline.rewards.score_bytes import to_bytes
from tipline.rewards.score_table import Factor
from tipline.rewards.score_versions import Version, in_force
from tipline.rewards.scoring import Hit, Sheet, score
from tipline.vocabulary import Cents, Month, Role

PROPOSED_AFTER: Final = timedelta(days=1, hours=3)
"""A tip is closed."""
URGENT_BEFORE: Final = timedelta(days=4)
"""The meeting that ratifies it."""
PAYING_DAY, LAST_DAY = 24, 28
SHORT: Final = Cents(5_00)
"""Of a drawer, once."""
COUNTED_AFTER: Final = timedelta(hours=4)


def award_deeds(
    stage: Stage, founded: Founded, arrivals: Sequence[Arrival], *, today: date
) -> Iterator[Deed]:
    """Everything that was done about awards: proposals, meetings, what was collected, what was counted."""
    program = proven(stage, founded)
    board = Board.of(founded, program)
    rewarding = _Rewarding(stage, founded, program, board)
    awarded = [(arrival, arrival.story.award) for arrival in arrivals if arrival.story.award is not None]
    for arrival, sample in awarded:
        yield Deed(
            arrival.story.fate_at + PROPOSED_AFTER, partial(rewarding.propose, arrival=arrival, sample=sample)
        )
    for ago in range(1, MONTHS):
        at = meeting_in(month_ago(today, ago))
        if any(sample.met == ago and sample.urgent for _, sample in awarded):
            yield Deed(at - URGENT_BEFORE, partial(board.meet, at=at - URGENT_BEFORE, urgent=True))
        yield Deed(at, partial(board.meet, at=at))
    for place, (arrival, sample) in enumerate(awarded):
        if sample.collected is not None and arrival.secrets is not None:
            month = month_ago(today, sample.met - sample.collected)
            at = meeting_in(month).replace(day=PAYING_DAY + place % (LAST_DAY - PAYING_DAY), hour=15)
            yield Deed(at, partial(rewarding.pay, author=arrival.secrets, at=at, place=place))
            yield Deed(
                at + COUNTED_AFTER,
                partial(
                    rewarding.count, month=month, place=place, short=SHORT if sample.urgent else Cents(0)
                ),
            )


class _Rewarding:
    """What is done about an award before and after the board has it."""

    def __init__(self, stage: Stage, founded: Founded, program: ProgramKeys, board: Board) -> None:
        self._stage = stage
        self._program = program
        self._board = board
        self._proposer = founded.of_role(Role.COORDINATOR)
        self._tellers = founded.all_of(Role.TELLER)

    def propose(self, stores: OpenStores, *, arrival: Arrival, sample: SampleAward) -> None:
        """Score it by the table that holds on that day, and bring it before the board."""
        by, now = self._proposer, arrival.story.fate_at + PROPOSED_AFTER
        sheet = _sheet(in_force(stores.ledger, by.program_id, on=now.date()), sample, on=now.date())
        proposed = propose(
            stores.tips,
            stores.keys,
            stores.ledger,
            shares=[Share(arrival.number, sheet.amount)],
            fund_id=rewards_fund(stores, by),
            summary=sample.summary,
            sheet=to_bytes(sheet),
            eligibility=ALL_RULED_OUT,
            urgent=sample.urgent,
            by=by,
            program=self._program,
            pepper=self._stage.ledger_keys.pepper,
            now=now,
        )
        self._board.samples.update(dict.fromkeys(proposed, sample))

    def pay(self, stores: OpenStores, *, author: CodeSecrets, at: datetime, place: int) -> None:
        """A reporter reads the code on their page and says it at a desk; the teller holds, and hands over."""
        teller = self._tellers[place % len(self._tellers)]
        desk = read_desk(stores.tips, teller.program_id, keys=self._program)
        conversation = open_conversation(stores.tips, desk=desk, author=author)
        places = open_places(stores.ledger, program=self._program)
        read = partial(
            own_claims,
            stores.tips,
            stores.ledger,
            conversation=conversation,
            author=author,
            places=places,
            today=at.date(),
        )
        waiting = next(own for own in read() if own.to_pick)
        picked = next(place for place in places if place.desk_id == main_desk(stores, teller))
        pick(
            stores.ledger.connection(),
            picked,
            award_id=waiting.claim.award_id,
            program_id=teller.program_id,
        )
        code = next(own.code for own in read() if own.code is not None)
        found = payout.look_up(stores.ledger, code=code, by=teller, pepper=self._stage.ledger_keys.pepper)
        if found is None:
            raise LookupError("the demo's reporter has a code that leads nowhere")
        payout.hold(
            stores.ledger,
            award_id=found.award_id,
            desk_id=main_desk(stores, teller),
            by=teller,
            program=self._program,
            now=at,
        )
        payout.hand_over(
            stores.ledger,
            award_id=found.award_id,
            by=teller,
            program=self._program,
            month=Month(at.year * 100 + at.month),
            now=at,
        )

    def count(self, stores: OpenStores, *, month: Month, place: int, short: Cents) -> None:
        """The drawer is counted at the end of the day."""
        teller = self._tellers[place % len(self._tellers)]
        desk_id = main_desk(stores, teller)
        expected = desks.float_of(stores.ledger, teller.program_id, desk_id)
        desks.count_desk(
            stores.ledger,
            desk_id=desk_id,
            fund_id=rewards_fund(stores, teller),
            counted=Cents(expected - short),
            by=teller,
            month=month,
        )


def _sheet(version: Version, sample: SampleAward, *, on: date) -> Sheet:
    """The sheet as the coordinator fills it in: what came of the tip, and three things that they weigh."""
    found = sample.figures
    entered = {
        **sample.chosen,
        Factor.PROPERTY: found.get(Figure.PROPERTY, 0) + found.get(Figure.CASH, 0),
        Factor.DRUGS: found.get(Figure.DRUGS, 0),
        Factor.ARRESTS: found.get(Figure.ARRESTS, 0),
        Factor.WEAPONS: found.get(Figure.FIREARMS, 0) + found.get(Figure.WEAPONS, 0),
    }
    hits = [Hit(BONUS_CAMPAIGN, on, sample.campaign)] if sample.campaign else []
    return score(version.table, entered, digest=version.digest, hits=hits)
