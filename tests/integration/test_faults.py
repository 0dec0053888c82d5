"""Faults: public site and gateway are killed fifty times under load, and no tip is lost or doubled."""

import os
import random
import secrets
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Final

import httpx2
import pytest

from tests.integration.deployment import Deployment
from tests.integration.doors import Handset, Visitor, new_sid, read_receipt
from tests.integration.reader import Read, read_everything
from tipline.vocabulary import RecordKind

pytestmark = pytest.mark.processes

PARTS: Final = ("first", "second", "third", "fourth", "fifth")
"""Each is a test by itself, so that a machine that is busy has time enough for every one."""
KILLS: Final = 10
"""In each part."""
PATIENCE: Final = 60.0
"""Seconds for a process to answer for the first time, and for a reporter to have an answer or none."""
TRIES: Final = 5
"""Of what is sent again: a busy machine may let a request wait for too long."""
VISITORS: Final = 3
TEXTERS: Final = 3
LONGEST_LIFE: Final = 0.8
"""Seconds that a process lives, at most, after it has answered for the first time."""
BREATH: Final = 0.01
"""Seconds between one thing that a reporter sends and the next."""
SAMPLE: Final = 15


@dataclass
class Sent:
    """What was sent, and what came back."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """What was told, and the number that its reporter was given (or nothing, by text)."""
    codes: dict[str, str] = field(default_factory=dict)
    unanswered: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """What was told, the address and the fields: to be sent once more, as it was."""
    answered: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """The same of what was acknowledged: some of it is sent once more all the same."""
    turned_away: int = 0


@dataclass
class Load:
    """Reporters at both doors, until they are told to stop."""

    deployment: Deployment
    part: str
    over: threading.Event = field(default_factory=threading.Event)
    web: list[Sent] = field(default_factory=list)
    texts: list[Sent] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Let them all begin."""
        for place in range(VISITORS):
            self.web.append(Sent())
            self._run(self._visit, place)
        for place in range(TEXTERS):
            self.texts.append(Sent())
            self._run(self._text, place)

    def stop(self) -> None:
        """Wait until each has had the last answer, or none."""
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=PATIENCE)
        assert not any(thread.is_alive() for thread in self.threads)

    def _run(self, work: Callable[[int], None], place: int) -> None:
        thread = threading.Thread(target=work, args=(place,), daemon=True)
        self.threads.append(thread)
        thread.start()

    def _visit(self, place: int) -> None:
        sent, visitor = self.web[place], self.deployment.visitor()
        while not self.over.wait(BREATH):
            told = f"{self.part} web {place} {secrets.token_hex(12)} " + "and so on " * random.randrange(40)
            told = told.strip()
            try:
                path, fields = visitor.fill(what=told)
            except (httpx2.HTTPError, LookupError):
                continue
            try:
                answer = visitor.post(path, fields)
                receipt = read_receipt(answer.text)
            except (httpx2.HTTPError, LookupError):
                sent.unanswered.append((told, path, fields))
                continue
            sent.answered.append((told, path, fields))
            sent.acknowledged[told] = receipt.number
            sent.codes[told] = receipt.code

    def _text(self, place: int) -> None:
        sent = self.texts[place]
        handset = self.deployment.handset(f"+1416555{1200 + place}")
        while not self.over.wait(BREATH):
            if place:  # the first of them goes on with one conversation, the others are new each time
                handset.number = f"+1647555{random.randrange(10000):04d}"
            told = f"{self.part} text {place} {secrets.token_hex(12)}"
            parameters = handset.parameters(told, sid=new_sid())
            try:
                answer = handset.post(parameters)
            except httpx2.ConnectError:  # nobody listens: nothing was sent
                continue
            except httpx2.HTTPError:
                sent.unanswered.append((told, "", parameters))
                continue
            if answer.status_code == 200:
                sent.answered.append((told, "", parameters))
                sent.acknowledged[told] = ""
            else:
                sent.turned_away += 1
                sent.unanswered.append((told, "", parameters))


@dataclass
class _Life:
    name: str
    began_at: float = field(default_factory=time.monotonic)
    ends_at: float | None = None


