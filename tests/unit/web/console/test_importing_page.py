"""The months before this system, brought by a coordinator on a page: looked at, kept, taken back."""

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import Console, flash, words
from tipline.vocabulary import Role

FILE = b"\xef\xbb\xbfmonth,tips\r\n2007-01,350\r\n2007-03,352\r\n2008-01,400\r\n"


def sent(data: bytes) -> dict[str, tuple[str, bytes, str]]:
    return {"list": ("totals.csv", data, "text/csv")}


def test_a_file_is_looked_at_beside_what_stands_kept_and_taken_back(console: Console) -> None:
    console.case.tell()

    with console.browser(ADA) as browser:
        looked = browser.post("/reports/import", files=sent(FILE))
        before = browser.get("/reports/2007-01").status_code
        text = FILE.decode("utf-8-sig")
        kept = browser.post("/reports/import/keep", files={"text": (None, text)})
        listed = browser.get(kept.headers["location"])
        month = words(browser.get("/reports/2007-01").text)
        import_id = listed.text.split('name="import" value="')[1][:32]
        undone = browser.post("/reports/import/undo", data={"import": import_id})
        after = browser.get("/reports/2007-01").status_code

    shown = words(looked.text)
    assert "January 2007 to January 2008. Nothing is kept yet." in shown
    assert "2007 702 in 2 months nothing 2008 400 in 1 month nothing 2026 nothing 1 in 1 month" in shown
    assert "not known afterwards: February 2007, April 2007" in shown
    assert (looked.status_code, before, kept.status_code, after) == (200, 404, 303, 404)
    assert "350" in month
    assert undone.headers["location"] == "/reports/import?done=taken-back"
    assert [line[0] for line in console.case.trail()][-2:] == ["totals-imported", "import-undone"]


WRONG = (
    (b"", "Choose a file, or paste its lines. Nothing was kept."),
    (b"month;tips\n2007-01;350\n", "Line 1: Columns must be parted by commas."),
    (b"month,tips\nmonth,tips\n2007-01,350\n", "Line 2: A second line of headings."),
    (b"month,tips\n2007-01,=1+1\n", "Line 2: A formula in the column “tips”."),
    (b"month,tips\n2007-01,-3\n", "Line 2: A number below zero in the column “tips”."),
    (b"month,tips\n2007-01,350\n2007-01,351\n", "Line 3: 2007-01 is there twice."),
    (b"month,tips\n0001-01,350\n", "Line 2: No month. Write it as 2009-03."),
    (b"month,tips\n2027-01,350\n", "2027-01 has not begun"),
    (b"month,tips\n2026-11,350\n", "2026-11 is counted here already"),
    (b"month,tips,paid\n2007-01,350,1.005\n", "Line 2: No whole number, or no amount such as 1250.50"),
    (b"month,tips\n2007-01,3\0 50\n", "The file cannot be read as CSV in UTF-8."),
    ("month,tips\n2007-01,350\n".encode("utf-16"), "The file cannot be read as CSV in UTF-8."),
)


def test_what_is_wrong_with_a_file_is_said_with_its_line_and_nothing_is_kept(quick_console: Console) -> None:
    found = []
    with quick_console.browser(ADA) as browser:
        for data, said in WRONG:
            answer = browser.post("/reports/import", files=sent(data) if data else {"text": (None, "")})
            kept = browser.post("/reports/import/keep", files=sent(data) if data else {"text": (None, "")})
            told = flash(answer.text)
            found.append((answer.status_code, kept.status_code, said if said in told else told))
        listed = words(browser.get("/reports/import").text)

    assert found == [(422, 422, said) for _, said in WRONG]
    assert "Nothing yet." in listed


def test_ten_megabytes_are_not_read(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/reports/import", files=sent(b"month,tips\n" + b"2007-01,350\n" * 900_000))

    assert answer.status_code == 413


def test_what_was_pasted_stays_in_its_box_when_it_is_refused(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.post("/reports/import", data={"text": "month,tips\n<b>,1\n"})

    assert "&lt;b&gt;,1" in answer.text
    assert flash(answer.text).startswith("Line 2: No month.")


def test_only_a_coordinator_brings_months(quick_console: Console) -> None:
    form = {"text": (None, FILE.decode("utf-8-sig"))}
    found = {}

    for role in sorted(set(Role) - {Role.COORDINATOR, Role.INTEGRITY}):
        quick_console.case.program.add(f"Some {role}", role, confirmed_by=ADA)
        with quick_console.browser(f"Some {role}") as browser:
            found[role] = [
                browser.get("/reports/import").status_code,
                browser.get("/reports/import/template.csv").status_code,
                browser.post("/reports/import", files=form).status_code,
                browser.post("/reports/import/keep", files=form).status_code,
                browser.post("/reports/import/undo", data={"import": "00" * 16}).status_code,
            ]

    assert found == dict.fromkeys(found, [403] * 5)
    assert len(found) == len(Role) - 2


def test_the_template_has_every_column(quick_console: Console) -> None:
    with quick_console.browser(ADA) as browser:
        answer = browser.get("/reports/import/template.csv")

    assert answer.text.startswith("month,tips,")
    assert answer.headers["content-disposition"] == 'attachment; filename="month-totals.csv"'
