"""Office files as somebody might send them, made here part by part, with what must not come out in each."""

import io
import re
import zipfile
from typing import Final

from tests.unit.tipline.scrub import sent
from tests.unit.tipline.scrub.sent import SECRET

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES: Final = (
    f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_BODY: Final = f"""
<w:p w:rsidR="00AB12CD" w14:paraId="{SECRET}"><w:r><w:t>He parks behind the mill</w:t></w:r></w:p>
<w:p><w:ins w:author="{SECRET}" w:date="2026-10-31T23:58:59Z">
<w:r><w:t>a word that was put in</w:t></w:r></w:ins>
<w:del w:author="{SECRET}"><w:r><w:delText>a word that was deleted</w:delText></w:r></w:del></w:p>
<w:p><w:r><w:rPr><w:vanish/><w:rPrChange w:author="{SECRET}"/></w:rPr>
<w:t>a word that is hidden</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Sub"/></w:pPr><w:r><w:t>hidden by its style</w:t></w:r></w:p>
<w:tbl><w:tr><w:trPr><w:del w:author="{SECRET}"/></w:trPr>
<w:tc><w:p><w:r><w:t>a row deleted</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:hyperlink r:id="rId3"><w:r><w:t>a link</w:t></w:r></w:hyperlink>
<w:r><w:instrText> INCLUDEPICTURE "https://{SECRET}.example/a.png" </w:instrText></w:r></w:p>
<w:p><w:r><w:drawing><wp:docPr id="1" name="{SECRET}" descr="C:\\\\Users\\\\{SECRET}\\\\a.jpg"/>
<a:blip r:embed="rId2"/></w:drawing></w:r><w:r><o:OLEObject r:id="rId4"/></w:r></w:p>
"""
_COMMENT: Final = (
    f'<w:comments {_SPACES}><w:comment w:id="1" w:author="{SECRET}" w:initials="{SECRET}" '
    'w:date="2026-10-31T23:58:59Z"><w:p><w:r><w:t>a word in the margin</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)
_STYLES: Final = (
    f'<w:styles {_SPACES}><w:style w:styleId="Top"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="Sub"><w:basedOn w:val="Top"/></w:style></w:styles>'
)
_PROPERTIES: Final = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<dc:creator>{SECRET}</dc:creator><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>"
)


def a_docx(
    *, picture: bytes | None = None, document: bytes | None = None, main: str = "word/document.xml"
) -> bytes:
    """A text with tracked changes, hidden words, a comment, a photograph, a program, an object."""
    body = f"<w:document {_SPACES}><w:body>{_BODY}</w:body></w:document>".encode()
    return a_zip(
        {
            "[Content_Types].xml": _types(),
            "_rels/.rels": _related(
                ("officeDocument", main),
                ("metadata/core-properties", "docProps/core.xml"),
                ("thumbnail", "docProps/thumbnail.jpeg"),
            ),
            "word/document.xml": document or body,
            "word/_rels/document.xml.rels": _related(
                ("styles", "styles.xml"),
                ("image", "media/image1.jpeg"),
                ("hyperlink", f"https://{SECRET}.example/"),
                ("oleObject", "embeddings/oleObject1.bin"),
                ("comments", "comments.xml"),
                ("vbaProject", "vbaProject.bin"),
                ("customXml", "../customXml/item1.xml"),
            ),
            "word/styles.xml": _STYLES.encode(),
            "word/comments.xml": _COMMENT.encode(),
            "word/media/image1.jpeg": picture if picture is not None else sent.a_jpeg(),
            "word/embeddings/oleObject1.bin": SECRET.encode(),
            "word/vbaProject.bin": SECRET.encode(),
            "customXml/item1.xml": f"<a>{SECRET}</a>".encode(),
            "docProps/core.xml": _PROPERTIES.encode(),
            "docProps/thumbnail.jpeg": sent.a_jpeg(),
        }
    )


def a_zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = SECRET.encode()
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted(content: bytes) -> bytes:
    """The same with the flag of a password at every part (APPNOTE 4.4.4, bit 0)."""
    marked = re.sub(rb"(PK\x01\x02....)..", lambda found: found[1] + b"\x01\0", content, flags=re.DOTALL)
    return re.sub(rb"(PK\x03\x04..)..", lambda found: found[1] + b"\x01\0", marked, flags=re.DOTALL)


def dangling(parts: dict[str, bytes]) -> list[str]:
    """References in a copy that lead to no part of it, and parts of no type."""
    faults = []
    types = parts["[Content_Types].xml"].decode()
    for name, content in parts.items():
        if name.endswith(".rels"):
            targets = re.findall(r'Target="/([^"]+)"', content.decode())
            faults += [f"{name}: {target}" for target in targets if target not in parts]
            continue
        if name != "[Content_Types].xml" and f'"/{name}"' not in types:
            faults.append(f"{name} has no type")
        folder, _, own = name.rpartition("/")
        known = re.findall(r'Id="([^"]+)"', parts.get(f"{folder}/_rels/{own}.rels", b"").decode())
        used = re.findall(r'r:(?:id|embed|link)="([^"]+)"', content.decode(errors="replace"))
        faults += [f"{name}: {number}" for number in used if number not in known]
    return faults


def _types() -> bytes:
    named = {
        "document": f"{_TYPE}.document.main+xml",
        "styles": f"{_TYPE}.styles+xml",
        "comments": f"{_TYPE}.comments+xml",
    }
    parts = "".join(
        f'<Override PartName="/word/{one}.xml" ContentType="{kind}"/>' for one, kind in named.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    ).encode()


def _related(*targets: tuple[str, str]) -> bytes:
    told = []
    for number, (word, target) in enumerate(targets, start=1):
        base = f"{_PACKAGE}/relationships" if "metadata" in word else _OFFICE
        mode = ' TargetMode="External"' if target.startswith("https:") else ""
        told.append(f'<Relationship Id="rId{number}" Type="{base}/{word}" Target="{target}"{mode}/>')
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(told)}</Relationships>'.encode()
