"""The reporter picks where to collect: where somebody confirmed has signed, and until it is in hand."""

import json
from datetime import date

import pytest
from sqlalchemy import update

from crypto.context import Purpose, context
from crypto.padding import pad
from crypto.sealing import seal
from crypto.signing import SigningKey
from tests.integration.apart import dump
from tests.unit.tipline.rewards.board import ADA, BEA, NOVEMBER, TESS, TOM, TRUDY, Board
from tipline.claims import open_claim
from tipline.errors import NotPermitted, Unsuitable
from tipline.reward_words import AwardState
from tipline.rewards import desks, undo
from tipline.rewards.award_refusals import NotNow
from tipline.rewards.places import Place, open_places, pick, sign_place, to_be_collected, unproven_desks
from tipline.rewards.settings import RewardSettings, set_reward_settings
from tipline.store.award_tables import AwardRow, PayoutDeskRow
from tipline.store.columns import table
from tipline.vocabulary import Cents, FundId, KeyId

LIBRARY, HOURS = "Library, 2 Elm Street", "Saturdays, 10 to 4"


def library(board: Board) -> FundId:
    """A second desk."""
    with board.ledger.transaction() as session:
        return desks.open_desk(
            session,
            name="Library",
            place=LIBRARY,
            hours=HOURS,
            currency="CAD",
            by=board.case.by(TRUDY),
            month=NOVEMBER,
        )


def places(board: Board) -> list[FundId]:
    with board.ledger.read() as session:
        return [place.desk_id for place in open_places(session, program=board.case.keys())]


def sums(board: Board) -> dict[FundId | None, Cents]:
    with board.ledger.read() as session:
        return dict(to_be_collected(session, board.case.program.program_id))


def write_desk(board: Board, desk: FundId, **values: object) -> None:
    """As somebody who can write the ledger's store."""
    rows = table(PayoutDeskRow)
    with board.ledger.transaction() as session:
        session.connection().execute(update(rows).where(rows.c.desk_id == desk).values(**values))


def test_the_code_is_shown_once_a_place_is_picked_and_the_place_can_be_changed(board: Board) -> None:
    told, elsewhere = board.tell(), library(board)
    award = board.approved(told)
    before = board.claim(told)
    board.pick(told)
    first = board.claim(told)
    board.pick(told, elsewhere)
    second = board.claim(told)

    assert before is not None
    assert first is not None
    assert second is not None
    assert (before.code, before.picked, before.to_pick) == (None, None, True)
    assert (first.picked, first.to_pick) == (
        Place(board.desk, "Any branch on King Street", "Monday to Friday, 9 to 5"),
        False,
    )
    assert (second.picked, second.code) == (Place(elsewhere, LIBRARY, HOURS), first.code)
    assert board.look_up(second.code or "") is not None
    assert sums(board) == {elsewhere: 50_000}
    # No code is bound to a place: where there is cash, it is paid.
    board.hold(award)
    assert board.hand_over(award) == 50_000
    assert sums(board) == {}


def test_a_pick_leaves_nothing_in_the_tips_and_no_line_in_the_audit(sqlite_board: Board) -> None:
    board, told = sqlite_board, sqlite_board.tell()
    board.approved(told)
    before = dump(board.case.program.tips)

    board.pick(told)

    assert dump(board.case.program.tips) == before


def test_what_is_in_a_tellers_hand_or_done_stays_where_it_was(board: Board) -> None:
    told, elsewhere = board.tell(), library(board)
    award = board.approved(told)
    board.pick(told)
    board.hold(award)
    with pytest.raises(NotNow):
        board.pick(told, elsewhere)
    held = sums(board)
    board.hand_over(award)

    with pytest.raises(NotNow), board.ledger.transaction() as session:
        pick(
            session.connection(),
            Place(elsewhere, LIBRARY, HOURS),
            award_id=award,
            program_id=board.case.program.program_id,
        )

    with board.ledger.read() as session:
        row = session.get_one(AwardRow, (board.case.program.program_id, award))
    assert (held, row.desk_id, board.state(award)) == ({board.desk: 50_000}, None, AwardState.PAID)


def test_a_payment_that_was_none_is_picked_up_where_it_was_tried(sqlite_board: Board) -> None:
    board, told = sqlite_board, sqlite_board.tell()
    award = board.approved(told)
    code = board.code(told)
    board.hold(award)
    board.hand_over(award)
    with board.ledger.transaction() as session:
        undo.say_not_handed_over(session, award_id=award, by=board.case.by(TESS))
        undo.confirm_not_handed_over(session, award_id=award, by=board.case.by(TOM), month=NOVEMBER)

    claim = board.claim(told)

    assert claim is not None
    assert (claim.code, claim.picked and claim.picked.desk_id) == (code, board.desk)


