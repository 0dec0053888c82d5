"""What went wrong, in words for the page that it happened on."""

from dataclasses import dataclass

from tipline.errors import TextRefused, WrongCode
from tipline.file_errors import FilesRefused
from web.errors import Answer
from web.public.refusals import DetailTooLong, NoCode
from web.tongues import Tongue


@dataclass(frozen=True, slots=True)
class Said:
    """A heading, and what to do now."""

    title: str
    words: str
    mistyped: bool
    """Whether the box itself is what must be looked at again."""
    box: str | None = None
    """Which one, where it is not the great one."""

    @classmethod
    def of(cls, answer: Answer, error: Exception, *, tongue: Tongue) -> "Said":
        """The words of an answer in a language, with the facts of the error."""
        mistyped = isinstance(error, TextRefused | WrongCode | NoCode)
        box = error.box if isinstance(error, DetailTooLong) else None
        if isinstance(error, FilesRefused):
            mistyped, box = True, "files"
        return cls(tongue.say(answer.title), tongue.fill(answer.words, vars(error)), mistyped, box)
