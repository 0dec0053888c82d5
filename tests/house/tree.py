"""The project's own files, for tests that read them."""

import ast
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("crypto", "tipline", "sms", "web", "cli")


@dataclass(frozen=True)
class Source:
    """One text file of the project, by its path from the root."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file as Python reads it."""
        return ast.parse(self.text, filename=str(self.path))

    @property
    def lines(self) -> list[str]:
        """The file, line by line."""
        return self.text.splitlines()

    def within(self, *places: str) -> bool:
        """Whether the file is one of these, or lies in one of these folders."""
        return any(self.path.is_relative_to(place) for place in places)


Rule: TypeAlias = Callable[[Source], Iterator[str]]
"""What a file must not do: yields each fault, beginning with its line."""


@cache
def names() -> tuple[PurePosixPath, ...]:
    """Every file that git tracks or would add; not what .gitignore names, unless it was forced in."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    found = sorted({name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()})
    return tuple(PurePosixPath(name) for name in found)


@cache
def sources() -> tuple[Source, ...]:
    """Every one of them that is text."""
    found = []
    for path in names():
        try:
            found.append(Source(path, (ROOT / path).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def python(*places: str) -> tuple[Source, ...]:
    """The Python files in these folders, or all of them."""
    return tuple(
        source
        for source in sources()
        if source.path.suffix == ".py" and (not places or source.within(*places))
    )


def faults(rule: Rule, among: Iterable[Source]) -> list[str]:
    """What a rule finds, as lines that an editor can jump to."""
    return [f"{source.path}:{fault}" for source in among for fault in rule(source)]


def sample(text: str, *, path: str = "tipline/sample.py") -> Source:
    """A file that breaks a rule, to see that the rule sees it."""
    return Source(PurePosixPath(path), text)
