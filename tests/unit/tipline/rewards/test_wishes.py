"""Who should get a reward: what the reporter signed last counts for the next proposal."""

from datetime import datetime, timedelta

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA, DANA, Told
from tests.unit.tipline.rewards.board import Board
from tipline.casework.awarding import claimant
from tipline.casework.dispatch import Order
from tipline.casework.views import RecordView
from tipline.intake.follow_up import open_conversation
from tipline.intake.wishes import change_wish, prepare_wish, wish_of
from tipline.vocabulary import Wish


def change(board: Board, told: Told, wish: Wish, *, now: datetime, by: Told | None = None) -> None:
    """A reporter changes their wish; signed by somebody else's code, where `by` says so."""
    case = board.case
    code, other = told.code, (by or told).code
    assert code is not None
    assert other is not None
    with case.program.tips.transaction() as session:
        conversation = open_conversation(session, desk=case.intake(), author=code)
        if by is not None:
            parts = tuple(
                type(part)(part.thread, part.status, other.signing, part.key) for part in conversation.parts
            )
            conversation = type(conversation)(
                conversation.number, conversation.state, (), None, conversation.thread, parts
            )
        sealed = prepare_wish(conversation, wish, desk=case.intake(), now=now)
        change_wish(session.connection(), sealed)


def wished(board: Board, told: Told) -> tuple[Wish, Wish | None]:
    """What the board and the reporter are shown."""
    case = board.case
    assert told.code is not None
    with case.at_work() as (tips, keys):
        found = claimant(tips, keys, number=told.number, by=case.by(ADA), program=case.keys()).wish
        conversation = open_conversation(tips, desk=case.intake(), author=told.code)
        return found, wish_of(tips, conversation, desk=case.intake())


def test_the_wish_that_was_signed_last_counts(board: Board) -> None:
    told = board.tell("yes")
    change(board, told, Wish.NO, now=NOON + timedelta(hours=1))
    change(board, told, Wish.COMMUNITY, now=NOON + timedelta(hours=2))

    assert wished(board, told) == (Wish.COMMUNITY, Wish.COMMUNITY)


def test_a_wish_that_somebody_else_signed_is_none(sqlite_board: Board) -> None:
    told, thief = sqlite_board.tell("no"), sqlite_board.tell()

    change(sqlite_board, told, Wish.YES, now=NOON + timedelta(hours=1), by=thief)

    assert wished(sqlite_board, told) == (Wish.NO, Wish.NO)


def test_a_changed_wish_is_seen_by_the_desk_and_by_no_recipient(sqlite_board: Board) -> None:
    board, case = sqlite_board, sqlite_board.case
    told = board.tell("yes")
    case.dispatch(told, Order(primary=case.person(DANA), text="Guns."))
    change(board, told, Wish.NO, now=NOON + timedelta(hours=1))

    (thread,) = case.look(told, by=ADA).threads
    views = [view for view in thread.records if isinstance(view, RecordView)]
    assert [view.fields.get("wish") for view in views] == ["yes", "no"]
    assert "wish" not in str([one.records for one in case.look(told, by=DANA).threads])
