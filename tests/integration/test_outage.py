"""An outage under load: a locked store, killed doors, and every tip there once, under its number."""

import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import httpx2
import pytest

from cli.demo import children
from tests.integration.deployment import Deployment
from tests.integration.doors import read_receipt
from tests.integration.reader import read_everything
from tipline.spool import Kind, Spool
from tipline.vocabulary import Process, RecordKind

pytestmark = pytest.mark.processes

EACH: Final = 25
"""Tips that each of the reporters sends."""
REPORTERS: Final = 4
"""At each of the two doors: 200 tips in all."""
PATIENCE: Final = 90.0
_NUMBER: Final = re.compile(r"<Message[^>]*>([A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}) received")


@dataclass
class Told:
    """What was acknowledged, with the number that was shown."""

    numbers: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0


@contextmanager
def locked(deployment: Deployment) -> Generator[None]:
    """Somebody else holds the tips store, and does not let go."""
    other = sqlite3.connect(deployment.data / "tips.db", isolation_level=None, timeout=30)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def by_form(deployment: Deployment, place: int, told: Told) -> None:
    visitor = deployment.visitor()
    while len(told.numbers) < EACH:
        said = f"outage web {place} {len(told.numbers)}"
        try:
            path, fields = visitor.fill(what=said)
            answer = send_until_answered(partial(visitor.post, path, fields))
        except (httpx2.HTTPError, LookupError):
            continue  # the form could not be opened: nothing was typed
        if answer.status_code == 409:  # it was kept, and the answer was lost: sent as a tip with a code
            told.numbers[said] = ""
            continue
        receipt = read_receipt(answer.text)
        told.numbers[said], told.codes[said] = receipt.number, receipt.code


def by_text(deployment: Deployment, place: int, told: Told) -> None:
    for each in range(EACH):
        handset = deployment.handset(f"+1647{place}55{each:04d}")
        said = f"outage text {place} {each}"
        parameters = handset.parameters(said)
        began = time.monotonic()
        answer = send_until_answered(partial(handset.post, parameters))
        told.slowest = max(told.slowest, time.monotonic() - began)
        assert answer.status_code == 200
        (told.numbers[said],) = _NUMBER.findall(answer.text)


def send_until_answered(send: Callable[[], httpx2.Response]) -> httpx2.Response:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return send()
        except httpx2.HTTPError:
            assert time.monotonic() < end
            time.sleep(0.1)


def spools(deployment: Deployment) -> list[Spool]:
    folder = deployment.data / "spool"
    return [Spool(folder / process.value, megabytes=500) for process in (Process.PUBLIC, Process.GATEWAY)]


def again(deployment: Deployment, name: str) -> None:
    """Kill a door and start it."""
    deployment.kill(name)
    deployment.launch(name)
    children.wait_until_healthy(deployment.running[name], deployment.ports.url(name))


def test_two_hundred_tips_of_an_outage_arrive_once_each_under_the_number_that_was_shown(
    deployment: Deployment,
) -> None:
    deployment.handset("+14165550000").post(deployment.handset("+14165550000").parameters("HELP"))
    told = [Told() for _ in range(2 * REPORTERS)]
    doors = [by_form] * REPORTERS + [by_text] * REPORTERS
    threads = [
        threading.Thread(target=door, args=(deployment, place, told[place]), daemon=True)
        for place, door in enumerate(doors)
    ]
    with locked(deployment):
        for thread in threads:
            thread.start()
        for _ in range(3):
            time.sleep(4)
            again(deployment, "public")  # it has seen the store: that can be read, though not written
        for thread in threads:
            thread.join(timeout=PATIENCE)
        assert not any(thread.is_alive() for thread in threads)
        waiting = [spool.standing(Kind.TIP).count for spool in spools(deployment)]
    for name in ("sms", "public", "sms", "public"):
        time.sleep(0.5)
        again(deployment, name)  # in the middle of delivering, if it has begun
    end = time.monotonic() + PATIENCE
    while any(spool.names() for spool in spools(deployment)):
        assert time.monotonic() < end
        time.sleep(0.2)

    shown = {said: number for one in told for said, number in one.numbers.items()}
    read = [
        one
        for one in read_everything(deployment, deployment.config.person("coordinator"))
        if one.text.startswith("outage")
    ]
    print(f"{waiting} waited; slowest webhook {max(one.slowest for one in told):.2f} s")
    assert Counter(one.text for one in read) == Counter(list(shown))
    assert {one.text: one.number for one in read if shown[one.text]} == {
        said: number for said, number in shown.items() if number
    }
    assert {one.kind for one in read} == {RecordKind.REPORT}
    assert [one.number for one in read if not one.proven] == []
    assert (len(shown), sum(waiting)) == (2 * REPORTERS * EACH, 2 * REPORTERS * EACH)
    visitor = deployment.visitor()
    for one in told[:REPORTERS]:
        said, code = next(iter(one.codes.items()))
        assert said in visitor.come_back(code).text
    assert [spool.standing().aside for spool in spools(deployment)] == [0, 0]
