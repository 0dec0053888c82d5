from datetime import date

import pytest
from sqlmodel import select

from tests.unit.tipline.reports.office import MIDDAY, OCTOBER, TODAY, Counted, line
from tipline.errors import NothingHere
from tipline.reports.measures import Measure
from tipline.reports.refusals import Fault, TotalsRefused
from tipline.reports.table import MonthState
from tipline.reports.totals import Year, apply, imports, preview, undo
from tipline.reports.totals_file import columns, read_totals, template
from tipline.store.month_tables import MonthCountRow
from tipline.vocabulary import Month

TWO_YEARS = (
    "month,tips,tips-by-channel/phone,tips-by-channel/web,arrests,cash,awards-paid\r\n"
    "2007-01,350,250,100,3,1250.50,\r\n"
    "2007-02,351,351,,,,2\r\n"
    "2009-12,1000,700,300,12,,0\r\n"
)


def bring(office: Counted, text: str, *, today: date = TODAY) -> bytes:
    now = MIDDAY.replace(year=today.year, month=today.month, day=today.day)
    with office.case.program.tips.transaction() as session:
        return apply(session, office.case.program.program_id, read_totals(text.encode()), by=None, now=now)


def kept(office: Counted) -> int:
    with office.case.program.tips.read() as session:
        return len(session.exec(select(MonthCountRow)).all())


def test_earlier_years_stand_beside_today(office: Counted) -> None:
    for _ in range(3):
        office.case.tell(now=MIDDAY)
    bring(office, TWO_YEARS)

    today, then = office.table(), office.table(Month(200702))

    assert line(today, Measure.TIPS) == [3, None, None, 3, None, 1704]
    assert line(today, Measure.ARRESTS) == [0, None, None, 0, None, 15]
    assert line(then, Measure.TIPS) == [351, 350, None, 701, None, 701]
    assert line(then, Measure.BY_CHANNEL, "phone") == [351, 250, None, 601, None, 601]
    assert line(then, Measure.CASH) == [None, 125_050, None, 125_050, None, 125_050]
    assert line(then, Measure.RECOVERED) == [None, 125_050, None, 125_050, None, 125_050]
    assert line(then, Measure.PAID) == [None] * 6
    assert (then.state, today.beginning) == (MonthState.IMPORTED, 200701)
    points = {point.month: point.value for point in today.series[Measure.TIPS]}
    assert [points[Month(month)] for month in (200701, 200702, 200703, 200912, 202610)] == [
        350,
        351,
        None,
        1000,
        3,
    ]


def test_an_import_is_taken_back_in_one_piece(office: Counted) -> None:
    program_id = office.case.program.program_id
    office.case.tell(now=MIDDAY)
    import_id = bring(office, TWO_YEARS)
    other = bring(office, "month,tips\n2010-01,900\n")

    with office.case.program.tips.transaction() as session:
        assert [one.first for one in imports(session, program_id)] == [200701, 201001]
        undo(session, program_id, import_id=import_id, by=None, now=MIDDAY)
    with pytest.raises(NothingHere), office.case.program.tips.transaction() as session:
        undo(session, program_id, import_id=import_id, by=None, now=MIDDAY)

    assert (kept(office), office.table().beginning) == (1, 201001)
    with office.case.program.tips.read() as session:
        assert [one.import_id for one in imports(session, program_id)] == [other]
    assert [(entry[0], entry[3]) for entry in office.case.trail()] == [
        ("totals-imported", "2007-01 to 2009-12"),
        ("totals-imported", "2010-01 to 2010-01"),
        ("import-undone", "2007-01 to 2009-12"),
    ]


