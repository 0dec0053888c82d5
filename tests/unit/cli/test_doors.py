import subprocess
import sys
import threading

import pytest

from cli.compose import SystemClock
from cli.doors.console import open_door
from tests.unit.cli.terminal import Terminal
from tipline.settings import Settings


def turning() -> int:
    return sum(thread.name == "clockwork" for thread in threading.enumerate())


def test_an_open_console_turns_its_clockwork_and_stops_it_at_the_end(terminal: Terminal) -> None:
    terminal.found()
    before = turning()

    door = open_door(Settings.load(terminal.folder), SystemClock())
    meanwhile = turning()
    door.close()

    assert (before, meanwhile, turning()) == (0, 1, 0)


@pytest.mark.parametrize(
    ("what", "others"),
    [
        (
            "public",
            {"cli.doctor", "cli.demo", "web.console", "sms", "typst", "xlsxwriter", "alembic", "obstore"},
        ),
        (
            "sms",
            {
                "cli.doctor",
                "cli.demo",
                "web.console",
                "web.public",
                "typst",
                "xlsxwriter",
                "alembic",
                "obstore",
            },
        ),
        ("console", {"cli.doctor", "cli.demo", "web.public", "sms", "twilio", "typst", "alembic", "obstore"}),
    ],
)
def test_a_server_has_the_code_of_no_other_command_in_its_memory(what: str, others: set[str]) -> None:
    loading = (
        "import importlib, sys; from typer.main import get_command; from cli.main import app;"
        "get_command(app).commands['serve'];"
        f"importlib.import_module('cli.doors.{what}'); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", loading], capture_output=True, text=True, check=True)

    assert others & set(loaded.stdout.split()) == set()
    assert f"cli.doors.{what}" in loaded.stdout.split()
