"""The doctor looks at a program's address, and at who can reach the originals of its files."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from cli.doctor_programs import look_at_programs
from cli.findings import Grade
from tests.custodians import appoint_custodians
from tests.databases import Stores
from tests.program import NOON
from tests.unit.tipline.casework.case import Case, a_case
from tipline.file_words import BlobId, FileId
from tipline.settings import Settings
from tipline.store.file_tables import TipFileRow
from tipline.store.program_tables import CertificateRow, GatewayKeyRow, ProgramRow
from tipline.vocabulary import EpochId


@pytest.fixture
def case(sqlite_stores: Stores) -> Case:
    return a_case(sqlite_stores)


def found(case: Case, folder: Path, *, now: datetime = NOON, **settings: int) -> dict[str, Grade]:
    looked = Settings(data=folder, roots=case.program.roots).model_copy(update=settings)
    return {one.words: one.grade for one in look_at_programs(looked, case.program.tips, now=now)}


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


def test_a_page_that_would_end_nowhere_is_a_problem(case: Case, tmp_path: Path) -> None:
    before = found(case, tmp_path)
    with case.program.tips.transaction() as session:
        row = session.get_one(ProgramRow, case.program.program_id)
        row.outside = ""
        session.add(row)

    after = found(case, tmp_path)

    assert (about(before, "number outside"), about(after, "number outside")) == ([], [Grade.PROBLEM])


def test_a_recovery_key_or_voice_that_nobody_entitled_has_signed_is_a_problem_and_each_is_counted(
    case: Case, tmp_path: Path
) -> None:
    before = found(case, tmp_path)
    with case.program.tips.transaction() as session:
        for row in session.exec(select(CertificateRow)):
            row.signature = bytes(len(row.signature))
            session.add(row)
        count = len(session.exec(select(CertificateRow)).all())

    after = found(case, tmp_path)

    piece = "its recovery key or its voice is not proven"
    assert (about(before, piece), about(after, piece)) == ([], [Grade.PROBLEM])
    assert about(after, f"{count} x certificate") == [Grade.PROBLEM]


@pytest.mark.parametrize("team", ["inbox", "integrity"])
def test_a_team_without_a_key_for_this_month_is_a_problem_and_without_one_ahead_it_is_said(
    case: Case, tmp_path: Path, team: str
) -> None:
    def at(now: datetime) -> list[Grade]:
        words = found(case, tmp_path, now=now)
        return about(words, f"{team} has no key for") + about(words, f"{team} has keys for this month")

    case.make_epochs()

    assert at(NOON) == [Grade.GOOD]
    assert at(NOON + timedelta(days=31)) == [Grade.NOTE]
    assert at(NOON + timedelta(days=365)) == [Grade.PROBLEM]


def test_a_gateway_that_has_published_no_key_is_told_of(case: Case, tmp_path: Path) -> None:
    before = found(case, tmp_path)
    with case.program.tips.transaction() as session:
        for row in session.exec(select(GatewayKeyRow)):
            session.delete(row)

    after = found(case, tmp_path)

    piece = "the gateway has published no key"
    assert (about(before, piece), about(after, piece)) == ([], [Grade.NOTE])


def test_a_program_without_custodians_takes_no_files_and_that_is_said(case: Case, tmp_path: Path) -> None:
    assert about(found(case, tmp_path), "takes no files") == [Grade.NOTE]
    assert about(found(case, tmp_path, files_most=0), "files") == []


def test_with_both_teams_files_are_taken(case: Case, tmp_path: Path) -> None:
    appoint_custodians(case.program)

    assert about(found(case, tmp_path), "both teams of custodians have keys") == [Grade.GOOD]


def test_files_that_nobody_could_open_any_more_are_a_problem(case: Case, tmp_path: Path) -> None:
    told = case.tell()
    case.write(
        TipFileRow(
            program_id=case.program.program_id,
            file_id=FileId(b"f" * 16),
            tip_id=told.tip_id,
            day=NOON.date(),
            original_id=BlobId(b"o" * 16),
            epoch_a=EpochId(b"a" * 16),
            half_a=b"a",
            epoch_b=EpochId(b"b" * 16),
            half_b=b"b",
        )
    )

    assert about(found(case, tmp_path), "nobody is of custodian-a or of custodian-b") == [Grade.PROBLEM]
