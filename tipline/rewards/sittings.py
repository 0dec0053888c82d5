"""Who sat in a meeting of the board, and on which day: sealed to it, and signed by one of it."""

import json
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import open_record, seal_record
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.reward_words import MeetingId
from tipline.rewards.papers import PAPER_SIZE
from tipline.store.award_tables import MeetingRow
from tipline.vocabulary import PersonId, TeamKind, team_id


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is sealed of a meeting."""

    day: date
    chair: PersonId
    present: frozenset[PersonId]
    quorum: int


def seal_sitting(
    sitting: Sitting, *, row_id: MeetingId, day: date, by: Holder, program: ProgramKeys
) -> bytes:
    """Sign who sat and seal it to the board."""
    body = {
        "day": sitting.day.isoformat(),
        "chair": sitting.chair.hex(),
        "present": sorted(person.hex() for person in sitting.present),
        "quorum": sitting.quorum,
    }
    return seal_record(
        json.dumps(body, sort_keys=True).encode(),
        program.epoch(team_id(by.program_id, TeamKind.BOARD), day).public,
        by=by.holdings.signing(),
        context=context(Purpose.AWARD, by.program_id, row_id, "meeting"),
        floor=PAPER_SIZE,
    )


def open_sitting(row: MeetingRow, keys_session: Session, *, by: Holder, program: ProgramKeys) -> Sitting:
    """Open who sat.

    Raises:
        CannotOpen: `by` does not hold the board's key, or nobody of the board has signed it.
    """
    key = by.holdings.epoch_key(keys_session, row.epoch_id)
    if key is None:
        raise CannotOpen
    place = context(Purpose.AWARD, row.program_id, row.meeting_id, "meeting")
    opened = open_record(row.sealed, key, context=place)
    members = program.holders(team_id(program.program_id, TeamKind.BOARD))
    if not any(opened.signed_by(member.verify) for member in members):
        raise CannotOpen
    try:
        body = json.loads(opened.content)
        return Sitting(
            day=date.fromisoformat(body["day"]),
            chair=PersonId(bytes.fromhex(body["chair"])),
            present=frozenset(PersonId(bytes.fromhex(person)) for person in body["present"]),
            quorum=int(body["quorum"]),
        )
    except (ValueError, KeyError, TypeError):
        raise CannotOpen from None
