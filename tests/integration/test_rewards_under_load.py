"""200 awards approved and paid by many at once, and by a killed process: nothing twice, nothing lost."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlmodel import select

from tests.databases import Stores
from tests.program import NOON
from tests.unit.tipline.rewards.board import BEA, BEN, NOVEMBER, PEPPER, TESS, TOM, Board, a_board
from tests.unit.tipline.rewards.queued import queued
from tipline.errors import StoreUnavailable
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.money import Account, EntryKind
from tipline.reward_words import AwardState, MeetingId
from tipline.rewards import decisions, payout
from tipline.rewards.award_refusals import HeldElsewhere, SamePerson, WrongState
from tipline.rewards.journal import balances
from tipline.store.award_tables import AwardRow, HoldRow
from tipline.store.ledger_tables import EntryRow
from tipline.vocabulary import AwardId, Cents

AWARDS = 200
AMOUNT = Cents(10_000)
KILLS = 3
THREADS = 8
TRIES = 10


def at_once(deeds: Iterable[Callable[[], object]]) -> list[object]:
    """Do many things in eight threads."""
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        return list(pool.map(patiently, deeds))


def patiently(deed: Callable[[], object]) -> object:
    """Do a deed, again where the store was busy for too long: nothing of it was kept then."""
    for _ in range(TRIES):
        with suppress(StoreUnavailable):
            return deed()
    return deed()


def approve(
    board: Board, meeting: MeetingId, award: AwardId, *, by: Holder, program: ProgramKeys
) -> AwardState:
    with board.sitting() as (ledger, keys):
        return decisions.vote(
            ledger,
            keys,
            meeting_id=meeting,
            award_id=award,
            amount=AMOUNT,
            by=by,
            program=program,
            month=NOVEMBER,
        )


def pay(board: Board, code: str, *, by: Holder, program: ProgramKeys) -> AwardId | None:
    """What a teller does with a code; nothing where another was first."""
    with board.ledger.read() as session:
        found = payout.look_up(session, code=code, by=by, pepper=PEPPER)
    assert found is not None
    with suppress(HeldElsewhere, WrongState, SamePerson):
        with board.ledger.transaction() as session:
            payout.hold(
                session, award_id=found.award_id, desk_id=board.desk, by=by, program=program, now=NOON
            )
        with board.ledger.transaction() as session:
            payout.hand_over(
                session, award_id=found.award_id, by=by, program=program, month=NOVEMBER, now=NOON
            )
        return found.award_id
    return None


@pytest.fixture
def approved(stores: Stores) -> tuple[Board, ProgramKeys, dict[AwardId, str]]:
    """200 awards, approved by two members of the board in eight threads."""
    board = a_board(stores)
    board.fill(2_000_000)
    program = board.case.keys()
    codes = queued(board, program, count=AWARDS, amount=AMOUNT)
    meeting = board.convene()
    members = [board.case.by(BEA), board.case.by(BEN)]
    said = at_once(
        lambda award=award, by=by: approve(board, meeting, award, by=by, program=program)  # type: ignore[misc]  # bound at once
        for award in codes
        for by in members
    )
    assert Counter(said) == {AwardState.PROPOSED: AWARDS, AwardState.APPROVED: AWARDS}
    return board, program, codes


Approved = tuple[Board, ProgramKeys, dict[AwardId, str]]


def test_each_award_is_paid_once_by_a_process_that_is_killed_and_by_two_tellers_at_once(
    approved: Approved,
) -> None:
    board, program, codes = approved
    said = killed_while_paying(board, program, list(codes))
    with board.ledger.read() as session:
        between = [row.award_id for row in session.exec(select(AwardRow)) if row.state is AwardState.PAID]
    tellers = [board.case.by(TESS), board.case.by(TOM)]
    paid = at_once(
        lambda code=code, by=by: pay(board, code, by=by, program=program)  # type: ignore[misc]  # bound at once
        for code in codes.values()
        for by in tellers
    )

    assert len(set(said)) == len(said) == KILLS * 10
    assert set(said) <= {award.hex() for award in between}
    assert Counter(award for award in paid if award is not None) == Counter(set(codes) - set(between))
    holds(board, paid=AWARDS)


def killed_while_paying(board: Board, program: ProgramKeys, awards: list[AwardId]) -> list[str]:
    """What a process said that it paid, which was killed three times in the middle of a payment."""
    person = board.case.program.people[TESS]
    told = json.dumps(
        {
            "tips": board.case.program.tips.engine.url.render_as_string(hide_password=False),
            "ledger": board.ledger.engine.url.render_as_string(hide_password=False),
            "root": program.root.raw.hex(),
            "program": program.program_id.hex(),
            "person": person.person_id.hex(),
            "seed": person.key.seed.hex(),
            "desk": board.desk.hex(),
            "awards": [award.hex() for award in awards],
        }
    )
    said: list[str] = []
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.integration.paying"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(told)
            child.stdin.close()
            said += [child.stdout.readline().strip() for _ in range(10)]
            child.kill()
    return said


def holds(board: Board, *, paid: int) -> None:
    """The books agree with the awards and the drawer, and nothing stands twice."""
    with board.ledger.read() as session:
        found = balances(session, board.case.program.program_id)
        states = Counter(row.state for row in session.exec(select(AwardRow)))
        entries = session.exec(select(EntryRow.kind, EntryRow.award_id)).all()
        open_holds = session.exec(select(HoldRow)).all()
    assert states == {AwardState.PAID: paid}
    assert open_holds == []
    assert (found[board.fund, Account.OWED], found[board.desk, Account.FLOAT]) == (
        0,
        3_000_000 - paid * AMOUNT,
    )
    for kind in (EntryKind.APPROVAL, EntryKind.PAYMENT):
        awards = [award for entry, award in entries if entry is kind]
        assert len(set(awards)) == len(awards) == paid
