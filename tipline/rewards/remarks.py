"""What is said of an award in a meeting, for its minutes: why, a conflict, that it is ratified.

Which part somebody has in an award, the ledger tells nobody but them. What a member says aloud in a meeting
is written down beside it, signed by them and sealed to the board, so that the minutes can say who it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from crypto.errors import CannotOpen
from tipline.holdings import Holder
from tipline.keyring import EpochKey, ProgramKeys
from tipline.reward_words import MeetingId
from tipline.rewards.award_refusals import PaperRefused
from tipline.rewards.papers import PAPER_LIMIT, Paper, papers_of, put_paper
from tipline.vocabulary import ID_SIZE, AwardId, PersonId

_REMARK: Final = b"r"


class Said(StrEnum):
    """What a remark says."""

    WHY = "why"
    """It was deferred or refused, and this is why."""
    CONFLICT = "conflict"
    RATIFIED = "ratified"


@dataclass(frozen=True, slots=True)
class Remark:
    """What one member said of an award in one meeting."""

    meeting_id: MeetingId
    said: Said
    by: PersonId
    text: str = field(repr=False)


def put_remark(
    session: Session,
    said: Said,
    *,
    text: str = "",
    meeting_id: MeetingId,
    award_id: AwardId,
    to: EpochKey,
    by: Holder,
) -> None:
    """Write down what `by` says of an award in a meeting.

    Raises:
        PaperRefused: it is too long.
    """
    body = _REMARK + meeting_id + f"{said}\n{text.strip()}".encode()
    if len(body) > PAPER_LIMIT:
        raise PaperRefused(limit=PAPER_LIMIT, found=len(body))
    put_paper(session, body, award_id=award_id, to=to, by=by)
    session.flush()


def remarks_of(
    session: Session, keys_session: Session, *, award_id: AwardId, by: Holder, program: ProgramKeys
) -> tuple[Remark, ...]:
    """What was said of an award in its meetings, by its words: a paper has no time.

    Raises:
        CannotOpen: one of them is none, though a member of the board signed it.
    """
    return remarks_among(papers_of(session, keys_session, award_id=award_id, by=by, program=program))


def remarks_among(papers: Iterable[Paper]) -> tuple[Remark, ...]:
    """As `remarks_of`, among the papers of an award.

    Raises:
        CannotOpen: as `remarks_of`.
    """
    found = [_read(paper.body, paper.by) for paper in papers if paper.body.startswith(_REMARK)]
    return tuple(sorted(found, key=lambda remark: (remark.said, remark.text, remark.by)))


def reasons(remarks: tuple[Remark, ...]) -> tuple[str, ...]:
    """Why it was deferred or refused, each reason once."""
    return tuple(dict.fromkeys(remark.text for remark in remarks if remark.said is Said.WHY))


def _read(body: bytes, by: PersonId) -> Remark:
    rest = body[len(_REMARK) :]
    said, _, text = rest[ID_SIZE:].decode("utf-8", "replace").partition("\n")
    try:
        return Remark(MeetingId(rest[:ID_SIZE]), Said(said), by, text)
    except ValueError:
        raise CannotOpen from None
