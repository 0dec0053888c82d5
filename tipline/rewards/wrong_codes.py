"""Wrong claim codes: counted by the month for the coordinator, and a teller who types many is stopped.

12 digits are not guessed at a desk in a life; who tries many is not a reporter with a slip of paper.
"""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from sqlmodel import Session

from tipline.errors import NotPermitted
from tipline.holdings import Holder
from tipline.rewards.award_refusals import TooManyWrongCodes
from tipline.store.award_tables import WrongCodeRow
from tipline.store.statements import take_turn
from tipline.vocabulary import Month, PersonId

TRIES: Final = 5
WINDOW: Final = timedelta(minutes=10)


class WrongCodes:
    """The wrong codes that each person typed in the last minutes, in the memory of one process."""

    def __init__(self, *, tries: int = TRIES, window: timedelta = WINDOW) -> None:
        """Let a person type `tries` wrong codes in `window`."""
        self._tries = tries
        self._window = window
        self._typed: dict[PersonId, deque[datetime]] = {}
        self._lock = Lock()

    def check(self, *, by: Holder, now: datetime) -> None:
        """See whether somebody may type a code now.

        Raises:
            TooManyWrongCodes: they typed too many wrong ones.
        """
        with self._lock:
            typed = self._typed.get(by.person_id)
            if typed is not None and len(typed) == self._tries and now - typed[0] < self._window:
                raise TooManyWrongCodes

    def wrong(self, *, by: Holder, now: datetime) -> None:
        """Remember a wrong code."""
        with self._lock:
            self._typed.setdefault(by.person_id, deque(maxlen=self._tries)).append(now)


def count_wrong(session: Session, *, by: Holder, month: Month) -> None:
    """Count a wrong code; never which, nor who typed it."""
    take_turn(session, program_id=by.program_id, what="wrong codes")
    row = session.get(WrongCodeRow, (by.program_id, month), populate_existing=True)
    session.add(row or WrongCodeRow(program_id=by.program_id, month=month, count=0))
    session.flush()
    found = session.get_one(WrongCodeRow, (by.program_id, month))
    found.count += 1
    session.add(found)
    session.flush()


def wrong_codes(session: Session, *, month: Month, by: Holder) -> int:
    """How many wrong codes were typed in a month, for the coordinator.

    Raises:
        NotPermitted: `by` proposes no awards and sits on no board.
    """
    if not (by.role.may_propose_award or by.role.may_decide_award):
        raise NotPermitted(by.role)
    row = session.get(WrongCodeRow, (by.program_id, month))
    return 0 if row is None else row.count
