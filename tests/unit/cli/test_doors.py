import threading

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
