"""Which files are taken, and how one is recognised: by its first bytes, never by its name or stated type."""

from enum import StrEnum
from typing import Final

from tipline.errors import Refused

HEAD_SIZE: Final = 512
"""How many bytes of a file are enough for `recognise`."""


class UnknownKind(Refused):
    """The content is of no kind that is taken."""


class FileGroup(StrEnum):
    """What a file is to who looks at it."""

    PICTURE = "picture"
    VIDEO = "video"
    SOUND = "sound"
    DOCUMENT = "document"


class FileKind(StrEnum):
    """A kind of file that is taken."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    TIFF = "tiff"
    MP4 = "mp4"
    MOV = "mov"
    THREE_GP = "3gp"
    WEBM = "webm"
    MATROSKA = "mkv"
    MP3 = "mp3"
    M4A = "m4a"
    WAV = "wav"
    OGG = "ogg"
    FLAC = "flac"
    AMR = "amr"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ZIP = "zip"
    """Perhaps an Office file: its directory, at the end, says which. No scrubbed copy is of this kind."""

    @property
    def group(self) -> FileGroup:
        """What the file is to who looks at it."""
        return _TABLE[self][0]

    @property
    def media_type(self) -> str:
        """Its media type, as IANA registers it."""
        return _TABLE[self][1]


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_TABLE: Final = {
    FileKind.JPEG: (FileGroup.PICTURE, "image/jpeg"),
    FileKind.PNG: (FileGroup.PICTURE, "image/png"),
    FileKind.GIF: (FileGroup.PICTURE, "image/gif"),
    FileKind.WEBP: (FileGroup.PICTURE, "image/webp"),
    FileKind.HEIC: (FileGroup.PICTURE, "image/heic"),
    FileKind.TIFF: (FileGroup.PICTURE, "image/tiff"),
    FileKind.MP4: (FileGroup.VIDEO, "video/mp4"),
    FileKind.MOV: (FileGroup.VIDEO, "video/quicktime"),
    FileKind.THREE_GP: (FileGroup.VIDEO, "video/3gpp"),
    FileKind.WEBM: (FileGroup.VIDEO, "video/webm"),
    FileKind.MATROSKA: (FileGroup.VIDEO, "video/matroska"),
    FileKind.MP3: (FileGroup.SOUND, "audio/mpeg"),
    FileKind.M4A: (FileGroup.SOUND, "audio/mp4"),
    FileKind.WAV: (FileGroup.SOUND, "audio/vnd.wave"),
    FileKind.OGG: (FileGroup.SOUND, "audio/ogg"),
    FileKind.FLAC: (FileGroup.SOUND, "audio/flac"),
    FileKind.AMR: (FileGroup.SOUND, "audio/AMR"),
    FileKind.PDF: (FileGroup.DOCUMENT, "application/pdf"),
    FileKind.DOCX: (FileGroup.DOCUMENT, f"{_OFFICE}.wordprocessingml.document"),
    FileKind.XLSX: (FileGroup.DOCUMENT, f"{_OFFICE}.spreadsheetml.sheet"),
    FileKind.PPTX: (FileGroup.DOCUMENT, f"{_OFFICE}.presentationml.presentation"),
    FileKind.ZIP: (FileGroup.DOCUMENT, "application/zip"),
}

_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    (b"OggS", FileKind.OGG),
    (b"fLaC", FileKind.FLAC),
    (b"#!AMR\n", FileKind.AMR),
    (b"ID3", FileKind.MP3),
    (b"%PDF-", FileKind.PDF),
    (b"PK\x03\x04", FileKind.ZIP),
)
_IN_RIFF: Final = {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV}

# The brands of ISO/IEC 14496-12, registered at mp4ra.org, that phones and cameras write.
_BRANDS: Final = {
    FileKind.HEIC: frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"}),
    FileKind.MP4: frozenset(
        {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"mmp4", b"MSNV"}
    ),
    FileKind.M4A: frozenset({b"M4A ", b"M4B "}),
    FileKind.MOV: frozenset({b"qt  "}),
}
_ATOMS_OF_OLD_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide"})


def recognise(head: bytes) -> FileKind:
    """Say of which kind a file is that begins so. Whether it is whole, only decoding it tells.

    `head` is the file's first `HEAD_SIZE` bytes, or all of a shorter one; what follows them is not looked at.

    Raises:
        UnknownKind: it is of none that is taken, or empty.
    """
    head = head[:HEAD_SIZE]
    for beginning, begun in _BEGINNINGS:
        if head.startswith(beginning):
            return begun
    kind = _riff(head) or _boxes(head) or _matroska(head) or _bare_mp3(head)
    if kind is None:
        raise UnknownKind
    return kind


def _riff(head: bytes) -> FileKind | None:
    return _IN_RIFF.get(head[8:12]) if head.startswith(b"RIFF") else None


def _boxes(head: bytes) -> FileKind | None:
    box, brand = head[4:8], head[8:12]
    if box in _ATOMS_OF_OLD_QUICKTIME:
        return FileKind.MOV
    if box != b"ftyp":
        return None
    if brand.startswith(b"3gp"):
        return FileKind.THREE_GP
    return next((kind for kind, brands in _BRANDS.items() if brand in brands), None)


def _matroska(head: bytes) -> FileKind | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    if b"\x42\x82\x84webm" in head[:64]:
        return FileKind.WEBM
    return FileKind.MATROSKA if b"\x42\x82\x88matroska" in head[:64] else None


def _bare_mp3(head: bytes) -> FileKind | None:
    """An MPEG-1 or MPEG-2 frame of layer III without a tag before it (ISO/IEC 11172-3, 2.4.1.3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - the sync word and layer
        return None
    version, bit_rate, sampling = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    reserved = version == 1 or bit_rate in {0, 15} or sampling == 3  # noqa: PLR2004 - as the standard counts
    return None if reserved else FileKind.MP3