@pytest.mark.parametrize(
    ("text", "fault", "where"),
    [
        ("", Fault.EMPTY, (0, "")),
        ("month,tips\n", Fault.EMPTY, (0, "")),
        ("month;tips\n2009-01;5\n", Fault.WRONG_DELIMITER, (1, "")),
        ("month\ttips\n2009-01\t5\n", Fault.WRONG_DELIMITER, (1, "")),
        ("tips\n5\n", Fault.NO_MONTH_COLUMN, (1, "")),
        ("month,arrests\n2009-01,5\n", Fault.NO_TIPS_COLUMN, (1, "")),
        ("month,tips,unicorns\n2009-01,5,1\n", Fault.UNKNOWN_MEASURE, (1, "unicorns")),
        ("month,tips,days-to-dispatch\n2009-01,5,1\n", Fault.UNKNOWN_MEASURE, (1, "days-to-dispatch")),
        ("month,tips,tips\n2009-01,5,5\n", Fault.COLUMN_TWICE, (1, "tips")),
        ("month,tips\nMonth,Tips\n2009-01,5\n", Fault.TWO_HEADERS, (2, "")),
        ("month,tips\n2009-01,5,6\n", Fault.UNEVEN, (2, "")),
        ("month,tips\n2009-01,1,005\n", Fault.UNEVEN, (2, "")),
        ('month,tips\n2009-01,"=SUM(A1:A9)"\n', Fault.FORMULA, (2, "tips")),
        ("month,tips\n=NOW(),5\n", Fault.FORMULA, (2, "month")),
        ("=month,tips\n2009-01,5\n", Fault.FORMULA, (1, "=month")),
        ("month,tips\n2009-13,5\n", Fault.NO_MONTH, (2, "month")),
        ("month,tips\n0001-01,5\n", Fault.NO_MONTH, (2, "month")),
        ("month,tips\nJan 2009,5\n", Fault.NO_MONTH, (2, "month")),
        ("month,tips\n2009-01,5\n2009-02,5\n2009-01,6\n", Fault.MONTH_TWICE, (4, "")),
        ("month,tips\n2009-01,\n", Fault.NO_TIPS, (2, "tips")),
        ("month,tips\n2009-01,-5\n", Fault.NEGATIVE, (2, "tips")),
        ("month,tips\n2009-01,5.5\n", Fault.NO_NUMBER, (2, "tips")),
        ("month,tips\n2009-01,five\n", Fault.NO_NUMBER, (2, "tips")),
        ("month,tips\n2009-01,٥\n", Fault.NO_NUMBER, (2, "tips")),
        ("month,tips,cash\n2009-01,5,1.234\n", Fault.NO_NUMBER, (2, "cash")),
        ("month,tips\n2009-01,1000001\n", Fault.TOO_MANY, (2, "tips")),
        ("month,tips,spam\n2009-01,5,6\n", Fault.MORE_THAN_TIPS, (2, "spam")),
        ('month,tips\n2009-01,"5\n', Fault.NOT_TEXT, (2, "")),
        ("month,tips\n2009-01,5\0\n", Fault.NOT_TEXT, (0, "")),
        ("month,tips\n" + "\n" * 1_000_000, Fault.TOO_LARGE, (0, "")),
    ],
)
def test_a_file_that_is_not_clear_is_refused_with_the_place(
    text: str, fault: Fault, where: tuple[int, str]
) -> None:
    with pytest.raises(TotalsRefused) as refused:
        read_totals(text.encode())

    assert (refused.value.fault, (refused.value.line, refused.value.column)) == (fault, where)


def test_a_file_in_another_encoding_is_refused() -> None:
    for data in ("month,tips\n2009-01,5\n".encode("utf-16"), b"\xff\xfe\xff"):
        with pytest.raises(TotalsRefused) as refused:
            read_totals(data)
        assert refused.value.fault is Fault.NOT_TEXT


@pytest.mark.parametrize(
    ("months", "fault"),
    [
        (("2009-11", "2009-12"), Fault.MONTH_IMPORTED),
        (("2009-11", "2026-10"), Fault.MONTH_KEPT),
        (("2026-11",), Fault.MONTH_KEPT),
        (("2031-01",), Fault.FUTURE),
    ],
)
def test_months_that_overlap_with_what_is_kept_are_refused_and_nothing_changes(
    sqlite_office: Counted, months: tuple[str, ...], fault: Fault
) -> None:
    sqlite_office.case.tell(now=MIDDAY)
    bring(sqlite_office, TWO_YEARS)
    before = kept(sqlite_office)

    with pytest.raises(TotalsRefused) as refused:
        bring(sqlite_office, "month,tips\n" + "".join(f"{month},5\n" for month in months))

    assert (refused.value.fault, kept(sqlite_office)) == (fault, before)


def test_a_preview_says_what_would_be_kept() -> None:
    seen = preview(read_totals(TWO_YEARS.encode()))

    assert seen.years == (Year(2007, 2, 701), Year(2009, 1, 1000))
    assert (len(seen.missing), seen.missing[0], seen.missing[-1]) == (33, 200703, 200911)
    assert seen.measures == (
        Measure.TIPS,
        Measure.BY_CHANNEL,
        Measure.ARRESTS,
        Measure.CASH,
        Measure.RECOVERED,
        Measure.AWARDS_PAID,
    )


def test_the_template_with_a_month_written_into_it_is_a_file() -> None:
    line = ",".join(["2009-01", "5", *[""] * (len(columns()) - 1)])

    totals = read_totals(("\ufeff" + template() + line + "\r\n").encode())

    assert totals.months == {200901: {(Measure.TIPS, ""): 5}}


def test_a_month_between_the_import_and_the_first_tip_is_not_known(sqlite_office: Counted) -> None:
    bring(sqlite_office, "month,tips\n2009-01,5\n", today=TODAY)
    sqlite_office.case.tell(now=MIDDAY)

    assert line(sqlite_office.table(Month(202001)), Measure.TIPS) == [None, None, None, None, None, 5]
    assert line(sqlite_office.table(OCTOBER), Measure.TIPS)[5] == 6
