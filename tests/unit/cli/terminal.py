"""Somebody at a terminal, for the tests of the commands."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typer.testing import CliRunner, Result

from cli.main import app
from tests.program import OUTSIDE

TORONTO: Final = ("program", "add", "Toronto Crime Stoppers", "--keyword", "TOR", "--number", "274637")


@dataclass(frozen=True)
class Terminal:
    """A deployment's folder, and somebody who types commands there."""

    folder: Path

    def run(self, *words: str, typed: str = "") -> Result:
        """Type a command, whatever comes of it; a program is added with its number outside."""
        if words[:2] == TORONTO[:2] and "--outside" not in words:
            words = (*words, "--outside", OUTSIDE.e164)
        return CliRunner().invoke(app, words, input=typed)

    def do(self, *words: str, typed: str = "") -> str:
        """Type a command that must succeed, and give what it printed."""
        result = self.run(*words, typed=typed)
        assert result.exit_code == 0, result.output
        return result.stdout

    def add(self, name: str, role: str, *more: str) -> str:
        """Add somebody."""
        return self.do("staff", "add", name, "--role", role, *more)

    def found(self) -> list[str]:
        """Found Toronto, and give the shares."""
        printed = self.do("keys", "init")
        self.do(*TORONTO)
        self.add("Ada Byron", "coordinator")
        self.add("Grace Hopper", "coordinator")
        self.add("Ida Wells", "integrity")
        return shares(printed)


def shares(printed: str) -> list[str]:
    """The shares that a command showed."""
    return re.findall(r"^Share \d+: (.+)$", printed, flags=re.MULTILINE)


def value(printed: str, name: str) -> str:
    """What a command printed after `name:`."""
    [found] = re.findall(rf"^{name}: (.+)$", printed, flags=re.MULTILINE)
    return str(found)
