"""The ledger beside the tips, whole, with both key files: no payment leads to a tip."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from crypto.context import Purpose, context
from crypto.pseudonym import keyed_name
from tests.databases import Stores
from tests.integration.apart import Booty, Dump, Row, bytes_of, dump, faults, files_of
from tests.program import NOON
from tests.unit.tipline.rewards.board import (
    ADA,
    BEA,
    BEN,
    GRACE,
    NOVEMBER,
    PEPPER,
    TESS,
    TOM,
    TRUDY,
    Board,
    a_board,
)
from tipline.rewards import desks
from tipline.rewards.eligibility import Bar, Eligibility
from tipline.store.upkeep import checkpoint
from tipline.vocabulary import FundId

TIPS: Final = 16
WORDS: Final = ("lighthouse", "quartermaster", "zeppelin", "739215", "harpsichord")


@pytest.fixture
def booty(stores: Stores) -> Booty:
    """Sixteen tips on sixteen days, proposed in that order by two people, collected in another.

    What waited for the board is in it too, as a backup from before the meeting has it; and the awards as they
    stood when their reporters, in an order of their own, had picked one of two desks.
    """
    board = a_board(stores)
    amounts = [50_000, 75_000, 100_000, 150_000] * (TIPS // 4)
    told, truth = [], []
    for number, amount in enumerate(amounts):
        now = NOON - timedelta(days=TIPS - number)
        told.append(board.tell(text=f"What happened on the {number}th.", now=now))
        summary = " ".join(WORDS[:3]) * (1 + number * 5)
        award = board.propose(
            told[-1],
            amount,
            by=ADA if number % 2 else GRACE,
            summary=summary,
            sheet=WORDS[3].encode() * (number + 1),
            eligibility=Eligibility(frozenset(list(Bar)[: number % 6]), WORDS[4] * (number + 1)),
            now=now,
        )
        truth.append((bytes(told[-1].tip_id), bytes(award)))
    waiting = dump(stores.ledger)
    before = files_of(stores.ledger, waiting)
    meeting = board.convene()
    with board.sitting() as (ledger, keys):
        listed = board.listed(ledger, keys, meeting)
    for item in listed:
        for name in (BEA, BEN):
            board.vote(meeting, item.award_id, by=name, amount=item.amount)
    board.fill(2_000_000)
    desk_ids = (board.desk, another_desk(board))
    order = list(told)
    random.shuffle(order)
    for number, one in enumerate(order):
        board.pick(one, desk_ids[number % 2])
    picked = dump(stores.ledger)["award"]
    random.shuffle(order)
    for number, one in enumerate(order):
        found = board.look_up(board.code(one))
        assert found is not None
        teller = TESS if number % 2 else TOM
        board.hold(found.award_id, by=teller)
        board.hand_over(found.award_id, by=teller)
    with board.ledger.transaction() as session:
        expected = desks.float_of(session, board.case.program.program_id, board.desk)
        desks.count_desk(
            session,
            desk_id=board.desk,
            fund_id=board.fund,
            counted=expected,
            by=board.case.by(TRUDY),
            month=NOVEMBER,
        )
    checkpoint(stores.ledger)
    rows = dump(stores.ledger) | {"proposal": waiting["proposal"], "award while it waits": picked}
    return Booty(
        tips=dump(stores.tips),
        ledger=rows,
        files=before + files_of(stores.ledger, rows),
        keys=(PEPPER, board.case.program.console.console_key),
        program_id=board.case.program.program_id,
        truth=truth,
        words=WORDS,
    )


def another_desk(board: Board) -> FundId:
    with board.ledger.transaction() as session:
        return desks.open_desk(
            session,
            name="Library",
            place="Library, 2 Elm Street",
            hours="Saturdays, 10 to 4",
            currency="CAD",
            by=board.case.by(TRUDY),
            month=NOVEMBER,
        )


def test_no_payment_leads_to_a_tip_and_each_planted_road_is_found(booty: Booty) -> None:
    # The control is in the same test, since it needs the same booty: a search that finds nothing proves
    # something only if it finds what was put there.
    planted = {kind: {fault.split(":")[0] for fault in faults(spoilt)} for kind, spoilt in plants(booty)}

    assert faults(booty) == []
    assert {row["state"] for row in booty.ledger["award"]} == {"paid"}
    assert {row["desk_id"] for row in booty.ledger["award"]} == {None}
    assert len({row["desk_id"] for row in booty.ledger["award while it waits"]}) == len({None, "desk"})
    kinds = {"value", "keyed", "time", "order", "size", "word"}
    assert planted == {kind: {kind} for kind in kinds} | {"picked": {"value"}}


def plants(booty: Booty) -> list[tuple[str, Booty]]:
    """The same booty with one road in it, of each kind."""
    (tip_id, award_id), *_ = booty.truth
    mark = keyed_name(booty.keys[0], context(Purpose.AWARD, booty.program_id, tip_id))
    rank = {award: place for place, (_, award) in enumerate(booty.truth)}
    by_tip = sorted(booty.ledger["award"], key=lambda row: rank[bytes_of(row["award_id"])])
    moment = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
    return [
        ("value", replace(booty, ledger=beside(booty, award_id, case=tip_id))),
        ("keyed", replace(booty, ledger=beside(booty, award_id, case=mark))),
        ("time", replace(booty, ledger=beside(booty, award_id, paid_at=moment))),
        ("order", replace(booty, ledger={**booty.ledger, "award": by_tip})),
        ("picked", replace(booty, tips=with_desks(booty))),
        ("size", replace(booty, ledger=beside(booty, award_id, sealed=b"x", table="award_paper"))),
        ("word", replace(booty, files=booty.files + b"the lighthouse")),
    ]


def with_desks(booty: Booty) -> Dump:
    """The tips as they would be if the desk that each reporter picked stood beside its tip."""
    desk_of = {row["award_id"]: row["desk_id"] for row in booty.ledger["award while it waits"]}
    award_of = dict(booty.truth)
    rows: list[Row] = [
        {**row, "desk": desk_of[award_of[bytes_of(row["tip_id"])]]} for row in booty.tips["tip"]
    ]
    return {**booty.tips, "tip": rows}


def beside(booty: Booty, award_id: bytes, *, table: str = "award", **more: object) -> Dump:
    rows = [{**row, **more} if row["award_id"] == award_id else row for row in booty.ledger[table]]
    return {**booty.ledger, table: rows}
