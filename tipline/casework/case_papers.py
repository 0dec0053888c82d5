"""What is written about a case, its title and its notes: signed, and sealed to the case's team.

A title may name somebody. It stands nowhere in the clear, and no tip's key opens it: who holds the team does.
Where somebody is barred from the case the team's key opens no copy: there is one for each of the others.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session, col, delete, select

from crypto.context import Purpose, context
from crypto.errors import CannotOpen
from crypto.keys import PrivateKey
from crypto.sealing import open_record, seal_record
from tipline.barred import barred_from_case
from tipline.casework.reach import today
from tipline.errors import TextEmpty, TextTooLong
from tipline.granted import people_of
from tipline.holdings import Holder
from tipline.keyring import ProgramKeys
from tipline.store.bar_tables import CasePaperCopyRow
from tipline.store.case_tables import CaseFolderRow, CasePaperRow, PaperKind
from tipline.vocabulary import CaseId, PersonId, ProgramId

LONGEST: Final[Mapping[PaperKind, int]] = {
    PaperKind.TITLE: 120,
    PaperKind.HAND_OVER: 20_000,
    PaperKind.CONFLICT: 100_000,
}
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
    """Seal what is written about a case to its team's key of the month, or to each who is not barred from it.

    It takes the place of the last.

    Raises:
        TextEmpty, TextTooLong: it cannot be kept.
        NoProvenKey: the team has no proven key.
    """
    if not text.strip():
        raise TextEmpty
    if len(text) > LONGEST[kind]:
        raise TextTooLong(limit=LONGEST[kind], found=len(text))
    day = today(session, case.program_id, now)
    body = {"text": text, "at": now.astimezone(UTC).isoformat(), "by": by.person_id.hex()}
    content = json.dumps(body, sort_keys=True).encode("utf-8", "surrogatepass")
    place = _place(case.program_id, case.case_id, kind)
    _take_away(session, case, kind)
    barred = barred_from_case(session.connection(), case.program_id, case.case_id)
    if not barred:
        epoch = program.epoch(case.team_id, day)
        row = CasePaperRow(
            program_id=case.program_id,
            case_id=case.case_id,
            kind=kind,
            epoch_id=epoch.epoch_id,
            sealed=seal_record(content, epoch.public, by=by.holdings.signing(), context=place),
        )
        session.add(row)
        return
    for keeper in people_of(case.team_id, barred=barred, program=program):
        session.add(
            CasePaperCopyRow(
                program_id=case.program_id,
                case_id=case.case_id,
                kind=kind,
                person_id=PersonId(keeper.holder),
                sealed=seal_record(content, keeper.public, by=by.holdings.signing(), context=place),
            )
        )


def seal_anew(
    session: Session,
    keys_session: Session,
    *,
    case: CaseFolderRow,
    by: Holder,
    program: ProgramKeys,
    now: datetime,
) -> None:
    """Seal what is written about a case to those who may read it now; in the name of whoever does it.

    Raises:
        CannotOpen: something of it does not open to `by`.
        NoProvenKey: the team has no proven key.
    """
    for kind in PaperKind:
        if not _is_written(session, case, kind):
            continue
        found = papers_of(session, keys_session, cases=[case.case_id], kind=kind, by=by, program=program)
        if case.case_id not in found:
            raise CannotOpen
        text = found[case.case_id].text
        write_paper(session, case=case, kind=kind, text=text, by=by, program=program, now=now)


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
    cases = list(cases)
    rows = session.exec(
        select(CasePaperRow).where(
            col(CasePaperRow.program_id) == by.program_id,
            col(CasePaperRow.case_id).in_(cases),
            col(CasePaperRow.kind) == kind,
        )
    )
    copies = session.exec(
        select(CasePaperCopyRow).where(
            col(CasePaperCopyRow.program_id) == by.program_id,
            col(CasePaperCopyRow.case_id).in_(cases),
            col(CasePaperCopyRow.kind) == kind,
            col(CasePaperCopyRow.person_id) == by.person_id,
        )
    )
    found = {
        row.case_id: _opened(row, by.holdings.epoch_key(keys_session, row.epoch_id), program=program)
        for row in rows
    }
    found |= {row.case_id: _opened(row, by.holdings.key, program=program) for row in copies}
    return {case_id: paper for case_id, paper in found.items() if paper is not None}


def _opened(
    row: CasePaperRow | CasePaperCopyRow, key: PrivateKey | None, *, program: ProgramKeys
) -> Paper | None:
    """The paper; nothing where no key opens it, or what is inside is none."""
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


def _take_away(session: Session, case: CaseFolderRow, kind: PaperKind) -> None:
    for row in (CasePaperRow, CasePaperCopyRow):
        session.exec(
            delete(row).where(
                col(row.program_id) == case.program_id,
                col(row.case_id) == case.case_id,
                col(row.kind) == kind,
            )
        )


def _is_written(session: Session, case: CaseFolderRow, kind: PaperKind) -> bool:
    return any(
        session.exec(
            select(row.kind).where(
                col(row.program_id) == case.program_id,
                col(row.case_id) == case.case_id,
                col(row.kind) == kind,
            )
        ).first()
        for row in (CasePaperRow, CasePaperCopyRow)
    )
