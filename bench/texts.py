"""Signed texts to the gateway: each from a number of its own, so each becomes a tip and is answered."""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

from bench.line import Line, tip_line
from bench.orders import Measured, middle
from bench.owed import owe_answers, still_owed
from bench.processes import load
from bench.runs import text_runs
from bench.tables import Row, at_least, at_most
from tests.databases import Kind
from tests.integration.carrier import CarrierDouble

TITLE: Final = "Texts: signed by the carrier's own library beforehand, every one a new tip, answered in TwiML"
CLIENTS: Final = 32
RUNS: Final = 5
COUNT: Final = 1000
WARM_UP: Final = 300
RATE: Final = 400
WAITING: Final = 1000
"""Answers that wait; one number sends one segment a second, so nearly all wait until the end."""
SLOWEST: Final = 1000
"""Milliseconds within which 99 of 100 webhooks are answered meanwhile."""


def rows() -> Iterator[Row]:
    """Both databases: two gateways, for a machine has two cores and Python uses one; then one by itself."""
    for kind in Kind:
        for of in (_of_two, _of_one):
            with tip_line(kind) as line, closing(CarrierDouble(line.config.twilio.account_sid)) as carrier:
                yield from of(line, kind.value, carrier)


def _of_two(line: Line, kind: str, carrier: CarrierDouble) -> Iterator[Row]:
    runs = text_runs(line, gateways=2, TIPLINE_CARRIER_URL=carrier.url)
    runs.once(clients=CLIENTS, count=WARM_UP)
    line.database.learn()
    crowd = runs.several(runs=RUNS, clients=CLIENTS, count=COUNT)
    rate = middle(crowd, lambda run: run.rate)
    yield at_least(f"{kind}: texts a second by two gateways, {CLIENTS} clients", rate, RATE, "/s")
    yield at_most(f"{kind}: p99 of a text then", _p99(crowd), SLOWEST, "ms", digits=0)
    yield Row(f"{kind}: CPU of the two for a text", f"{middle(crowd, lambda run: run.server_ms):.2f} ms")
    yield at_most(f"{kind}: errors in {runs.sent} texts", runs.errors, 0, "", digits=0)


def _of_one(line: Line, kind: str, carrier: CarrierDouble) -> Iterator[Row]:
    runs = text_runs(line, TIPLINE_CARRIER_URL=carrier.url, TIPLINE_SMS_SEGMENTS_PER_SECOND="1")
    runs.once(clients=CLIENTS, count=WARM_UP)
    line.database.learn()
    crowd = runs.several(runs=RUNS, clients=CLIENTS, count=COUNT)
    rates = sorted(run.rate for run in crowd)
    rate = middle(crowd, lambda run: run.rate)
    yield Row(f"{kind}: texts a second by one gateway, {CLIENTS} clients", f"{rate:.0f} /s")
    yield Row(f"{kind}: slowest and quickest of {RUNS} runs", f"{rates[0]:.0f} and {rates[-1]:.0f} /s")
    yield Row(f"{kind}: CPU of the gateway per text", f"{middle(crowd, lambda run: run.server_ms):.2f} ms")
    if line.database.postmaster is not None:
        yield Row(
            f"{kind}: CPU of PostgreSQL beside it", f"{middle(crowd, lambda run: run.database_ms):.2f} ms"
        )
    yield Row(f"{kind}: p50 of a text", f"{middle(crowd, lambda run: run.outcome.p50) * 1000:.0f} ms")
    yield Row(f"{kind}: p99 of a text", f"{_p99(crowd):.0f} ms")
    owe_answers(line, WAITING)
    sent_before = len(carrier.sent)
    meanwhile = runs.several(runs=RUNS, clients=CLIENTS, count=COUNT)
    yield Row(
        f"{kind}: answers waiting at the end, and sent meanwhile",
        f"{still_owed(line)} and {len(carrier.sent) - sent_before}",
    )
    yield Row(f"{kind}: texts a second meanwhile", f"{middle(meanwhile, lambda run: run.rate):.0f} /s")
    yield at_most(f"{kind}: p99 of a text meanwhile", _p99(meanwhile), SLOWEST, "ms", digits=0)
    yield at_most(f"{kind}: errors in {runs.sent} texts", runs.errors, 0, "", digits=0)
    yield Row(f"{kind}: load average", load())


def _p99(runs: list[Measured]) -> float:
    """In milliseconds."""
    return middle(runs, lambda run: run.outcome.p99) * 1000
