"""Check that the lock files are fresh, whole and name no place to fetch from; `--stamp` is for `make lock`.

A lock is fresh when its first line, written by `make lock`, is the digest of two things: the tables of
pyproject.toml that it was made from, and its own other lines. So neither can be edited alone. It is whole
when every requirement of pyproject.toml, and every requirement that an installed package has on this machine,
is pinned in it to a version that satisfies it. Nothing is asked of the network.
"""

import hashlib
import itertools
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT: Final = Path(__file__).resolve().parent.parent
STAMP: Final = "# made by `make lock` from pyproject.toml: sha256:"
PIN: Final = re.compile(
    r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)(?P<marker> ; [^\\]+)? \\$"
)
HASH: Final = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock file, and the tables of pyproject.toml that it pins."""

    name: str
    run_time: bool
    groups: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """Where it lies."""
        return ROOT / self.name


LOCKS: Final = (
    Lock("requirements.lock", run_time=True),
    Lock("requirements-media.lock", run_time=True, extras=("media",)),
    Lock("requirements-build.lock", run_time=False, groups=("build",)),
    Lock("requirements-dev.lock", run_time=True, groups=("dev",), extras=("media",)),
)


def requirements(lock: Lock) -> list[str]:
    """What pyproject.toml asks of a lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = list(project["project"]["dependencies"]) if lock.run_time else []
    for group in lock.groups:
        asked += project["dependency-groups"][group]
    for extra in lock.extras:
        asked += project["project"]["optional-dependencies"][extra]
    return [f"python{project['project']['requires-python']}", *sorted(asked)]


def digest(lock: Lock, lines: list[str]) -> str:
    """The digest that a fresh lock carries in its first line."""
    return hashlib.sha256(json.dumps([requirements(lock), lines]).encode()).hexdigest()


def stamp(lock: Lock) -> None:
    """Write the digest into a lock that has just been made."""
    lines = lock.path.read_text().splitlines()
    lock.path.write_text("\n".join([STAMP + digest(lock, lines), *lines, ""]))


def faults(lock: Lock) -> Iterator[str]:
    """What is wrong with a lock, each in a sentence."""
    first, *lines = lock.path.read_text().splitlines()
    if first != STAMP + digest(lock, lines):
        yield "is stale, or was edited by hand: run `make lock`"
    pins = pinned(lines)
    for number, line in enumerate(lines, start=2):
        if not PIN.match(line) and not HASH.match(line):
            yield f"line {number} is no pin and no hash (a host, an index, a path?): {line.strip()[:80]}"
    asked = [Requirement(line) for line in requirements(lock)[1:]]
    yield from unpinned(asked, pins, by="pyproject.toml")
    extras: dict[str, set[str]] = {canonicalize_name(need.name): need.extras for need in asked}
    for name, version in pins.items():
        yield from unpinned(needs(name, version, extras.get(name, set())), pins, by=name)


def pinned(lines: list[str]) -> dict[str, Version]:
    """What a lock pins, and to which version."""
    pins = filter(None, map(PIN.match, lines))
    return {canonicalize_name(pin["name"]): Version(pin["version"]) for pin in pins}


def disagreements() -> Iterator[str]:
    """Where the tests would run on another version than the deployment."""
    pins = [(lock.name, pinned(lock.path.read_text().splitlines())) for lock in LOCKS if lock.run_time]
    for (name, narrow), (other, wide) in itertools.combinations(pins, 2):
        for package, version in narrow.items():
            if wide.get(package) != version:
                yield f"{other} has {package} {wide.get(package)}, {name} has {version}"


def needs(name: str, version: Version, extras: set[str]) -> list[Requirement]:
    """What a package with these extras needs on this machine, if this very version is installed here."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return []
    if Version(found.version) != version:
        return []
    every = [Requirement(line) for line in found.requires or []]
    parts = ["", *extras]
    return [
        need
        for need in every
        if not need.marker or any(need.marker.evaluate({"extra": part}) for part in parts)
    ]


def unpinned(asked: list[Requirement], pins: dict[str, Version], *, by: str) -> Iterator[str]:
    """Which of these requirements no pin satisfies."""
    for need in asked:
        version = pins.get(canonicalize_name(need.name))
        if version is None:
            yield f"has no pin for {need}, which {by} needs"
        elif not need.specifier.contains(version, prereleases=True):
            yield f"pins {need.name} to {version}, but {by} needs {need}"


def main() -> int:
    """Stamp the locks, or print what is wrong with them."""
    if sys.argv[1:] == ["--stamp"]:
        for lock in LOCKS:
            stamp(lock)
        return 0
    found = [f"{lock.name} {fault}" for lock in LOCKS for fault in faults(lock)]
    found += disagreements()
    print("\n".join(found) or "The locks are fresh.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
