from typing import Final

import filetype
import pytest

from tests.material import material
from tests.unit.tipline.scrub import sent
from tipline.scrub.kinds import HEAD_SIZE, FileGroup, FileKind, UnknownKind, recognise

MEDIA: Final = {
    "es_gps_DSCN0010.jpg": FileKind.JPEG,
    "es_iphone11_gps.heic": FileKind.HEIC,
    "et_ExifTool.tif": FileKind.TIFF,
    "et_PNG.png": FileKind.PNG,
    "mat_comment.docx": FileKind.ZIP,
    "mat_dirty.gif": FileKind.GIF,
    "mat_dirty.mp3": FileKind.MP3,
    "mat_dirty.mp4": FileKind.MP4,
    "mat_dirty.pdf": FileKind.PDF,
    "mat_dirty.wav": FileKind.WAV,
    "me_htc_gps.webp": FileKind.WEBP,
    "me_iphone6_gps.mov": FileKind.MOV,
}
HEADS: Final = {
    b"\0\0\0\x18ftypmp42\0\0\0\0": FileKind.MP4,
    b"\0\0\0\x18ftypM4A \0\0\0\0": FileKind.M4A,
    b"\0\0\0\x18ftyp3gp5\0\0\0\0": FileKind.THREE_GP,
    b"\0\0\0\x14ftypqt  \0\0\0\0": FileKind.MOV,
    b"\0\0\0\x08wide\0\0\0\x10mdat": FileKind.MOV,
    b"\0\0\0\x18ftypmif1\0\0\0\0": FileKind.HEIC,
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm": FileKind.WEBM,
    b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska": FileKind.MATROSKA,
    b"OggS\0\x02": FileKind.OGG,
    b"fLaC\0\0\0\x22": FileKind.FLAC,
    b"#!AMR\n": FileKind.AMR,
    b"\xff\xfb\x90\x44\0\0": FileKind.MP3,
    b"ID3\x04\0\0": FileKind.MP3,
}
UNKNOWN: Final = [
    b"",
    b"\0" * HEAD_SIZE,
    b"MZ\x90\0",
    b"\x7fELF",
    b"#!/bin/sh\n",
    b"<svg xmlns='http://www.w3.org/2000/svg'>",
    b"<!DOCTYPE html>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"Rar!\x1a\x07",
    b"\0\0\0\x18ftypevil",
    b"RIFF\0\0\0\0AVI ",
    b"\xff\xfe\0\0",
    b"\xff\xff\xff\xff",
    b" \xff\xd8\xff\xe0",
    b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR",
]


@pytest.mark.parametrize(("head", "kind"), HEADS.items())
def test_a_file_is_recognised_by_how_it_begins(head: bytes, kind: FileKind) -> None:
    assert recognise(head) is kind


@pytest.mark.parametrize("head", UNKNOWN)
def test_what_is_not_on_the_list_is_not_taken(head: bytes) -> None:
    with pytest.raises(UnknownKind):
        recognise(head)


@pytest.mark.parametrize(("name", "kind"), MEDIA.items())
def test_files_of_others_are_recognised_and_an_independent_library_agrees(name: str, kind: FileKind) -> None:
    content = material("media", name).read_bytes()

    assert recognise(content[:HEAD_SIZE]) is kind
    oracle = filetype.guess_mime(content)
    if kind is not FileKind.ZIP:
        assert oracle == kind.media_type.replace("audio/vnd.wave", "audio/x-wav")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (sent.a_jpeg(), FileKind.JPEG),
        (sent.a_png(), FileKind.PNG),
        (sent.a_webp(), FileKind.WEBP),
        (sent.a_tiff(), FileKind.TIFF),
        (sent.a_gif(), FileKind.GIF),
    ],
)
def test_a_picture_is_recognised_by_its_first_bytes_alone(content: bytes, kind: FileKind) -> None:
    assert recognise(content[:HEAD_SIZE]) is recognise(content) is kind


def test_every_kind_has_a_group_and_a_media_type_of_its_own() -> None:
    assert {kind.group for kind in FileKind} == set(FileGroup)
    assert len({kind.media_type for kind in FileKind}) == len(FileKind)
    assert all("/" in kind.media_type for kind in FileKind)
