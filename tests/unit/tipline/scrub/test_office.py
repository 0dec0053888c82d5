import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.unit.tipline.scrub import sent, written
from tests.unit.tipline.scrub.sent import SECRET, Came, scrubbed
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def says(came: Came, words: str) -> bool:
    return any(words.encode() in content for content in parts(came.content).values())


def test_a_text_comes_out_without_what_was_planted_and_still_reads() -> None:
    came = scrubbed(written.a_docx())

    kept = parts(came.content)
    assert came.told.kind is FileKind.DOCX
    assert not says(came, SECRET)
    assert says(came, "He parks behind the mill")
    assert says(came, "a word in the margin")
    assert [name for name in kept if "docProps" in name or "customXml" in name or "vba" in name] == []
    assert b"rsid" not in kept["word/document.xml"]
    assert kept["word/media/image1.jpeg"].startswith(b"\xff\xd8\xff")
    assert came.told.found >= {
        Found.AUTHOR,
        Found.TIME,
        Found.IDENTIFIER,
        Found.THUMBNAIL,
        Found.PROGRAM,
        Found.OUTSIDE_LINK,
        Found.EMBEDDED_OBJECT,
        Found.EMBEDDED_PICTURE_DATA,
        Found.TRACKED_CHANGE,
        Found.HIDDEN_TEXT,
    }


def test_tracked_changes_are_settled_and_hidden_text_goes() -> None:
    came = scrubbed(written.a_docx())

    assert says(came, "a word that was put in")
    for gone in ("a word that was deleted", "a word that is hidden", "hidden by its style", "a row deleted"):
        assert not says(came, gone)
    for mark in ("w:ins ", "w:del", "w:vanish ", "rPrChange"):
        assert f"<{mark}".encode() not in parts(came.content)["word/document.xml"]


def test_every_part_of_the_copy_has_one_time_and_every_reference_leads_somewhere() -> None:
    content = scrubbed(written.a_docx()).content

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.extra for entry in archive.infolist()} == {b""}
    assert written.dangling(parts(content)) == []


def test_a_workbook_loses_authors_links_and_hidden_sheets_are_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = "plate", '=HYPERLINK("https://x.example")', "=1+1"
    sheet["A1"].comment = Comment("seen twice", SECRET)
    sheet["B1"].hyperlink = f"https://{SECRET}.example/"
    sheet["B1"].value = "a link"
    book.create_sheet("Second").sheet_state = "hidden"
    book.properties.creator = SECRET
    out = io.BytesIO()
    book.save(out)

    came = scrubbed(out.getvalue())

    assert came.told.kind is FileKind.XLSX
    assert not says(came, SECRET)
    assert not says(came, "HYPERLINK")
    again = openpyxl.load_workbook(io.BytesIO(came.content))
    assert [(one.title, one.sheet_state) for one in again] == [("Sheet", "visible"), ("Second", "visible")]
    assert (again["Sheet"]["A1"].value, again["Sheet"]["A3"].value) == ("plate", "=1+1")
    assert came.told.found >= {Found.AUTHOR, Found.OUTSIDE_LINK, Found.HIDDEN_TEXT}


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: written.a_zip({"a.txt": b"no Office file"}), Reason.UNKNOWN),
        (lambda: written.a_zip({"[Content_Types].xml": b"<Types"}), Reason.DOES_NOT_DECODE),
        (lambda: written.a_docx()[:900], Reason.DOES_NOT_DECODE),
        (
            lambda: written.a_docx(document=b"<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>"),
            Reason.DOES_NOT_DECODE,
        ),
        (lambda: written.a_docx(main="../../etc/passwd"), Reason.DOES_NOT_DECODE),
        (lambda: written.encrypted(written.a_docx()), Reason.ENCRYPTED),
    ],
    ids=["another ZIP", "broken types", "cut short", "an entity", "a way out", "a password"],
)
def test_what_is_no_office_file_is_held(made: Callable[[], bytes], reason: Reason) -> None:
    with pytest.raises(CannotScrub) as held:
        scrubbed(made())
    assert held.value.reason is reason


def test_an_office_file_beyond_a_limit_is_held() -> None:
    for limits in (Limits(parts=3), Limits(unpacked=2_000)):
        with pytest.raises(CannotScrub) as held:
            scrubbed(written.a_docx(), limits=limits)
        assert held.value.reason is Reason.TOO_LARGE_INSIDE


def test_a_picture_that_cannot_be_scrubbed_is_left_out_with_what_shows_it() -> None:
    came = scrubbed(written.a_docx(picture=b"\x01\0\0\0" + SECRET.encode()))

    assert Found.EMBEDDED_OBJECT in came.told.found
    assert written.dangling(parts(came.content)) == []
    assert not says(came, SECRET)


def test_a_picture_inside_is_scrubbed_as_one_that_was_sent_alone() -> None:
    photograph = sent.a_jpeg()

    came = scrubbed(written.a_docx(picture=photograph))

    assert parts(came.content)["word/media/image1.jpeg"] == scrubbed(photograph).content
