"""Open tips of another system: sealed to whom they are for, uncounted, kept in one piece or taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.databases import Stores
from tests.program import NOON
from tests.unit.tipline.intake.readers import PEPPER, Staff, a_staff
from tipline.errors import NothingHere, OpenedBefore
from tipline.intake import brought
from tipline.intake.brought_file import read_tips, template
from tipline.intake.names import Watched
from tipline.lists import ListFault, ListRefused
from tipline.reports.books import read_books
from tipline.reports.counting import WHOLE, count
from tipline.reports.measures import Measure
from tipline.store.case_tables import RelationKind, TipRelationRow
from tipline.store.tip_tables import RecordRow, TipGrantRow, TipImportRow, TipKeyRow, TipRow
from tipline.store.work_tables import AuditRow
from tipline.vocabulary import Author, Channel, Disposition, Month, Offence, Status, TeamKind

TODAY = date(2026, 11, 20)
HEAD = "received,words,channel,offence,status,number,where\n"
GUNS = '2025-02-03,"A man, Kim, sells guns.\nEvery night.",phone,Drug trafficking,In progress,P3-77,Dundas\n'
PLAIN = "2026-10-30,=Somebody burns cars.,,,,,\n"


@pytest.fixture
def staff(stores: Stores) -> Staff:
    return a_staff(stores)


def write(staff: Staff, do: Callable[[Session], None]) -> None:
    with staff.stores.tips.transaction() as session:
        do(session)


def bring(staff: Staff, text: str = HEAD + GUNS + PLAIN, *, names: tuple[str, ...] = ()) -> bytes:
    """Somebody brings a list; its id."""
    desk = staff.desk()
    if names:
        desk = replace(desk, program=replace(desk.program, watched=Watched.of(names)))
    asked = read_tips(text.encode(), today=TODAY)
    sealed = brought.seal(asked, desk=desk, pepper=PEPPER, now=NOON)
    write(staff, lambda session: brought.keep(session, sealed, desk=desk, now=NOON))
    return sealed.import_id


def take_back(staff: Staff, import_id: bytes) -> int:
    with staff.stores.tips.transaction() as session:
        return brought.take_back(session, staff.program.program_id, import_id=import_id, now=NOON)


def counts(staff: Staff) -> dict[str, int]:
    """How many rows there are of what a tip is made of."""
    kinds: tuple[Any, ...] = (TipRow, RecordRow, TipKeyRow, TipGrantRow, TipImportRow)  # Any: several tables
    return {kind.__name__: len(staff.rows(kind)) for kind in kinds}


def test_a_line_becomes_a_tip_that_the_inbox_reads_as_brought(staff: Staff) -> None:
    import_id = bring(staff)

    guns, cars = sorted(staff.tips(), key=lambda tip: tip.row.received_day)
    record = guns.records[0].record
    assert guns.texts == ["A man, Kim, sells guns.\nEvery night."]
    assert guns.typed == {"where": "Dundas", "number_before": "P3-77", "status_before": "In progress"}
    assert cars.texts == ["=Somebody burns cars."]
    assert (guns.team, guns.proven, record.by) == (TeamKind.INBOX, False, Author.IMPORT)
    assert (guns.row.channel, guns.row.offence, guns.row.received_day) == (
        Channel.PHONE,
        Offence.DRUG_TRAFFICKING,
        date(2025, 2, 3),
    )
    assert (guns.row.status, guns.row.status_day, guns.row.unread) == (Status.NEW, TODAY, True)
    assert (cars.row.channel, cars.row.offence) == (Channel.WEB, Offence.OTHER)
    assert {tip.row.import_id for tip in (guns, cars)} == {import_id}
    assert [(row.action, row.detail, row.signature) for row in staff.rows(AuditRow)][-1] == (
        "tips-brought",
        "2 tips",
        None,
    )


def test_whoever_is_named_or_said_to_be_ours_goes_to_integrity(staff: Staff) -> None:
    text = "received,words,about us\n2026-01-01,Constable Dana Reyes takes money.,\n2026-01-02,Him.,yes\n"

    bring(staff, text + "2026-01-03,A thief.,no\n", names=("Dana Reyes",))

    assert {tip.texts[0]: tip.team for tip in staff.tips()} == {
        "Constable Dana Reyes takes money.": TeamKind.INTEGRITY,
        "Him.": TeamKind.INTEGRITY,
        "A thief.": TeamKind.INBOX,
    }


def test_no_month_counts_them_as_received_and_earlier_totals_still_fit(staff: Staff) -> None:
    program_id = staff.program.program_id
    bring(staff)
    with staff.stores.tips.read() as session:
        found = [count(session, program_id, Month(month)) for month in (202502, 202610, 202611)]
        books = read_books(session, program_id, today=TODAY)

    measures = (Measure.TIPS, Measure.BY_CHANNEL, Measure.BY_OFFENCE, Measure.BY_STATUS)
    assert [[month[measure, WHOLE] for measure in measures] for month in found] == [[0] * 4] * 3
    assert books.counted_from == 202611


def test_what_comes_of_them_is_counted_and_how_long_it_took_is_not(staff: Staff) -> None:
    bring(staff)

    def close(session: Session) -> None:
        for row in session.exec(select(TipRow)).all():
            row.status, row.closed_day, row.disposition = Status.CLOSED, TODAY, Disposition.CLEARED

    write(staff, close)
    with staff.stores.tips.read() as session:
        month = count(session, staff.program.program_id, Month(202611))

    assert (month[Measure.BY_DISPOSITION, WHOLE], month[Measure.DAYS_TO_DISPOSITION, WHOLE]) == (2, 0)


def test_the_same_file_is_brought_once(staff: Staff) -> None:
    bring(staff)

    with pytest.raises(ListRefused) as refused:
        bring(staff)

    assert refused.value.fault is ListFault.BROUGHT_BEFORE
    assert counts(staff)["TipRow"] == 2


def test_taken_back_nothing_is_left_of_them_and_of_others_everything(staff: Staff) -> None:
    other = bring(staff, HEAD + "2026-01-01,Another.,,,,,\n")
    before = counts(staff)
    import_id = bring(staff)

    taken = take_back(staff, import_id)

    assert (taken, counts(staff)) == (2, before)
    assert [tip.row.import_id for tip in staff.tips()] == [other]
    with pytest.raises(NothingHere):
        take_back(staff, import_id)


def test_once_one_was_opened_none_is_taken_back(staff: Staff) -> None:
    import_id = bring(staff)

    def read(session: Session) -> None:
        row = session.exec(select(TipRow)).all()[0]
        row.unread, row.status = False, Status.TRIAGED

    write(staff, read)
    before = counts(staff)
    with pytest.raises(OpenedBefore) as refused:
        take_back(staff, import_id)

    assert (refused.value.count, counts(staff)) == (1, before)


def test_related_to_another_it_is_not_taken_back_either(staff: Staff) -> None:
    bring(staff, HEAD + "2026-01-01,Another.,,,,,\n")
    other = staff.tip().row.tip_id
    import_id = bring(staff)

    def relate(session: Session) -> None:
        tip = session.exec(select(TipRow).where(TipRow.import_id == import_id)).all()[0]
        session.add(
            TipRelationRow(
                program_id=tip.program_id,
                relation_id=bytes(16),
                tip_id=other,
                other_id=tip.tip_id,
                kind=RelationKind.RELATED,
            )
        )

    write(staff, relate)
    with pytest.raises(OpenedBefore) as refused:
        take_back(staff, import_id)

    assert (refused.value.count, counts(staff)["TipRow"]) == (1, 3)


WRONG = (
    (b"received,words\n2026-01-01,x\n" + b"x" * 8_000_000, ListFault.TOO_LARGE, 0, ""),
    (b"received,words\n2026-01-01,r\xe9sum\n", ListFault.NOT_TEXT, 2, ""),
    (b"received,words\n2026-01-01,a\0b\n", ListFault.NOT_TEXT, 2, ""),
    (b'received,words\n2026-01-01,"open\n', ListFault.NOT_TEXT, 2, ""),
    (b"received;words\n2026-01-01;a\n", ListFault.WRONG_DELIMITER, 1, ""),
    (b"2026-01-01,SECRET\n", ListFault.UNKNOWN_COLUMN, 1, "1"),
    (b"words\nSECRET\n", ListFault.MISSING_COLUMN, 1, "received"),
    (b"received,words,words\n2026-01-01,a,b\n", ListFault.COLUMN_TWICE, 1, "words"),
    (b"received,words\nReceived,Words\n", ListFault.TWO_HEADERS, 2, ""),
    (b"received,words\n2026-01-01,SECRET, and more\n", ListFault.UNEVEN, 2, ""),
    (b"received,words\n", ListFault.EMPTY, 0, ""),
    (b"", ListFault.EMPTY, 0, ""),
    (b'received,words\n2026-01-01,"two\nlines"\n0001-01-01,SECRET\n', ListFault.NO_DAY, 4, "received"),
    (b"received,words\n2026-02-30,SECRET\n", ListFault.NO_DAY, 2, "received"),
    (b"received,words\n2026-11-21,SECRET\n", ListFault.FUTURE, 2, "received"),
    (b"received,words\n=TODAY(),SECRET\n", ListFault.FORMULA, 2, "received"),
    (b"received,words\n2026-01-01, \n", ListFault.NO_WORDS, 2, "words"),
    (b"received,words\n2026-01-01," + b"x" * 20_001 + b"\n", ListFault.TOO_LONG, 2, "words"),
    (b"received,words,where\n2026-01-01,a," + b"x" * 2_001 + b"\n", ListFault.TOO_LONG, 2, "where"),
    (b"received,words,channel\n2026-01-01,a,SECRET\n", ListFault.NO_CHANNEL, 2, "channel"),
    (b"received,words,offence\n2026-01-01,a,SECRET\n", ListFault.NO_OFFENCE, 2, "offence"),
    (b"received,words,status\n2026-01-01,a,closed\n", ListFault.NOT_OPEN, 2, "status"),
    (b"received,words,language\n2026-01-01,a,SECRET\n", ListFault.NO_LANGUAGE, 2, "language"),
    (b"received,words,about-us\n2026-01-01,a,SECRET\n", ListFault.NO_YES, 2, "about-us"),
    (b"received,words\n" + b"2026-01-01,a\n" * 5_001, ListFault.TOO_MANY_LINES, 5_002, ""),
)


@pytest.mark.parametrize(("data", "fault", "line", "column"), WRONG)
def test_what_is_wrong_is_told_by_line_and_column_and_never_by_content(
    data: bytes, fault: ListFault, line: int, column: str
) -> None:
    with pytest.raises(ListRefused) as refused:
        read_tips(data, today=TODAY)

    assert (refused.value.fault, refused.value.line, refused.value.column) == (fault, line, column)
    assert "SECRET" not in repr(refused.value)


def test_a_mark_of_the_byte_order_windows_line_ends_and_headings_in_any_case_are_taken() -> None:
    data = "\ufeffRECEIVED,Words,About Us\r\n2026-01-01,A thief.,NO\r\n\r\n".encode()

    (tip,) = read_tips(data, today=TODAY).tips

    assert (tip.received, tip.report.text) == (date(2026, 1, 1), "A thief.")
    assert "A thief" not in repr(read_tips(data, today=TODAY))
    assert read_tips(template().encode() + b"2026-01-01,A." + b"," * 10, today=TODAY).first == tip.received
