"""A console over a program that gives awards, with a scoring table in force, and what people do there."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlmodel import select
from starlette.testclient import TestClient

from tests.program import NOON
from tests.unit.tipline.casework.case import ADA
from tests.unit.tipline.rewards.board import BEA, BEN, BO, Board
from tests.unit.web.console.console import Console, a_console
from tipline.reward_words import MeetingId
from tipline.rewards.eligibility import Bar
from tipline.rewards.score_table import DEFAULT, ScoreTable
from tipline.rewards.score_versions import add_version
from tipline.store.award_tables import ProposalRow
from tipline.vocabulary import Role

SUMMARY: Final = "What was told led to an arrest, and to a firearm that was taken off the street."
SHEET: Final = {
    "factor-seriousness": "2",
    "factor-risk": "1",
    "factor-value": "2",
    "factor-property": "0",
    "factor-drugs": "0",
    "factor-arrests": "1",
    "factor-weapons": "1",
}
"""30 + 10 + 20 + 10 + 10 points are 80: 50 at $10 and 30 at $15, $950."""
RULED_OUT: Final = {f"ruled-out-{bar}": "yes" for bar in Bar}
FORM: Final = {**SHEET, **RULED_OUT, "summary": SUMMARY}


@dataclass
class BoardConsole:
    """A console, and the board that meets in it."""

    board: Board
    console: Console

    def meet(self, browser: TestClient, *present: str, urgent: bool = False) -> str:
        """Open a meeting of today: its address."""
        answer = browser.post(
            "/rewards/meetings",
            data={
                "day": NOON.date().isoformat(),
                "present": [self.board.case.person(name).hex() for name in present or (BEA, BEN, BO)],
                "urgent": "yes" if urgent else "",
            },
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def waiting(self) -> int:
        """How many proposals wait for the board."""
        with self.board.ledger.read() as session:
            return len(session.exec(select(ProposalRow)).all())

    def meeting_id(self, address: str) -> MeetingId:
        """The meeting of an address."""
        return MeetingId(bytes.fromhex(address.rpartition("/")[2]))


def a_board_console(board: Board, folder: Path, *, table: ScoreTable = DEFAULT) -> BoardConsole:
    """A console over a board's stores; the table has held since today."""
    with board.ledger.transaction() as session:
        add_version(
            session,
            board.case.program.program_id,
            table=table,
            first_day=NOON.date(),
            by=board.case.person(ADA),
            role=Role.COORDINATOR,
            today=NOON.date(),
        )
    return BoardConsole(board, a_console(board.case, folder))


def carried(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page))
