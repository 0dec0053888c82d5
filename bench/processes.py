"""What the system counts of a process: the processor time that it took, and the memory that it holds."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
PROC: Final = Path("/proc")
KIB: Final = 1024
MB: Final = 1_000_000
NS: Final = 1_000_000_000

# Places in /proc/<pid>/stat, counted after the name, which may hold spaces.
_PARENT, _USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM = 1, 11, 12, 13, 14


def cpu_seconds(pid: int) -> float:
    """Processor time of a process with all its threads, in its own code and in the system's."""
    fields = _stat(pid)
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / TICKS


def waited_seconds(pid: int) -> float:
    """How long its threads, as far as they still run, could have gone on and had no core: others had them."""
    tasks = (PROC / str(pid) / "task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[1]) for task in tasks) / NS


def family_cpu_seconds(pid: int) -> float:
    """As `cpu_seconds`, with the children that are there and those that have ended."""
    fields = _stat(pid)
    own = sum(int(fields[place]) for place in (_USER, _SYSTEM, _CHILDREN_USER, _CHILDREN_SYSTEM))
    return own / TICKS + sum(cpu_seconds(child) for child in _children(pid))


def resident_mb(pid: int) -> float:
    """Memory that a process holds now, in megabytes of a million bytes."""
    return _status(pid, "VmRSS") * KIB / MB


def own_mb(pid: int) -> float:
    """Of what it holds now, what no other process shares: not the code that files give."""
    return _status(pid, "RssAnon") * KIB / MB


def peak_mb(pid: int) -> float:
    """The most that it has held."""
    return _status(pid, "VmHWM") * KIB / MB


def load() -> str:
    """How many processes want to run, over one minute: more than there are cores, and a wall clock lies."""
    return f"{os.getloadavg()[0]:.1f}"


def _children(pid: int) -> Iterator[int]:
    for folder in PROC.iterdir():
        if folder.name.isdecimal():
            try:
                if int(_stat(int(folder.name))[_PARENT]) == pid:
                    yield int(folder.name)
            except OSError:
                continue


def _stat(pid: int) -> list[str]:
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _status(pid: int, name: str) -> int:
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise LookupError(name)
