"""The processes of the demo: started with an environment of their own, watched, and ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

PATIENCE: Final = 60.0
"""Seconds that a process may take to answer for the first time: a busy machine starts Python slowly."""
GRACE: Final = 6.0
"""Seconds that a process has to finish what it is answering."""
LAST_WORDS: Final = 12
"""Lines of a dead process's log that are shown."""
PR_SET_PDEATHSIG: Final = 1
"""prctl(2): a signal for the child when its parent dies."""


class ChildDied(Exception):
    """A process of the demo ended by itself, or never answered."""

    def __init__(self, name: str, code: int | None, last_words: str) -> None:
        super().__init__(name, code)
        self.name = name
        self.code = code
        self.last_words = last_words


@dataclass(frozen=True, slots=True)
class Child:
    """One running process and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def died(self) -> ChildDied:
        """What to say of it once it has ended."""
        lines = self.log.read_text("utf-8", errors="replace").splitlines()
        return ChildDied(self.name, self.process.poll(), "\n".join(lines[-LAST_WORDS:]))


def start(
    name: str,
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    logs: Path,
    end_with_parent: bool = False,
) -> Child:
    """Start a Python module as a process of its own; all that it says goes to a file.

    It leads its own process group, so that Ctrl-C reaches the stage alone, which ends everything in order.

    Args:
        end_with_parent: have it ended when the thread that starts it dies in whatever way; only for a program
            of one thread, because the child runs Python before it becomes another program.
    """
    logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            process_group=0,
            preexec_fn=_end_with_parent if end_with_parent and sys.platform == "linux" else None,  # noqa: PLW1509 - said above
        )
    return Child(name, process, log)


def _end_with_parent() -> None:
    """Whoever kills the stage outright does not leave four servers behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_healthy(child: Child, url: str, *, unless: Callable[[], bool] = lambda: False) -> None:
    """Ask a process for its health until it answers, or until there is no more need to know.

    Raises:
        ChildDied: it ended first, or said nothing within a minute.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not unless():
        if child.process.poll() is not None:
            raise child.died()
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310 - loopback
                if answer.status == HTTPStatus.OK:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    if not unless():
        raise child.died()


def require_all_alive(children: Sequence[Child]) -> None:
    """Look whether every process is still there.

    Raises:
        ChildDied: the first that is not.
    """
    for child in children:
        if child.process.poll() is not None:
            raise child.died()


def stop(children: Sequence[Child]) -> None:
    """End every process: asked first, made to when it does not listen."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def environment_for(folder: Path, **values: str) -> dict[str, str]:
    """What a process of the demo sees: the shell's environment, without another deployment's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIPLINE_")}
    return kept | {"TIPLINE_DATA": str(folder), "PYTHONUNBUFFERED": "1"} | values
