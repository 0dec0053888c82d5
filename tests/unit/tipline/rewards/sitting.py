"""What members of a board do in a meeting, for tests."""

from tests.unit.tipline.rewards.board import BEA, Board
from tipline.reward_words import MeetingId
from tipline.rewards import cases, decisions, meetings
from tipline.rewards.minutes import Minutes, minutes
from tipline.vocabulary import AwardId


def read(board: Board, meeting: MeetingId, award: AwardId, *, by: str) -> cases.Case:
    with board.sitting() as (ledger, keys):
        return cases.read_case(
            ledger,
            keys,
            meeting_id=meeting,
            award_id=award,
            by=board.case.by(by),
            program=board.case.keys(),
        )


def conflict(board: Board, meeting: MeetingId, award: AwardId, *, by: str) -> None:
    with board.sitting() as (ledger, keys):
        decisions.declare_conflict(
            ledger,
            keys,
            meeting_id=meeting,
            award_id=award,
            by=board.case.by(by),
            program=board.case.keys(),
        )


def defer(board: Board, meeting: MeetingId, award: AwardId, *, by: str = BEA) -> None:
    with board.sitting() as (ledger, keys):
        decisions.defer(
            ledger,
            keys,
            meeting_id=meeting,
            award_id=award,
            reason="Ask the unit.",
            by=board.case.by(by),
            program=board.case.keys(),
        )


def ratify(board: Board, meeting: MeetingId, award: AwardId, *, by: str) -> None:
    with board.sitting() as (ledger, keys):
        decisions.ratify(
            ledger,
            keys,
            meeting_id=meeting,
            award_id=award,
            by=board.case.by(by),
            program=board.case.keys(),
        )


def minutes_of(board: Board, meeting: MeetingId) -> Minutes:
    with board.sitting() as (ledger, keys):
        return minutes(ledger, keys, meeting_id=meeting, by=board.case.by(BEA), program=board.case.keys())


def close(board: Board, meeting: MeetingId) -> None:
    with board.sitting() as (ledger, keys):
        meetings.close_meeting(
            ledger, keys, meeting_id=meeting, by=board.case.by(BEA), program=board.case.keys()
        )
