"""Runs of the load after one another against one process, none of which sends what another sent."""

from dataclasses import dataclass, field, replace

from bench.line import Line
from bench.orders import Measured, Order, carry_out
from tests.integration.deployment import free_ports


@dataclass
class Runs:
    """One server under load, or several beside one another, and what came of it so far."""

    line: Line
    servers: tuple[int, ...]
    order: Order
    sent: int = 0
    errors: int = 0
    all: list[Measured] = field(default_factory=list)

    def once(self, *, clients: int, count: int) -> Measured:
        """Send so many through so many clients."""
        order = replace(self.order, clients=clients, count=count, first=self.sent)
        measured = carry_out(order, servers=self.servers, database=self.line.database.cpu_seconds)
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
    return Runs(line, (server,), Order("web", (host,), f"/{line.config.program}"))


def text_runs(line: Line, *, gateways: int = 1, **values: str) -> Runs:
    """Signed texts to the number that two programs share, against gateways that are started now.

    Args:
        gateways: how many, beside one another.
        values: settings of the gateways.
    """
    twilio, ports = line.config.twilio, [line.ports.sms, *(free_ports().sms for _ in range(gateways - 1))]
    servers = tuple(line.start("sms", at=port, **values) for port in ports)
    order = Order(
        kind="texts",
        hosts=tuple(f"127.0.0.1:{port}" for port in ports),
        path="/sms/inbound",
        auth_token=twilio.auth_token,
        account_sid=twilio.account_sid,
        public_url=twilio.public_url,
        to=twilio.shared_number,
    )
    return Runs(line, servers, order)