@pytest.mark.parametrize(
    "change",
    [
        {"place": "12 Lonely Road"},
        {"hours": "At night"},
        {"signature": None},
        {"signature": bytes(64)},
        {"open": False},
    ],
    ids=["another address", "other hours", "no signature", "a made up one", "closed"],
)
def test_no_reporter_is_sent_where_nobody_confirmed_has_signed(
    sqlite_board: Board, change: dict[str, object]
) -> None:
    board, told = sqlite_board, sqlite_board.tell()
    board.approved(told)
    board.code(told)
    write_desk(board, board.desk, **change)

    claim = board.claim(told)

    assert claim is not None
    assert (claim.code, claim.picked, claim.to_pick) == (None, None, True)
    assert places(board) == []
    with board.ledger.read() as session:
        assert unproven_desks(session, program=board.case.keys()) == ("open" not in change)


def test_a_strangers_signature_and_another_desks_prove_nothing(sqlite_board: Board) -> None:
    board = sqlite_board
    elsewhere = library(board)
    program_id = board.case.program.program_id
    with board.ledger.read() as session:
        own = session.get_one(PayoutDeskRow, (program_id, board.desk)).signature
    place, hours = "Any branch on King Street", "Monday to Friday, 9 to 5"
    moved = {"place": place, "hours": hours, "signature": own}
    stranger = sign_place(
        SigningKey.from_seed(b"s" * 32), program_id=program_id, desk_id=board.desk, place=place, hours=hours
    )

    write_desk(board, elsewhere, **moved)
    after_moving = places(board)
    write_desk(board, board.desk, signature=stranger)

    assert (after_moving, places(board)) == ([board.desk], [])


def test_a_treasurer_signs_for_other_hours_and_nobody_else_can(sqlite_board: Board) -> None:
    board = sqlite_board

    def describe(name: str, place: str = LIBRARY, hours: str = HOURS) -> None:
        with board.ledger.transaction() as session:
            desks.describe_desk(session, desk_id=board.desk, place=place, hours=hours, by=board.case.by(name))

    for name in (ADA, BEA, TESS):
        with pytest.raises(NotPermitted):
            describe(name)
    for place, hours in (("", HOURS), (LIBRARY, " "), ("x" * 201, HOURS), (LIBRARY, "x" * 121)):
        with pytest.raises(Unsuitable):
            describe(TRUDY, place, hours)
    before = places(board)
    describe(TRUDY)

    with board.ledger.read() as session:
        found = open_places(session, program=board.case.keys())
    assert (before, found) == ([board.desk], (Place(board.desk, LIBRARY, HOURS),))


def test_what_waits_is_told_as_one_sum_a_desk(sqlite_board: Board) -> None:
    board = sqlite_board
    elsewhere = library(board)
    told = [board.tell() for _ in range(4)]
    for one, amount in zip(told, (10_000, 20_000, 40_000, 80_000), strict=True):
        board.approved(one, amount)
    for one, desk in zip(told, (board.desk, board.desk, elsewhere), strict=False):
        board.pick(one, desk)

    assert sums(board) == {board.desk: 30_000, elsewhere: 40_000, None: 80_000}


def test_the_last_day_is_told_where_the_program_has_a_term(sqlite_board: Board) -> None:
    board, told = sqlite_board, sqlite_board.tell()
    board.approved(told)
    never = board.claim(told)
    with board.ledger.transaction() as session:
        set_reward_settings(session, RewardSettings(return_after_days=90), by=board.case.by(BEA))

    some_day = board.claim(told)

    assert never is not None
    assert some_day is not None
    assert (never.until, some_day.until) == (None, date(2027, 2, 27))


def test_a_claim_from_before_reporters_picked_still_opens(sqlite_board: Board) -> None:
    told = sqlite_board.tell()
    award = sqlite_board.approved(told)
    own = sqlite_board.claim(told)
    assert own is not None
    assert told.code is not None
    program_id, key_id = sqlite_board.case.program.program_id, KeyId(bytes(16))

    written = json.dumps(
        {
            "award": award.hex(),
            "amount": own.claim.amount,
            "code": own.claim.code,
            "place": "Any branch on King Street",
            "renewal": own.claim.renewal.hex(),
        }
    )
    place = context(Purpose.CLAIM, program_id, key_id)
    sealed = seal(pad(written.encode()), told.code.key.public(), context=place)

    opened = open_claim(sealed, key=told.code.key, program_id=program_id, key_id=key_id)

    assert (opened, opened.award_id) == (own.claim, award)