@pytest.mark.parametrize("part", PARTS)
def test_fifty_kills_lose_no_tip_and_double_none(part: str, deployment: Deployment) -> None:
    seed = int(os.environ.get("TIPLINE_TEST_SEED", "0")) or secrets.randbits(32)
    print(f"TIPLINE_TEST_SEED={seed}")
    load = Load(deployment, part)
    load.start()

    _kill_under_load(deployment, chance=random.Random(seed))
    load.stop()
    _send_again(deployment, load)
    read = read_everything(deployment, deployment.config.person("coordinator"))

    _assert_each_is_there_once(load, read)
    _assert_codes_open(deployment, load, chance=random.Random(seed))


def _kill_under_load(deployment: Deployment, *, chance: random.Random) -> None:
    """Let each of the two live for a moment, kill it, start it again; end with both alive."""
    lives = [_Life("public"), _Life("sms")]
    killed = 0
    while killed < KILLS or any(life.ends_at is None for life in lives):
        for life in lives:
            if life.ends_at is None:
                if _answers(deployment, life.name):
                    life.ends_at = time.monotonic() + chance.random() * LONGEST_LIFE
                elif time.monotonic() > life.began_at + PATIENCE:
                    raise deployment.running[life.name].died()
            elif killed < KILLS and time.monotonic() >= life.ends_at:
                deployment.kill(life.name)
                deployment.launch(life.name)
                killed += 1
                life.began_at, life.ends_at = time.monotonic(), None
        time.sleep(0.05)


def _answers(deployment: Deployment, name: str) -> bool:
    if deployment.running[name].process.poll() is not None:
        raise deployment.running[name].died()
    with (
        suppress(OSError),
        urllib.request.urlopen(f"{deployment.ports.url(name)}/healthz", timeout=5) as answer,
    ):
        return bool(answer.status == HTTPStatus.OK)
    return False


def _send_again(deployment: Deployment, load: Load) -> None:
    """What had no answer is sent as it was: the same form once more, the same message delivered once more.

    So is some of what had one: a button is pressed twice, and a carrier delivers again what it has delivered.
    """
    visitor: Visitor = deployment.visitor()
    handset: Handset = deployment.handset("+14165551299")
    for sent in load.web:
        for told, path, fields in sent.unanswered:
            answer = _patiently(partial(visitor.post, path, fields))
            assert answer.status_code in {200, 409}, answer.text[:500]
            sent.acknowledged[told] = read_receipt(answer.text).number if answer.status_code == 200 else ""
        for _, path, fields in sent.answered[-SAMPLE:]:
            assert _patiently(partial(visitor.post, path, fields)).status_code == 409
    for sent in load.texts:
        for _, _, parameters in sent.answered[-SAMPLE:]:
            assert _patiently(partial(handset.post, parameters)).status_code == 200
        for told, _, parameters in sent.unanswered:
            assert _patiently(partial(handset.post, parameters)).status_code == 200
            sent.acknowledged[told] = ""


def _patiently(send: Callable[[], httpx2.Response]) -> httpx2.Response:
    """Send, and once more as it was where no answer came in time."""
    for _ in range(TRIES - 1):
        with suppress(httpx2.HTTPError):
            return send()
    return send()


def _assert_each_is_there_once(load: Load, read: list[Read]) -> None:
    told = {said: number for sent in (*load.web, *load.texts) for said, number in sent.acknowledged.items()}
    by_reporters = [
        one
        for one in read
        if one.kind in {RecordKind.REPORT, RecordKind.MESSAGE} and one.text.startswith(load.part)
    ]
    counted = Counter(one.text for one in by_reporters)
    numbers = {one.text: one.number for one in by_reporters}
    unanswered = sum(len(sent.unanswered) for sent in (*load.web, *load.texts))
    print(f"{len(told)} told, {unanswered} of them without an answer at first")

    assert {text: count for text, count in counted.items() if count != 1} == {}
    assert set(counted) == set(told)
    assert [text for text, number in told.items() if number and numbers[text] != number] == []
    assert [one.number for one in by_reporters if not one.proven] == []
    assert len(told) > KILLS
    assert unanswered > 0


def _assert_codes_open(deployment: Deployment, load: Load, *, chance: random.Random) -> None:
    visitor = deployment.visitor()
    codes = [pair for sent in load.web for pair in sent.codes.items()]
    for told, code in chance.sample(codes, min(SAMPLE, len(codes))):
        assert told in visitor.come_back(code).text
