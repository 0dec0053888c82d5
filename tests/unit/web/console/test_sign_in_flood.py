"""A flood of sign-ins with made-up names: two passwords at a time, a short queue, and a word for the rest."""

import asyncio
import threading
from collections import Counter

import httpx2
import pytest

from tests.unit.tipline.casework.case import ADA
from tests.unit.web.console.console import ORIGIN, Console
from tipline import turnstile
from tipline.access import passwords

pytestmark = pytest.mark.anyio

FLOOD = 60
"""More than threads that serve pages."""


async def test_a_flood_costs_two_passwords_at_a_time_and_leaves_the_desk_alone(
    quick_console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, at_work, most, gate = 0, 0, 0, threading.Event()
    counting = threading.Lock()

    def slow_password(*_: object) -> None:
        nonlocal tried, at_work, most
        with counting:
            tried, at_work = tried + 1, at_work + 1
            most = max(most, at_work)
        gate.wait(timeout=4)
        with counting:
            at_work -= 1

    monkeypatch.setattr(passwords, "burn_time", slow_password)
    transport = httpx2.ASGITransport(app=quick_console.app)
    async with httpx2.AsyncClient(transport=transport, base_url=ORIGIN) as http:
        signed = await http.post("/sign-in", data=quick_console.credentials(ADA))
        flood = [asyncio.create_task(sign_in(http, f"Nobody {place}")) for place in range(FLOOD)]
        await asyncio.wait(flood, timeout=4, return_when=asyncio.FIRST_COMPLETED)
        turned_away = FLOOD - turnstile.AT_ONCE - turnstile.QUEUE
        while sum(task.done() for task in flood) < turned_away:  # noqa: ASYNC110 - they end in threads
            await asyncio.sleep(0.01)

        desk = await http.get("/")
        waiting = sum(not task.done() for task in flood)
        gate.set()
        answers = Counter([(await task).status_code for task in flood])

    assert signed.status_code == 303
    assert (desk.status_code, waiting) == (200, turnstile.AT_ONCE + turnstile.QUEUE)
    assert answers == {503: turned_away, 403: turnstile.AT_ONCE + turnstile.QUEUE}
    assert (tried, most) == (turnstile.AT_ONCE + turnstile.QUEUE, turnstile.AT_ONCE)


async def sign_in(http: httpx2.AsyncClient, name: str) -> httpx2.Response:
    return await http.post("/sign-in", data={"name": name, "password": "x", "totp": "000000"})
