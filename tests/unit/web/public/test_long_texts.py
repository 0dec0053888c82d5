"""A long text of somebody who means harm is read beside the requests of others, never before them."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.unit.web.public.reporter import SLUG, read_page, send_tip
from tipline.intake import receive
from tipline.intake.normalise import TEXT_LIMIT
from web.public.long_texts import SHORT, beside_others

HOSTILE = ("Sgt " * TEXT_LIMIT)[:TEXT_LIMIT]
"""A rank at every word: after each, a name is looked for."""


def where(*_: object) -> tuple[bool, int]:
    """Whether this runs in an event loop, and in which thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False, threading.get_ident()
    return True, threading.get_ident()


@pytest.mark.anyio
async def test_a_short_text_is_read_where_it_is_and_a_long_one_in_a_thread() -> None:
    here = where()

    assert await beside_others(SHORT, where) == here
    in_loop, thread = await beside_others(SHORT + 1, where)
    assert (in_loop, thread == here[1]) == (False, False)


@pytest.mark.anyio
async def test_others_are_served_while_a_long_text_is_read() -> None:
    served = threading.Event()

    async def another() -> None:
        await asyncio.sleep(0)
        served.set()

    waited, _ = await asyncio.gather(beside_others(TEXT_LIMIT, served.wait, 8), another())

    assert waited


@pytest.mark.parametrize(("text", "in_loop"), [("A van.", True), (HOSTILE, False)], ids=["short", "hostile"])
def test_neither_a_tip_nor_a_message_of_twenty_thousand_letters_is_sealed_in_the_loop(
    quick_browser: TestClient, monkeypatch: pytest.MonkeyPatch, text: str, in_loop: bool
) -> None:
    seen: list[bool] = []

    def watched(seal: Callable[..., Any]) -> Callable[..., Any]:  # Any: passed on as it is
        def sealing(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as above
            seen.append(where()[0])
            return seal(*args, **kwargs)

        return sealing

    monkeypatch.setattr(receive, "prepare", watched(receive.prepare))
    monkeypatch.setattr(receive, "prepare_message", watched(receive.prepare_message))

    told = send_tip(quick_browser, what=text)
    code = read_page(told.text).texts["reporter-code"]
    added = quick_browser.post(f"/{SLUG}/follow-up", data={"code": code, "message": text})

    assert (told.status_code, added.status_code) == (200, 200)
    assert seen == [in_loop, in_loop]
