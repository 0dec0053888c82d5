"""One object of a PDF, without what is not on the page: a note, a field, an action, a picture."""

import zlib
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Stream

from tipline.scrub.found import Found
from tipline.scrub.jpeg2000_boxes import without_boxes
from tipline.scrub.jpeg_segments import without_segments
from tipline.scrub.outcome import CannotScrub, Reason

# Keys that mean the same wherever they stand (ISO 32000-2, tables 29, 31, 93, 170, 266, 330).
_ANYWHERE: Final = {
    "/Metadata": Found.OTHER_METADATA,
    "/PieceInfo": Found.OTHER_METADATA,
    "/LastModified": Found.TIME,
    "/Thumb": Found.THUMBNAIL,
    "/AA": Found.PROGRAM,
    "/JS": Found.PROGRAM,
    "/AF": Found.ATTACHMENT,
    "/EF": Found.ATTACHMENT,
    "/VP": Found.PLACE,
    "/LGIDict": Found.PLACE,
    "/SeparationInfo": Found.OTHER_METADATA,
    "/OPI": Found.OUTSIDE_LINK,
}
_OF_A_NOTE: Final = {
    "/T": Found.AUTHOR,
    "/M": Found.TIME,
    "/CreationDate": Found.TIME,
    "/NM": Found.IDENTIFIER,
    "/Subj": Found.COMMENT,
}
_WIDGET: Final = "/Widget"
_CARRIERS: Final = frozenset(
    {"/FileAttachment", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", "/Projection"}
)
_WITHIN: Final = frozenset({"/GoTo", "/Named", "/Thread"})
_OUTSIDE: Final = frozenset({"/URI", "/GoToR", "/GoToE", "/Launch", "/SubmitForm", "/ImportData"})
_DEEPEST: Final = 100
_DEFLATED: Final = "/FlateDecode"
_BARE: Final = {"/DCTDecode": without_segments, "/DCT": without_segments, "/JPXDecode": without_boxes}
_LARGEST: Final = 256 << 20
"""Bytes of one picture, unwrapped."""


def clean(thing: Object, *, depth: int = 0) -> set[Found]:
    """Take out what is not on the page, also of dictionaries directly inside it; say what it was.

    Raises:
        CannotScrub: it is nested deeper than any page needs.
    """
    found: set[Found] = set()
    if depth > _DEEPEST:
        raise CannotScrub(Reason.TOO_LARGE_INSIDE)
    if isinstance(thing, Array):
        for inner in list(thing):
            if not getattr(inner, "is_indirect", True):
                found |= clean(inner, depth=depth + 1)
        return found
    if not isinstance(thing, Dictionary | Stream):
        return found
    found |= _keys(thing) | _note(thing) | _action(thing)
    if isinstance(thing, Stream) and thing.get(Name.Subtype) == Name.Image:
        found |= _picture(thing)
    for name in list(thing.keys()):
        nested = thing.get(name)
        if nested is not None and not getattr(nested, "is_indirect", True):
            found |= clean(nested, depth=depth + 1)
    return found


def carries_a_file(note: Object) -> bool:
    """Whether an annotation is nothing but a way to a file, a film or a sound inside."""
    return isinstance(note, Dictionary) and str(note.get(Name.Subtype)) in _CARRIERS


def _keys(thing: Object) -> set[Found]:
    found = {kind for name, kind in _ANYWHERE.items() if _drop(thing, name)}
    if Name.ByteRange in thing or thing.get(Name.Type) == Name.Sig:
        for name in list(thing.keys()):
            del thing[name]
        found.add(Found.AUTHOR)
    return found


def _note(thing: Object) -> set[Found]:
    """An annotation keeps its words and loses whose they are; of a field `T` is the name, and stays."""
    if Name.Rect not in thing or Name.Subtype not in thing or str(thing.get(Name.Subtype)) == _WIDGET:
        return {Found.TIME} if Name.Rect in thing and _drop(thing, "/M") else set()
    return {kind for name, kind in _OF_A_NOTE.items() if _drop(thing, name)}


def _action(thing: Object) -> set[Found]:
    """A way to another place in the same file stays; what runs, asks the outside or leads there does not."""
    found = set()
    for name in (Name.A, Name.OpenAction, Name.Next):
        action = thing.get(name)
        if not isinstance(action, Dictionary) or Name.S not in action:
            continue
        does = str(action.get(Name.S))
        if does not in _WITHIN:
            del thing[name]
            found.add(Found.OUTSIDE_LINK if does in _OUTSIDE else Found.PROGRAM)
    return found


def _picture(picture: Stream) -> set[Found]:
    """A JPEG or JPEG 2000 loses what is no pixel; a picture in another code has nothing else in it.

    Raises:
        CannotScrub: it lies in wrappings that are not opened here.
        ValueError: it is none, whatever it is called.
    """
    filters = _names(picture, Name.Filter)
    bare = _BARE.get(filters[-1]) if filters else None
    if bare is None:
        return set()
    before = _unwrapped(picture, filters[:-1])
    after = bare(before)
    if len(filters) == 1 and len(after) == len(before):
        return set()
    parameters = picture.get(Name.DecodeParms)
    last = parameters[-1] if isinstance(parameters, Array) else parameters
    picture.write(
        after, filter=Name(filters[-1]), decode_parms=last if isinstance(last, Dictionary) else None
    )
    return {Found.EMBEDDED_PICTURE_DATA} if len(after) < len(before) else set()


def _names(thing: Object, name: Name) -> list[str]:
    value = thing.get(name)
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, Array) else [str(value)]


def _unwrapped(picture: Stream, filters: list[str]) -> bytes:
    """The picture's own bytes: some writers deflate a JPEG once more."""
    content = picture.read_raw_bytes()
    parameters = picture.get(Name.DecodeParms)
    for number, coded in enumerate(filters):
        plain = not isinstance(parameters, Array) or not isinstance(parameters[number], Dictionary)
        if coded != _DEFLATED or not plain:
            raise CannotScrub(Reason.UNKNOWN)
        inflating = zlib.decompressobj()
        content = inflating.decompress(content, _LARGEST)
        if inflating.unconsumed_tail:
            raise CannotScrub(Reason.TOO_LARGE_INSIDE)
    return content


def _drop(thing: Object, name: str) -> bool:
    if name not in thing:
        return False
    del thing[name]
    return True
