"""What another program has is not there: each address with an id answers as for one that nobody has."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select
from starlette.routing import Route

from tests.program import NOON, found
from tests.routes import routes_of
from tests.unit.tipline.casework.case import ADA, DANA, Case
from tests.unit.tipline.casework.folders import make
from tests.unit.web.console.console import Console, a_console
from tipline.access.epochs import ensure
from tipline.store.case_tables import CaseTipRow
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import Role

OMAR = "Omar Other"
TIP, CASE, NO_ID = "TOR-0000-0000", "CASE-0000-0000", "0" * 32
OF_TIPS, OF_CASES = "/tips/{number}", ("/cases/{number}", "/scrub/{number}")
WITHOUT_IDS = {
    "/reports/{address}",
    "/reports/{address}/close",
    "/reports/{address}/marks",
    "/reports/{address}/marks/remove",
    "/reports/{address}/part",
    "/reports/{name}.{end}",
    "/rewards/books.{kind}",
    "/rewards/journal/{written}",
    "/rewards/scoring/{written}",
    "/static/{name}",
}
"""Months, days, and names of files: each program has the same."""
OF_MONEY = ("/rewards/entries/{written}", "/rewards/meetings/{written}")
FILLED = {
    "text": "A word to them.",
    "deed": "take-out",
    "disposition": "false",
    "note": "A note.",
    "title": "Another title",
    "message": "Hello.",
    "offence": "fraud",
    "priority": "routine",
}
"""What the forms of many pages want: a deed that was not refused for its id would be done."""


@pytest.fixture
def other(case: Case) -> Case:
    """Another program in the same stores, with people, a tip and a case of its own."""
    program = found(case.program.stores, name="Other", keyword="OTH", numbers=(), people=False)
    program.add(OMAR, Role.COORDINATOR, by_root=True)
    program.add("Iris Other", Role.INTEGRITY, by_root=True)
    other = Case(program)
    with program.tips.transaction() as tips, program.keys_store.transaction() as keys:
        ensure(tips, keys, program=other.keys(), by=other.by(OMAR).holdings, now=NOON)
    return other


def addresses(console: Console) -> Iterator[tuple[str, str]]:
    """Each method and address of the console in which something is named."""
    for route in routes_of(console.app):
        if isinstance(route, Route) and "{" in route.path and route.path not in WITHOUT_IDS:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, route.path


def kept(program: Case) -> list[list[dict[str, object]]]:
    """What stands of a program in the tables that any of these deeds would write to."""
    with program.program.tips.read() as session:
        return [
            [
                row.model_dump()
                for row in session.exec(select(table).where(whose == program.program.program_id))
            ]
            for table, whose in (
                (TipRow, col(TipRow.program_id)),
                (TipGrantRow, col(TipGrantRow.program_id)),
                (RecordRow, col(RecordRow.program_id)),
                (CaseTipRow, col(CaseTipRow.program_id)),
                (AuditRow, col(AuditRow.program_id)),
            )
        ]


def test_every_address_answers_for_another_programs_id_as_for_one_that_nobody_has(
    case: Case, other: Case, tmp_path: Path
) -> None:
    console = a_console(case, tmp_path)
    told = other.tell()
    folder = make(other, told, by=OMAR)
    before = kept(other)
    walked = []

    for name in (ADA, DANA):
        with console.browser(name) as browser:
            for method, path in addresses(console):
                theirs, nobodys = (told.number, TIP) if path.startswith(OF_TIPS) else (folder, CASE)
                if path.startswith(OF_MONEY):
                    theirs, nobodys = told.tip_id.hex(), NO_ID
                seen = []
                for named in (theirs, nobodys):
                    address = re.sub(r"{(number|written)}", named, path)
                    address = re.sub(r"{\w+}", "A", address)
                    answer = browser.request(method, address, data=FILLED if method == "POST" else None)
                    seen.append((answer.status_code, answer.text.replace(named, "NAMED")))
                walked.append(path)

                assert seen[0] == seen[1], (name, method, path)
                assert seen[0][0] != 200, (name, method, path)

    assert len(set(walked)) > 40
    assert kept(other) == before
