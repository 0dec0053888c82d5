"""The five ports of the demo, all on loopback, and whether anything is in the way."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

HOST: Final = "127.0.0.1"
HIGHEST: Final = 65535


class PortTaken(Exception):
    """Another program listens where one of the demo's would."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name, port)
        self.name = name
        self.port = port


class NotAPort(Exception):
    """A variable of the environment that should hold a port holds something else."""

    def __init__(self, variable: str) -> None:
        super().__init__(variable)
        self.variable = variable


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each of the demo's servers listens."""

    public: int = 8000
    console: int = 8001
    sms: int = 8002
    phone: int = 8003
    files: int = 8004

    def url(self, name: str) -> str:
        """The address of one of the five."""
        return f"http://{HOST}:{getattr(self, name)}"


def variable(name: str) -> str:
    """The variable of the environment that moves one of the five."""
    return f"TIPLINE_{name.upper()}_PORT"


def ports(environment: Mapping[str, str] = os.environ) -> Ports:
    """The ports that the environment asks for, else the usual ones.

    Raises:
        NotAPort: a variable holds no port, or two name the same.
    """
    chosen: dict[str, int] = {}
    for one in fields(Ports):
        given = environment.get(variable(one.name), str(one.default))
        if not given.isdecimal() or not 0 < int(given) <= HIGHEST or int(given) in chosen.values():
            raise NotAPort(variable(one.name))
        chosen[one.name] = int(given)
    return Ports(**chosen)


def require_free(wanted: Ports) -> None:
    """Try each port, so that nothing is made before it is known that all can be served.

    Raises:
        PortTaken: something listens there.
    """
    for one in fields(Ports):
        port: int = getattr(wanted, one.name)
        with socket.socket() as trial:
            # As the servers do: a port that was closed a moment ago is free.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError:
                raise PortTaken(one.name, port) from None
