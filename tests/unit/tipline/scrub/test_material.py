"""Files from the world outside come out without any of the tags that whoever collected them has listed."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Final

import av
import pikepdf
import pytest
from PIL import Image

from tests import judge
from tests.material import material
from tests.unit.tipline.scrub.sent import Came, scrubbed
from tipline.scrub.found import Found
from tipline.scrub.kinds import FileGroup, UnknownKind
from tipline.scrub.outcome import CannotScrub

MEDIA: Final = [
    "es_author_description.jpg",
    "es_gps_DSCN0010.jpg",
    "es_iphone11_gps.heic",
    "es_orientation6.jpg",
    "et_ExifTool.tif",
    "et_IPTC.jpg",
    "et_PNG.png",
    "mat_comment.docx",
    "mat_dirty.docx",
    "mat_dirty.gif",
    "mat_dirty.jpg",
    "mat_dirty.mp3",
    "mat_dirty.mp4",
    "mat_dirty.pdf",
    "mat_dirty.png",
    "mat_dirty.wav",
    "me_htc_gps.jpg",
    "me_htc_gps.webp",
    "me_iphone6_gps.mov",
    "me_sony_gps.jpg",
]
# Of a PDF: that there are pictures on its pages. They are the document.
NOT_A_TRACE: Final = {"EmbeddedImageFilter"}
CATEGORIES: Final = {"location": Found.PLACE, "person": Found.AUTHOR, "device": None, "time": Found.TIME}


def listed(name: str) -> list[dict[str, str]]:
    with material("media", "handed_expected.csv").open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table) if row["file"] == name and row["tag"] not in NOT_A_TRACE]


@pytest.mark.parametrize("name", MEDIA)
def test_no_listed_tag_is_left_and_it_still_opens(name: str) -> None:
    content = material("media", name).read_bytes()
    expected = {row["tag"] for row in listed(name)}
    before = {tag.name for tag in judge.tags(content)}

    came = scrubbed(content)

    assert expected <= before | {"MediaGroupUUID"}
    left = [
        tag for tag in judge.tags(came.content) if tag.name in expected and tag.value not in judge.NOTHING
    ]
    assert left == []
    assert opens(came)


@pytest.mark.parametrize("name", MEDIA)
def test_no_listed_value_stands_anywhere_in_the_bytes_that_come_out(name: str) -> None:
    values = {row["value"] for row in listed(name) if len(row["value"]) > 5 and row["value"].strip()}

    came = scrubbed(material("media", name).read_bytes())

    assert [value for value in values for text in texts(came) if value.encode() in text] == []


@pytest.mark.parametrize("name", MEDIA)
def test_what_was_listed_is_found_as_kinds(name: str) -> None:
    categories = {row["category"] for row in listed(name)}

    found = scrubbed(material("media", name).read_bytes()).told.found

    wanted = {kind for category in categories if (kind := CATEGORIES.get(category))}
    # The creation date of a PNG's text chunk or of an ID3 tag is listed under its old name.
    assert wanted - found - {Found.TIME} == set()
    assert bool(found) or not categories


def test_hostile_files_are_refused_or_come_out_as_pictures_without_what_they_carried() -> None:
    for path in sorted(material("hostile", "fuzzdb").glob("file-upload_malicious-images_*")):
        content = path.read_bytes()
        try:
            came = scrubbed(content)
        except (UnknownKind, CannotScrub):
            continue
        assert came.told.kind.group is FileGroup.PICTURE
        assert b"<?php" not in came.content
        assert opens(came)


def opens(came: Came) -> bool:
    """Whether an ordinary viewer's library opens a copy and reads all of it."""
    file = io.BytesIO(came.content)
    if came.told.kind.group is FileGroup.PICTURE:
        with Image.open(file) as picture:
            picture.load()
            return picture.size == (came.told.width, came.told.height)
    if came.told.kind.group is FileGroup.DOCUMENT:
        if came.told.kind == "pdf":
            with pikepdf.open(file) as pdf:
                return not pdf.check_pdf_syntax()
        return zipfile.ZipFile(file).testzip() is None
    with av.open(file, "r") as film:
        return len(list(film.decode(film.streams[0]))) > 1


def texts(came: Came) -> Iterator[bytes]:
    yield came.content
    if came.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(came.content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
