"""Documents: which of the two ways a copy is made."""

import codecs
import io

from tipline.scrub import office, pdf, pictures
from tipline.scrub.copies import Copy
from tipline.scrub.kinds import FileKind
from tipline.scrub.outcome import Limits


def warm_up() -> None:
    """Load what is loaded late, while files may still be opened."""
    pictures.warm_up()
    pdf.warm_up()
    codecs.lookup("cp437")  # the names in a ZIP without the flag of UTF-8


def scrub(original: io.BytesIO, kind: FileKind, limits: Limits) -> Copy:
    """Make a copy of a PDF or of an Office file.

    Raises:
        CannotScrub: there can be none.
    """
    return pdf.scrub(original, limits) if kind is FileKind.PDF else office.scrub(original, limits)
