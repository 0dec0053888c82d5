"""What is said when a file cannot be taken: what to do, and that nothing else is lost."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from tipline.file_errors import FileEmpty, FilesGone, FilesTooLarge, FileUnknown, NoFilesHere, TooManyFiles
from web.errors import Answer

FILE_ANSWERS: Final[Mapping[type[Exception], Answer]] = {
    FileEmpty: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "One of the files is empty",
        "Nothing was sent yet. "
        "File number {place} has nothing in it: choose it again, or send the tip without "
        "it. Everything else that you added is still here.",
    ),
    FileUnknown: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "One of the files is of a kind that we cannot take",
        "Nothing was sent yet. "
        "We take photos, video, sound, PDF and Office files. File number {place} is "
        "something else, or it is damaged. Everything else that you added is still here.",
    ),
    TooManyFiles: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Those are too many files",
        "Nothing was sent yet. "
        "You can send {limit} files with a tip, and the first {limit} are still here. Press "
        "the button again to send it with these. You can add more later, with your code.",
    ),
    FilesTooLarge: Answer(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "Those files are too large",
        "Nothing was sent yet. "
        "All files together can have {megabytes} MB. Choose smaller ones, or a shorter video. "
        "What you wrote is still here.",
    ),
    FilesGone: Answer(
        HTTPStatus.CONFLICT,
        "Please add the files again",
        "Nothing was sent yet. "
        "We keep files for an hour while you fill in the page, and that hour is over. What you "
        "wrote is still here.",
    ),
    NoFilesHere: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "We cannot take files here",
        "Nothing was sent yet. "
        "Describe in words what they show, and press the button again. What you wrote is "
        "still here.",
    ),
}
