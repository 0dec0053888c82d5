import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from urllib.error import URLError

import pytest

from cli.doors import console, public, sms
from cli.serve import Served
from tests.unit.cli.terminal import Terminal

PATIENCE_S = 60


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        number: int = trial.getsockname()[1]
        return number


def test_every_process_has_a_door() -> None:
    doors = {"public": public, "console": console, "sms": sms}

    assert set(doors) == {served.value for served in Served}
    assert all(callable(door.open_door) for door in doors.values())


def test_a_port_that_is_taken_is_one_sentence(terminal: Terminal) -> None:
    terminal.found()
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        refused = terminal.run("serve", "public", "--port", str(number))

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"Cannot listen on 127.0.0.1 port {number}")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("what", ["public", "console"])
def test_nothing_is_served_while_the_secret_lies_here(terminal: Terminal, what: str, port: int) -> None:
    terminal.do("keys", "init")

    refused = terminal.run("serve", what, "--port", str(port))

    assert refused.exit_code == 1
    assert "root.key" in refused.stderr
    assert "tipline staff add" in refused.stderr


def test_a_store_that_is_not_there_is_told_with_what_to_do(terminal: Terminal, port: int) -> None:
    terminal.found()
    (terminal.folder / "tips.db").unlink()

    refused = terminal.run("serve", "public", "--port", str(port))

    assert refused.exit_code == 1
    assert "tips store" in refused.stderr
    assert "tipline migrate" in refused.stderr


def test_a_gateway_without_an_address_or_an_account_says_so(
    terminal: Terminal, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.found()

    no_address = terminal.run("serve", "sms", "--port", str(port))
    monkeypatch.setenv("TIPLINE_SMS_PUBLIC_URL", "https://sms.example")
    no_account = terminal.run("serve", "sms", "--port", str(port))

    assert (no_address.exit_code, no_account.exit_code) == (1, 1)
    assert "sms_public_url" in no_address.stderr
    assert "tipline keys carrier" in no_account.stderr


def answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(URLError, ConnectionError), urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
        time.sleep(0.1)
    return False


def no_http(port: int) -> bytes:
    """Send bytes that are no request, as whoever looks for open doors does."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)) as stranger:
        stranger.sendall(b"\x16\x03\x01 knock\r\n\r\n")
        return stranger.recv(1000)


@pytest.mark.processes
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_process_serves_until_it_is_asked_to_end_and_ends_well(
    terminal: Terminal, port: int, end: signal.Signals
) -> None:
    terminal.found()
    command = [sys.executable, "-m", "cli.main", "serve", "public", "--port", str(port)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env=os.environ | {"TIPLINE_DATA": str(terminal.folder)}
    ) as process:
        healthy = answers(f"http://127.0.0.1:{port}/healthz", process)
        said_to_stranger = no_http(port)
        process.send_signal(end)
        _, said = process.communicate(timeout=PATIENCE_S)

    assert healthy
    assert said_to_stranger.startswith(b"HTTP/1.1 400")
    assert b"library" not in said
    assert process.returncode == 0
    assert b"127.0.0.1" not in said
    assert [b'"started"' in said, b'"stopped"' in said] == [True, True]
