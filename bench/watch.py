"""How long a page or a deed of the console took, again and again, over one connection that stays open."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

from bench.orders import percentile
from bench.processes import cpu_seconds
from bench.tables import Row, at_most

PAGE_MS: Final = 150
WAIT: Final = 60
TROUBLE: Final = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """What the console answered with."""

    status: int
    body: bytes
    address: str
    """Where it leads to; empty where it is a page."""
    cookie: str


class Browser:
    """Somebody at the console whose cookie is carried by hand: in life it is for https alone."""

    def __init__(self, port: int, cookie: str = "") -> None:
        """Connect; nobody is signed in without a cookie."""
        self.port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=WAIT)
        self.cookie = cookie

    def get(self, path: str) -> Answer:
        """Open a page.

        Raises:
            AssertionError: it is not there, or something is wrong.
        """
        return self._ask("GET", path, "")

    def post(
        self, path: str, fields: Mapping[str, str | Sequence[str]], *, allowed: Collection[int] = ()
    ) -> Answer:
        """Send a form.

        Args:
            allowed: refusals that are an answer like another: somebody else is on it, say.

        Raises:
            AssertionError: it was refused.
        """
        return self._ask("POST", path, urlencode(fields, doseq=True), allowed)

    def _ask(self, method: str, path: str, body: str, allowed: Collection[int] = ()) -> Answer:
        headers = {"Cookie": self.cookie, "Origin": f"http://127.0.0.1:{self.port}"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body=body, headers=headers)
            found = self._connection.getresponse()
        except ConnectionError:  # a server lets go of one that was idle for some seconds
            self._connection.close()
            self._connection.request(method, path, body=body, headers=headers)
            found = self._connection.getresponse()
        page = found.read()
        if found.status >= TROUBLE and found.status not in allowed:
            raise AssertionError(f"{found.status} {method} {path}")
        cookie = found.getheader("set-cookie", "").partition(";")[0]
        return Answer(found.status, page, found.getheader("location", ""), cookie)


@dataclass
class Watch:
    """What one thing took of the clock, and of the processor time of the process that serves it."""

    pid: int
    times: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def time(self, deed: Callable[[], Answer]) -> Answer:
        """Do it once."""
        before, begun = cpu_seconds(self.pid), perf_counter()
        answer = deed()
        self.times.append(perf_counter() - begun)
        self.cpu += cpu_seconds(self.pid) - before
        return answer

    def rows(self, name: str, *, limit: int = PAGE_MS) -> Iterator[Row]:
        """The slowest but one in twenty, and beside it what is less disturbed by others on the machine."""
        yield at_most(f"{name}: p95", percentile(self.times, 0.95) * 1000, limit, "ms", digits=0)
        cpu = self.cpu / len(self.times) * 1000
        yield Row(f"{name}: median; CPU", f"{median(self.times) * 1000:.0f} ms; {cpu:.1f} ms")
