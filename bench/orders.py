"""What the load is told to do, what it saw, and how it is started, waited for and timed from outside."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from bench.processes import cpu_seconds


@dataclass(frozen=True, slots=True)
class Order:
    """So many tips or texts, through so many clients that each wait for their answer."""

    kind: str
    hosts: tuple[str, ...]
    """Who is asked; the clients are dealt out among them."""
    path: str
    clients: int = 1
    count: int = 0
    first: int = 0
    """The number of the first: no two runs send the same."""
    auth_token: str = ""
    account_sid: str = ""
    public_url: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the clients saw, in seconds."""

    done: int
    errors: int
    seconds: float
    p50: float
    p99: float
    own_cpu: float


@dataclass(frozen=True, slots=True)
class Measured:
    """An outcome, and the processor time that it took from the server and from its database."""

    outcome: Outcome
    server_cpu: float
    database_cpu: float

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.outcome.done / self.outcome.seconds

    @property
    def server_ms(self) -> float:
        """Processor time of the server for each, in milliseconds."""
        return self.server_cpu / self.outcome.done * 1000

    @property
    def database_ms(self) -> float:
        """Processor time of the database for each, in milliseconds."""
        return self.database_cpu / self.outcome.done * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def middle(runs: Sequence[Measured], of: Callable[[Measured], float]) -> float:
    """The median over several runs: one that another program fell into does not count."""
    return median(of(run) for run in runs)


def carry_out(order: Order, *, servers: Sequence[int], database: Callable[[], float]) -> Measured:
    """Have the load carry an order out, and read the clocks of the others just before and just after."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as load:
        if load.stdin is None or load.stdout is None:
            raise RuntimeError("the load has no pipes")
        load.stdin.write(json.dumps(asdict(order)) + "\n")
        load.stdin.flush()
        if load.stdout.readline() != "ready\n":
            raise RuntimeError("the load did not get ready")
        before, database_before = sum(map(cpu_seconds, servers)), database()
        load.stdin.write("go\n")
        load.stdin.flush()
        answer = load.stdout.readline()
        after, database_after = sum(map(cpu_seconds, servers)), database()
    return Measured(Outcome(**json.loads(answer)), after - before, database_after - database_before)
