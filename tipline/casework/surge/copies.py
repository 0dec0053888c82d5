"""A scrubbed copy that waits: made by whom the scrub was lent to, sealed to the team that dispatches it.

It is no brief. A brief counts only where somebody who holds the tip's team wrote it, and so it stays: the
copy stands in the dispatcher's box, and what they send is theirs.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import open_record, seal_record
from tipline import audit
from tipline.casework.briefs import written_covers
from tipline.casework.conversation import checked
from tipline.casework.reach import today
from tipline.casework.refusals import TurnOver
from tipline.casework.surge.turns import end_turn, lent_case
from tipline.casework.surge.waiting import lent_to
from tipline.casework.trail import write_down
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.statements import insert_new
from tipline.store.surge_tables import ScrubbedCopyRow
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import ID_SIZE, PersonId, ProgramId, RecordId, TipId


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that waits to be dispatched."""

    text: str = field(repr=False)
    covers: frozenset[RecordId]
    """The reporter's records that it was made of."""
    at: datetime
    by: PersonId
    proven: bool
    """Whether whoever is said to have made it has signed it, and is of the staff still."""


def keep_copy(
    session: Session,
    *,
    case: str,
    number: str,
    text: str,
    covers: Collection[RecordId],
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Keep the copy of the tip that somebody has in hand, and take it out of their hands.

    Raises:
        NoSuchCase: the case is not lent to them, or their day is over.
        TurnOver: the tip is not in their hands any more.
        TextEmpty, TextTooLong: the copy cannot be kept.
        NoProvenKey: the team has no proven key to seal it to.
    """
    folder, _ = lent_case(session, number=case, by=by, now=now)
    # Locked first: with a bar what is lent goes, and a copy under the team's epoch must not come after it.
    tip = session.exec(
        select(TipRow)
        .where(col(TipRow.program_id) == by.program_id, col(TipRow.number) == number)
        .with_for_update()
    ).one_or_none()
    waiting = lent_to(session, folder, person_id=by.person_id, now=now)
    mine = next((one for one in waiting if one.number == number and one.held_by == by.person_id), None)
    if tip is None or mine is None:
        raise TurnOver
    words = checked(text.strip())
    epoch = program.epoch(folder.team_id, today(session, by.program_id, now))
    body = {
        "text": words,
        "covers": written_covers(covers),
        "at": now.astimezone(UTC).isoformat(),
        "by": by.person_id.hex(),
    }
    sealed = seal_record(
        json.dumps(body, sort_keys=True).encode("utf-8", "surrogatepass"),
        epoch.public,
        by=by.holdings.signing(),
        context=_place(by.program_id, mine.tip_id),
    )
    values = {
        "program_id": by.program_id,
        "tip_id": mine.tip_id,
        "epoch_id": epoch.epoch_id,
        "sealed": sealed,
    }
    if not insert_new(session.connection(), ScrubbedCopyRow, values):
        raise TurnOver
    end_turn(session, mine, by=by)
    write_down(session, tip, audit.Action.SCRUBBED, by=by, now=now)


def copy_of(
    session: Session, keys_session: Session, *, tip_id: TipId, by: Holder, program: ProgramKeys
) -> Copy | None:
    """The copy of a tip that waits to be dispatched; nothing where there is none, or no key opens it."""
    row = session.get(ScrubbedCopyRow, (by.program_id, tip_id))
    key = None if row is None else by.holdings.epoch_key(keys_session, row.epoch_id)
    if row is None or key is None:
        return None
    try:
        opened = open_record(row.sealed, key, context=_place(by.program_id, tip_id))
        body = json.loads(opened.content)
        author = PersonId(bytes.fromhex(body["by"]))
        text, at = str(body["text"]), datetime.fromisoformat(body["at"])
        covers = frozenset(_ids(str(body["covers"])))
    except (CannotOpen, ValueError, KeyError, TypeError):
        return None
    person = program.people.get(author)
    return Copy(text, covers, at, author, proven=person is not None and opened.signed_by(person.verify))


def _ids(written: str) -> list[RecordId]:
    found = [bytes.fromhex(part) for part in written.split(",") if part]
    return [RecordId(one) for one in found if len(one) == ID_SIZE]


def _place(program_id: ProgramId, tip_id: TipId) -> bytes:
    return context(Purpose.COPY, program_id, tip_id)
