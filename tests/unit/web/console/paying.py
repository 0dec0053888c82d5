"""A console with desks, and what tellers press there."""

import re
from dataclasses import dataclass

from httpx2 import Response
from starlette.testclient import TestClient

from tests.unit.tipline.rewards.board import TESS, Board
from tests.unit.web.console.console import Console
from tipline.vocabulary import AwardId


@dataclass
class Paying:
    """The board that gives awards, and the console over its stores."""

    board: Board
    console: Console

    def award(self, amount: int = 50_000) -> tuple[AwardId, str]:
        """An approved award, and its claim code."""
        told = self.board.tell()
        return self.board.approved(told, amount), self.board.code(told)

    def hold(self, browser: TestClient, code: str) -> Response:
        """A teller holds the award of a code."""
        return browser.post("/payout/hold", data={"code": code, "desk": self.board.desk.hex()})


def word_of(page: str) -> str:
    """The desk word that a page shows in large letters."""
    found = re.search(r'<p class="desk-word">([a-z]{4})</p>', page)
    return found[1] if found else ""


__all__ = ["TESS", "Paying", "word_of"]
