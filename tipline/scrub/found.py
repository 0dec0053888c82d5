"""What a file carried beside what it shows, as kinds. Values are not kept: one of them may be a home."""

from enum import StrEnum


class Found(StrEnum):
    """A kind of thing that stood in the original and does not stand in the scrubbed copy."""

    PLACE = "place"
    TIME = "time"
    DEVICE = "device"
    DEVICE_SERIAL = "device-serial"
    IDENTIFIER = "identifier"
    AUTHOR = "author"
    SOFTWARE = "software"
    COMMENT = "comment"
    THUMBNAIL = "thumbnail"
    EMBEDDED_PICTURE_DATA = "embedded-picture-data"
    MAKER_NOTE = "maker-note"
    COLOUR_PROFILE = "colour-profile"
    OTHER_METADATA = "other-metadata"
    HIDDEN_STREAM = "hidden-stream"
    HIDDEN_TEXT = "hidden-text"
    TRACKED_CHANGE = "tracked-change"
    EARLIER_VERSION = "earlier-version"
    ATTACHMENT = "attachment"
    EMBEDDED_OBJECT = "embedded-object"
    PROGRAM = "program"
    OUTSIDE_LINK = "outside-link"
