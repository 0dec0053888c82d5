"""Fixtures of the browser tests: one browser, and the demo as a person would start it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from cli.demo.config import DemoConfig, read_config
from cli.demo.ports import Ports
from tests.integration.deployment import free_ports

PATIENCE: Final = 240.0
"""Seconds for making and starting the demo on a machine that does much else."""


@dataclass(frozen=True)
class Demo:
    """A demo that runs, and what it said on the screen."""

    config: DemoConfig
    ports: Ports
    screen: Path


def chromium_options() -> dict[str, object]:
    """How chromium is launched here: the system's, else playwright's own; root needs it without a sandbox."""
    options: dict[str, object] = {"args": ["--no-sandbox"] if os.geteuid() == 0 else []}
    if found := shutil.which("chromium"):
        options["executable_path"] = found
    return options


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """What drives chromium: one process can have one of it.

    Its event loop stands in this thread while it lives, and nothing else can run one here. So it ends with
    the module: the next one may be of another kind.
    """
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One chromium for the tests of a module."""
    browser = playwright.chromium.launch(**chromium_options())  # type: ignore[arg-type]
    yield browser
    browser.close()


@contextmanager
def running_demo(root: Path) -> Iterator[Demo]:
    """`tipline demo` in a folder, started as a person starts it, and ended with Ctrl-C."""
    ports, screen = free_ports(), root / "screen.txt"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TIPLINE_")} | {
        "TIPLINE_DATA": str(root / "demo"),
        "TIPLINE_PUBLIC_PORT": str(ports.public),
        "TIPLINE_CONSOLE_PORT": str(ports.console),
        "TIPLINE_SMS_PORT": str(ports.sms),
        "TIPLINE_PHONE_PORT": str(ports.phone),
        "TIPLINE_FILES_PORT": str(ports.files),
    }
    with screen.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "demo"], stdout=output, stderr=output, env=environment
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while "Ctrl-C stops everything" not in screen.read_text():
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(screen.read_text())
            time.sleep(0.2)
        yield Demo(read_config(root / "demo"), ports, screen)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for all browser tests."""
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo
