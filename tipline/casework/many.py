"""One deed with many tips: all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from tipline.casework.cases import put
from tipline.casework.giving import give
from tipline.casework.progress import mark_spam
from tipline.casework.relations import mark_duplicate
from tipline.errors import Refused
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.vocabulary import PersonId


class NotThis(Exception):
    """The deed was refused for one of the tips: which, and why."""

    def __init__(self, number: str, why: Refused) -> None:
        super().__init__()
        self.number = number
        self.why = why


def spam(
    session: Session, keys_session: Session, *, numbers: Sequence[str], by: Holder, now: datetime
) -> None:
    """End tips that are none.

    Raises:
        NotThis: one of them cannot be; the caller rolls back the others.
    """
    _each(numbers, lambda number: mark_spam(session, keys_session, number=number, by=by, now=now))


def duplicates(
    session: Session, keys_session: Session, *, numbers: Sequence[str], of: str, by: Holder, now: datetime
) -> None:
    """End tips that repeat another.

    Raises:
        NotThis: as `spam`.
    """
    _each(numbers, lambda number: mark_duplicate(session, keys_session, number=number, of=of, by=by, now=now))


def into_case(
    session: Session,
    keys_session: Session,
    *,
    numbers: Sequence[str],
    into: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Put tips into a case.

    Raises:
        NotThis: as `spam`.
    """
    _each(
        numbers,
        lambda number: put(session, keys_session, number=number, into=into, by=by, program=program, now=now),
    )


def give_all(
    session: Session,
    keys_session: Session,
    *,
    numbers: Sequence[str],
    to: PersonId,
    seen: Mapping[str, PersonId],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Give tips to a colleague; `seen` is with whom they were when `by` decided that, where with anybody.

    Raises:
        NotThis: as `spam`.
    """

    def deed(number: str) -> None:
        give(
            session,
            keys_session,
            number=number,
            to=to,
            seen=seen.get(number),
            by=by,
            program=program,
            now=now,
        )

    _each(numbers, deed)


def _each(numbers: Sequence[str], deed: Callable[[str], None]) -> None:
    # In the order of their numbers: two who end the same tips wait for one another, not crosswise.
    for number in sorted(numbers):
        try:
            deed(number)
        except Refused as why:
            raise NotThis(number, why) from None
