"""A process that pays awards one after the other and says each, to be killed in the middle of one.

It is told on its standard input, as JSON, where the stores are, who pays, and which awards.
"""

import json
import sys
from datetime import UTC, datetime

from crypto.keys import PrivateKey
from crypto.signing import VerifyKey
from tipline.holdings import Holder, Holdings
from tipline.keyring import load
from tipline.reward_words import AwardState
from tipline.rewards import payout
from tipline.rewards.awards import find_award
from tipline.store.db import open_store
from tipline.vocabulary import AwardId, FundId, Month, PersonId, ProgramId, Role, StoreName

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def main() -> None:
    """Pay what is not paid yet."""
    told = json.loads(sys.stdin.read())
    program_id, person_id = ProgramId(bytes.fromhex(told["program"])), PersonId(bytes.fromhex(told["person"]))
    with open_store(StoreName.TIPS, told["tips"]).read() as session:
        root = VerifyKey(bytes.fromhex(told["root"]))
        program = load(session.connection(), program_id, root, watch_staff=False)
    key = PrivateKey.from_seed(bytes.fromhex(told["seed"]))
    by = Holder(
        person_id=person_id,
        program_id=program_id,
        name="",
        role=Role.TELLER,
        unit_id=None,
        teams=frozenset(),
        session_id=bytes(32),
        holdings=Holdings(program_id, person_id, key),
    )
    ledger = open_store(StoreName.LEDGER, told["ledger"])
    for written in told["awards"]:
        award_id = AwardId(bytes.fromhex(written))
        with ledger.transaction() as session:
            if find_award(session, program_id, award_id).state is AwardState.PAID:
                continue
            desk = FundId(bytes.fromhex(told["desk"]))
            payout.hold(session, award_id=award_id, desk_id=desk, by=by, program=program, now=NOON)
        with ledger.transaction() as session:
            payout.hand_over(
                session, award_id=award_id, by=by, program=program, month=Month(202611), now=NOON
            )
        sys.stdout.write(f"{written}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
