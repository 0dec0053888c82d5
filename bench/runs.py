"""Runs of the load after one another against one process, none of which sends what another sent."""

from dataclasses import dataclass, field, replace

from bench.line import Line
from bench.orders import Measured, Order, carry_out


@dataclass
class Runs:
    """One server under load, and what came of it so far."""

    line: Line
    server: int
    order: Order
    sent: int = 0
    errors: int = 0
    all: list[Measured] = field(default_factory=list)

    def once(self, *, clients: int, count: int) -> Measured:
        """Send so many through so many clients."""
        order = replace(self.order, clients=clients, count=count, first=self.sent)
        measured = carry_out(order, server=self.server, database=self.line.database.cpu_seconds)
        self.sent += count
        self.errors += measured.outcome.errors
        self.all.append(measured)
        return measured

    def several(self, *, runs: int, clients: int, count: int) -> list[Measured]:
        """As `once`, so many times: one run that another program fell into does not count then."""
        return [self.once(clients=clients, count=count) for _ in range(runs)]


def web_runs(line: Line) -> Runs:
    """Tips by the form, against a public site that is started now."""
    server = line.start("public")
    host = f"127.0.0.1:{line.ports.public}"
    return Runs(line, server, Order("web", host, f"/{line.config.program}"))


def text_runs(line: Line, **values: str) -> Runs:
    """Signed texts to the number that two programs share, against a gateway that is started now.

    Args:
        values: settings of the gateway.
    """
    server, twilio = line.start("sms", **values), line.config.twilio
    order = Order(
        kind="texts",
        host=f"127.0.0.1:{line.ports.sms}",
        path="/sms/inbound",
        auth_token=twilio.auth_token,
        account_sid=twilio.account_sid,
        public_url=twilio.public_url,
        to=twilio.shared_number,
    )
    return Runs(line, server, order)
