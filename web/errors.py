"""From what went wrong to what a page says: one table for each application, one place that reads it."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeAlias

from fastapi.exceptions import RequestValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from web.forms import BodyTooLarge, MalformedForm, WrongContentType


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said when something is refused: the status, a heading, and what to do now."""

    status: int
    title: str
    words: str
    """With the error's own facts in braces, such as `{limit}`."""

    def said_of(self, error: Exception) -> str:
        """The words, with the facts of this error; thousands are set apart."""
        facts = vars(error).items()
        return self.words.format_map(
            {name: f"{fact:,}" if isinstance(fact, int) else fact for name, fact in facts}
        )


class NotFound(Exception):
    """There is no such address."""


class NotThisWay(Exception):
    """The address takes no request of this method."""


SHARED: Final[Mapping[type[Exception], Answer]] = {
    BodyTooLarge: Answer(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "That was too much at once",
        "Nothing was kept. Send less and try again.",
    ),
    WrongContentType: Answer(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "We could not read that",
        "Nothing was kept. Use the form on the page to send it.",
    ),
    MalformedForm: Answer(
        HTTPStatus.BAD_REQUEST, "We could not read that", "Nothing was kept. Go back and send the form again."
    ),
    NotFound: Answer(HTTPStatus.NOT_FOUND, "There is no such page", "Check the address."),
    NotThisWay: Answer(
        HTTPStatus.METHOD_NOT_ALLOWED, "That cannot be done here", "Go back and use the buttons on the page."
    ),
}
"""What is refused before any application has seen it."""

Render: TypeAlias = Callable[[Request, Answer, Exception], Response | Awaitable[Response]]


class Answers:
    """A table of answers; an error that is not in it has the answer of its nearest parent that is."""

    def __init__(self, table: Mapping[type[Exception], Answer]) -> None:
        """Take a table; what `SHARED` says holds where it says nothing."""
        self.table: Final = {**SHARED, **table}

    def of(self, error: Exception) -> Answer:
        """The answer to an error.

        Raises:
            KeyError: no answer was written for it (a mistake in the table).
        """
        for kind in type(error).__mro__:
            if kind in self.table:
                return self.table[kind]
        raise KeyError(type(error).__name__)


def install(app: Starlette, answers: Answers, render: Render) -> None:
    """Let an application answer every error of a table with a page."""

    async def answer(request: Request, error: Exception) -> Response:
        told = answers.of(error)
        made = render(request, told, error)
        return await made if inspect.isawaitable(made) else made

    async def answer_http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.NOT_FOUND
        mine = NotThisWay() if status == HTTPStatus.METHOD_NOT_ALLOWED else NotFound()
        response = await answer(request, mine)
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    for kind in answers.table:
        app.add_exception_handler(kind, answer)
    app.add_exception_handler(HTTPException, answer_http)
    # What a path or a field cannot be, FastAPI would answer in JSON that quotes it.
    app.add_exception_handler(RequestValidationError, answer_http)
