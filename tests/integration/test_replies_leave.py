"""An answer of staff leaves at once, while texts pour in and the carrier hangs for somebody else."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from sms.carrier import TIMEOUT_SECONDS
from tests.integration.deployment import Deployment

pytestmark = pytest.mark.processes

TEXTERS: Final = 3
ANSWERS: Final = 6
HUNG: Final = [f"+1416555030{place}" for place in range(3)]
DEADLINE_S: Final = TIMEOUT_SECONDS * 0.8
"""An answer that waited for one that hangs would take longer than this. Two seconds are promised on a machine
that does nothing else; this one may."""


def test_answers_leave_under_load_while_the_carrier_hangs_for_others(deployment: Deployment) -> None:
    shared, carrier = deployment.config.twilio.shared_number, deployment.carrier
    texters = [deployment.handset(f"+1416555031{place}") for place in range(ANSWERS)]
    numbers = [one.text(f"TOR {secrets.token_hex(8)}", to=shared)[0].split()[0] for one in texters]
    hung = [deployment.handset(number) for number in HUNG]
    hung_tips = [one.text(f"TOR {secrets.token_hex(8)}", to=shared)[0].split()[0] for one in hung]
    desk = deployment.desk("coordinator").sign_in()
    carrier.hangs_for |= set(HUNG)
    for number in hung_tips:
        desk.press(f"/tips/{number}", action="/answer", text="Are you there?")

    took = []
    with texts_pour_in(deployment):
        for texter, number in zip(texters, numbers, strict=True):
            desk.press(f"/tips/{number}", action="/answer", text="Thank you.")
            begun = time.monotonic()
            carrier.wait_for(texter.number, seconds=DEADLINE_S)
            took.append(time.monotonic() - begun)
    still_hung = [text for text in carrier.sent if text.to in HUNG]
    carrier.hangs_for.clear()

    print("seconds from the answer to the carrier:", [round(one, 2) for one in sorted(took)])
    assert still_hung == []
    for number in HUNG:
        carrier.wait_for(number, seconds=3 * TIMEOUT_SECONDS)


@contextmanager
def texts_pour_in(deployment: Deployment) -> Iterator[None]:
    """Others text meanwhile, each as soon as the last was answered."""
    over = threading.Event()

    def pour(place: int) -> None:
        handset = deployment.handset(f"+1416555032{place}")
        while not over.is_set():
            handset.text(f"TOR {secrets.token_hex(8)}")

    threads = [threading.Thread(target=pour, args=(place,)) for place in range(TEXTERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
