"""What is written about a case, its title and its hand-over note: signed, and sealed to the case's team.

A title may name somebody. It stands nowhere in the clear, and no tip's key opens it: who holds the team does.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session, col, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.sealing import open_record, seal_record
from tipline.casework.reach import today
from tipline.errors import TextEmpty, TextTooLong
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.case_tables import CaseFolderRow, CasePaperRow, PaperKind
from tipline.vocabulary import CaseId, PersonId, ProgramId

LONGEST: Final[Mapping[PaperKind, int]] = {PaperKind.TITLE: 120, PaperKind.HAND_OVER: 20_000}
"""Code points."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What somebody wrote about a case."""

    text: str = field(repr=False)
    at: datetime
    by: PersonId
    proven: bool
    """Whether whoever is said to have written it has signed it, and is of the staff still."""


def write_paper(
    session: Session,
    *,
    case: CaseFolderRow,
    kind: PaperKind,
    text: str,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Seal what is written about a case to its team's key of the month; it takes the place of the last.

    Raises:
        TextEmpty, TextTooLong: it cannot be kept.
        NoProvenKey: the team has no proven key.
    """
    if not text.strip():
        raise TextEmpty
    if len(text) > LONGEST[kind]:
        raise TextTooLong(limit=LONGEST[kind], found=len(text))
    epoch = program.epoch(case.team_id, today(session, case.program_id, now))
    body = {"text": text, "at": now.astimezone(UTC).isoformat(), "by": by.person_id.hex()}
    sealed = seal_record(
        json.dumps(body, sort_keys=True).encode("utf-8", "surrogatepass"),
        epoch.public,
        by=by.holdings.signing(),
        context=_place(case.program_id, case.case_id, kind),
    )
    session.merge(
        CasePaperRow(
            program_id=case.program_id,
            case_id=case.case_id,
            kind=kind,
            epoch_id=epoch.epoch_id,
            sealed=sealed,
        )
    )


def papers_of(
    session: Session,
    keys_session: Session,
    *,
    cases: Iterable[CaseId],
    kind: PaperKind,
    by: Holder,
    program: ProgramKeys,
) -> Mapping[CaseId, Paper]:
    """The papers of one kind of some cases, as far as `by` can open them."""
    rows = session.exec(
        select(CasePaperRow).where(
            col(CasePaperRow.program_id) == by.program_id,
            col(CasePaperRow.case_id).in_(list(cases)),
            col(CasePaperRow.kind) == kind,
        )
    )
    found = {row.case_id: _opened(row, keys_session, by=by, program=program) for row in rows}
    return {case_id: paper for case_id, paper in found.items() if paper is not None}


def _opened(row: CasePaperRow, keys_session: Session, *, by: Holder, program: ProgramKeys) -> Paper | None:
    """The paper; nothing where no key opens it, or what is inside is none."""
    key = by.holdings.epoch_key(keys_session, row.epoch_id)
    if key is None:
        return None
    try:
        opened = open_record(row.sealed, key, context=_place(row.program_id, row.case_id, row.kind))
        body = json.loads(opened.content)
        author = PersonId(bytes.fromhex(body["by"]))
        text, at = str(body["text"]), datetime.fromisoformat(body["at"])
    except (CannotOpen, ValueError, KeyError, TypeError):
        return None
    person = program.people.get(author)
    return Paper(text, at, author, proven=person is not None and opened.signed_by(person.verify))


def _place(program_id: ProgramId, case_id: CaseId, kind: PaperKind) -> bytes:
    return context(Purpose.CASE, program_id, case_id, kind.value)
