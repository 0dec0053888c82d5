"""What metadata tells: the names of EXIF, XMP and IPTC, sorted by what each gives away."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from PIL import ExifTags, Image

from tipline.scrub.found import Found

# Exif 3.0 (CIPA DC-008) and the tags that Windows and Adobe write beside it.
_EXIF: Final = {
    Found.PLACE: {0x8825},
    Found.TIME: {0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292},
    Found.DEVICE: {0x010F, 0x0110, 0x013C, 0xA432, 0xA433, 0xA434, 0xC614},
    Found.DEVICE_SERIAL: {0xA431, 0xA435, 0xC62F},
    Found.IDENTIFIER: {0xA420, 0xC65D},
    Found.SOFTWARE: {0x000B, 0x0131, 0xA438, 0xA439, 0xA43A, 0xA43B, 0xA43C},
    Found.AUTHOR: {0x013B, 0x8298, 0xA430, 0xA437, 0x9C9D},
    Found.COMMENT: {0x010D, 0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F, 0xA436},
    Found.MAKER_NOTE: {0x927C, 0xC634},
}
_EXIF_THUMBNAIL: Final = {0x0111, 0x0201}
_XMP_IN_TIFF: Final = 0x02BC

# Local names of XMP properties (ISO 16684-1 and the schemas of Adobe, IPTC and the telephones' makers).
_XMP: Final = {
    Found.PLACE: rb"GPS\w+|Location\w*|City|State|Country\w*|Sublocation|Province\w*",
    Found.TIME: rb"\w*Date\w*|\w*Time",
    Found.DEVICE: rb"Make|Model|Lens\w*|HostComputer",
    Found.DEVICE_SERIAL: rb"\w*SerialNumber",
    Found.IDENTIFIER: rb"\w*(?:Document|Instance|UniqueI|AssetI)D?",
    Found.SOFTWARE: rb"CreatorTool|Software|softwareAgent|Producer|Application",
    Found.AUTHOR: rb"creator|Author\w*|rights|Credit|CaptionWriter|OwnerName|Artist|contributor|publisher",
    Found.COMMENT: rb"description|title|Headline|Instructions|subject|Keywords|UserComment|label",
    Found.THUMBNAIL: rb"Thumbnails",
    Found.EARLIER_VERSION: rb"History|DerivedFrom|Ingredients",
}
_XMP_NAMES: Final = {kind: re.compile(rb"[\w]:(?:" + names + rb")[\s=/>]") for kind, names in _XMP.items()}

# Datasets of record 2 of the IPTC Information Interchange Model, version 4.
_IPTC: Final = {
    Found.PLACE: {26, 27, 90, 92, 95, 100, 101},
    Found.TIME: {30, 35, 37, 38, 55, 60, 62, 63},
    Found.SOFTWARE: {65, 70},
    Found.AUTHOR: {80, 85, 110, 115, 116, 118, 122},
    Found.COMMENT: {5, 7, 15, 20, 25, 40, 105, 120},
    Found.IDENTIFIER: {22, 103},
}

_WORDS: Final = {
    Found.AUTHOR: re.compile(
        r"author|artist|creator|copyright|owner|composer|performer|director|modifiedby|company|manager",
        re.IGNORECASE,
    ),
    Found.TIME: re.compile(r"date|time|year", re.IGNORECASE),
    Found.SOFTWARE: re.compile(
        r"software|encoder|encoded|producer|creatortool|application|tool", re.IGNORECASE
    ),
    Found.PLACE: re.compile(r"location|gps|xyz|place|city|country", re.IGNORECASE),
    Found.DEVICE: re.compile(r"make|model|device|camera|manufacturer", re.IGNORECASE),
    Found.DEVICE_SERIAL: re.compile(r"serial", re.IGNORECASE),
    Found.COMMENT: re.compile(r"comment|title|description|subject|keyword|album|lyric|genre", re.IGNORECASE),
    Found.IDENTIFIER: re.compile(r"identifier|uuid|umid|guid", re.IGNORECASE),
}


def in_exif(exif: Image.Exif) -> frozenset[Found]:
    """What an EXIF block gives away, its thumbnail and what a TIFF keeps in it among the rest."""
    directory = exif.get_ifd(ExifTags.IFD.Exif)
    thumbnail = exif.get_ifd(ExifTags.IFD.IFD1)
    tags = {tag for tag, value in [*exif.items(), *directory.items(), *thumbnail.items()] if _says(value)}
    found = {kind for kind, telling in _EXIF.items() if tags & telling}
    if _EXIF_THUMBNAIL & thumbnail.keys():
        found.add(Found.THUMBNAIL)
    xmp = exif.get(_XMP_IN_TIFF)
    return frozenset(found) | (in_xmp(xmp) if isinstance(xmp, bytes) else frozenset())


def in_xmp(packet: bytes) -> frozenset[Found]:
    """What an XMP packet gives away, by the names of its properties."""
    if not packet.strip(b"\0 \r\n"):
        return frozenset()
    named = frozenset(kind for kind, names in _XMP_NAMES.items() if names.search(packet))
    return named or frozenset({Found.OTHER_METADATA})


def in_iptc(numbers: Collection[int]) -> frozenset[Found]:
    """What IPTC datasets of these numbers give away."""
    return frozenset(kind for kind, telling in _IPTC.items() if not telling.isdisjoint(numbers))


def in_names(names: Iterable[str]) -> frozenset[Found]:
    """What free fields give away whose names somebody chose: of PNG, sound, video and documents."""
    return frozenset(kind for name in names for kind in _named(name))


def _named(name: str) -> Iterator[Found]:
    told = [kind for kind, words in _WORDS.items() if words.search(name)]
    yield from told or [Found.OTHER_METADATA]


def _says(value: object) -> bool:
    return bool(value.strip(" \0")) if isinstance(value, str) else value is not None
