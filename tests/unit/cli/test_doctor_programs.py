"""The doctor looks at a program's address, and at who can reach the originals of its files."""

from pathlib import Path

import pytest
from sqlmodel import delete

from cli.doctor_programs import look_at_programs
from cli.findings import Grade
from tests.custodians import appoint_custodians
from tests.databases import Stores
from tests.program import NOON
from tests.unit.tipline.casework.case import Case, a_case
from tipline.settings import Settings
from tipline.store.program_tables import MemberRow, ProgramRow
from tipline.vocabulary import TeamKind, team_id


@pytest.fixture
def case(sqlite_stores: Stores) -> Case:
    return a_case(sqlite_stores)


def found(case: Case, folder: Path, **settings: int) -> dict[str, Grade]:
    looked = Settings(data=folder, roots=case.program.roots).model_copy(update=settings)
    return {one.words: one.grade for one in look_at_programs(looked, case.program.tips, now=NOON)}


def about(words: dict[str, Grade], piece: str) -> list[Grade]:
    return [grade for said, grade in words.items() if piece in said]


@pytest.mark.parametrize("slug", ["fr", "so", "static", "xx"])
def test_an_address_that_is_the_sites_own_is_a_problem(case: Case, tmp_path: Path, slug: str) -> None:
    before = found(case, tmp_path)
    with case.program.tips.transaction() as session:
        row = session.get_one(ProgramRow, case.program.program_id)
        row.slug = slug
        session.add(row)

    after = found(case, tmp_path)

    assert (about(before, "of its own"), about(after, "of its own")) == ([], [Grade.PROBLEM])


def test_a_program_without_custodians_takes_no_files_and_that_is_said(case: Case, tmp_path: Path) -> None:
    assert about(found(case, tmp_path), "takes no files") == [Grade.NOTE]
    assert about(found(case, tmp_path, files_most=0), "files") == []


def test_custodians_are_there_or_the_originals_are_lost(case: Case, tmp_path: Path) -> None:
    appoint_custodians(case.program)
    before = found(case, tmp_path)
    gone = team_id(case.program.program_id, TeamKind.CUSTODIAN_B)
    with case.program.tips.transaction() as session:
        session.exec(delete(MemberRow).where(MemberRow.team_id == gone))  # type: ignore[arg-type]

    after = found(case, tmp_path)

    assert about(before, "both teams of custodians") == [Grade.GOOD]
    assert about(after, "nobody is of custodian-b: no original can be opened") == [Grade.PROBLEM]
