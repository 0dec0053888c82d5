"""Nothing is lost while the gateway is down: what the carrier could not bring is asked for, once each."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx2
import pytest
from sqlalchemy import func, select

from tests.integration.deployment import Deployment
from tests.integration.reader import read_everything
from tipline.settings import Settings
from tipline.store.columns import table
from tipline.store.db import open_store
from tipline.store.tip_tables import TipRow
from tipline.vocabulary import StoreName

pytestmark = pytest.mark.processes

TEXTS: Final = 200
PATIENCE: Final = 120.0
"""Seconds for two hundred texts on a machine that does other things too."""
KILLED_AFTER: Final = 20
"""Tips; the gateway is killed while it receives the rest."""


def test_what_was_texted_while_the_gateway_was_down_comes_in_once_each(
    made: Deployment, tmp_path: Path
) -> None:
    with closing(made.copy(tmp_path / "line")) as line:
        line.start("sms")
        line.stop("sms")
        told = text_in_vain(line)

        line.start("sms")
        wait_until(lambda: not remembered(line))

        assert (count_of(line), texts_of(line)) == (TEXTS, told)


def test_a_gateway_that_is_killed_while_it_receives_them_loses_and_doubles_none(
    made: Deployment, tmp_path: Path
) -> None:
    with closing(made.copy(tmp_path / "line")) as line:
        told = text_in_vain(line)
        line.start("sms")
        wait_until(lambda: count_of(line) >= KILLED_AFTER)
        line.kill("sms")
        in_the_middle = count_of(line)

        line.start("sms")
        wait_until(lambda: not remembered(line))

        assert KILLED_AFTER <= in_the_middle < TEXTS, "it was killed in the middle"
        assert (count_of(line), texts_of(line)) == (TEXTS, told)


def text_in_vain(line: Deployment) -> Counter[str]:
    """Two hundred people text; the carrier has it, tries the webhook, and finds nobody there."""
    own, words = line.config.twilio.own_number, Counter[str]()
    for place in range(TEXTS):
        handset, body = line.handset(f"+1613555{place:04}"), f"A grey van, plate {place:04}"
        kept = line.carrier.messages.receive(from_=handset.number, to=own, body=body, now=datetime.now(UTC))
        with pytest.raises(httpx2.ConnectError):
            handset.post(handset.parameters(body, to=own, sid=kept.sid))
        words[body] += 1
    return words


def remembered(line: Deployment) -> list[str]:
    """The ids of what was texted and the carrier still has."""
    return [one.sid for one in line.carrier.messages.all() if one.inbound]


def count_of(line: Deployment) -> int:
    """How many tips there are."""
    url = Settings.load(line.data).store_url(StoreName.TIPS)
    with closing(open_store(StoreName.TIPS, url)) as store, store.read() as session:
        return session.connection().scalar(select(func.count()).select_from(table(TipRow))) or 0


def texts_of(line: Deployment) -> Counter[str]:
    """Everything that was told, as its reader reads it."""
    reader = next(one for one in line.config.people if one.role == "coordinator")
    return Counter(one.text for one in read_everything(line, reader))


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something that comes.

    Raises:
        AssertionError: it does not.
    """
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.2)
