from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tipline.errors import NoSuchProgram, NothingHere, Refused, TextTooLong
from web.errors import SHARED, Answer, Answers, install
from web.forms import BodyTooLarge

TABLE = {
    NothingHere: Answer(404, "Nothing", "Not here."),
    TextTooLong: Answer(422, "Long", "{found} of {limit}"),
}


def render(_: Request, answer: Answer, error: Exception) -> Response:
    return PlainTextResponse(f"{answer.title}: {answer.said_of(error)}", answer.status)


async def render_later(request: Request, answer: Answer, error: Exception) -> Response:
    return render(request, answer, error)


def browser(error: Exception, rendered: Callable[..., object] = render) -> TestClient:
    async def page(_: Request) -> Response:
        raise error

    app = Starlette(routes=[Route("/", page, methods=["GET"])])
    install(app, Answers(TABLE), rendered)  # type: ignore[arg-type]  # both shapes of Render, as one parameter
    return TestClient(app)


@pytest.mark.parametrize("rendered", [render, render_later])
def test_an_error_is_answered_with_its_own_facts(rendered: Callable[..., object]) -> None:
    answer = browser(TextTooLong(limit=20, found=30), rendered).get("/")

    assert (answer.status_code, answer.text) == (422, "Long: 30 of 20")


def test_an_error_that_is_not_in_the_table_is_answered_as_its_parent() -> None:
    answer = browser(NoSuchProgram()).get("/")

    assert (answer.status_code, answer.text) == (404, "Nothing: Not here.")


def test_an_address_and_a_method_that_are_not_there_are_pages_too() -> None:
    client = browser(NoSuchProgram())

    nowhere, deleted = client.get("/nowhere"), client.delete("/")

    assert (nowhere.status_code, nowhere.text) == (404, "There is no such page: Check the address.")
    assert (deleted.status_code, set(deleted.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert deleted.text == "That cannot be done here: Go back and use the buttons on the page."


def test_an_error_for_which_nothing_was_written_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Answers(TABLE).of(Refused())


def test_a_table_says_what_is_shared_in_words_of_its_own() -> None:
    mine = Answer(413, "Mine", "Too much.")

    assert Answers({BodyTooLarge: mine}).of(BodyTooLarge(1)) is mine
    assert Answers({}).of(BodyTooLarge(1)) is SHARED[BodyTooLarge]
