import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests import judge
from tests.unit.tipline.scrub import sent
from tests.unit.tipline.scrub.sent import SECRET, scrubbed
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import CannotScrub, Limits, Reason


def a_pdf(*, encryption: pikepdf.Encryption | None = None, deflated: bool = False) -> bytes:
    """One page with a photograph, a note, links, a field and a signature; information, XMP, a script."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(200, 100))
    page = pdf.pages[0].obj
    photograph = sent.a_jpeg()
    picture = Stream(pdf, zlib.compress(photograph) if deflated else photograph)
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 64, 48
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
    picture.Filter = Array([Name.FlateDecode, Name.DCTDecode]) if deflated else Name.DCTDecode
    page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    page.Contents = Stream(pdf, b"q 64 0 0 48 10 10 cm /Im0 Do Q")
    page.LastModified = String("D:20261031235859")
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=String(SECRET)))
    page.Thumb = Stream(pdf, SECRET.encode())
    box = Array([0, 0, 9, 9])

    def link(action: Dictionary) -> Dictionary:
        return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action)

    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=box, Contents=String("what I saw"))
    note.T, note.M, note.NM = String(SECRET), String("D:20261031235859"), String(SECRET)
    attached = pdf.make_indirect(Dictionary(Type=Name.EmbeddedFile))
    page.Annots = Array(
        [
            note,
            link(Dictionary(S=Name.URI, URI=String(f"https://{SECRET}.example/"))),
            link(Dictionary(S=Name.JavaScript, JS=String(SECRET))),
            link(Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))),
            Dictionary(
                Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box, FS=Dictionary(F=String(SECRET))
            ),
        ]
    )
    signature = Dictionary(Type=Name.Sig, Name=String(SECRET), ByteRange=Array([0, 1, 2, 3]))
    field = Dictionary(Subtype=Name.Widget, Rect=box, FT=Name.Sig, T=String("signed"), V=signature)
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), XFA=String(SECRET))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(SECRET))
    pdf.attachments["note.txt"] = SECRET.encode()
    assert attached is not None
    pdf.docinfo["/Author"], pdf.docinfo["/Producer"] = SECRET, "Exemplar 1"
    pdf.docinfo["/CreationDate"] = "D:20261031235859"
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [SECRET]
    out = io.BytesIO()
    pdf.save(out, encryption=encryption or False)
    return out.getvalue()


def everything(content: bytes) -> bytes:
    """Every byte that a PDF can say, streams unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.specialized, compress_streams=False)
    return content + out.getvalue()


@pytest.mark.parametrize("deflated", [False, True])
def test_a_pdf_comes_out_without_what_was_planted_and_still_shows_its_page(*, deflated: bool) -> None:
    content = a_pdf(deflated=deflated)
    assert SECRET.encode() in everything(content)
    assert "Author" in judge.telling(content)

    came = scrubbed(content)

    assert SECRET.encode() not in everything(came.content)
    assert (
        judge.telling(came.content) & {"Author", "Producer", "Creator", "CreateDate", "ModifyDate"} == set()
    )
    assert came.told.kind is FileKind.PDF
    assert came.told.found >= {
        Found.AUTHOR,
        Found.SOFTWARE,
        Found.TIME,
        Found.PROGRAM,
        Found.ATTACHMENT,
        Found.OUTSIDE_LINK,
        Found.THUMBNAIL,
        Found.EMBEDDED_PICTURE_DATA,
        Found.IDENTIFIER,
    }
    with pikepdf.open(io.BytesIO(came.content)) as pdf:
        (page,) = pdf.pages
        picture = page.Resources.XObject.Im0
        assert isinstance(picture, Stream)
        assert pikepdf.PdfImage(picture).as_pil_image().size == (64, 48)
        notes = list(page.Annots)
        assert [str(note.Subtype) for note in notes] == ["/Text", "/Link", "/Link", "/Link"]
        assert str(notes[0].Contents) == "what I saw"
        assert [str(note.A.S) for note in notes if Name.A in note] == ["/GoTo"]
        assert pdf.check_pdf_syntax() == []


def test_what_an_earlier_version_said_is_found_and_gone() -> None:
    content = a_pdf()
    # A later version, added to the end, in which the first object is another (ISO 32000-2, 7.5.6).
    start = len(content)
    again = b"9999 0 obj\n(" + SECRET.encode() + b")\nendobj\n"
    before = content.rpartition(b"startxref\n")[2].partition(b"\n")[0]
    trailer = b"trailer\n<< /Size 10000 /Root 1 0 R /Prev " + before + b" >>\nstartxref\n"
    table = b"xref\n9999 1\n%010d 00000 n \n" % start
    later = content + again + table + trailer + str(start + len(again)).encode() + b"\n%%EOF\n"

    came = scrubbed(later)

    assert Found.EARLIER_VERSION in came.told.found
    assert SECRET.encode() not in everything(came.content)


@pytest.mark.parametrize(("password", "reason"), [("needed", Reason.ENCRYPTED), ("", None)])
def test_a_pdf_with_a_password_is_held_and_one_that_only_forbids_printing_is_not(
    password: str, reason: Reason | None
) -> None:
    content = a_pdf(encryption=pikepdf.Encryption(owner="owner", user=password))
    if reason is None:
        assert SECRET.encode() not in everything(scrubbed(content).content)
        return

    with pytest.raises(CannotScrub) as held:
        scrubbed(content)
    assert held.value.reason is reason


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(9_000), b"%PDF-1.7\ntrailer\n<< >>\n%%EOF"]
)
def test_a_pdf_without_a_page_is_held(content: bytes) -> None:
    with pytest.raises(CannotScrub) as held:
        scrubbed(content)
    assert held.value.reason is Reason.DOES_NOT_DECODE


def test_a_pdf_of_too_many_objects_is_held() -> None:
    with pytest.raises(CannotScrub) as held:
        scrubbed(a_pdf(), limits=Limits(objects=3))
    assert held.value.reason is Reason.TOO_LARGE_INSIDE
